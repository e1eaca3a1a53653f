"""Abbreviations read both ways: an answer written DTTS serves a question that says "dân tộc thiểu số", and the reverse."""

import re
from functools import lru_cache

from corpus import CAPITALS, fold, match_key, tokens
from index import Lexicon
from index.lexicon import phrase_key, short_key
from rag.syllables import is_syllable

# Not inside a document id: the CT of 12-CT/HU stays what it is.
_TOKEN = re.compile(r"(?<![\w/])(?<!\w[-–&])[^\W\d_]+(?:[-–&][^\W\d_]+)*(?![\w/])")
_JOINT = re.compile(r"([-–&])")
# Every syllable of Vietnamese has this shape, its diacritics aside; what has not can only be an abbreviation.
_SYLLABLE = re.compile(r"(?:ngh?|nh|gh?|kh|ph|th|tr|ch|qu|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_SHORTEST = 3  # letters of an abbreviation known in small letters: "kh", "ct", "tt" are other words in a chat
_WRITTEN_SHORT = re.compile(rf"(?<![\w/-])[{CAPITALS}]{{4,}}(?![\w/-])")  # shorter ones are written in many ways
_PHRASE = 9  # words of the longest long form
_SHORT_TOO = frozenset(("tp", "tx"))


def spelled_out(text: str, lexicon: Lexicon) -> str:
    """The text with each abbreviation replaced by the reading that fits its neighbours, for matching only; one whose readings
    the neighbours do not tell apart stays."""
    return _TOKEN.sub(lambda found: _reading_here(found, lexicon), text)


def all_readings(text: str, lexicon: Lexicon) -> str:
    """The text with every reading of each abbreviation behind it, for matching only."""
    return _TOKEN.sub(lambda found: " ".join((found.group(), *_every_reading(found.group(), lexicon))), text)


def variants(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Texts to search beside this one: abbreviations spelled out, and long forms shortened; empty where none occur."""
    found = []
    long = spelled_out(text, lexicon)
    if match_key(long) != match_key(text):
        found.append(long)
    words = phrase_key(text).split()
    spans = (" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 2, min(at + _PHRASE, len(words)) + 1))
    short = dict.fromkeys(short for span in spans for short in lexicon.short_forms.get(span, ()))
    if short:
        found.append(" ".join(short))
    return tuple(found)


def unexplained(text: str, lexicon: Lexicon) -> list[str]:
    """Match keys of the abbreviations that the corpus has no long form for; none in a text that is all capitals."""
    found = [] if text.isupper() else _WRITTEN_SHORT.findall(text)
    return [match_key(short) for short in found if not is_syllable(match_key(short)) and all_readings(short, lexicon) == short]


def spells(key: str, short: str) -> bool:
    """Whether words of a text (match key) begin with the letters of an abbreviation: UBMTTQ for "ủy ban mặt trận tổ quốc"."""
    return fold(short) in _initials(key)


@lru_cache(maxsize=256)  # texts are whole articles, asked for each of their sentences
def _initials(key: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", fold(key)))


def _reading_here(found: re.Match[str], lexicon: Lexicon) -> str:
    token = found.group()
    whole = _readings(token, lexicon)
    if whole:
        return _fitting(whole, found, lexicon) or token
    # A compound that is not known as a whole, such as HĐND-UBND.
    parts = _JOINT.split(token)
    known = [_readings(part, lexicon) if len(part) > 1 else () for part in parts]
    return "".join(readings[0] if len(readings) == 1 else part for part, readings in zip(parts, known, strict=True))


def _fitting(readings: tuple[str, ...], found: re.Match[str], lexicon: Lexicon) -> str | None:
    """The only reading, or the one that the corpus has oftenest between these neighbours; None where it has none there."""
    if len(readings) == 1:
        return readings[0]
    before = tokens(found.string[: found.start()])[-1:]
    behind = tokens(found.string[found.end() :])[:1]

    def fit(reading: str) -> int:
        words = tokens(reading)
        sides = [(a, words[0]) for a in before] + [(words[-1], b) for b in behind]
        return sum(lexicon.pair(a, b) for a, b in sides)

    counts = [fit(reading) for reading in readings]
    best = max(counts)
    return readings[counts.index(best)] if counts.count(best) == 1 else None


@lru_cache(maxsize=32_768)
def _every_reading(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    whole = _readings(token, lexicon)
    parts = _JOINT.split(token)
    if whole or len(parts) == 1:
        return whole
    return tuple(reading for part in parts if len(part) > 1 for reading in _readings(part, lexicon))


def _readings(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    written = token.upper() if token in _SHORT_TOO else token
    known = lexicon.abbreviations.get(written) or lexicon.abbreviations.get(_JOINT.sub("-", written))
    if known:
        return known
    # In small letters, without its Đ, with another joint ("ubnd", "HDND", "GD&ĐT"): only what is no syllable, and can be no
    # other abbreviation.
    bare = short_key(token)
    if len(token) < _SHORTEST or _SYLLABLE.fullmatch(bare) or not (token.islower() or token.isupper()):
        return ()
    same = lexicon.loosely_written.get(bare, ())
    return lexicon.abbreviations[same[0]] if len(same) == 1 else ()
