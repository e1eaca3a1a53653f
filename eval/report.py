"""A finished run: metrics, rows and circumstances, and its JSON form (stable: other people script against it)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.scoring import Row
from eval.summary import FORCED_WITH_GOLD_PASSAGE, Metric, by_category, by_split, metrics_to_dict, summarise


@dataclass(frozen=True)
class Report:
    """Everything `--json` and `--html` write."""

    metrics: dict[str, Metric]
    by_category: dict[str, dict[str, Metric]]
    by_split: dict[str, dict[str, Metric]]
    rows: tuple[Row, ...]
    environment: Mapping[str, Any]

    @property
    def failures(self) -> list[Row]:
        """Questions whose answer is not right, in the order asked."""
        return [row for row in self.rows if row.cause]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        return {
            "metrics": metrics_to_dict(self.metrics),
            "by_category": {name: metrics_to_dict(metrics) for name, metrics in self.by_category.items()},
            "by_split": {name: metrics_to_dict(metrics) for name, metrics in self.by_split.items()},
            "questions": [row.to_dict() for row in self.rows],
            "environment": dict(self.environment),
        }

    def to_json(self) -> str:
        """The contract as text, Vietnamese unescaped."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def make_report(rows: Sequence[Row], environment: Mapping[str, Any], *, gold_passage: bool = False) -> Report:
    """Rows -> metrics over all, by category and by split."""
    skip = FORCED_WITH_GOLD_PASSAGE if gold_passage else frozenset()
    return Report(summarise(rows, skip), by_category(rows, skip), by_split(rows, skip), tuple(rows), environment)
