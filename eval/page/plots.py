"""The drawings, as SVG by matplotlib: text stays text, and the colours are those of the page, light, dark or printed."""

import io
import re
import warnings
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus import HoiBaoError
from eval.measures.summary import Metric
from eval.page.shares import FEW, is_wide

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Stand-ins that matplotlib understands, and the variables of page.css that take their place.
_INK, _SOFT, _LINE, _ACCENT, _CALM = "#010203", "#040506", "#070809", "#0a0b0c", "#0d0e0f"
_COLOURS = {_INK: "--ink", _SOFT: "--soft", _LINE: "--line", _ACCENT: "--accent", _CALM: "--calm"}
_WIDTH = 4.4  # inches; as wide as a phone, so that the letters there are as large as they are drawn
_LONGEST_LABEL = 26
# Inches: the inside of `risk` and a letter, about; points between a label and what it names.
_ROOM, _LETTER, _AWAY = (3.6, 1.75), (0.078, 0.17), 6.0
_HALO = "halo"
_STYLE: Any = {  # rcParams
    "svg.fonttype": "none",
    "text.parse_math": False,  # a category may be called "$x"
    "font.size": 10.5,
    "text.color": _INK,
    "axes.labelcolor": _SOFT,
    "axes.edgecolor": _LINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _LINE,
    "ytick.color": _LINE,
    "xtick.labelcolor": _SOFT,
    "ytick.labelcolor": _INK,
    "xtick.labelsize": 9.5,
    "lines.linewidth": 2.0,
}
Draw = Callable[["Axes"], None]


