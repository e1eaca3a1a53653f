"""The whole system, the same without one of its parts, and the plain ways to order passages: what `eval.ablate` compares."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.stats import rankdata

from index import Hit, Index, Query
from index.fusion import DENSE_WEIGHT, LEXICAL_WEIGHT, Fusion, to_unit_range
from index.late import Floats
from index.search import Keep
from rag import Answerer
from rag.reader import Reading, Reads
from rag.verifier import Verifies

RRF_K = 60
_KEPT = 1_000  # readings of questions asked just now


@dataclass(frozen=True)
class System:
    """A pipeline under a name; of one that does not answer, the order of articles alone is looked at.

    One that is `matched` is asked to answer everything, and then refuses what it is least sure of, until it leaves as many
    answerable questions without an answer as the whole system does.
    """

    name: str
    answerer: Answerer
    answers: bool = True
    matched: bool = False


def systems_of(whole: Answerer) -> list[System]:
    """The whole system first. Nothing is fitted anew for any of the others: weights and threshold stay those of the whole.

    They share the vectors of sentences and the readings of passages, so that each costs only what it does differently.
    """
    base = replace(whole, reader=_Remembering(whole.reader))
    index, silent = base.index, _Silent(whole.reader)
    fusions = {
        "BM25 alone": Fusion(_lexical_alone, late=False),
        "cosine alone": Fusion(_dense_alone, late=False),
        "reciprocal rank fusion": Fusion(reciprocal_ranks, late=False),
        "min-max weighted sum": Fusion(min_max, late=False),
        "standardised weighted sum": Fusion(late=False),
    }
    return [
        System("whole system", base),
        System("without the folded field", replace(base, index=_without_folded_field(index))),
        System("without abbreviations", replace(base, index=_without_abbreviations(index))),
        System("without the reranker", replace(base, index=replace(index, fusion=Fusion(late=False)))),
        System("without the reader", replace(base, reader=silent)),
        System("without the reader, at equal coverage", replace(base, reader=silent), matched=True),
        *(System(name, replace(base, index=replace(index, fusion=fusion)), answers=False) for name, fusion in fusions.items()),
    ]


def reciprocal_ranks(cosine: Floats, bm25: Floats) -> Floats:
    """Sum of 1 / (60 + rank) over the two orders (Cormack, Clarke and Büttcher 2009); a side gives nothing to what it does
    not find, a score of 0, and equals have the same rank."""
    found: Floats = sum((_votes(scores) for scores in (cosine, bm25)), np.zeros_like(cosine))
    return found


def min_max(cosine: Floats, bm25: Floats) -> Floats:
    """Weighted sum of both, each scaled to 0..1 over the candidates; the weights are those of the system."""
    return DENSE_WEIGHT * to_unit_range(cosine) + LEXICAL_WEIGHT * to_unit_range(bm25)


def _votes(scores: Floats) -> Floats:
    return np.where(scores > 0, 1 / (RRF_K + rankdata(-scores, method="min")), 0).astype(np.float32)


def _lexical_alone(_: Floats, bm25: Floats) -> Floats:
    return bm25


def _dense_alone(cosine: Floats, _: Floats) -> Floats:
    return cosine


class _Unfolded(Index):
    """An index whose search does not look into the folded field."""

    def search(self, query: Query, limit: int = 20, keep: Keep | None = None) -> list[Hit]:
        return super().search(replace(query, folded=None), limit, keep)


def _without_folded_field(index: Index) -> Index:
    return _Unfolded(**{field.name: getattr(index, field.name) for field in fields(index)})


def _without_abbreviations(index: Index) -> Index:
    return replace(index, lexicon=replace(index.lexicon, abbreviations={}))


class _Silent:
    """A reader that finds nothing anywhere."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader

    @property
    def verifier(self) -> Verifies:
        return self._reader.verifier

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        return [Reading(()) for _ in passages]


class _Remembering:
    """A reader that reads a passage once for a question, however many systems ask it."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], Reading] = {}

    @property
    def verifier(self) -> Verifies:
        return self._reader.verifier

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        if len(self._known) > _KEPT:
            self._known.clear()
        fresh = [text for text in dict.fromkeys(passages) if (question, text) not in self._known]
        keys = [(question, text) for text in fresh]
        self._known.update(zip(keys, self._reader.read(question, fresh), strict=True))
        return [self._known[question, text] for text in passages]
