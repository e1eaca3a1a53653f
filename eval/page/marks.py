"""The gold answer and the short answer marked where a quote holds them."""

from bisect import bisect_left
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from re import finditer

from eval.measures.matching import stands_in
from eval.page.text import both
from eval.page.words import MARKS

Range = tuple[int, int]


def find_range(wanted: str, text: str) -> Range | None:
    """The first, shortest stretch of `text` in which `wanted` stands, see `stands_in`; None if nowhere."""
    words = [found.span() for found in finditer(r"\S+", text)]
    if not words or not stands_in(wanted, text):
        return None
    last = bisect_left(words, True, key=lambda word: stands_in(wanted, text[: word[1]]))
    later = bisect_left(words[: last + 1], True, key=lambda word: not stands_in(wanted, text[word[0] : words[last][1]]))
    start, end = words[later - 1][0], words[last][1]
    while stands_in(wanted, text[start + 1 : end]):
        start += 1
    while stands_in(wanted, text[start : end - 1]):
        end -= 1
    return start, end


def marked(text: str, gold: Iterable[str], short: str | None) -> str:
    """HTML of the text; where both marks meet, the stretch carries both."""
    ranges = [(found, "gold") for one in gold if (found := find_range(one, text))]
    ranges += [(found, "short") for one in [short] if one and (found := find_range(one, text))]
    cuts = sorted({0, len(text), *(edge for found, _ in ranges for edge in found)})
    return "".join(_piece(text, start, end, ranges) for start, end in pairwise(cuts))


def _piece(text: str, start: int, end: int, ranges: list[tuple[Range, str]]) -> str:
    kinds = [kind for kind in MARKS if any(found[0] <= start < found[1] and kind == name for found, name in ranges)]
    piece = escape(text[start:end])
    if not kinds:
        return piece
    spoken = "".join(f'<span class="away"> ({both(MARKS[kind])}: </span>' for kind in kinds)
    return f'<mark class="{" ".join(kinds)}">{spoken}{piece}<span class="away">{")" * len(kinds)}</span></mark>'
