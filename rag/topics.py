"""Which articles speak of a topic: all its words in one passage, most of them beside a neighbour, names whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np

from corpus import Article, Chunk, Span, fold, match_key, syllable_count, tokens
from index import Index
from index.lexicon import phrase_key
from rag.abbreviations import spelled_out
from rag.filters import Filters, allows
from rag.question import Question, content_words
from rag.wording import FUNCTION_WORDS

_PHRASE = 9  # words of the longest long form of an abbreviation
_LONGEST_QUOTE = 60  # syllables
_Rows = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Speaking:
    """An article that speaks of a topic: in how many passages, whether its title does, and a sentence that shows it."""

    article: Article
    passages: int
    in_title: bool
    span: Span


def speaking_of(index: Index, topic: Question, filters: Filters) -> list[Speaking]:
    """The articles, those with the topic in their title first, then those with most passages on it, then the newest.

    Words alone decide, so an article that says it in other words is missed. Of copies the one that passes the filters counts.
    """
    rows = {int(row) for reading in _readings(topic, index) for row in _rows(index, reading, topic)}
    by_article: dict[str, list[Chunk]] = {}
    for row in sorted(rows):
        by_article.setdefault(index.chunks[row].article_id, []).append(index.chunks[row])
    found = []
    for key, chunks in by_article.items():
        shown = next((one for one in (key, *index.copies.get(key, ())) if allows(filters, index.articles[one])), None)
        if shown is not None:
            span = _telling(index.articles[key], chunks, topic)
            found.append(_placed(index.articles[shown], index.articles[key], chunks, topic, span))
    kept = [one for one in found if one is not None]
    days = {one.article.id: one.article.dated.toordinal() if one.article.dated else 0 for one in kept}
    return sorted(kept, key=lambda one: (not one.in_title, -one.passages, -days[one.article.id], one.article.id))


def titled(article: Article, topic: Question) -> bool:
    """Whether the title has all content words of the topic."""
    form = fold if topic.folded else match_key
    return bool(topic.content) and {form(word) for word in topic.content} <= set(tokens(form(article.title)))


def _readings(topic: Question, index: Index) -> Iterator[str]:
    """The topic as asked, with its abbreviations spelled out, and with its long forms shortened."""
    yield from dict.fromkeys((topic.full, spelled_out(topic.full, index.lexicon)))
    words = phrase_key(topic.full).split()
    for length in range(min(_PHRASE, len(words)), 1, -1):
        for at in range(len(words) - length + 1):
            for short in index.lexicon.short_forms.get(" ".join(words[at : at + length]), ()):
                yield " ".join((*words[:at], short, *words[at + length :]))


def _rows(index: Index, reading: str, topic: Question) -> _Rows:
    words = content_words(reading)
    if not words:
        return np.zeros(0, np.int64)
    named = [pair for name in topic.names for pair in pairwise(name.key.split())]
    asked = tokens(reading)
    pairs = [(a, b) for a, b in pairwise(asked) if not {a, b} & FUNCTION_WORDS]
    needed = [_holding(index, word, topic.folded) for word in words]
    needed += [_holding(index, f"{a}_{b}", topic.folded) for a, b in named if (a, b) in pairs]
    rows = reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), needed)
    beside = np.zeros((len(words), len(rows)), bool)
    for a, b in pairs:
        held = np.isin(rows, _holding(index, f"{a}_{b}", topic.folded))
        beside[words.index(a)] |= held
        beside[words.index(b)] |= held
    return rows[2 * beside.sum(axis=0) >= len(words)] if len(words) > 1 else rows


def _holding(index: Index, term: str, folded: bool) -> _Rows:
    found = index.lexical.postings([fold(term) if folded else term], "folded" if folded else "plain")
    return np.asarray(found[0].rows, np.int64) if found else np.zeros(0, np.int64)


def _telling(article: Article, chunks: list[Chunk], topic: Question) -> Span:
    """The first of the sentences with most of the topic's words, one of quotable length where there is any."""
    form = fold if topic.folded else match_key
    wanted = {form(word) for word in topic.content}

    def worth(span: Span) -> tuple[int, bool]:
        text = article.text[span.start : span.end]
        return len(wanted & set(tokens(form(text)))), 5 <= syllable_count(text) <= _LONGEST_QUOTE

    return max((span for chunk in chunks for span in chunk.sentences), key=worth)


def _placed(shown: Article, first: Article, chunks: list[Chunk], topic: Question, span: Span) -> Speaking | None:
    """With the sentence where it stands in the article shown, which may be a shorter copy of the first."""
    if shown.id != first.id:
        at = shown.text.find(first.text[span.start : span.end])
        if at < 0:
            return None
        span = Span(at, at + span.end - span.start)
    return Speaking(shown, len(chunks), titled(shown, topic), span)
