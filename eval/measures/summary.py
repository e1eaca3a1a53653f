"""Rows -> metrics with their intervals, over all questions, by category and by split."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.measures.abstention import area
from eval.measures.bootstrap import Interval, auroc, auroc_interval, percentile_interval, ratio_interval
from eval.measures.ranking import RANKING_METRICS
from eval.measures.scoring import Row

Part = tuple[float, float]  # what one question adds above and below the fraction line


@dataclass(frozen=True)
class Metric:
    """value = a sum over n items; n is the denominator. Undefined (n = 0): value and ci95 are None."""

    value: float | None
    ci95: Interval | None
    n: int

    def to_dict(self) -> dict[str, Any]:
        """As the contract writes it, rounded to six places."""
        rounded = None if self.ci95 is None else [round(bound, 6) for bound in self.ci95]
        return {"value": None if self.value is None else round(self.value, 6), "ci95": rounded, "n": self.n}


UNDEFINED = Metric(None, None, 0)


def exact_quote(row: Row) -> Part | None:
    """Quotes found again at their offsets / citations whose article's file could be read."""
    checked = [citation.exact for citation in row.citations if citation.exact is not None]
    return (float(sum(checked)), float(len(checked))) if checked else None


def citation_precision(row: Row) -> Part | None:
    """Gold citations / citations, over answerable questions with gold articles."""
    return (float(row.gold_citations), float(len(row.citations))) if row.citations and row.gold_citations is not None else None


def refusal_recall(row: Row) -> Part | None:
    """Refused / unanswerable."""
    return None if row.answerable else (float(row.refused), 1.0)


def near_miss_refusal_recall(row: Row) -> Part | None:
    """Refused / unanswerable questions that the articles come close to."""
    return (float(row.refused), 1.0) if row.near_miss else None


def refusal_precision(row: Row) -> Part | None:
    """Rightly refused / refused."""
    return (float(not row.answerable), 1.0) if row.refused else None


def coverage(row: Row) -> Part | None:
    """Answered / answerable; questions without gold text count too."""
    return (float(row.answered), 1.0) if row.answerable else None


def answer_syllables(row: Row) -> Part | None:
    """Syllables of the answers / answers; refusals have none."""
    return (float(row.syllables), 1.0) if row.answered else None


def _column(name: str) -> Callable[[Row], Part | None]:
    """Mean of a row's own score, over the questions for which it is defined."""

    def part(row: Row) -> Part | None:
        value = row.ranking.get(name) if name in RANKING_METRICS else getattr(row, name)
        return None if value is None else (float(value), 1.0)

    return part


RATIOS: dict[str, Callable[[Row], Part | None]] = {
    **{name: _column(name) for name in (*RANKING_METRICS, "exact_match", "f1", "contains", "cited")},
    "citation_precision": citation_precision,
    "correct": _column("correct"),
    "exact_quote": exact_quote,
    "alce_recall": _column("alce_recall"),
    "alce_precision": _column("alce_precision"),
    "refusal_recall": refusal_recall,
    "near_miss_refusal_recall": near_miss_refusal_recall,
    "refusal_precision": refusal_precision,
    "coverage": coverage,
    "refused": _column("refused"),
    "answer_syllables": answer_syllables,
}
# With the gold passage given nothing can be refused or retrieved; the confidence still tells answerable from unanswerable.
FORCED_WITH_GOLD_PASSAGE = frozenset(
    {"citation_precision", "refusal_recall", "near_miss_refusal_recall", "refusal_precision", "coverage", "refused"}
)


def summarise(rows: Sequence[Row], skip: Collection[str] = ()) -> dict[str, Metric]:
    """Every metric over these rows; those in `skip` stay undefined."""
    found = {name: UNDEFINED if name in skip else ratio(rows, part) for name, part in RATIOS.items()}
    found["refusal_auroc"] = refusal_auroc(rows)
    found.update(abstention(rows))
    found["latency_p50_ms"] = latency(rows, 50)
    found["latency_p95_ms"] = latency(rows, 95)
    found |= stage_latencies(rows)
    return found


