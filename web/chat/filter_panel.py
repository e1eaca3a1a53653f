"""The filters of the chat page: a plain HTML form that web/static/filters.js reads, and what it sends.

gradio's own choosers speak English to screen readers; these are the browser's own boxes.
"""

import json
from collections.abc import Sequence
from datetime import date
from html import escape

from pydantic import Field

from corpus import clean
from rag.facets import Facets
from rag.filters import Filters
from web.api.schemas import Strict
from web.pages.typed_day import FIELD, typed_day
from web.problems import BAD_REQUEST, ProblemError
from web.words import vietnamese_date

LONGEST_DAY = 40  # characters
SHOWN = 40  # names of one kind with a box of their own; all others can be typed


def filter_panel(found: Facets) -> str:
    """The form, closed; nothing where the articles carry neither source nor place nor date."""
    parts = [
        _names("source", "Nguồn", "Nguồn khác, cách nhau bằng dấu chấm phẩy", found.sources),
        _names("place", "Địa điểm", "Địa điểm khác, cách nhau bằng dấu chấm phẩy", found.places),
        _days(found),
    ]
    if not any(parts):
        return ""
    return (
        '<div class="hb-filter-bar"><details class="hb-filters"><summary>Bộ lọc<span class="hb-chosen"></span></summary>'
        f'<div class="hb-filter-form">{"".join(parts)}</div></details>'
        '<button type="button" name="clear" class="hb-do hb-clear" hidden>Bỏ lọc</button></div>'
    )


class _Sent(Strict):
    """As in `POST /api/ask`, but days are as they were typed."""

    source: list[str] = Field([])
    place: list[str] = Field([])
    from_: str | None = Field(None, alias="from", max_length=LONGEST_DAY)
    to: str | None = Field(None, max_length=LONGEST_DAY)


def read_filters(sent: str) -> Filters:
    """What the form sends, as JSON. Raises ProblemError and HoiBaoError for what cannot be meant."""
    try:
        found = _Sent.model_validate(json.loads(sent)) if sent else _Sent()
    except ValueError as error:  # of JSON, or pydantic's
        raise ProblemError(BAD_REQUEST) from error
    first, last = typed_day(clean(found.from_ or "")), typed_day(clean(found.to or ""), last=True)
    return Filters(source=tuple(found.source), place=tuple(found.place), from_=first, to=last)


def filters_in_words(filters: Filters) -> str:
    """Plain text such as "nguồn Báo Bắc Kạn; từ 1/1/2022"; empty without any limit."""
    found = []
    if filters.source:
        found.append(f"nguồn {_either(filters.source)}")
    if filters.place:
        found.append(f"địa điểm {_either(filters.place)}")
    days = [
        f"{word} {vietnamese_date(day.isoformat())}"
        for word, day in (("từ", filters.from_), ("đến", filters.to))
        if day is not None
    ]
    return "; ".join([*found, *([" ".join(days)] if days else [])])


def _either(names: Sequence[str]) -> str:
    return " hoặc ".join(f"“{name}”" for name in names)


def _names(kind: str, heading: str, others: str, names: Sequence[tuple[str, int]]) -> str:
    if not names:
        return ""
    boxes = "".join(
        f'<label class="hb-choice"><input type="checkbox" name="{kind}" value="{escape(name)}"> {escape(name)}'
        f' <span class="hb-count">({count} bài)</span></label>'
        for name, count in names[:SHOWN]
    )
    typed = f'<label class="hb-typed">{others}<input type="text" name="{kind}" maxlength="400"></label>' if names[SHOWN:] else ""
    return f'<fieldset><legend>{heading}</legend><div class="hb-choices">{boxes}</div>{typed}</fieldset>'


def _days(found: Facets) -> str:
    if found.first is None or found.last is None:
        return ""
    told = f"Các bài có ngày từ {_day(found.first)} đến {_day(found.last)}."
    return (
        f'<fieldset><legend>Thời gian</legend><p class="hb-facts">{told}</p><div class="hb-days">'
        f'<label>Từ ngày <input type="text" name="from" {FIELD}></label>'
        f'<label>Đến ngày <input type="text" name="to" {FIELD}></label></div></fieldset>'
    )


def _day(day: date) -> str:
    return vietnamese_date(day.isoformat())
