"""One forward pass of the embedding model: of each text its vector and what the tokens' hidden states say."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.late import LAYER, Floats

BATCH = 16  # texts a pass; larger batches gain nothing on two cores and pad more
_MULTIPLE = 16  # of tokens: torch's attention takes up to twice as long for lengths that are none (benchmarks/scale.md)


@dataclass(frozen=True)
class Pass:
    """Of the text with this number its vector (dimension,), its tokens' states (tokens, width) and places in the text."""

    number: int
    vector: Floats
    states: Floats
    spans: tuple[tuple[int, int], ...]


def passes(model: Any, prompt: str, texts: Sequence[str]) -> Iterator[Pass]:
    """Passes of a SentenceTransformer over `prompt` + each text, longest first; special tokens and the prompt's are left out."""
    model[0].auto_model.config.output_hidden_states = True
    order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))  # texts of a length waste no padding
    batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
    tokenised = [_tokenised(model, [prompt + texts[number] for number in numbers]) for numbers in batches]
    forward = _forward_of(model)
    for numbers, encoded, (vectors, states) in zip(batches, tokenised, _in_parallel(forward, tokenised), strict=True):
        places = np.maximum(encoded["offset_mapping"].numpy() - len(prompt), 0)  # a first token takes the blank before it
        own = places[..., 1] > places[..., 0]
        for at, number in enumerate(numbers):
            spans = tuple((int(start), int(end)) for start, end in places[at][own[at]])
            yield Pass(number, vectors[at], np.ascontiguousarray(states[at][own[at]]), spans)


def _tokenised(model: Any, texts: list[str]) -> dict[str, Any]:
    return dict(
        model.tokenizer(
            texts,
            padding=True,
            pad_to_multiple_of=_MULTIPLE,
            truncation=True,
            max_length=model.max_seq_length,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
    )


def _forward_of(model: Any) -> Callable[[dict[str, Any]], tuple[Floats, Floats]]:
    """A batch's tokens -> vectors (texts, dimension) and states (texts, tokens, width)."""
    import torch

    def forward(encoded: dict[str, Any]) -> tuple[Floats, Floats]:
        with torch.inference_mode():
            features = model({name: values for name, values in encoded.items() if name != "offset_mapping"})
        return features["sentence_embedding"].float().numpy(), features["all_layer_embeddings"][LAYER].float().numpy()

    return forward


def _in_parallel(
    forward: Callable[[dict[str, Any]], tuple[Floats, Floats]], batches: Sequence[dict[str, Any]]
) -> Iterator[tuple[Floats, Floats]]:
    """`forward` of each batch, in order: one batch on all cores, several with a core each.

    Cores that share a batch wait for each other at every layer.
    """
    import torch

    cores = torch.get_num_threads()
    if len(batches) < 2 or cores < 2:
        yield from map(forward, batches)
        return
    with ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,)) as pool:  # a setting of each thread
        yield from pool.map(forward, batches)
