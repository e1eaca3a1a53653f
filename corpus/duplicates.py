"""Exact and near-duplicate articles: reprints that say nothing which the article they are collapsed into does not say.

A copy may have another headline, source line, byline, photo credit, typography, tone placement or abbreviation, and may be
shortened by whole passages. One changed figure, name or word makes it an article of its own: a correction is a conflict to
be shown, and reports written on one form differ in little else. So likeness only proposes pairs; what decides is that every
sentence of the copy stands word for word in the other text, in the same order.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.closing_lines import closing_lines
from corpus.sentences import split_sentences
from corpus.text import CAPITALS, fold, match_key

_SMALLEST_SHARE = 0.5  # of the longer text: one item of a digest is worth a citation of its own
_SHORT = 30  # words: below, the headline says most, so it must be the same
_PIECE = 6  # words: a shorter sentence could stand anywhere
_DAYS = 6  # the same words a week later are the next issue of a bulletin
_BODIES = 4096  # texts in words kept at once

_SHINGLE = 5  # words
_ONE_IN = 4  # shingles that are looked at, chosen by their hash
_ALIKE = 0.7  # of the shorter text's shingles; proposes only, so set below the .83 of a reprint with every abbreviation changed
_COMMON = 64  # articles with one shingle that are looked at, the longest; keeps a form used 100,000 times linear
_PAIRS = 4_000_000  # pairs held in memory at once
_VOCABULARY = 100_000  # strings whose words are remembered
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, for multiplicative hashing

# A number, with its sign when it stands apart ("-5", not "3-5"); a word; a sign that changes what a number says.
_WORD = re.compile(r"(?:(?<!\S)[-−])?\d+(?:[.,]\d+)*|[^\W\d_]+|[^\W_]|[%‰$€£°<>≤≥±]")
_PADDED = re.compile(r"0(\d)")
_Y = re.compile(r"([hklmst])([yýỳỷỹỵ])")  # kỹ = kĩ, tỷ = tỉ: two spellings of one word
_I_FOR_Y = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_DATELINE = re.compile(r"\A\s*(?:\([A-ZĐ]{3,}[\d+]?\)|\(?[\w.]{2,20}\.(?:vn|VN)\)?)\s*[-–—:]\s*")
_NAME = rf"[{CAPITALS}][\w.+]*(?: [{CAPITALS}][\w.+]*){{0,3}}"
_CREDIT = re.compile(
    rf"\(?\b(?:Ảnh|Nguồn|Video|Clip)(?: minh họa| tư liệu)?\s?: ?{_NAME}(?:\s?[/,-]\s?{_NAME})?(?:\)\.?|(?<=\.)(?=\s)|(?=\n|\Z))"
)
_LAST_END = re.compile(r"[.!?…][\"”’)]*\s+")
# Offices sign reports on their own doings: who speaks is a fact there.
_OFFICE = re.compile(r"\W*(?:UBND|HĐND|Ban|Sở|Phòng|Hội|Cục|Viện|Trường|Công an|Văn phòng)\b")
_RELATIVE_DAY = re.compile(
    r"\b(?:hôm (?:nay|qua|kia)|ngày (?:mai|kia)|(?:sáng|trưa|chiều|tối|đêm) (?:nay|mai|qua))\b", re.IGNORECASE
)
_FINISHED = (".", "!", "?", "…", '"', "”", "’")
_BEFORE_SENTENCE = "“”\"‘’'(:.!?-–—|"

Words = tuple[str, ...]
Hashes = NDArray[np.uint64]


def find_copies(articles: Sequence[Article]) -> dict[str, tuple[str, ...]]:
    """Representative's id -> the sorted ids of its copies; articles without copies are left out. Ids must be unique.

    Of articles that say the same, the one with the most words represents, then the earliest, then the smallest id. An article
    is the copy of the first in that order that holds all of it and is no copy itself: every copy is one of its representative
    directly, never by way of a third.
    """
    hashes = _Hashes()
    sampled = [(article, *_sample(article.text, hashes)) for article in articles]
    sampled.sort(key=lambda item: (-item[1], item[0].dated or date.max, item[0].id))
    ranked = [article for article, _, _ in sampled]
    body = lru_cache(_BODIES)(lambda number: _body(ranked[number].text))
    copies: dict[int, list[str]] = defaultdict(list)
    copied: set[int] = set()
    for number, earlier in _alike([shingles for _, _, shingles in sampled]):
        if number in copied or earlier in copied:
            continue
        if _says_no_more(ranked[number], ranked[earlier], body(number), body(earlier)):
            copies[earlier].append(ranked[number].id)
            copied.add(number)
    return {ranked[number].id: tuple(sorted(found)) for number, found in copies.items()}


@dataclass(frozen=True)
class _Body:
    """A text without dateline and photo credits in words: `whole`, and `words` without the closing lines too.

    `starts` are the places in `whole` where a line begins behind a finished one, or a photo credit was; `capitals` are the words
    written in capitals throughout, which may be abbreviations.
    """

    text: str
    words: Words
    whole: Words
    starts: tuple[int, ...]
    capitals: frozenset[str]


def _body(text: str) -> _Body:
    text = _CREDIT.sub(".\n", _DATELINE.sub("", text))
    body = _without_closing(text)
    whole: Words = ()
    starts = []
    finished = False
    for line in text.split("\n"):
        if finished:
            starts.append(len(whole))
        whole += _words(line)
        finished = line.endswith(_FINISHED)
    capitals = {_key(word) for word in _WORD.findall(text) if len(word) > 1 and word.isupper()}
    return _Body(body, _words(body), whole, tuple(starts), frozenset(capitals))


def _without_closing(text: str) -> str:
    """The text up to its last full stop if nothing but bylines and sources stand behind it."""
    end = max((found.end() for found in _LAST_END.finditer(text, max(0, len(text) - 400))), default=0)
    tail = [line for line in text[end:].split("\n") if line]
    return text[:end] if end and all(_is_closing(line) for line in tail) else text


def _is_closing(line: str) -> bool:
    found = closing_lines([line])
    named = line.replace(found.url, "") if found.url else line
    return (found.author or found.source or found.url) is not None and not re.search(r"\d", named) and not _OFFICE.match(line)


def _says_no_more(copy: Article, kept: Article, part: _Body, full: _Body) -> bool:
    """Whether all that `copy` says, its place and its day stand in `kept` as well."""
    if copy.place and kept.place and match_key(copy.place) != match_key(kept.place):
        return False
    if copy.dated and kept.dated and copy.dated != kept.dated:
        apart = abs((copy.dated - kept.dated).days)
        if apart > _DAYS or _RELATIVE_DAY.search(copy.text):
            return False
    if not _figures(part.words) <= _figures(full.whole) or not _headline_holds(copy.title, kept.title, part, full):
        return False
    if part.words == full.words:
        return True
    if len(part.words) < max(_SHORT, _SMALLEST_SHARE * len(full.words)):
        return False
    return _follows(part, full)


def _headline_holds(title: str, kept_title: str, part: _Body, full: _Body) -> bool:
    """Whether the figures and names of a headline stand in the other article; a short article needs the same headline."""
    if _words(title) == (other := _words(kept_title)):
        return True
    if len(part.words) < _SHORT:
        return False
    known = other + full.whole
    for found in _WORD.finditer(title):
        before = title[: found.start()].rstrip()
        word = _key(found.group())
        named = found.group()[0].isupper() and before and before[-1] not in _BEFORE_SENTENCE
        if (named or not found.group()[0].isalpha()) and not _known(word, known):
            return False
    return True


def _known(word: str, words: Words) -> bool:
    return word in words or any(_spells(word, words, at) for at in range(len(words)))


def _figures(words: Words) -> set[str]:
    return {word for word in words if word[-1].isdigit()}


def _follows(part: _Body, full: _Body) -> bool:
    """Whether the sentences of `part` stand in `full` in their order, with nothing but whole passages left out between them.

    A passage left out ends where a line or a photo credit does: a figure of one region must not pass for that of another.
    """
    short_forms = part.capitals | full.capitals
    at = 0
    for piece in _pieces(part.text):
        starts = (at, *(start for start in full.starts if start > at and len(piece) >= _PIECE))
        ends = (_end_of(piece, full.whole, start, short_forms) for start in starts)
        found = next((end for end in ends if end is not None), None)
        if found is None:
            return False
        at = found
    return True


def _pieces(text: str) -> Iterator[Words]:
    """The sentences in words; one that is too short to be told from others is one piece with the next of its line."""
    held: Words = ()
    for line in text.split("\n"):
        for span in split_sentences(line):
            held += _words(line[span.start : span.end])
            if len(held) >= _PIECE:
                yield held
                held = ()
        if held:
            yield held
            held = ()


def _end_of(piece: Words, words: Words, at: int, short_forms: frozenset[str]) -> int | None:
    """Where the piece ends if it stands in the words at `at`; abbreviations count as what they abbreviate: TP = thành phố."""
    done = 0
    while done < len(piece):
        if at >= len(words):
            return None
        if piece[done] == words[at]:
            at, done = at + 1, done + 1
        elif piece[done] in short_forms and _spells(piece[done], words, at):
            at, done = at + len(piece[done]), done + 1
        elif words[at] in short_forms and _spells(words[at], piece, done):
            at, done = at + 1, done + len(words[at])
        else:
            return None
    return at


def _spells(short: str, words: Words, at: int) -> bool:
    """Whether `short` has the initials of the words that begin at `at`."""
    return len(short) > 1 and fold(short) == fold("".join(word[0] for word in words[at : at + len(short)]))


def _words(text: str) -> Words:
    return tuple(_key(word) for word in _WORD.findall(text))


@lru_cache(_VOCABULARY)
def _key(word: str) -> str:
    """What a word is compared by: its match key; 02 = 2, tỷ = tỉ."""
    key = match_key(word).replace("−", "-")
    if padded := _PADDED.fullmatch(key):
        return padded[1]
    return found[1] + _I_FOR_Y[found[2]] if (found := _Y.fullmatch(key)) else key


class _Letters(dict[int, str]):
    """For str.translate: letters and digits folded, everything else away."""

    def __missing__(self, code: int) -> str:
        found = self[code] = fold(chr(code)) if chr(code).isalnum() else ""
        return found


class _Hashes(dict[str, int]):
    """Blank-separated string -> a hash of its folded letters, 0 where it has none; forgets when it has grown large."""

    def __init__(self) -> None:
        self._letters = _Letters()

    def __missing__(self, string: str) -> int:
        if len(self) >= _VOCABULARY:
            self.clear()
        found = self[string] = zlib.crc32(string.translate(self._letters).encode())
        return found


def _sample(text: str, hashes: _Hashes) -> tuple[int, Hashes]:
    """How many words the text has; the sampled shingles' hashes and one of all its words, so that no text goes without."""
    words = np.fromiter(map(hashes.__getitem__, text.split()), dtype=np.uint64)
    words = words[words > 0]
    shingles = np.zeros(max(0, len(words) - _SHINGLE + 1), dtype=np.uint64)
    for offset in range(_SHINGLE if len(shingles) else 0):
        shingles = shingles * _ODD + words[offset : offset + len(shingles)]
    shingles = (shingles ^ (shingles >> np.uint64(32))) * _ODD
    chosen = np.unique(shingles[shingles >> np.uint64(32) < np.uint64(2**32 // _ONE_IN)])
    return len(words), np.append(chosen, np.uint64(zlib.crc32(words.tobytes())))


def _alike(samples: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs of texts (second < first) where the second shares most of the first one's shingles; the longest text comes first.

    An inverted index over shingles sampled by their hash as in Broder, "On the resemblance and containment of documents"
    (1997): unlike MinHash of whole texts it finds a text inside one twice as long. 40 bytes a sampled shingle.
    """
    sizes = np.array([len(sample) for sample in samples], dtype=np.int64)
    owner = np.repeat(np.arange(len(samples)), sizes)
    shingles = np.concatenate([*samples, np.empty(0, dtype=np.uint64)])
    by_shingle = np.argsort(shingles, kind="stable")
    _, starts, shared = np.unique(shingles[by_shingle], return_index=True, return_counts=True)
    first, found_in = np.empty_like(owner), np.empty_like(owner)
    first[by_shingle], found_in[by_shingle] = np.repeat(starts, shared), np.repeat(shared, shared)
    listed = owner[by_shingle]
    telling = np.bincount(owner[found_in <= _COMMON], minlength=len(samples))
    looked_at = np.where(found_in > 1, np.minimum(found_in, _COMMON), 0)
    for begin, end in _slices(np.bincount(owner, weights=looked_at, minlength=len(samples))):
        entries = np.flatnonzero((owner >= begin) & (owner < end) & (looked_at > 0))
        repeats = looked_at[entries]
        nth = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        later, earlier = np.repeat(owner[entries], repeats), listed[np.repeat(first[entries], repeats) + nth]
        pairs, hits = np.unique((later * len(samples) + earlier)[earlier < later], return_counts=True)
        for pair in pairs[hits >= _ALIKE * telling[pairs // len(samples)]].tolist():
            yield divmod(pair, len(samples))


def _slices(costs: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Ranges of texts that together propose about _PAIRS pairs."""
    part = np.cumsum(costs, dtype=np.int64) // _PAIRS
    bounds = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(costs)]
    return pairwise(bounds)
