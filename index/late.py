"""Late interaction: every token of a question looks for its likest token in a passage.

The score is the mean of those best similarities, weighted by how rare the token's syllable is in the corpus; after
ColBERT (Khattab & Zaharia 2020). Token vectors come from the same forward pass as the passage's vector: the hidden
states of layer 10 of 12, projected to 64 dimensions, unit length, one byte a dimension. The projection and the choice of
layer are fitted by training/fit_late.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from safetensors.numpy import load_file

from corpus import match_key, token_spans

PROJECTION_VERSION = 1  # raise it when the projection or what is projected changes
LAYER = 10  # hidden states behind this layer
MOST_CHUNKS = 200_000  # beyond it no codes are kept: some 10 kB a chunk, 2 GB in all
_STEPS = 127  # of a coordinate between 0 and 1; the first, the direction that all tokens share, comes near 1
_PROJECTION = Path(__file__).parent / "weights" / "late.safetensors"

Codes = np.ndarray[Any, np.dtype[np.int8]]
Floats = np.ndarray[Any, np.dtype[np.float32]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class QuestionTokens:
    """Unit vectors of a question's tokens, shape (tokens, dimensions), and where each stands in its text."""

    text: str
    vectors: Floats
    spans: tuple[tuple[int, int], ...]

    def weights(self, rarity: Callable[[str], float]) -> Floats:
        """Of each token the rarity of the syllable that it is a part of; 0 for punctuation."""
        syllables = token_spans(self.text)
        found = np.zeros(len(self.spans), np.float32)
        for number, (start, end) in enumerate(self.spans):
            within = next((span for span in syllables if span[0] < end and start < span[1]), None)
            if within is not None:
                found[number] = rarity(match_key(self.text[slice(*within)]))
        return found


@runtime_checkable
class LateEmbeddings(Protocol):
    """A model that gives token vectors beside the vector of the whole."""

    def embed_passages(self, texts: Sequence[str]) -> tuple[Floats, list[Codes]]:
        """Vectors of shape (texts, dimension), and the codes of each text's tokens; no codes if it has none."""

    def embed_question(self, text: str) -> tuple[Floats, QuestionTokens | None]:
        """Vector of one question, and its tokens; None if it has none."""


class Projection:
    """Hidden states (tokens, width) -> unit vectors (tokens, dimensions), one matrix for passages, one for questions."""

    def __init__(self, file: Path = _PROJECTION) -> None:
        matrices = load_file(file)
        self._passage, self._question = (matrices[name].astype(np.float32) for name in ("passage", "question"))

    def passage(self, states: Floats) -> Codes:
        """Codes of a passage's tokens."""
        return np.rint(_unit(states @ self._passage) * _STEPS).astype(np.int8)

    def question(self, states: Floats) -> Floats:
        """Vectors of a question's tokens."""
        return _unit(states @ self._question)


class TokenCodes:
    """The codes of every chunk's tokens, row after row: `codes[starts[row] : starts[row + 1]]`."""

    def __init__(self, codes: Codes, starts: Rows) -> None:
        self.codes = codes
        self.starts = starts

    @classmethod
    def of(cls, rows: Sequence[Codes]) -> "TokenCodes":
        """Codes of chunks in row order."""
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        return cls(np.concatenate(rows), starts)

    def row(self, row: int) -> Codes:
        """The codes of one chunk."""
        return self.codes[self.starts[row] : self.starts[row + 1]]

    def scores(self, question: QuestionTokens, weights: Floats, rows: Iterable[int]) -> Floats:
        """Late interaction score of each row, about -1..1; 0 for a row without tokens and for a question without weight."""
        total = float(weights.sum())
        found = [
            float(weights @ (question.vectors @ codes.T.astype(np.float32)).max(axis=1)) if len(codes) and total else 0.0
            for codes in map(self.row, rows)
        ]
        return np.asarray(found, np.float32) / (np.float32(total or 1) * _STEPS)

    def save(self, folder: Path) -> None:
        """Write two .npy files."""
        np.save(folder / "codes.npy", self.codes, allow_pickle=False)
        np.save(folder / "starts.npy", self.starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "TokenCodes":
        """The mirror of `save`, mapped into memory: only the candidates' pages are read."""
        codes = np.load(folder / "codes.npy", mmap_mode="r", allow_pickle=False)
        return cls(codes, np.load(folder / "starts.npy", allow_pickle=False))


CodesOf = Callable[[Iterable[str]], TokenCodes | None]  # codes of these passages, in their order


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Floats = rows / np.maximum(lengths, 1e-12)
    return found