def require_plotting() -> None:
    """Raise HoiBaoError if the page could not be drawn; asked before a long run."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError as problem:
        raise HoiBaoError(
            f"--html draws with matplotlib, which cannot be loaded ({problem})",
            mend="pip install -r requirements.txt",
            vietnamese="Không vẽ được biểu đồ của báo cáo.",
        ) from problem


def rates(names: Sequence[str], metrics: Sequence[Metric], axis: str, written: Sequence[str]) -> Draw:
    """A bar for each group, the first on top, with its interval as a whisker and its value at the right edge.

    That of a few questions is hatched and has no whisker, for it would look surer than it is.
    """

    def draw(axes: "Axes") -> None:
        for place, metric in enumerate(metrics):
            few = metric.n < FEW
            fill: dict[str, Any] = {"facecolor": "none", "edgecolor": _CALM, "hatch": "////"} if few else {"color": _CALM}
            axes.barh(place, 100 * (metric.value or 0), height=0.62, linewidth=0.8 * few, **fill)
            if metric.ci95 and is_wide(metric.ci95) and not few:
                axes.plot([100 * bound for bound in metric.ci95], [place, place], color=_INK, linewidth=1.4, marker="|")
        for place, text in enumerate(written):
            axes.text(103, place, text, va="center", ha="left", fontsize=9.5)
        _named_rows(axes, names)
        axes.set_xlim(0, 100)
        axes.set_xticks(range(0, 101, 25))
        axes.set_xlabel(axis)

    return draw


def counts(names: Sequence[str], numbers: Sequence[int], axis: str, accent_last: bool) -> Draw:
    """A bar for each bucket with its count behind it."""

    def draw(axes: "Axes") -> None:
        colours = [_ACCENT if accent_last and place == len(names) - 1 else _CALM for place in range(len(names))]
        bars = axes.barh(np.arange(len(names)), numbers, height=0.62, color=colours)
        axes.bar_label(bars, padding=4, fontsize=9.5)
        _named_rows(axes, names)
        axes.set_xlim(0, max(numbers, default=1) * 1.14 or 1)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.set_title(axis, fontsize=9.5, color=_SOFT, loc="left")

    return draw


def risk(curve: Sequence[tuple[float, float]], now: tuple[float, float] | None, words: tuple[str, str, str]) -> Draw:
    """Share of wrong answers over the share of questions answered, both 0..1, and the point at which the system stands.

    `words` name the two axes and the point.
    """

    def draw(axes: "Axes") -> None:
        done = [point for point in curve if now is None or point[0] <= now[0]]
        for part, line in ((done, "-"), (curve[max(0, len(done) - 1) :], ":")):
            axes.plot([100 * x for x, _ in part], [100 * y for _, y in part], linestyle=line, color=_CALM, clip_on=False)
        axes.set_xlim(0, 100)
        axes.set_ylim(0, max([10.0, *(118 * y for _, y in curve)]))
        if now:
            axes.plot([100 * now[0]], [100 * now[1]], "o", color=_ACCENT, markersize=8, clip_on=False, zorder=5)
            way = free_corner(curve, now, axes.get_ylim()[1] / 100, len(words[2]))
            _label(axes, words[2], (100 * now[0], 100 * now[1]), way)
        axes.grid(color=_LINE, linewidth=0.6, alpha=0.7)
        axes.set_xlabel(words[0])
        axes.set_ylabel(words[1])
        axes.tick_params(axis="y", labelcolor=_SOFT, labelsize=9.5)

    return draw


def histogram(values: Sequence[float], marks: Sequence[tuple[float, str]], words: tuple[str, str], most: float) -> Draw:
    """How many values fall into each of 24 equal bins from 0 to `most`, what is above in the last; lines at the marks."""

    def draw(axes: "Axes") -> None:
        axes.hist(np.minimum(values, most), bins=24, range=(0, most), color=_CALM)
        top = axes.get_ylim()[1]
        axes.set_ylim(0, top * 1.3)
        for place, (value, text) in enumerate(marks):
            axes.plot([value, value], [0, top * (1.05 + 0.12 * place)], color=_ACCENT, linewidth=1.4, linestyle="--")
            side = -1 if value > 0.4 * most else 1  # away from the line of the next mark
            _label(axes, text, (value, top * (1.05 + 0.12 * place)), (side, 0))
        axes.set_xlim(0, most)
        axes.locator_params(axis="y", integer=True)
        axes.set_xlabel(words[0])
        axes.set_ylabel(words[1])
        axes.tick_params(axis="y", labelcolor=_SOFT, labelsize=9.5)

    return draw


def free_corner(curve: Sequence[tuple[float, float]], at: tuple[float, float], top: float, letters: int) -> tuple[int, int]:
    """Where a label beside a point keeps farthest from the curve: -1 left or 1 right, and 1 above or -1 below.

    Curve and point as in `risk`; `top` is the upper end of the axis, 0..1.
    """
    scale = np.array([_ROOM[0], _ROOM[1] / top])
    line = np.array(curve) * scale
    ends = np.linspace(0, 1, 20)[:, None, None]
    near = (line[:-1] + ends * (line[1:] - line[:-1])).reshape(-1, 2) if len(line) > 1 else line
    size = np.array([_LETTER[0] * letters, _LETTER[1]])

    def room(way: tuple[int, int]) -> float:
        middle = np.array(at) * scale + np.array(way) * (_AWAY / 72 + size / 2)
        low, high = middle - size / 2, middle + size / 2
        if (low < -0.02).any() or (high > np.array(_ROOM) + 0.02).any():
            return -1.0
        return float(np.hypot(*np.maximum(np.abs(near - middle) - size / 2, 0).T).min())

    return max(((1, 1), (-1, 1), (1, -1), (-1, -1)), key=room)


def _label(axes: "Axes", text: str, at: tuple[float, float], way: tuple[int, int]) -> None:
    """A text beside a point, readable over what it may cross all the same."""
    sides, heights = {-1: "right", 1: "left"}, {-1: "top", 0: "center", 1: "bottom"}
    style: Any = {"ha": sides[way[0]], "va": heights[way[1]], "fontsize": 9.5, "color": _ACCENT, "gid": _HALO}
    axes.annotate(text, at, xytext=(_AWAY * way[0], _AWAY * way[1]), textcoords="offset points", **style)


def svg(draw: Draw, *, name: str, label: str, height: float, comma: bool) -> str:
    """The drawing as an SVG element; `name` keeps its inner ids apart, `label` is what a screen reader says.

    `comma` writes the decimal mark of the axes as Vietnamese does.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    out = io.StringIO()
    with warnings.catch_warnings(), rc_context({**_STYLE, "svg.hashsalt": name}):
        warnings.simplefilter("ignore")  # a letter that matplotlib's own font lacks; the browser has it
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.subplots()
        draw(axes)
        if comma:
            _with_commas(axes)
        figure.savefig(out, format="svg", metadata={"Date": None}, transparent=True)
    return _inlined(out.getvalue(), label)


def plain_label(text: str) -> str:
    """A name as a drawing can hold it: one short line."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return flat if len(flat) <= _LONGEST_LABEL else flat[: _LONGEST_LABEL - 1] + "…"


def _named_rows(axes: "Axes", names: Sequence[str]) -> None:
    axes.set_yticks(np.arange(len(names)), labels=list(names))
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _with_commas(axes: Any) -> None:
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):  # the others hold names
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", ",")))


def _inlined(text: str, label: str) -> str:
    """The SVG as a part of an HTML page: no namespaces, no metadata, no size of its own, fonts and colours of the page."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", text, flags=re.DOTALL)
    box = re.search(r'viewBox="[^"]*"', text)
    text = re.sub(r"<svg[^>]*>", f'<svg {box[0] if box else ""} role="img" aria-label="{escape(label)}">', text, count=1)
    text = re.sub(rf'<g id="{_HALO}"', f'<g class="{_HALO}"', text)
    text = re.sub(r'<g id="[^"]*"', "<g", text).replace("xlink:href", "href")
    text = re.sub(r" ?font-family:[^;\"]*;?", "", text)
    text = re.sub(r' transform="rotate\(-?0 [^"]*"', "", text)
    for colour, variable in _COLOURS.items():
        text = text.replace(colour, f"var({variable})")
    return re.sub(r"\s*\n\s*", "\n", text)
