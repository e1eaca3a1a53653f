"""Comparisons that say of each side what they could say once: "A cao hơn hay B cao hơn", "A có mấy xã, B có mấy xã"."""

import re

from corpus import match_key

_JOINS = frozenset("hay là hoặc và còn thì với".split())
_LEADS = frozenset("bên ở tại của trong huyện xã phường tỉnh bản thôn đằng phía".split())
_DEGREES = frozenset("nhiều ít đông cao thấp lớn nhỏ rộng hẹp dài ngắn kém khá tốt giỏi".split())
# "A kém B nhiều không", "A gấp mấy lần B".
_LESS = re.compile(
    r"\s+(?:có\s+)?(?:(?:nhiều\s+|ít\s+)?(?:kém|thua)|(?:nhiều |cao |lớn )?gấp (?:mấy|bao nhiêu)(?: lần)?)"
    r"(?:\s+(?:của|ở|bên))?\s+",
    re.I,
)
_BY = re.compile(r"^\s*(?:có\s+)?(?:nhiều|bao nhiêu|mấy|bao xa|gì)?(?:\s+[^\W\d_]+)?(?:\s+(?:không|chứ|nhỉ))?$", re.I)


def said_once(before: str, first: str, between: str, second: str, after: str) -> str | None:
    """The text with its predicate once, behind both sides, where it says it twice or puts one below the other; else None.

    `before first between second after` is the whole text.
    """
    if _LESS.fullmatch(between) and _BY.match(after):
        return f"{before}{first} và {second} chênh nhau bao nhiêu"
    between_words, after_words = _words(between), _words(after)
    own = [word for word in between_words if word not in _JOINS]
    while own and (own[-1] in _LEADS or own[-1] in _words(before)[-3:]):
        own.pop()
    if not own or len(own) == len(between_words):
        return None
    same = after_words[: len(own)] == own
    opposite = len(own) == 2 == len(after_words) and own[1] == "hơn" == after_words[1] and {own[0], after_words[0]} <= _DEGREES
    if not same and not opposite:
        return None
    return f"{before}{first} và {second} {' '.join(after.split())} lần lượt"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", match_key(text))
