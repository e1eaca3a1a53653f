"""A conversation as JSON: each answer is the contract of `POST /api/ask`."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from web.answer_parts import label
from web.chat.filter_panel import filters_in_words
from web.chat.turns import Turn
from web.export.transcript import BY_MACHINE, NO_ANSWER, TITLE, reader_address


def as_json(turns: Sequence[Turn], site: str, now: datetime) -> str:
    """`readers` holds the address of each cited sentence by its number; times are in the time zone of `now`."""
    found = {
        "title": TITLE,
        "note": BY_MACHINE,
        "saved": now.isoformat(timespec="seconds"),
        "site": site,
        "turns": [_turn(turn, site, now) for turn in turns],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _turn(turn: Turn, site: str, now: datetime) -> dict[str, Any]:
    answer = turn.answer
    readers = {str(one.number): reader_address(site, one) for one in answer.citations} if answer else {}
    return {
        "question": turn.question,
        "asked": turn.asked.astimezone(now.tzinfo).isoformat(timespec="seconds"),
        "limits": filters_in_words(turn.filters),
        "label": "" if answer is None or not answer.answered else label(answer),
        "answer": answer.to_dict() if answer else None,
        "error": None if answer else NO_ANSWER,
        "readers": readers,
    }
