"""The sentences that may hold the answer, best first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus import Article, Span
from index import Hit, Index
from rag.features import Features, measure, wanted, weighted, with_cosines
from rag.question import Question
from rag.spans import ShortAnswer
from rag.vectors import SentenceVectors
from rag.wording import Kind

READ_CHUNKS = 8  # chunks whose sentences are considered
EMBEDDED = 16  # sentences that are compared with the question as vectors
# Weights of `Features` for the order of sentences; see docs/quality.md for what they were fitted on.
ORDER_WEIGHTS = (1.63, 1.58, 1.31, 0.88, 2.21, 0.67, 2.03, 0.65, 0.11, 0.01, 0.15, 0.31, 1.41, -1.55, -0.68, 0.13)

# Set by hand: what a sentence loses that names another place than the question. The fit sees too few of them.
OTHER_PLACE = 2.5


@dataclass(frozen=True)
class Evidence:
    """One sentence of an article, what was measured of it for a kind of question, and the short answer in it."""

    article: Article
    span: Span
    features: Features
    score: float
    short: ShortAnswer | None
    kind: Kind

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article.text[self.span.start : self.span.end]

    @property
    def contradicts(self) -> bool:
        """Whether a name, time, document or office asked about is nowhere in the article, or what is asked for is not here."""
        found = self.features
        named = min(found.names, found.times, found.ids, found.offices, found.asked)
        return named == 0 or (found.lacks_short == 1 and self.kind != "quote")


def find_evidence(index: Index, question: Question, hits: Sequence[Hit], vectors: SentenceVectors) -> list[Evidence]:
    """Evidence from the best chunks, best first; what contradicts the question stands behind all that does not."""
    weights = wanted(index, question)
    found = []
    for hit in hits[:READ_CHUNKS]:
        article = index.articles[hit.chunk.article_id]
        for span in hit.chunk.sentences:
            features, short = measure(index, question, weights, article, span, hit)
            found.append(_scored(Evidence(article, span, features, 0.0, short, question.kind)))
    best = sorted(found, key=lambda evidence: (evidence.contradicts, -evidence.score))[:EMBEDDED]
    if not best:
        return []
    whole = with_cosines([item.features for item in best], _cosines(index, question, best, vectors))
    compared = [_scored(replace(item, features=features)) for item, features in zip(best, whole, strict=True)]
    return sorted(compared, key=lambda evidence: (evidence.contradicts, -evidence.score))


def _scored(evidence: Evidence) -> Evidence:
    elsewhere = OTHER_PLACE if evidence.features.names < 0.4 else 0.0
    return replace(evidence, score=weighted(evidence.features, ORDER_WEIGHTS) - elsewhere)


def _cosines(index: Index, question: Question, items: Sequence[Evidence], vectors: SentenceVectors) -> list[float]:
    asked = np.asarray(index.embedding.embed_query(question.full), np.float32)
    return [float(value) for value in vectors.of([f"{item.article.title}\n{item.text}" for item in items]) @ asked]
