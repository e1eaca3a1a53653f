"""Question -> the chunks worth reading, and the articles in their order."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from index import Hit, Index, Query
from rag.abbreviations import spelled_out, variants
from rag.filters import Filters, allows
from rag.mergers import ALIAS, renamed, speaks_by_alias
from rag.periods import vietnam_today
from rag.question import Question
from rag.signals import with_signals
from rag.wording import OF_NOTHING

CHUNKS = 30  # chunks kept for reading and for the order of articles


def retrieve(
    index: Index, question: Question, filters: Filters, without: Collection[str] = (), today: date | None = None
) -> list[Hit]:
    """The best chunks for a question, best first; articles named in `without` are passed over.

    Scores are the index's, raised by rag/signals.py; relative times count from `today` (None: today in Vietnam). A question
    that says nothing of what it is about, as a follow-up to nothing does, finds nothing.
    """
    if set(question.content) <= OF_NOTHING and not question.ids:
        return []
    limited = bool(without) or filters != Filters()
    keep = (lambda article: article.id not in without and allows(filters, article)) if limited else None
    hits = index.search(_query(index, question), CHUNKS, keep)
    others = renamed(question)
    if others:
        hits = _merged(hits, _by_alias(index, question, index.search(Query(dense=others, lexical=others), CHUNKS, keep)))
    return with_signals(index, question, hits, today or vietnam_today())


def _query(index: Index, question: Question) -> Query:
    also = variants(question.full, index.lexicon)
    dense = (question.full, spelled_out(question.full, index.lexicon))
    return Query(
        dense=tuple(dict.fromkeys((*dense, question.text))),
        lexical=(question.full, question.text, *also),
        folded=question.text if question.folded else None,
    )


def _by_alias(index: Index, question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Of the hits of the renamed question those that owe it something, at their lower weight."""
    found = [hit for hit in hits if speaks_by_alias(question, index.articles[hit.chunk.article_id])]
    return [replace(hit, score=ALIAS * hit.score) for hit in found]


def _merged(hits: Sequence[Hit], more: Sequence[Hit]) -> list[Hit]:
    """Both, each chunk once with its better score, as many as one search gives."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in sorted((*hits, *more), key=lambda hit: -hit.score):
        best.setdefault((hit.chunk.article_id, hit.chunk.start), hit)
    return list(best.values())[:CHUNKS]


def articles_of(hits: Sequence[Hit]) -> list[str]:
    """Article ids in the order of their best chunk."""
    return list(dict.fromkeys(hit.chunk.article_id for hit in hits))
