"""The conversation as data that the reader's browser tab keeps, so that it outlives the server.

What comes back may have been written by anybody: it is checked, bounded, and shown as text like everything else.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pydantic import AwareDatetime, Field, TypeAdapter

from corpus import Article, HoiBaoError
from rag.answer import Answer
from rag.filters import Filters
from web.api.schemas import MAX_QUESTION, AskFilters, Strict
from web.chat import render
from web.chat.turns import Turn
from web.passages import quote_contexts

UNANSWERED = "Câu hỏi này chưa có câu trả lời."
LONGEST_KEPT = 2 * MAX_QUESTION  # characters; one that was too long to be asked is mended, so it stays whole
_MOST_TURNS = 50
_MOST_SOURCES = 100
_LARGEST_NUMBER = 999  # of a citation
_LONGEST = 10**9  # characters of an article, milliseconds of an answer


class _Kept(Strict):
    """A turn: `answer` is the contract of `POST /api/ask`, None where there was none."""

    number: int = Field(ge=1, le=1_000_000)
    question: str = Field(min_length=1, max_length=LONGEST_KEPT)
    asked: AwareDatetime
    filters: AskFilters = AskFilters()
    answer: Answer | None = None


_TURNS = TypeAdapter(list[_Kept])


def pack(turns: Sequence[Turn], room: int) -> str:
    """JSON of the newest turns that take `room` bytes as a string of a JSON body; empty where there are none."""
    rows: list[str] = []
    for turn in reversed(turns[-_MOST_TURNS:]):
        row = json.dumps(_row(turn), ensure_ascii=False, separators=(",", ":"))
        room -= len(json.dumps(row, ensure_ascii=False).encode(errors="replace"))
        if room < 0:
            break
        rows.append(row)
    return f"[{','.join(reversed(rows))}]" if rows else ""


def _row(turn: Turn) -> dict[str, Any]:
    filters = turn.filters
    return {
        "number": turn.number,
        "question": turn.question,
        "asked": turn.asked.isoformat(timespec="seconds"),
        "filters": {
            "source": filters.source,
            "place": filters.place,
            "from": filters.from_.isoformat() if filters.from_ else None,
            "to": filters.to.isoformat() if filters.to else None,
        },
        "answer": turn.answer.to_dict() if turn.answer else None,
    }


def unpack(kept: str, article: Callable[[str], Article | None], offers: Callable[[Turn], Sequence[str]]) -> list[Turn]:
    """The turns again, drawn anew; none at all where anything is not as `pack` writes it.

    `offers` tells what to ask instead of a turn that was refused.
    """
    try:
        found = _TURNS.validate_json(kept) if kept else []
        filters = [one.filters.to_filters() for one in found]
    except (ValueError, HoiBaoError):  # of pydantic; of days in the wrong order
        return []
    if len(found) > _MOST_TURNS or not all(one.number < other.number for one, other in pairwise(found)):
        return []
    if not all(_is_plausible(one.answer) for one in found if one.answer):
        return []
    return [_turn(one, limits, article, offers) for one, limits in zip(found, filters, strict=True)]


def _is_plausible(answer: Answer) -> bool:
    """Numbers that the page can show; `nan` is none of them."""
    return (
        0 <= answer.confidence <= 1
        and all(0 <= time <= _LONGEST for time in answer.timings_ms.values())
        and len(answer.citations) + len(answer.nearest) + len(answer.notes) <= _MOST_SOURCES
        and all(1 <= one.number <= _LARGEST_NUMBER and 0 <= one.start <= one.end <= _LONGEST for one in answer.citations)
    )


def _turn(
    kept: _Kept, filters: Filters, article: Callable[[str], Article | None], offers: Callable[[Turn], Sequence[str]]
) -> Turn:
    answer = kept.answer
    turn = Turn(kept.number, kept.question, "", answer, done=True, filters=filters, asked=kept.asked)
    if answer is None:
        return replace(turn, html=render.stopped(UNANSWERED))
    return replace(turn, html=render.answered(kept.number, answer, quote_contexts(answer.citations, article), offers(turn)))
