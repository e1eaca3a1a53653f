"""A finished run: metrics, rows and circumstances, and its JSON form (stable: other people script against it)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.compare import Comparison
from eval.measures.abstention import Point, risk_coverage
from eval.measures.scoring import Row
from eval.measures.slices import Slices, by_slice
from eval.measures.summary import FORCED_WITH_GOLD_PASSAGE, Metric, by_category, by_split, judged, metrics_to_dict, summarise


@dataclass(frozen=True)
class Report:
    """Everything `--json` and `--html` write."""

    metrics: dict[str, Metric]
    by_category: dict[str, dict[str, Metric]]
    by_split: dict[str, dict[str, Metric]]
    by_slice: Slices
    risk_coverage: tuple[Point, ...]
    rows: tuple[Row, ...]
    environment: Mapping[str, Any]
    comparison: Comparison | None = None

    @property
    def failures(self) -> list[Row]:
        """Questions whose answer is not right, in the order asked."""
        return [row for row in self.rows if row.cause]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        return {
            "metrics": metrics_to_dict(self.metrics),
            "by_category": _parts_to_dict(self.by_category),
            "by_split": _parts_to_dict(self.by_split),
            "by_slice": {title: _parts_to_dict(parts) for title, parts in self.by_slice.items()},
            "risk_coverage": [point.to_dict() for point in self.risk_coverage],
            "questions": [row.to_dict() for row in self.rows],
            "environment": dict(self.environment),
            **({"comparison": self.comparison.to_dict()} if self.comparison else {}),
        }

    def to_json(self) -> str:
        """The contract as text, Vietnamese unescaped."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _parts_to_dict(parts: Mapping[str, dict[str, Metric]]) -> dict[str, Any]:
    return {name: metrics_to_dict(metrics) for name, metrics in parts.items()}


def make_report(rows: Sequence[Row], environment: Mapping[str, Any], *, gold_passage: bool = False) -> Report:
    """Rows -> metrics over all, by category, split and slice, and the risk-coverage curve."""
    skip = FORCED_WITH_GOLD_PASSAGE if gold_passage else frozenset()
    return Report(
        metrics=summarise(rows, skip),
        by_category=by_category(rows, skip),
        by_split=by_split(rows, skip),
        by_slice=by_slice(rows, skip),
        risk_coverage=() if gold_passage else tuple(risk_coverage(*judged(rows))),
        rows=tuple(rows),
        environment=environment,
    )
