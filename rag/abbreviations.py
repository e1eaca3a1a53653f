"""Abbreviations read both ways: an answer written DTTS serves a question that says "dân tộc thiểu số", and the reverse."""

import re

from corpus import fold, match_key
from index import Lexicon

# Not inside a document id: the CT of 12-CT/HU stays what it is.
_TOKEN = re.compile(r"(?<![\w/])(?<!\w[-–&])[^\W\d_]+(?:[-–&][^\W\d_]+)*(?![\w/])")
_JOINT = re.compile(r"([-–&])")
# Every syllable of Vietnamese has this shape, its diacritics aside; what has not can only be an abbreviation.
_SYLLABLE = re.compile(r"(?:ngh?|nh|gh?|kh|ph|th|tr|ch|qu|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_SHORTEST = 3  # letters of an abbreviation known in small letters: "kh", "ct", "tt" are other words in a chat
_SHORT_TOO = frozenset(("tp", "tx"))


def spelled_out(text: str, lexicon: Lexicon) -> str:
    """The text with each abbreviation replaced by its first reading, for matching only."""
    return _TOKEN.sub(lambda found: _first_reading(found.group(), lexicon), text)


def all_readings(text: str, lexicon: Lexicon) -> str:
    """The text with every reading of each abbreviation behind it, for matching only."""
    return _TOKEN.sub(lambda found: " ".join((found.group(), *_every_reading(found.group(), lexicon))), text)


def variants(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Texts to search beside this one: abbreviations spelled out, and long forms shortened; empty where none occur."""
    found = []
    long = spelled_out(text, lexicon)
    if match_key(long) != match_key(text):
        found.append(long)
    key = match_key(text)
    short = [
        abbreviation
        for abbreviation, readings in lexicon.abbreviations.items()
        if any(re.search(rf"(?<!\w){re.escape(match_key(reading))}(?!\w)", key) for reading in readings)
    ]
    if short:
        found.append(" ".join(short))
    return tuple(found)


def _first_reading(token: str, lexicon: Lexicon) -> str:
    whole = _readings(token, lexicon)
    if whole:
        return whole[0]
    # A compound that is not known as a whole, such as HĐND-UBND.
    parts = _JOINT.split(token)
    return "".join((_readings(part, lexicon) or (part,))[0] if len(part) > 1 else part for part in parts)


def _every_reading(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    whole = _readings(token, lexicon)
    parts = _JOINT.split(token)
    if whole or len(parts) == 1:
        return whole
    return tuple(reading for part in parts if len(part) > 1 for reading in _readings(part, lexicon))


def _readings(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    known = lexicon.abbreviations.get(token.upper() if token in _SHORT_TOO else token.replace("–", "-"))
    if known:
        return known
    # In small letters or without its Đ ("ubnd", "HDND"): only what is no syllable, and can be no other abbreviation.
    bare = fold(token)
    if len(token) < _SHORTEST or _SYLLABLE.fullmatch(bare) or not (token.islower() or token.isupper()):
        return ()
    same = [readings for short, readings in lexicon.abbreviations.items() if fold(short) == bare]
    return same[0] if len(same) == 1 else ()
