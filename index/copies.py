"""Where a passage of an article stands in a copy of it: copies are stored, but only their representative is searched."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from corpus import Article, Chunk, Span, split_sentences, tokens

_SHARED = 0.8  # of a sentence's words: typography and abbreviations may differ between copies


def passage_in_copy(chunk: Chunk, copy: Article) -> Chunk | None:
    """The sentences of `copy` that `chunk`, of the article that represents it, holds too; None if it leaves them out."""
    if copy.text[chunk.start : chunk.end] == chunk.text:
        return replace(chunk, article_id=copy.id)
    words = set(tokens(chunk.text))
    spans = split_sentences(copy.text)
    held = [_share(tokens(copy.text[span.start : span.end]), words) >= _SHARED for span in spans]
    runs = [[span for span, _ in run] for holds, run in groupby(zip(spans, held, strict=True), key=lambda item: item[1]) if holds]
    return _chunk(copy, max(runs, key=_length)) if runs else None


def first_passage(chunk: Chunk, copies: Iterable[Article]) -> Chunk | None:
    """As `passage_in_copy`, of the first of these copies that has it."""
    return next((found for copy in copies if (found := passage_in_copy(chunk, copy)) is not None), None)


def _share(found: Sequence[str], words: set[str]) -> float:
    return sum(word in words for word in found) / len(found) if found else 0.0


def _length(run: Sequence[Span]) -> int:
    return run[-1].end - run[0].start


def _chunk(article: Article, run: Sequence[Span]) -> Chunk:
    start, end = run[0].start, run[-1].end
    return Chunk(article.id, start, end, article.text[start:end], tuple(run))
