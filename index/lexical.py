"""BM25 over syllables and syllable bigrams (bm25s), once as written and once folded.

Syllables with bigrams beat word segmenters on Vietnamese; the folded field serves questions typed without
diacritics only, since folding costs 3 to 5 points of recall when both sides have them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from corpus import fold, tokens

K1, B = 1.2, 0.75  # Robertson & Zaragoza 2009; Lucene's defaults, whose IDF (method "lucene") is used too
FIELDS = ("plain", "folded")
_PARTS = re.compile(r"[/-]")


def terms(text: str) -> list[str]:
    """Index terms of a text: syllables, bigrams "a_b", and the parts of ids and compounds beside the whole."""
    found: list[str] = []
    whole = tokens(text)
    for token in whole:
        found.append(token)
        parts = [part for part in _PARTS.split(token) if part]
        if len(parts) > 1:
            found.extend(parts)
            found.extend(f"{a}_{b}" for a, b in pairwise(parts))
    found.extend(f"{a}_{b}" for a, b in pairwise(whole))
    return found


class Lexical:
    """BM25 scores of every chunk for a bag of terms; row order is the chunk order."""

    def __init__(self, fields: dict[str, Any], rows: int) -> None:
        self._fields = fields
        self.rows = rows

    @classmethod
    def build(cls, texts: Sequence[str]) -> "Lexical":
        """Index these chunk texts."""
        made: dict[str, Any] = {}
        for field in FIELDS:
            bags = [terms(text if field == "plain" else fold(text)) for text in texts]
            if any(bags):
                made[field] = bm25s.BM25(k1=K1, b=B, method="lucene")
                made[field].index(bags, show_progress=False)
        return cls(made, len(texts))

    def scores(self, bag: Sequence[str], field: str = "plain") -> np.ndarray[Any, np.dtype[np.float32]]:
        """Score of each chunk, shape (rows,); zeros where no term is known. A term counts once."""
        engine = self._fields.get(field)
        known = [term for term in dict.fromkeys(bag) if engine is not None and term and term in engine.vocab_dict]
        if engine is None or not known:
            return np.zeros(self.rows, np.float32)
        found: np.ndarray[Any, np.dtype[np.float32]] = engine.get_scores(known)
        return found

    def document_frequency(self, term: str) -> int:
        """In how many chunks a term of the plain field occurs."""
        engine: Any = self._fields.get("plain")
        number = engine.vocab_dict.get(term) if engine is not None and term else None  # bm25s adds "" to the vocabulary
        if number is None:
            return 0
        starts = engine.scores["indptr"]
        return int(starts[number + 1] - starts[number])

    def save(self, folder: Path) -> None:
        """Write one folder a field: .npy arrays and JSON, no pickle."""
        for field, engine in self._fields.items():
            engine.save(str(folder / field), show_progress=False)

    @classmethod
    def load(cls, folder: Path, rows: int) -> "Lexical":
        """The mirror of `save`."""
        made = {field: bm25s.BM25.load(str(folder / field), load_corpus=False) for field in FIELDS if (folder / field).is_dir()}
        return cls(made, rows)
