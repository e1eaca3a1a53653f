"""Article files -> Article -> Chunk. No model library is imported here."""

from corpus.article import Article, Chunk, Origin, SetAside, Span
from corpus.errors import HoiBaoError
from corpus.text import clean, fold, has_diacritics, match_key, syllable_count, tokens

__all__ = [
    "Article",
    "Chunk",
    "HoiBaoError",
    "Origin",
    "SetAside",
    "Span",
    "clean",
    "fold",
    "has_diacritics",
    "match_key",
    "syllable_count",
    "tokens",
]
