"""One forward pass of the embedding model: of each text its vector and what is read in its tokens' hidden states."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController

from index.late import LAYER, Floats

BATCH = 8  # texts a pass; larger ones no longer fit the processor's caches
MULTIPLE = 16  # of tokens: torch's attention is slower for lengths that are none

Told = TypeVar("Told")
Batch = TypeVar("Batch")


@dataclass(frozen=True)
class Pass(Generic[Told]):
    """Of the text with this number its vector (dimension,), what was read in its tokens' states, and their places in the text."""

    number: int
    vector: Floats
    told: Told
    spans: tuple[tuple[int, int], ...]


def passes(model: Any, prompt: str, texts: Sequence[str], read: Callable[[Floats], Told]) -> Iterator[Pass[Told]]:
    """Passes of a SentenceTransformer over `prompt` + each text, longest first.

    `read` is given a text's hidden states (tokens, width), those of special tokens and of the prompt left out.
    """
    model[0].auto_model.config.output_hidden_states = True
    order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))  # texts of a length waste no padding
    batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
    tokenised = (_tokenised(model, prompt, {number: texts[number] for number in numbers}) for numbers in batches)
    for made in in_parallel(lambda batch: _forward(model, batch, read), tokenised, len(batches)):
        yield from made


@dataclass(frozen=True)
class _Batch:
    """Tokens of some texts as the model wants them, and of each text its number and its tokens' places without the prompt."""

    encoded: dict[str, Any]
    numbers: tuple[int, ...]
    places: np.ndarray[Any, np.dtype[np.int64]]


def _tokenised(model: Any, prompt: str, texts: dict[int, str]) -> _Batch:
    encoded = dict(
        model.tokenizer(
            [prompt + text for text in texts.values()],
            padding=True,
            pad_to_multiple_of=MULTIPLE,
            truncation=True,
            max_length=model.max_seq_length,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
    )
    places = np.maximum(encoded.pop("offset_mapping").numpy() - len(prompt), 0)  # a first token takes the blank before it
    return _Batch(encoded, tuple(texts), places)


def _forward(model: Any, batch: _Batch, read: Callable[[Floats], Told]) -> list[Pass[Told]]:
    import torch

    with torch.inference_mode():
        features = model(batch.encoded)
    vectors, states = features["sentence_embedding"].float().numpy(), features["all_layer_embeddings"][LAYER].float().numpy()
    own = batch.places[..., 1] > batch.places[..., 0]
    made = []
    for at, number in enumerate(batch.numbers):
        spans = tuple((int(start), int(end)) for start, end in batch.places[at][own[at]])
        made.append(Pass(number, vectors[at], read(states[at][own[at]]), spans))
    return made


def in_parallel(forward: Callable[[Batch], Told], batches: Iterable[Batch], count: int) -> Iterator[Told]:
    """`forward` of each of the `count` batches, in order: one batch on all cores, several with a core each.

    Cores that share a batch wait for each other at every layer. Batches are made while the first are at work.
    """
    import torch

    torch.set_num_threads(cores())  # of a thread that torch has not met yet it takes the number set last, the 1 below
    if count < 2 or cores() < 2:
        yield from map(forward, batches)
        return
    pool = ThreadPoolExecutor(cores(), initializer=torch.set_num_threads, initargs=(1,))
    with pool, _blas().limit(limits=1, user_api="blas"):  # numpy's threads would spin on the cores that the passes need
        yield from pool.map(forward, batches)


@cache
def cores() -> int:
    """How many threads torch was started with."""
    import torch

    return torch.get_num_threads()


@cache
def _blas() -> ThreadpoolController:
    """Looking for the libraries takes some milliseconds."""
    return ThreadpoolController()
