"""The reader: where in a passage the words stand that answer a question, and how sure that is.

The bundled encoder with a low-rank adapter (LoRA, Hu et al. 2021) and a start/end head, as in BERT's SQuAD setting (Devlin
et al. 2019): the score of a span is start + end logit, minus what the same head gives to the first token, which stands for
"no answer". Adapter and head are made by training/fit_reader.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index import Embedder, embedder_for
from index.forward import cores, in_parallel
from index.late import Floats
from index.packed import packed
from rag.adapter import adapted, head_and_updates, token_logits
from rag.verifier import Verifies, load_verifier

WEIGHTS = Path(__file__).parent / "weights" / "reader.safetensors"
TOKENS = 320  # of question and passage together; a longer passage is read in windows
STRIDE = 96  # tokens that two windows of a passage share
LONGEST = 60  # tokens of an answer
_QUESTION = 160  # tokens of a question that are read

Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Found:
    """The range of the passage that answers best, and its score over "no answer", in logits."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Window:
    """What the head says of each token of a passage, or of one window of it.

    `places` (tokens, 2) are character offsets in the passage; `start` and `end` (tokens,) are logits over "no answer".
    """

    places: Ints
    start: Floats
    end: Floats

    def best(self, first: int, last: int) -> Found | None:
        """The best span of whole tokens between the characters `first` and `last`; None where the window holds none."""
        inside = np.flatnonzero((self.places[:, 0] >= first) & (self.places[:, 1] <= last))
        if not len(inside):
            return None
        sums = self.start[inside, None] + self.end[None, inside]
        count = len(inside)
        allowed = np.triu(np.ones((count, count), bool)) & ~np.triu(np.ones((count, count), bool), LONGEST)
        at, to = divmod(int(np.where(allowed, sums, -np.inf).argmax()), count)
        return Found(int(self.places[inside[at], 0]), int(self.places[inside[to], 1]), float(sums[at, to]))


@dataclass(frozen=True)
class Reading:
    """One passage, read for one question."""

    windows: tuple[Window, ...]

    def best(self, first: int, last: int) -> Found | None:
        """As `Window.best`, over all windows."""
        found = [span for window in self.windows if (span := window.best(first, last))]
        return max(found, key=lambda span: span.score, default=None)


class Reads(Protocol):
    """What reads: `Reader`, or a fake of it in tests."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading a passage."""
        ...

    @property
    def verifier(self) -> Verifies:
        """What checks a claim against a passage."""
        ...


class Reader:
    """Reads passages for a question; safe between threads."""

    def __init__(self, encoder: Any, tokenizer: Any, head: tuple[Floats, Floats]) -> None:
        """Take a BertModel, its tokenizer, and the head's weight (2, width) and bias (2,)."""
        self.encoder = encoder
        self._packed = packed(encoder)
        self.tokenizer = tokenizer
        self._head = head

    @cached_property
    def verifier(self) -> Verifies:
        """What checks a claim against a passage, on these layers; loaded when it is first needed."""
        return load_verifier(self.encoder, self.tokenizer)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading a passage."""
        if not passages:
            return []
        encoded = self._encoded(question, passages)
        owners, places = encoded["overflow_to_sample_mapping"], encoded["offset_mapping"]
        count = min(len(owners), cores())
        order = sorted(range(len(owners)), key=lambda row: -len(encoded["input_ids"][row]))
        batches = [order[first::count] for first in range(count)]
        windows: list[list[Window]] = [[] for _ in passages]
        logits = in_parallel(lambda rows: self._logits([encoded["input_ids"][row] for row in rows]), batches, count)
        for rows, found in zip(batches, logits, strict=True):
            for row, of_row in zip(rows, found, strict=True):
                own = [token for token, number in enumerate(encoded.sequence_ids(row)) if number == 1]
                over = of_row[own] - of_row[0]
                at = _without_blanks([places[row][token] for token in own], passages[owners[row]])
                whole = at[:, 1] > at[:, 0]
                windows[owners[row]].append(Window(at[whole], over[whole, 0], over[whole, 1]))
        return [Reading(tuple(of_one)) for of_one in windows]

    def _encoded(self, question: str, passages: Sequence[str]) -> Any:
        tokens = self.tokenizer(question, truncation=True, max_length=_QUESTION, return_offsets_mapping=True)
        asked = question[: max(end for _, end in tokens["offset_mapping"])]
        return self.tokenizer(
            [asked] * len(passages),
            list(passages),
            truncation="only_second",
            max_length=TOKENS,
            stride=STRIDE,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )

    def _logits(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """Of each text of token ids the logits (tokens, 2)."""
        return token_logits(self._packed, self._head, texts, self.tokenizer.pad_token_id)


def _without_blanks(places: Sequence[tuple[int, int]], passage: str) -> Ints:
    """A token's place may start with the blank before it, which is no part of an answer."""
    return np.array([(start + passage[start:end].startswith(" "), end) for start, end in places], np.int64).reshape(-1, 2)


def open_reader(embedder: Embedder, cache: Path) -> Reader:
    """The reader over the bundled model: the embedder's own where it is that, else loaded beside it (half a gigabyte)."""
    bundled = embedder if embedder.is_bundled else embedder_for("", cache)
    return load_reader(*bundled.transformer())


def load_reader(encoder: Any, tokenizer: Any, weights: Path = WEIGHTS) -> Reader:
    """The reader over a BertModel, which stays as it is: its embeddings are shared, its layers copied and adapted."""
    head, updates = head_and_updates(weights)
    return Reader(adapted(encoder, updates), tokenizer, head)
