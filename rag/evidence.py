"""The sentences that may hold the answer, best first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus import Article, Span
from index import Hit, Index
from rag.features import NEEDS_SHORT, Features, measure, wanted, weighted, with_cosines
from rag.question import Question
from rag.spans import ShortAnswer
from rag.vectors import SentenceVectors

READ_CHUNKS = 8  # chunks whose sentences are considered
EMBEDDED = 16  # sentences that are compared with the question as vectors
# Weights of `Features` for the order of sentences; see docs/quality.md for what they were fitted on.
ORDER_WEIGHTS = (2.5, 0.8, 0.91, 0.83, 2.08, 0.65, 2.12, 0.5, 0.12, 0.01, 0.34, 0.57, 1.81, -1.38, -0.7, 0.13)


@dataclass(frozen=True)
class Evidence:
    """One sentence of an article, what was measured of it, and the short answer in it."""

    article: Article
    span: Span
    features: Features
    score: float
    short: ShortAnswer | None
    needs_short: bool

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article.text[self.span.start : self.span.end]


def find_evidence(index: Index, question: Question, hits: Sequence[Hit], vectors: SentenceVectors) -> list[Evidence]:
    """Evidence from the best chunks, best first."""
    weights = wanted(index, question)
    found = []
    for hit in hits[:READ_CHUNKS]:
        article = index.articles[hit.chunk.article_id]
        for span in hit.chunk.sentences:
            features, short = measure(index, question, weights, article, span, hit)
            found.append(_scored(Evidence(article, span, features, 0.0, short, question.kind in NEEDS_SHORT)))
    best = sorted(found, key=lambda evidence: -evidence.score)[:EMBEDDED]
    if not best:
        return []
    whole = with_cosines([item.features for item in best], _cosines(index, question, best, vectors))
    compared = [_scored(replace(item, features=features)) for item, features in zip(best, whole, strict=True)]
    return sorted(compared, key=lambda evidence: -evidence.score)


def _scored(evidence: Evidence) -> Evidence:
    return replace(evidence, score=weighted(evidence.features, ORDER_WEIGHTS))


def _cosines(index: Index, question: Question, items: Sequence[Evidence], vectors: SentenceVectors) -> list[float]:
    asked = np.asarray(index.embedding.embed_query(question.full), np.float32)
    return [float(value) for value in vectors.of([f"{item.article.title}\n{item.text}" for item in items]) @ asked]
