"""Counts over time as bars: an SVG made here, with its text beside it."""

from collections.abc import Callable, Sequence
from html import escape

from web.pages.corpus_counts import Stretch

_SLOT, _BAR, _HEIGHT = 10, 8, 100  # units of the drawing, which is stretched to the width of the page


def time_plot(stretches: Sequence[Stretch], path_to: Callable[[Stretch], str]) -> str:
    """The bars, their text alternative, and a table of those that are not empty, each linked by `path_to`."""
    if not stretches:
        return '<p class="hb-facts">Không bài nào ghi ngày.</p>'
    most = max(stretches, key=lambda one: one.articles)
    unit = "tháng" if "/" in most.name else "năm"
    first, last = stretches[0].name, stretches[-1].name
    over = f"từ {first} đến {last}" if len(stretches) > 1 else first
    told = f"Biểu đồ cột: số bài theo {unit}, {over}; nhiều nhất là {most.articles} bài, {unit} {most.name}."
    bars = "".join(_bar(place, one, most.articles) for place, one in enumerate(stretches))
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(path_to(one))}">{one.name}</a></th><td>{one.articles}</td></tr>'
        for one in reversed(stretches)
        if one.articles
    )
    return (
        f'<div class="hb-plot" style="max-width: {3 * len(stretches)}rem"><p aria-hidden="true">{most.articles} bài</p>'
        f'<svg role="img" aria-label="{told}" viewBox="0 0 {_SLOT * len(stretches)} {_HEIGHT}" preserveAspectRatio="none">'
        f'{bars}</svg><p aria-hidden="true"><span>{first}</span>{f"<span>{last}</span>" if last != first else ""}</p></div>'
        f"<details><summary>Bảng số bài theo {unit}</summary><table>{_head(unit)}{rows}</table></details>"
    )


def _head(unit: str) -> str:
    return f'<tr><th scope="col">{unit.capitalize()}</th><th scope="col">Số bài</th></tr>'


def _bar(place: int, stretch: Stretch, most: int) -> str:
    height = round(_HEIGHT * stretch.articles / most, 2)
    left = _SLOT * place + (_SLOT - _BAR) / 2
    return (
        f'<rect x="{left:g}" y="{_HEIGHT - height:g}" width="{_BAR}" height="{height:g}">'
        f"<title>{stretch.name}: {stretch.articles} bài</title></rect>"
    )
