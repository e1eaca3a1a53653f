"""Enumerations told over several sentences: "Thứ nhất, ... Thứ hai, ...", "Một là ... Hai là ..."."""

import re
from collections.abc import Sequence

from corpus import Article, Span, split_sentences

_ITEM = re.compile(r"[“\"«]?(?:thứ (?:nhất|hai|ba|tư|năm|sáu)|(?:một|hai|ba|bốn|năm|sáu) là)\b", re.I)
_GAP = 2  # sentences between two items: an item may be explained


def enumeration(article: Article, sentence: Span) -> list[Span]:
    """The items, in order, of the enumeration that a sentence belongs to or leads up to; none where there is none."""
    spans = split_sentences(article.text)
    at = spans.index(sentence) if sentence in spans else -1
    items = [number for number, span in enumerate(spans) if _ITEM.match(article.text, span.start)]
    run = next((run for run in _runs(items) if at >= 0 and run[0] - 1 <= at <= run[-1]), [])
    return [spans[number] for number in run] if len(run) > 1 else []


def _runs(items: Sequence[int]) -> list[list[int]]:
    """Items near one another together."""
    runs: list[list[int]] = []
    for item in items:
        if runs and item - runs[-1][-1] <= _GAP + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs
