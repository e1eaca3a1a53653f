"""Chunk -> vectors + BM25 -> a versioned index directory; hybrid search over it."""

from index.builder import BuildReport, build_index
from index.contents import open_index
from index.embedder import Embedder, ModelCard, load_embedder
from index.lexical import terms
from index.lexicon import Lexicon
from index.search import Hit, Index, Query
from index.version import corpus_of, current_version, has_index

__all__ = [
    "BuildReport",
    "Embedder",
    "Hit",
    "Index",
    "Lexicon",
    "ModelCard",
    "Query",
    "build_index",
    "corpus_of",
    "current_version",
    "has_index",
    "load_embedder",
    "open_index",
    "terms",
]
