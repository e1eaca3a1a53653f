"""Abbreviations read both ways: an answer written DTTS serves a question that says "dân tộc thiểu số", and the reverse."""

import re

from corpus import match_key
from index import Lexicon

_TOKEN = re.compile(r"[^\W\d_]+(?:[-–&][^\W\d_]+)*")
_VOWELS = set("aeiouyăâêôơư")


def spelled_out(text: str, lexicon: Lexicon) -> str:
    """The text with each abbreviation replaced by its first reading, for matching only."""
    return _TOKEN.sub(lambda found: (_readings(found.group(), lexicon) or (found.group(),))[0], text)


def all_readings(text: str, lexicon: Lexicon) -> str:
    """The text with every reading of each abbreviation behind it, for matching only."""
    return _TOKEN.sub(lambda found: " ".join((found.group(), *_readings(found.group(), lexicon))), text)


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


def _readings(token: str, lexicon: Lexicon) -> tuple[str, ...]:
    known = lexicon.abbreviations.get(token.replace("–", "-"))
    if known:
        return known
    # Typed in small letters: safe only where it cannot be a syllable, that is, has no vowel.
    if token.islower() and not set(token) & _VOWELS:
        upper = token.upper()
        return lexicon.abbreviations.get(upper) or lexicon.abbreviations.get(upper.replace("D", "Đ", 1)) or ()
    return ()
