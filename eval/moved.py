"""What a comparison shows of a question that became right or wrong: both outcomes in a few words that tell them apart."""

from collections.abc import Mapping
from typing import Any

SHOWN = 60  # characters of an answer
_BEFORE = 20  # of them before the first difference
_Row = Mapping[str, Any]  # of --json


def outcomes(then: _Row, now: _Row, *, was_right: bool, is_right: bool) -> tuple[str, str]:
    """Before and now: "right: 409 đảng viên", "wrong source: 409 đảng viên [ba-che]", "refused"."""
    before, after = _sides(then, now)
    by_source = before == after and all("citations" in row for row in (then, now))  # a baseline keeps none
    return (
        _outcome(then, was_right, _cut(before, after), by_source=by_source),
        _outcome(now, is_right, _cut(after, before), by_source=by_source),
    )


def _outcome(row: _Row, right: bool, shown: str, *, by_source: bool) -> str:
    if row["refused"]:
        return "refused"
    state = "right" if right else row.get("cause") or "wrong"
    cited = dict.fromkeys(one["article_id"] for one in row.get("citations") or ())
    sources = f" [{', '.join(cited)}]" if cited and by_source else ""
    return f"{state}: {shown}{sources}" if shown else str(state)


def _sides(then: _Row, now: _Row) -> tuple[str, str]:
    """The short answers; where they are alike the whole ones, if these differ and both are known."""
    short = _flat(then, "short_answer"), _flat(now, "short_answer")
    whole = _flat(then, "answer"), _flat(now, "answer")
    if short[0] == short[1] and all(whole) and whole[0] != whole[1]:
        return whole
    return short[0] or whole[0], short[1] or whole[1]


def _flat(row: _Row, name: str) -> str:
    return " ".join(str(row.get(name) or "").split())


def _cut(text: str, other: str) -> str:
    """At most `SHOWN` characters, from a little before the place where the other begins to differ."""
    if len(text) <= SHOWN:
        return text
    alike = next((place for place, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = 0
    is_cut = any(one.endswith("…") and alike >= len(one) - 1 for one in (text, other))  # a baseline kept no more of it
    if text != other and other and not is_cut and alike > SHOWN - _BEFORE:
        start = text.rfind(" ", 0, alike - _BEFORE) + 1
    room = SHOWN - (start > 0)
    shown = text[start:] if len(text) - start <= room else text[start : start + room - 1] + "…"
    return f"…{shown}" if start else shown
