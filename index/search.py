"""An opened index: hybrid search over chunks, and the articles behind them."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus import Article, Chunk, SetAside
from index.copies import first_passage
from index.fusion import RERANKED, Fusion, reranked, to_unit_range
from index.ivf import Floats, Rows, products
from index.late import LateEmbeddings, TokenCodes
from index.lexical import Lexical, score, terms
from index.lexicon import Lexicon
from index.postings import Posting
from index.store import FaissStore

CANDIDATES = 100  # nearest chunks taken from each side

Keep = Callable[[Article], bool]


@dataclass(frozen=True)
class Query:
    """A question as the index wants it: texts to embed (at least one; the best cosine counts, and the first is what late
    interaction reads), texts whose terms are matched, and the text to match against the folded field if it lacks diacritics."""

    dense: tuple[str, ...]
    lexical: tuple[str, ...]
    folded: str | None = None

    def __post_init__(self) -> None:
        if not self.dense:
            raise ValueError("a query needs at least one text to embed")


@dataclass(frozen=True)
class Hit:
    """A chunk with its final score (0..1 over this search's best) and its two raw scores (cosine, BM25)."""

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
    copies: dict[str, tuple[str, ...]]  # id of an article -> ids of those that say nothing more; the latter have no chunks
    set_aside: tuple[SetAside, ...]
    store: FaissStore
    tokens: TokenCodes | None
    lexical: Lexical
    lexicon: Lexicon
    folder: Path
    fusion: Fusion = field(default_factory=Fusion)

    @property
    def embedding(self) -> Embeddings:
        """The model that made the vectors."""
        return self.store.embeddings

    def search(self, query: Query, limit: int = 20, keep: Keep | None = None) -> list[Hit]:
        """The `limit` best chunks, best first; `keep` limits the articles before ranking.

        Where it keeps a copy but not the article that stands for it, the passage is taken from the copy.
        """
        rows = None if keep is None else self._allowed(keep)
        if not (len(self.chunks) if rows is None else len(rows)):
            return []
        postings = self._postings(query)
        vectors = [self.store.question_vector(text) for text in query.dense]
        candidates = self._candidates(vectors, postings, rows)
        cosine = np.max([products(self.store.vectors[candidates], vector) for vector in vectors], axis=0)
        bm25 = score(postings, candidates)
        fused = self.fusion.first(cosine, bm25)
        best = np.lexsort((candidates, -fused))[: max(limit, RERANKED)]
        scores = to_unit_range(self._reranked(query, candidates[best], fused[best]))
        order = best[np.lexsort((candidates[best], -scores))]
        found = dict(zip(best.tolist(), scores.tolist(), strict=True))
        hits = (Hit(self.chunks[int(candidates[i])], found[int(i)], float(cosine[i]), float(bm25[i])) for i in order)
        return list(islice(hits if keep is None else self._of_kept(hits, keep), limit))

    def same_as(self, article_id: str) -> tuple[str, ...]:
        """The other articles of its group of copies, the one that stands for them first."""
        first = self._stands_for.get(article_id, article_id)
        return tuple(key for key in (first, *self.copies.get(first, ())) if key != article_id)

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term, 0..1: 1 for a term in no chunk, near 0 for one in every chunk."""
        total = max(len(self.chunks), 1)
        frequency = self.lexical.document_frequency(term)
        return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) / math.log(1 + (total + 0.5) / 0.5)

    def _reranked(self, query: Query, rows: Rows, fused: Floats) -> Floats:
        """The fused scores with late interaction between the first text and each row, where the index has token codes."""
        if not self.fusion.late or self.tokens is None or not isinstance(self.embedding, LateEmbeddings):
            return fused
        _, tokens = self.embedding.embed_question(query.dense[0])
        if tokens is None:
            return fused
        return reranked(fused, self.tokens.scores(tokens, tokens.weights(self.rarity), rows.tolist()))

    def _allowed(self, keep: Keep) -> Rows:
        ids = {key for key, article in self.articles.items() if keep(article)}
        ids.update(self._stands_for[key] for key in ids & self._stands_for.keys())
        kept = np.fromiter((key in ids for key in self.articles), bool, len(self.articles))
        return np.flatnonzero(kept[self._article_numbers])

    def _of_kept(self, hits: Iterable[Hit], keep: Keep) -> Iterator[Hit]:
        for hit in hits:
            key = hit.chunk.article_id
            if keep(self.articles[key]):
                yield hit
                continue
            copies = (self.articles[copy] for copy in self.copies.get(key, ()))
            found = first_passage(hit.chunk, (copy for copy in copies if keep(copy)))
            if found is not None:
                yield replace(hit, chunk=found)

    @cached_property
    def _stands_for(self) -> dict[str, str]:
        """Of each copy, the id of the article that stands for it."""
        return {copy: key for key, copies in self.copies.items() for copy in copies}

    @cached_property
    def _article_numbers(self) -> Rows:
        """Of each chunk, in the order of `articles`."""
        numbers = {key: number for number, key in enumerate(self.articles)}
        return np.fromiter((numbers[chunk.article_id] for chunk in self.chunks), np.int64, len(self.chunks))

    def _postings(self, query: Query) -> list[Posting]:
        plain = self.lexical.postings([term for text in query.lexical for term in terms(text)])
        return plain if query.folded is None else plain + self.lexical.postings(terms(query.folded), "folded")

    def _candidates(self, vectors: Sequence[Floats], postings: Sequence[Posting], rows: Rows | None) -> Rows:
        """Row numbers, ascending: the nearest to each vector and the best by BM25, among `rows` if given."""
        near = {row for vector in vectors for row, _ in self.store.nearest(vector, CANDIDATES, rows)}
        near.update(self.lexical.best(postings, CANDIDATES, rows).tolist())
        return np.asarray(sorted(near), np.int64)
