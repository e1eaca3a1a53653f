"""One forward pass of the embedding model: of each text its vector and what the tokens' hidden states say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.late import LAYER, Floats

BATCH = 16  # texts a pass; larger batches gain nothing on two cores and pad more


@dataclass(frozen=True)
class Pass:
    """Of the text with this number its vector (dimension,), its tokens' states (tokens, width) and places in the text."""

    number: int
    vector: Floats
    states: Floats
    spans: tuple[tuple[int, int], ...]


def passes(model: Any, prompt: str, texts: Sequence[str]) -> Iterator[Pass]:
    """Passes of a SentenceTransformer over `prompt` + each text, longest first; special tokens and the prompt's are left out."""
    import torch

    model[0].auto_model.config.output_hidden_states = True
    order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))  # texts of a length waste no padding
    for first in range(0, len(order), BATCH):
        numbers = order[first : first + BATCH]
        encoded = model.tokenizer(
            [prompt + texts[number] for number in numbers],
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        places = np.maximum(encoded.pop("offset_mapping").numpy() - len(prompt), 0)  # a first token takes the blank before it
        with torch.inference_mode():
            features = model(dict(encoded))
        vectors = features["sentence_embedding"].float().numpy()
        states = features["all_layer_embeddings"][LAYER].float().numpy()
        own = places[..., 1] > places[..., 0]
        for at, number in enumerate(numbers):
            spans = tuple((int(start), int(end)) for start, end in places[at][own[at]])
            yield Pass(number, vectors[at], np.ascontiguousarray(states[at][own[at]]), spans)