def by_category(rows: Sequence[Row], skip: Collection[str] = ()) -> dict[str, dict[str, Metric]]:
    """The same metrics for each category, in order of name."""
    return _grouped(rows, lambda row: row.category, skip)


def by_split(rows: Sequence[Row], skip: Collection[str] = ()) -> dict[str, dict[str, Metric]]:
    """The same metrics for each split, dev before test."""
    return _grouped(rows, lambda row: row.split, skip)


def _grouped(rows: Sequence[Row], key: Callable[[Row], str], skip: Collection[str]) -> dict[str, dict[str, Metric]]:
    names = sorted(set(map(key, rows)))
    return {name: summarise([row for row in rows if key(row) == name], skip) for name in names}


def ratio(rows: Sequence[Row], part: Callable[[Row], Part | None]) -> Metric:
    """Sum of the numerators / sum of the denominators, over the questions that have a part in the metric."""
    parts = [found for row in rows if (found := part(row)) is not None]
    if not parts:
        return UNDEFINED
    above, below = zip(*parts, strict=True)
    return Metric(sum(above) / sum(below), ratio_interval(above, below), round(sum(below)))


def refusal_auroc(rows: Sequence[Row]) -> Metric:
    """Probability that an answerable question has more confidence than an unanswerable one, ties counting half."""
    answerable = [row.confidence for row in rows if row.answerable and row.confidence is not None]
    unanswerable = [row.confidence for row in rows if not row.answerable and row.confidence is not None]
    if not answerable or not unanswerable:
        return UNDEFINED
    size = len(answerable) + len(unanswerable)
    return Metric(auroc(answerable, unanswerable), auroc_interval(answerable, unanswerable), size)


def abstention(rows: Sequence[Row]) -> dict[str, Metric]:
    """`aurc` and `nauc` over the questions that can be judged; undefined where none of those is answerable."""
    sure, right = judged(rows)
    found = area(sure, right) if any(row.answerable and row.right is not None for row in rows) else None
    if found is None:
        return {"aurc": UNDEFINED, "nauc": UNDEFINED}
    nauc = UNDEFINED if found.nauc is None else Metric(found.nauc, found.nauc_ci95, len(sure))
    return {"aurc": Metric(found.aurc, found.aurc_ci95, len(sure)), "nauc": nauc}


def judged(rows: Sequence[Row]) -> tuple[list[float], list[bool]]:
    """Confidence and whether the answer given is right, of the questions that `eval.measures.abstention` counts."""
    known = [(row.confidence, row) for row in rows if row.right is not None and row.confidence is not None]
    return [sure for sure, _ in known], [row.answerable and row.answered and bool(row.correct) for _, row in known]


def latency(rows: Sequence[Row], percent: int) -> Metric:
    """Percentile of the wall-clock time of a question, linear between ranks, after warm-up."""
    return _percentile([row.latency_ms for row in rows if row.error is None], percent)


def stage_latencies(rows: Sequence[Row]) -> dict[str, Metric]:
    """The same of each stage, over the questions that went through it."""
    stages = dict.fromkeys(stage for row in rows for stage in row.timings_ms if stage != "total")
    return {
        f"latency_{stage}_p{percent}_ms": _percentile([row.timings_ms[stage] for row in rows if stage in row.timings_ms], percent)
        for stage in stages
        for percent in (50, 95)
    }


def _percentile(times: Sequence[float], percent: int) -> Metric:
    if not times:
        return UNDEFINED
    return Metric(float(np.percentile(times, percent)), percentile_interval(times, percent), len(times))


def metrics_to_dict(metrics: dict[str, Metric]) -> dict[str, Any]:
    """Metrics as the contract writes them."""
    return {name: metric.to_dict() for name, metric in metrics.items()}
