"""One BM25 field on disk: its vocabulary and, for each term, the rows it stands in with their weights.

All of it is plain arrays that may be memory-mapped: opening reads nothing, and processes share one copy.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

K1, B = 1.2, 0.75  # Robertson & Zaragoza 2009; Lucene's defaults, whose form of TF and IDF is used too

_BLOCK = 4_000_000  # postings weighted at once
_Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Posting:
    """Rows (ascending) in which a term stands, and what it adds to their scores."""

    rows: _Array
    weights: _Array


@dataclass(frozen=True)
class Postings:
    """Terms in the order of their UTF-8 bytes; term i has the postings starts[i]:starts[i + 1]."""

    letters: _Array  # all terms, one behind another, as bytes
    ends: _Array  # of each term in `letters`
    starts: _Array
    rows: _Array
    weights: _Array

    @classmethod
    def build(cls, bags: Iterable[Sequence[str]]) -> "Postings":
        """Of the terms of each row, in the order of the rows."""
        numbers: dict[str, int] = {}
        terms, ends = array("i"), array("q", [0])
        for bag in bags:
            terms.extend([numbers.setdefault(term, len(numbers)) for term in bag])
            ends.append(len(terms))
        spelled = sorted((term.encode(), number) for term, number in numbers.items())
        order = np.fromiter((number for _, number in spelled), np.int64, len(spelled))
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return cls.of_ranks([term for term, _ in spelled], rank[np.frombuffer(terms, np.int32)], np.frombuffer(ends, np.int64))

    @classmethod
    def of_ranks(cls, vocabulary: Sequence[bytes], terms: _Array, row_ends: _Array) -> "Postings":
        """Of terms given by their place in a sorted vocabulary; row i has terms[row_ends[i]:row_ends[i + 1]].

        `terms` is used up.
        """
        lengths = np.diff(row_ends)
        shape = (len(lengths), len(vocabulary))
        counted = sparse.csr_array((np.ones(len(terms), np.uint16), terms, row_ends), shape=shape)
        counted.sum_duplicates()
        by_term = counted.tocsc()
        del counted
        mean = lengths.mean() if len(lengths) else 0.0
        norms = K1 * (1 - B + B * lengths / mean) if mean else lengths
        starts = by_term.indptr.astype(np.int64)
        weights, frequencies = np.empty(len(by_term.data), np.float32), np.diff(starts)
        idf = np.log(1 + (len(lengths) - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)
        for first in range(0, len(weights), _BLOCK):
            part = slice(first, first + _BLOCK)
            count = by_term.data[part].astype(np.float32)
            of_term = np.searchsorted(starts, np.arange(first, first + len(count)), side="right") - 1
            weights[part] = idf[of_term] * (count / (norms[by_term.indices[part]] + count))
        return cls(
            letters=np.frombuffer(b"".join(vocabulary), np.uint8),
            ends=np.cumsum([len(term) for term in vocabulary], dtype=np.int64),
            starts=starts,
            rows=by_term.indices.astype(np.int32, copy=False),
            weights=weights,
        )

    def find(self, term: str) -> Posting | None:
        """What is known of a term."""
        number = self._number(term.encode("utf-8", "surrogatepass"))
        if number is None:
            return None
        part = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return Posting(self.rows[part], self.weights[part])

    def save(self, folder: Path) -> None:
        """Write one .npy file an array."""
        folder.mkdir()
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Postings":
        """The mirror of `save`, memory-mapped."""
        arrays = {field.name: np.load(folder / f"{field.name}.npy", mmap_mode="r", allow_pickle=False) for field in fields(cls)}
        return cls(**{name: np.asarray(values) for name, values in arrays.items()})

    def _number(self, term: bytes) -> int | None:
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            start = int(self.ends[middle - 1]) if middle else 0
            here = self.letters[start : int(self.ends[middle])].tobytes()
            if here == term:
                return middle
            low, high = (middle + 1, high) if here < term else (low, middle)
        return None
