"""Article -> chunks of whole sentences, the unit that is embedded and searched."""

import re
from dataclasses import dataclass

from corpus.article import Article, Chunk, Span
from corpus.sentences import split_sentences
from corpus.text import syllable_count

CHUNKER_VERSION = 2  # raise it when sentences or chunks change

_LONGEST_SENTENCE = 350  # syllables; beyond it a "sentence" is a table or a text without full stops
_TINY = 40  # syllables of a last chunk that is better read with the one before
_OVERFULL = 1.25
_HEADING = 12  # syllables; a break right behind a heading would part it from its section
_CLAUSE_END = ";:,"


@dataclass(frozen=True)
class _Sentence:
    """A sentence's place, its length in syllables and whether a chunk may well end behind it."""

    span: Span
    length: int
    closes_paragraph: bool


def chunk_article(article: Article, max_syllables: int = 160) -> list[Chunk]:
    """Chunks in order, together covering every sentence once; a sentence longer than the limit is a chunk of its own.

    A last chunk of under 40 syllables joins the one before if both stay within 1.25 times the limit.
    """
    text = article.text
    spans = [piece for span in split_sentences(text) for piece in _bounded(text, span, max_syllables)]
    groups = _join_tail(_group(_measured(text, spans), max_syllables), max_syllables)
    return [_chunk(article, group) for group in groups]


def _chunk(article: Article, group: list[_Sentence]) -> Chunk:
    start, end = group[0].span.start, group[-1].span.end
    return Chunk(article.id, start, end, article.text[start:end], tuple(sentence.span for sentence in group))


def _measured(text: str, spans: list[Span]) -> list[_Sentence]:
    sentences: list[_Sentence] = []
    for index, span in enumerate(spans):
        words = text[span.start : span.end]
        length = syllable_count(words)
        following = spans[index + 1].start if index + 1 < len(spans) else len(text)
        heading = length <= _HEADING and words[-1].isalnum()
        sentences.append(_Sentence(span, length, "\n" in text[span.end : following] and not heading))
    return sentences


def _length(sentences: list[_Sentence]) -> int:
    return sum(sentence.length for sentence in sentences)


def _bounded(text: str, span: Span, limit: int) -> list[Span]:
    """The sentence itself, or pieces of at most `limit` syllables if it is longer than any sentence should be."""
    whole = text[span.start : span.end]
    if syllable_count(whole) <= _LONGEST_SENTENCE:
        return [span]
    words = [Span(span.start + found.start(), span.start + found.end()) for found in re.finditer(r"\S+", whole)]
    pieces: list[Span] = []
    first = 0
    while first < len(words):
        last = _fill(text, words, first, limit)
        if last < len(words):
            fuller_half = range(last, first + (last - first) // 2, -1)
            last = next((i for i in fuller_half if text[words[i - 1].end - 1] in _CLAUSE_END), last)
        pieces.append(Span(words[first].start, words[last - 1].end))
        first = last
    return pieces


def _fill(text: str, words: list[Span], first: int, limit: int) -> int:
    """Index behind the last word so that words[first:index] hold at most `limit` syllables (at least one word)."""
    count = 0
    for index in range(first, len(words)):
        count += syllable_count(text[words[index].start : words[index].end])
        if count > limit and index > first:
            return index
    return len(words)


def _group(sentences: list[_Sentence], limit: int) -> list[list[_Sentence]]:
    groups: list[list[_Sentence]] = []
    current: list[_Sentence] = []
    total = 0
    for sentence in sentences:
        while current and total + sentence.length > limit:
            keep = _best_break(current, limit)
            groups.append(current[:keep])
            current = current[keep:]
            total = _length(current)
        current.append(sentence)
        total += sentence.length
    return [*groups, current] if current else groups


def _best_break(sentences: list[_Sentence], limit: int) -> int:
    """How many of these to close a chunk with: up to the last paragraph end in the fuller half, else all."""
    before = _length(sentences)
    for keep in range(len(sentences), 0, -1):
        if before < limit / 2:
            break
        if sentences[keep - 1].closes_paragraph:
            return keep
        before -= sentences[keep - 1].length
    return len(sentences)


def _join_tail(groups: list[list[_Sentence]], limit: int) -> list[list[_Sentence]]:
    if len(groups) < 2:
        return groups
    before, tail = groups[-2], groups[-1]
    if _length(tail) < _TINY and _length(before) + _length(tail) <= _OVERFULL * limit:
        return [*groups[:-2], before + tail]
    return groups
