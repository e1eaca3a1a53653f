"""What each system's answers are worth beside the whole system's, and the table and the JSON form of it."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.asking.pipeline import Answer
from eval.compare import Difference, compare
from eval.measures.bootstrap import Interval
from eval.measures.scoring import Asked, Row
from eval.measures.summary import RATIOS, Metric, metrics_to_dict, ratio

ORDER_METRICS = ("ndcg@10", "recall@1", "recall@5")
METRICS = (*ORDER_METRICS, "correct", "cited", "coverage", "refusal_recall")
_BY = "ndcg@10"  # what tells a better order from a worse one
_NOTHING = "-"


@dataclass(frozen=True)
class Result:
    """One system's metrics; `differences` are its own less the whole system's over the questions that both were asked.

    `changed` answers of `asked` are not those of the whole system, word for word; None where only the order of articles was
    looked at. `better` and `worse` became right or wrong, there by nDCG@10.
    """

    name: str
    metrics: Mapping[str, Metric]
    differences: Mapping[str, Difference]
    asked: int
    changed: int | None
    better: int
    worse: int

    def to_dict(self) -> dict[str, Any]:
        """As `--json` writes it, rounded to six places."""
        moved = {name: _difference_to_dict(one) for name, one in self.differences.items()}
        counts = {"asked": self.asked, "changed": self.changed, "better": self.better, "worse": self.worse}
        return {"name": self.name, "metrics": metrics_to_dict(dict(self.metrics)), "difference": moved, **counts}


def ordered(question: str, articles: Sequence[str]) -> Answer:
    """In place of an answer where there is but an order of articles."""
    return Answer(question, question, False, None, None, "", 0.0, retrieved=tuple(articles))


def at_equal_coverage(asked: Sequence[Asked], whole: Sequence[Asked]) -> list[Asked]:
    """Answers to everything, of which the least sure become refusals: of the answerable questions as many are left answered
    as the whole system answers, or more where confidences are equal."""
    count = sum(one.answer.answered for one in whole if one.question.answerable)
    sure = sorted(one.answer.confidence for one in asked if one.question.answerable and one.answer.answered)
    least = sure[-count:][0] if count and sure else math.inf
    return [one if one.answer.confidence >= least else replace(one, answer=_refused(one.answer)) for one in asked]


def result_of(name: str, rows: Sequence[Row], whole: Sequence[Row], *, answers: bool) -> Result:
    """Measure one system beside the whole; of one that does not answer only the order of articles is looked at."""
    columns = METRICS if answers else ORDER_METRICS
    comparison = compare(_as_report(whole, columns), _as_report(rows, columns))
    before = {row.id: row for row in whole}
    pairs = [(before[row.id], row) for row in rows]
    gains = [row.ranking[_BY] - then.ranking[_BY] for then, row in pairs if _BY in row.ranking]
    return Result(
        name=name,
        metrics={column: ratio(rows, RATIOS[column]) for column in columns},
        differences={one.name: one for one in comparison.differences},
        asked=len(rows),
        changed=sum(_told(then) != _told(row) for then, row in pairs) if answers else None,
        better=len(comparison.better) if answers else sum(gain > 0 for gain in gains),
        worse=len(comparison.worse) if answers else sum(gain < 0 for gain in gains),
    )


def table_rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    """Head, then a line for each system and below each but the first its differences to it."""
    whole, *others = results
    rows = [("system", *METRICS, "answers changed", "better / worse"), (whole.name, *_values(whole), "", "")]
    for one in others:
        changed = _NOTHING if one.changed is None else f"{one.changed} of {one.asked}"
        rows.append((one.name, *_values(one), changed, f"{one.better} / {one.worse}"))
        rows.append(("- difference", *_differences(one), "", ""))
    return rows


def markdown_table(rows: Iterable[Sequence[str]]) -> str:
    """The same rows as Markdown."""
    head, *others = [f"| {' | '.join(row)} |\n" for row in rows]
    return head + "|" + "---|" * (head.count("|") - 1) + "\n" + "".join(others)


def _as_report(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, Any]:
    """As much of a report as `compare` reads."""
    return {"metrics": {name: {} for name in columns}, "questions": [row.to_dict() for row in rows], "environment": {}}


def _told(row: Row) -> tuple[object, ...]:
    return row.answered, row.answer, row.short_answer


def _refused(answer: Answer) -> Answer:
    return replace(answer, answered=False, reason="low_confidence", short_answer=None, answer="", citations=())


def _values(one: Result) -> list[str]:
    found = (one.metrics.get(name) for name in METRICS)
    return [_cell(_plain, metric.value, metric.ci95) if metric else _NOTHING for metric in found]


def _differences(one: Result) -> list[str]:
    found = (one.differences.get(name) for name in METRICS)
    return [_cell(_signed, moved.new - moved.old, moved.ci95) if moved else _NOTHING for moved in found]


def _cell(shown: Callable[[float], str], value: float | None, ci95: Interval | None) -> str:
    if value is None:
        return _NOTHING
    return shown(value) if ci95 is None else f"{shown(value)} ({shown(ci95[0])} to {shown(ci95[1])})"


def _plain(value: float) -> str:
    """Three places without the nought before the point, as docs/quality.md writes rates."""
    found = f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"
    return {"1.000": "1", "-1.000": "-1", ".000": "0", "-.000": "0"}.get(found, found)


def _signed(value: float) -> str:
    found = _plain(value)
    return found if found == "0" or value < 0 else f"+{found}"


def _difference_to_dict(one: Difference) -> dict[str, Any]:
    ci95 = None if one.ci95 is None else [round(bound, 6) for bound in one.ci95]
    return {"value": round(one.new - one.old, 6), "ci95": ci95, "n": one.n}
