"""The question that was meant: missing diacritics, Telex and VNI left unconverted, joined syllables, doubled letters, chat.

A noisy channel (Brill and Moore 2000): for each word as typed there are a few readings, each at a price, and the corpus'
own language model chooses among them. What the corpus does not know stays as typed.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus import CAPITALS, fold, match_key
from index import Lexicon
from rag.chat_words import in_full
from rag.keyboard import decoded
from rag.syllables import is_syllable

# Log prices of the slips, fitted on the questions of Nanibot (MIT) and our own development split: slips of every kind
# mended against questions changed that needed no mending.
KEYS, ONE_KEY, DOUBLED, JOINED, TONELESS, NO_SYLLABLE = -2.0, -6.0, -3.0, -2.0, -8.0, -9.0
RARELY_UNMARKED = 0.003  # how often a mark is missing where nothing else in the question lacks one
_MARKED_SHARE = 0.72  # of the syllables of running Vietnamese text carry a mark (Nanibot's contexts)
_IN_FULL = 0.8  # of the questions that have any mark lack none but by a slip; fitted as the prices
_BEAM = 12  # readings kept at each word
_LONGEST = 28  # letters of a joined run: "thoidaicongnghesohoa" has 20
_PARTS = 4
_LONGEST_SYLLABLE = 7  # "nghiêng"
_TYPED = re.compile(r"(?<![\w/-])[^\W_]+(?![\w/]|-\w)")  # no part of a document id
_BEFORE_CAPITAL = re.compile(rf"(?<=[^\W\d_{CAPITALS}])(?=[{CAPITALS}])")
_TWICE = re.compile(r"(\w)\1+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True)
class _Reading:
    words: tuple[str, ...]  # match keys
    price: float


def mended(text: str, lexicon: Lexicon) -> str:
    """The likeliest question behind this cleaned text; the text itself where nothing speaks for another."""
    text = in_full(text)
    found = [match for match in _TYPED.finditer(text) if any(c.isalpha() for c in match.group())]
    typed = [match.group() for match in found]
    channel = _Channel(lexicon, typed)
    readings = {word: tuple(channel.readings(word)) for word in dict.fromkeys(typed)}
    chosen = _likeliest([readings[word] for word in typed], lexicon)
    parts, at = [], 0
    for match, words in zip(found, chosen, strict=True):
        parts += [text[at : match.start()], _written(match.group(), words)]
        at = match.end()
    return "".join([*parts, text[at:]])


class _Channel:
    """What each typed word may stand for, judged by the whole question: how many marks it lacks, whether it has keystrokes."""

    def __init__(self, lexicon: Lexicon, typed: Sequence[str]) -> None:
        self._spellings = lexicon.spellings
        self._pair = lexicon.pair
        marked = sum(fold(word) != match_key(word) for word in typed)
        self._bare = not marked
        self._unmarked = math.log(_missing_rate(marked, len(typed)))
        self._one_key = KEYS if any(self._strokes(match_key(word)) for word in typed) else ONE_KEY
        self._shouted = all(word.isupper() for word in typed)

    def readings(self, typed: str) -> Iterator[_Reading]:
        """The word itself, if it can be meant, and what slips could have made it of."""
        key = match_key(typed)
        if len(typed) > 1 and typed.isupper() and not self._shouted:  # an abbreviation
            yield _Reading((key,), 0.0)
            return
        bare = fold(key)
        known = self._known(key)
        if key in known or not (self._bare and known):
            yield _Reading((key,), 0.0 if key in known or is_syllable(key) else NO_SYLLABLE)
        if key == bare:
            yield from (_Reading((word,), self._unmarked) for word in known if word != key)
        elif not typed[0].isupper():  # a name with some of its marks may well be another name
            yield from (_Reading((word,), TONELESS) for word in known if word != key and _only_lacks(key, word))
        if key not in known:
            yield from self._keystrokes(key)
            yield from self._doubled(key)
            if 4 <= len(key) <= _LONGEST and key.isalpha():
                yield from (_Reading(words, JOINED) for words in self._split(key, (), seen=key == bare))
                yield from self._at_capitals(typed)

    def _known(self, word: str) -> dict[str, int]:
        return self._spellings.get(fold(word), {})

    def _strokes(self, key: str) -> bool:
        """Whether it holds keys for a hat, a horn, a breve or a stroke, which no other word is likely to."""
        return key not in self._known(key) and any(_quality(word) and is_syllable(word) for word in map(match_key, decoded(key)))

    def _keystrokes(self, key: str) -> Iterator[_Reading]:
        for word in map(match_key, decoded(key)):
            price = KEYS if _quality(word) else self._one_key
            if is_syllable(word):
                yield _Reading((word,), price)
            if word not in self._known(word):  # "DDaangr" has a hat too many
                yield from (_Reading((near,), price + TONELESS) for near in self._known(word) if _tone(near) == _tone(word))

    def _doubled(self, key: str) -> Iterator[_Reading]:
        for match in _TWICE.finditer(key):
            single = key[: match.start() + 1] + key[match.end() :]
            for word in self._known(single):
                if word == single:
                    yield _Reading((word,), DOUBLED)
                elif single == fold(single):
                    yield _Reading((word,), DOUBLED + self._unmarked)

    def _split(self, rest: str, before: tuple[str, ...], seen: bool) -> Iterator[tuple[str, ...]]:
        """The word cut into known syllables; one without a mark (`seen`) only into those that the corpus has side by side,
        or "Facebook" might fall to pieces."""
        if not rest and len(before) > 1:
            yield before
        if not rest or len(before) == _PARTS:
            return
        for end in range(1, min(_LONGEST_SYLLABLE, len(rest)) + 1):
            piece = rest[:end]
            for word in self._known(piece):
                same = word == piece or (self._bare and fold(word) == piece)
                if same and is_syllable(word) and (not before or not seen or self._pair(before[-1], word)):
                    yield from self._split(rest[end:], (*before, word), seen)

    def _at_capitals(self, typed: str) -> Iterator[_Reading]:
        """ "vàPakistan": known words, each behind the first with a capital."""
        words = tuple(match_key(part) for part in _BEFORE_CAPITAL.split(typed))
        if 1 < len(words) <= _PARTS and all(word in self._known(word) for word in words):
            yield _Reading(words, JOINED)


def _missing_rate(marked: int, words: int) -> float:
    """The expected share of marks left out, where so many of the words have one: the mean over a few rates, each as likely
    as the number of marked words makes it (binomial), with most questions held to be written in full beforehand."""
    if not marked:
        return 1.0
    rates = (RARELY_UNMARKED, 0.1, 0.3, 0.5, 0.7, 0.9)
    beliefs = [_IN_FULL, *[(1 - _IN_FULL) / (len(rates) - 1)] * (len(rates) - 1)]
    chances = [_MARKED_SHARE * (1 - rate) for rate in rates]
    logs = [
        math.log(belief) + marked * math.log(p) + (words - marked) * math.log(1 - p)
        for belief, p in zip(beliefs, chances, strict=True)
    ]
    weights = [math.exp(log - max(logs)) for log in logs]
    return sum(weight * rate for weight, rate in zip(weights, rates, strict=True)) / sum(weights)


def _quality(word: str) -> bool:
    """Whether it has more than a tone."""
    return any(c == "đ" or (unicodedata.combining(c) and c not in _TONES) for c in unicodedata.normalize("NFD", word))


def _tone(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if c in _TONES)


def _only_lacks(typed: str, word: str) -> bool:
    """Whether `word` is `typed` with marks added and none changed."""
    return all(mine <= theirs for mine, theirs in zip(_marks(typed), _marks(word), strict=True))


def _marks(word: str) -> list[frozenset[str]]:
    """The marks of each letter; the tone counts at the first, since it moves when a mark is added."""
    found: list[set[str]] = []
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            found[0].add(character)
        elif unicodedata.combining(character):
            found[-1].add(character)
        else:
            found.append({"đ"} if character == "đ" else set())
    return [frozenset(marks) for marks in found]


def _likeliest(lattice: Sequence[tuple[_Reading, ...]], lexicon: Lexicon) -> list[tuple[str, ...]]:
    """The reading of each word on the best path (Viterbi 1967, with a beam)."""
    scores = {"": 0.0}
    back: list[dict[str, tuple[str, _Reading]]] = []
    for readings in lattice:
        step: dict[str, tuple[float, str, _Reading]] = {}
        for reading in readings:
            inside = reading.price + sum(lexicon.chance(a, b) for a, b in pairwise(reading.words))
            first, last = reading.words[0], reading.words[-1]
            score, before = max((score + lexicon.chance(before, first), before) for before, score in scores.items())
            if last not in step or score + inside > step[last][0]:
                step[last] = (score + inside, before, reading)
        kept = sorted(step.items(), key=lambda item: -item[1][0])[:_BEAM]
        scores = {last: score for last, (score, _, _) in kept}
        back.append({last: (before, reading) for last, (_, before, reading) in kept})
    last = max(scores, key=lambda word: scores[word])
    chosen: list[tuple[str, ...]] = []
    for step_back in reversed(back):
        last, reading = step_back[last]
        chosen.append(reading.words)
    return chosen[::-1]


def _written(typed: str, words: tuple[str, ...]) -> str:
    """The words with the capitals of what was typed; as typed where they are the same, a stray capital aside."""
    joined = "".join(words)
    if len(joined) == len(typed) and len(words) > 1:
        ends = [sum(map(len, words[:count])) for count in range(len(words) + 1)]
        return " ".join(_written(typed[a:b], (word,)) for (a, b), word in zip(pairwise(ends), words, strict=True))
    stray = typed[1:] != typed[1:].lower() and not typed.isupper() and is_syllable(words[0])
    if match_key(typed) == joined and not stray:
        return typed
    written = typed.lower() if match_key(typed) == joined else " ".join(words)
    if typed.isupper() and len(typed) > 1:
        return written.upper()
    return written[0].upper() + written[1:] if typed[0].isupper() else written
