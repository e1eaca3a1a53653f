"""Article files -> Article -> Chunk. No model library is imported here."""

from corpus.article import Article, Chunk, Origin, SetAside, Span
from corpus.bare import article_from_text
from corpus.chunks import CHUNKER_VERSION, chunk_article
from corpus.command import Parser, run_command
from corpus.draft import Draft, Reading
from corpus.duplicates import find_copies
from corpus.errors import HoiBaoError
from corpus.family_names import FAMILY_NAMES
from corpus.files import Corpus, load_corpus
from corpus.fingerprint import reading_fingerprint, source_fingerprint
from corpus.sentences import split_sentences
from corpus.tables import TABLE_ROW
from corpus.text import CAPITALS, clean, fold, has_diacritics, match_key, syllable_count, token_spans, tokens

__all__ = [
    "CAPITALS",
    "CHUNKER_VERSION",
    "FAMILY_NAMES",
    "TABLE_ROW",
    "Article",
    "Chunk",
    "Corpus",
    "Draft",
    "HoiBaoError",
    "Origin",
    "Parser",
    "Reading",
    "SetAside",
    "Span",
    "article_from_text",
    "chunk_article",
    "clean",
    "find_copies",
    "fold",
    "has_diacritics",
    "load_corpus",
    "match_key",
    "reading_fingerprint",
    "run_command",
    "source_fingerprint",
    "split_sentences",
    "syllable_count",
    "token_spans",
    "tokens",
]
