"""One BM25 field on disk: its vocabulary and, for each term, the rows it stands in with their weights.

All of it is plain arrays that may be memory-mapped: opening reads nothing, and processes share one copy.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
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
    lengths: _Array  # of each row, in terms

    @classmethod
    def build(cls, bags: Iterable[Sequence[str]]) -> "Postings":
        """Of the terms of each row, in the order of the rows."""
        return cls._of_numbers(*_numbered(bags))

    def carried(self, rows: _Array, bags: Iterable[Sequence[str]]) -> "Postings":
        """As `build`, without taking apart again what is known: `rows` tells for each new row which of these rows it
        equals, or -1; `bags` are the terms of the latter, in their order.
        """
        vocabulary, fresh, fresh_ends = _numbered(bags, self._vocabulary())
        known, known_ends = self._terms(), np.concatenate([[0], np.cumsum(self.lengths, dtype=np.int64)])
        parts, nth = [], 0
        for row in rows.tolist():
            if row >= 0:
                parts.append(known[known_ends[row] : known_ends[row + 1]])
            else:
                parts.append(fresh[fresh_ends[nth] : fresh_ends[nth + 1]])
                nth += 1
        ends = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        return self._of_numbers(vocabulary, np.concatenate(parts) if parts else fresh, ends)

    @classmethod
    def _of_numbers(cls, terms: Sequence[str], numbers: _Array, row_ends: _Array) -> "Postings":
        """As `of_ranks`, of terms in any order, some of which may stand in no row."""
        used = np.flatnonzero(np.bincount(numbers, minlength=len(terms))).tolist()
        used.sort(key=terms.__getitem__)  # the order of code points is that of their UTF-8 bytes
        rank = np.empty(len(terms), np.int32)
        rank[used] = np.arange(len(used), dtype=np.int32)
        return cls.of_ranks([terms[number].encode("utf-8", "surrogatepass") for number in used], rank[numbers], row_ends)

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
            lengths=lengths.astype(np.int32),
        )

    def _vocabulary(self) -> Iterator[str]:
        letters, ends = self.letters.tobytes(), self.ends.tolist()
        return (letters[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise([0, *ends]))

    def _terms(self) -> _Array:
        """The terms of all rows by number, one row behind another: each weight solved for how often its term stands there.

        A count of 500 in a chunk of 500 terms still comes out within 0.01 of it, float32 as the weights are.
        """
        frequencies = np.diff(self.starts)
        idf = np.log(1 + (len(self.lengths) - frequencies + 0.5) / (frequencies + 0.5))
        share = np.minimum(self.weights / np.repeat(idf, frequencies), 1 - 1e-9)
        norms = K1 * (1 - B + B * self.lengths / (self.lengths.mean() if len(self.lengths) else 1.0))
        counts = np.rint(norms[self.rows] * share / (1 - share)).astype(np.int32)
        shape = (len(self.lengths), len(self.ends))
        by_row = sparse.csc_array((counts, self.rows, self.starts), shape=shape).tocsr()
        if not np.array_equal(np.asarray(by_row.sum(axis=1)).ravel(), self.lengths):
            raise ValueError("the weights are not those of BM25 as it is set here")
        return np.repeat(by_row.indices, by_row.data).astype(np.int32, copy=False)

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


def _numbered(bags: Iterable[Sequence[str]], known: Iterable[str] = ()) -> tuple[list[str], _Array, _Array]:
    """All different terms, the known ones first; the number among them of each term, one bag behind another; where each
    bag ends among the latter."""
    numbers: defaultdict[str, int] = defaultdict(None, {term: number for number, term in enumerate(known)})
    numbers.default_factory = numbers.__len__
    terms, ends = array("i"), array("q", [0])
    for bag in bags:
        terms.extend(map(numbers.__getitem__, bag))
        ends.append(len(terms))
    return list(numbers), np.frombuffer(terms, np.int32), np.frombuffer(ends, np.int64)
