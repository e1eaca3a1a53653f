"""Chunk -> vectors + BM25 -> a versioned index directory; hybrid search over it."""

from index.builder import BuildReport, Told, build_index
from index.contents import open_index
from index.embedder import Embedder, ModelCard, embedder_for, load_embedder
from index.lexical import terms
from index.lexicon import Lexicon
from index.refresh import refresh_index
from index.search import Hit, Index, Query
from index.version import Stamp, corpus_of, corpus_to_index, current_stamp, has_index, versions

__all__ = [
    "BuildReport",
    "Embedder",
    "Hit",
    "Index",
    "Lexicon",
    "ModelCard",
    "Query",
    "Stamp",
    "Told",
    "build_index",
    "corpus_of",
    "corpus_to_index",
    "current_stamp",
    "embedder_for",
    "has_index",
    "load_embedder",
    "open_index",
    "refresh_index",
    "terms",
    "versions",
]
