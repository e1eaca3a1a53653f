"""An opened index: hybrid search over chunks, and the articles behind them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus import Article, Chunk, SetAside
from index.lexical import Lexical, terms
from index.lexicon import Lexicon
from index.store import FaissStore, Vector

# Weights of the two scores after each is scaled to 0..1 over the candidates (min-max weighted sum).
DENSE_WEIGHT, LEXICAL_WEIGHT = 0.6, 0.4
CANDIDATES = 100  # nearest chunks taken from each side

Keep = Callable[[Article], bool]
Scores = np.ndarray[Any, np.dtype[np.float32]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Query:
    """A question as the index wants it: texts to embed (at least one; the best cosine counts), texts whose terms are
    matched, and the text to match against the folded field if it lacks diacritics."""

    dense: tuple[str, ...]
    lexical: tuple[str, ...]
    folded: str | None = None


@dataclass(frozen=True)
class Hit:
    """A chunk with its fused score (0..1 over this search's candidates) and its two raw scores (cosine, BM25)."""

    chunk: Chunk
    score: float
    cosine: float
    bm25: float


@dataclass(frozen=True)
class Index:
    """Everything that answering needs; rows of store, lexical and chunks agree."""

    version: str
    manifest: dict[str, Any]
    articles: dict[str, Article]
    chunks: tuple[Chunk, ...]
    set_aside: tuple[SetAside, ...]
    store: FaissStore
    lexical: Lexical
    lexicon: Lexicon
    folder: Path

    @property
    def embedding(self) -> Embeddings:
        """The model that made the vectors."""
        return self.store.embeddings

    def search(self, query: Query, limit: int = 20, keep: Keep | None = None) -> list[Hit]:
        """The `limit` best chunks, best first; `keep` limits the articles before ranking."""
        rows = self._allowed(keep)
        if not len(rows):
            return []
        lexical = self._lexical_scores(query)
        vectors = [self.store.question_vector(text) for text in query.dense]
        candidates = self._candidates(vectors, lexical, rows, None if keep is None else rows)
        cosine = np.max([self.store.vectors[candidates] @ vector for vector in vectors], axis=0)
        fused = DENSE_WEIGHT * _scaled(cosine) + LEXICAL_WEIGHT * _scaled(lexical[candidates])
        order = np.lexsort((candidates, -fused))[:limit]
        return [
            Hit(self.chunks[int(candidates[i])], float(fused[i]), float(cosine[i]), float(lexical[candidates[i]])) for i in order
        ]

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term, 0..1: 1 for a term in no chunk, near 0 for one in every chunk."""
        total = max(len(self.chunks), 1)
        frequency = self.lexical.document_frequency(term)
        return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) / math.log(1 + (total + 0.5) / 0.5)

    def _allowed(self, keep: Keep | None) -> Rows:
        if keep is None:
            return np.arange(len(self.chunks))
        kept = {key for key, article in self.articles.items() if keep(article)}
        return np.asarray([row for row, chunk in enumerate(self.chunks) if chunk.article_id in kept], np.int64)

    def _lexical_scores(self, query: Query) -> Scores:
        bag = [term for text in query.lexical for term in terms(text)]
        scores = self.lexical.scores(bag)
        if query.folded is not None:
            scores = scores + self.lexical.scores(terms(query.folded), "folded")
        return scores

    def _candidates(self, vectors: Sequence[Vector], lexical: Scores, rows: Rows, limits: Rows | None) -> Rows:
        """Row numbers, ascending: the nearest to each vector and the best by BM25, among `rows` (`limits`: None for all)."""
        near = {row for vector in vectors for row, _ in self.store.nearest(vector, CANDIDATES, limits)}
        allowed = lexical[rows]
        best = rows[np.argsort(-allowed, kind="stable")[:CANDIDATES]]
        near.update(int(row) for row in best if lexical[row] > 0)
        return np.asarray(sorted(near), np.int64)


def _scaled(values: Scores) -> Scores:
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.zeros_like(values)
