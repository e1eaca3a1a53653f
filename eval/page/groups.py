"""Tables by split, by category and by whatever other slices the run has."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from eval.measures.summary import Metric
from eval.page.html import folded, table
from eval.page.shares import cells
from eval.page.text import Text, both, count
from eval.page.words import CATEGORIES, CATEGORY, INTERVAL, PARTS, REFUSED_RIGHT, RIGHT, SLICES, SPLITS, N, name_of
from eval.report import Report

_MOST_ROWS = 40
_BY_CATEGORY = Text("Theo loại câu hỏi", "By kind of question")
_BY_SPLIT = Text("Theo phần của bộ câu hỏi", "By part of the question set")
_PART = Text("Phần", "Part")
_GROUP = Text("Nhóm", "Group")
_WORST = Text("{title} ({n} nhóm kém nhất trong {all})", "{title} (the worst {n} of {all})")


def group_tables(report: Report, extras: Mapping[str, Any]) -> str:
    """Folded tables; a slice of one group says nothing and is left out."""
    splits, categories = Counter(row.split for row in report.rows), Counter(row.category for row in report.rows)
    parts = [_group_table(_BY_CATEGORY, CATEGORY, CATEGORIES, _plain(report.by_category), categories)]
    if len(report.by_split) > 1:
        parts.append(_group_table(_BY_SPLIT, _PART, SPLITS, _plain(report.by_split), splits))
    for name, groups in (extras.get("by_slice") or {}).items():
        if len(groups) > 1:
            parts.append(_group_table(name_of(SLICES, name), _GROUP, PARTS if name != "article" else {}, groups, None))
    return "".join(parts)


def _group_table(
    title: Text, what: Text, names: dict[str, Text], groups: Mapping[str, Any], counts: Mapping[str, int] | None
) -> str:
    ordered = list(groups) if len(groups) <= _MOST_ROWS else sorted(groups, key=lambda name: _share(groups[name]))[:_MOST_ROWS]
    rows = [
        (
            both(name_of(names, name)),
            both(count(counts[name] if counts else _size(groups[name]))),
            *(cell for metric in ("correct", "refusal_recall") for cell in _cells(groups[name].get(metric) or {})),
        )
        for name in ordered
    ]
    if len(ordered) < len(groups):
        title = _WORST.fill(title=title, n=len(ordered), all=count(len(groups)))
    return folded(title, table(title, (what, N, RIGHT, INTERVAL, REFUSED_RIGHT, INTERVAL), rows, hidden=True))


def _plain(groups: Mapping[str, Mapping[str, Metric]]) -> dict[str, dict[str, Any]]:
    return {name: {key: metric.to_dict() for key, metric in found.items()} for name, found in groups.items()}


def _cells(metric: Mapping[str, Any]) -> tuple[str, str]:
    return cells(metric.get("value"), metric.get("ci95"), int(metric.get("n") or 0))


def _share(group: Mapping[str, Any]) -> float:
    value = (group.get("correct") or {}).get("value")
    return 2.0 if value is None else float(value)


def _size(group: Mapping[str, Any]) -> int:
    """Every question takes time, so that metric counts them all."""
    return int((group.get("latency_p50_ms") or {}).get("n", 0))
