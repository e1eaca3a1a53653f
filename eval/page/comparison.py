"""What got better and what got worse against an earlier run, where the run was compared."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from eval.page.html import folded, paragraph, table
from eval.page.overview import raw_number
from eval.page.text import Text, both, count, decimal, points, same, span_of
from eval.page.words import CAUSES, MEASURE, metric_name, name_of

_COUNTED = Text(
    "So với lần chạy trước, trên {common} câu hỏi chung: {better} câu tốt lên, {worse} câu kém đi.",
    "Against the earlier run, over {common} questions in common: {better} got better, {worse} got worse.",
)
_FELL = Text("Kém đi rõ rệt: {names}.", "Clearly worse: {names}.")
_HELD = Text("Không thước đo chính nào kém đi rõ rệt.", "None of the main metrics got clearly worse.")
_BETTER = Text("Tốt lên: {n} câu", "Got better: {n}")
_WORSE = Text("Kém đi: {n} câu", "Got worse: {n}")
_MOVED = Text("trước: {before} → nay: {now}", "before: {before} → now: {now}")
_TABLE = Text("Từng thước đo so với lần trước", "Each metric against the earlier run")
_OLD, _NEW = Text("Lần trước", "Before"), Text("Lần này", "Now")
_DIFFERENCE = Text("Chênh lệch (tỉ lệ: điểm %)", "Difference (rates: percentage points)")
_PAIRED = Text("Khoảng 95% theo cặp", "Paired 95% interval")
_HOW = Text(
    "p là xác suất để chỉ riêng sự ngẫu nhiên gây ra chênh lệch ít nhất như vậy. Hàng không có khoảng so cả hai lần chạy, "
    "mỗi lần trên mọi câu hỏi của mình.",
    "p is the probability that chance alone makes a difference as large. A row without an interval compares both runs "
    "as a whole, each over all of its own questions.",
)
_OUTCOMES = {
    **CAUSES,
    "right": Text("đúng", "right"),
    "refused": Text("từ chối", "refused"),
    "wrong": Text("sai", "wrong"),
    "wrong text": Text("sai nội dung", "wrong text"),
}
_Change = Mapping[str, Any]


def comparison(found: Mapping[str, Any], anchors: Mapping[str, str]) -> str:
    """The part of the page, from the key `comparison` of `--json`; `anchors` lead to the failed questions."""
    better, worse = list(found.get("better") or ()), list(found.get("worse") or ())
    told = [_COUNTED.fill(common=count(int(found.get("common") or 0)), better=count(len(better)), worse=count(len(worse)))]
    fallen = [metric_name(str(name)) for name in found.get("regressions") or ()]
    told.append(_FELL.fill(names=Text(*map(", ".join, zip(*fallen, strict=True)))) if fallen else _HELD)
    notes = "".join(
        f'<p class="quiet">{both(Text(_sentence(vietnamese), _sentence(english)))}</p>\n'
        for vietnamese, english in zip(found.get("told_vi") or (), found.get("told") or (), strict=True)
    )
    lists = [_moved(title, changes, anchors) for title, changes in ((_WORSE, worse), (_BETTER, better)) if changes]
    return "".join(map(paragraph, told)) + notes + "".join(lists) + _differences(found.get("differences") or {})


def _sentence(told: str) -> str:
    return f"{told[:1].upper()}{told[1:]}."


def _moved(title: Text, changes: Sequence[_Change], anchors: Mapping[str, str]) -> str:
    items = "".join(f"<li>{_question(one, anchors.get(str(one['id'])))}</li>\n" for one in changes)
    return folded(title.fill(n=count(len(changes))), f"<ul>{items}</ul>\n")


def _question(one: _Change, anchor: str | None) -> str:
    text = f"{escape(str(one['question']))} <code>{escape(str(one['id']))}</code>"
    moved = _MOVED.fill(before=_outcome(str(one["before"])), now=_outcome(str(one["now"])))
    linked = f'<a href="#{anchor}">{text}</a>' if anchor else text
    return f'{linked}<br><span class="quiet">{both(moved)}</span>'


def _outcome(told: str) -> Text:
    """ "wrong span: 600" -> the cause in words, and the answer as it was."""
    state, colon, answer = told.partition(": ")
    name = name_of(_OUTCOMES, state)
    return Text(*(f"{word[:1].lower()}{word[1:]}{colon}{answer}" for word in name))


def _differences(found: Mapping[str, _Change]) -> str:
    rows = []
    for name, one in found.items():
        write, p = _change(name), one.get("p")
        old, new = raw_number(name, one["old"]), raw_number(name, one["new"])
        moved = (write(one["new"] - one["old"]), span_of(one.get("ci95"), write), same("–") if p is None else decimal(p, 4))
        rows.append((both(metric_name(name)), *map(both, (old, new, *moved, count(int(one["n"]))))))
    head = (MEASURE, _OLD, _NEW, _DIFFERENCE, _PAIRED, same("p"), same("n"))
    return folded(_TABLE, table(_TABLE, head, rows, hidden=True) + paragraph(_HOW, "quiet")) if rows else ""


def _change(name: str) -> Callable[[float], Text]:
    """Rates change by percentage points, times and lengths by their own unit."""
    if name.endswith(("_ms", "_syllables")):
        return lambda value: Text(*(f"+{text}" if value > 0 else text.replace("-", "−") for text in raw_number(name, value)))
    return points
