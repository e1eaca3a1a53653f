"""BM25 over syllables and syllable bigrams, once as written and once folded.

Syllables with bigrams beat word segmenters on Vietnamese; the folded field serves questions typed without
diacritics only, since folding costs 3 to 5 points of recall when both sides have them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus import fold, source_fingerprint, tokens
from index.ivf import Floats, Rows, top
from index.postings import Posting, Postings

_PARTS = re.compile(r"[/-]")
_LOOKUP = 50  # looking a row up costs about as much as adding so many
_RARE = 64  # a term in at most one of so many rows is rare


def terms(text: str) -> list[str]:
    """Index terms of a text: syllables, bigrams "a_b", and the parts of ids and compounds beside the whole."""
    found: list[str] = []
    whole = tokens(text)
    for token in whole:
        found.append(token)
        parts = [part for part in _PARTS.split(token) if part] if "-" in token or "/" in token else []
        if len(parts) > 1:
            found.extend(parts)
            found.extend(f"{a}_{b}" for a, b in pairwise(parts))
    found.extend(f"{a}_{b}" for a, b in pairwise(whole))
    return found


_folded = lru_cache(2**18)(fold)  # a corpus has far fewer terms than it has words
_TERMS = {"plain": terms, "folded": lambda text: [_folded(term) for term in terms(text)]}


def terms_fingerprint() -> str:
    """Of the way terms are made and weighted and words are counted."""
    index = Path(__file__).parent
    return source_fingerprint(
        [index / name for name in ("lexical.py", "postings.py", "counts.py")] + [index.parent / "corpus" / "text.py"]
    )


class Lexical:
    """BM25 of chunks for a bag of terms; row order is the chunk order."""

    def __init__(self, fields: dict[str, Postings], rows: int) -> None:
        self._fields = fields
        self.rows = rows

    @classmethod
    def build(cls, texts: Sequence[str]) -> "Lexical":
        """Index these chunk texts."""
        return cls({field: Postings.build(map(terms_of, texts)) for field, terms_of in _TERMS.items()}, len(texts))

    def carried(self, rows: Rows, texts: Sequence[str]) -> "Lexical":
        """As `build`: `rows` tells for each new row which of these rows it equals, or -1; `texts` are those of the latter."""
        made = {field: self._fields[field].carried(rows, map(terms_of, texts)) for field, terms_of in _TERMS.items()}
        return Lexical(made, len(rows))

    def postings(self, bag: Sequence[str], field: str = "plain") -> list[Posting]:
        """What is known of these terms, each once."""
        found = (self._fields[field].find(term) for term in dict.fromkeys(bag))
        return [posting for posting in found if posting is not None]

    def document_frequency(self, term: str) -> int:
        """In how many chunks a term of the plain field occurs."""
        found = self._fields["plain"].find(term)
        return 0 if found is None else len(found.rows)

    def best(self, postings: Sequence[Posting], k: int, rows: Rows | None = None) -> Rows:
        """The rows with the `k` highest positive scores, highest first, among `rows` (ascending) if given."""
        if rows is not None and len(rows) * _LOOKUP <= self.rows:
            return _highest(rows, score(postings, rows), k)
        scores = np.zeros(self.rows, np.float32)
        for posting in postings:
            np.add.at(scores, posting.rows, posting.weights)
        if rows is not None:
            allowed = np.zeros(self.rows, np.float32)
            allowed[rows] = 1
            scores *= allowed
        found = np.flatnonzero(scores >= self._floor(scores, postings, k))
        return _highest(found, scores[found], k)

    def _floor(self, scores: Floats, postings: Sequence[Posting], k: int) -> np.float32:
        """A score that at least `k` rows reach, or the least positive one: the k-th best of the rows of one rare term.

        Adding up is cheap beside sorting: without this, nearly every row would have to be sorted.
        """
        rare = [posting.rows for posting in postings if k <= len(posting.rows) <= max(self.rows // _RARE, k)]
        floors = [np.partition(scores[rows], len(rows) - k)[len(rows) - k] for rows in rare]
        return max([*floors, np.finfo(np.float32).tiny])

    def save(self, folder: Path) -> None:
        """Write one folder a field: .npy arrays, no pickle."""
        for field, postings in self._fields.items():
            postings.save(folder / field)

    @classmethod
    def load(cls, folder: Path, rows: int) -> "Lexical":
        """The mirror of `save`."""
        return cls({field: Postings.load(folder / field) for field in _TERMS}, rows)


def score(postings: Sequence[Posting], rows: Rows) -> Floats:
    """BM25 of these rows: the terms' weights added in their order."""
    wanted = rows.astype(np.int32)  # of the postings' own type: numpy would convert a whole posting to compare
    scores = np.zeros(len(rows), np.float32)
    for posting in postings:
        if len(posting.rows):
            place = np.minimum(np.searchsorted(posting.rows, wanted), len(posting.rows) - 1)
            scores += np.where(posting.rows[place] == wanted, posting.weights[place], np.float32(0))
    return scores


def _highest(rows: Rows, scores: Floats, k: int) -> Rows:
    best = top(scores, k)
    return rows[best[scores[best] > 0]]
