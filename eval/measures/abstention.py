"""How well the confidence tells right answers from wrong ones: risk over coverage, the area under it, and nAUC.

A question counts for this if it is unanswerable or has gold text. It is right if it was answered and the answer is `correct`;
answering an unanswerable one is never right. A refusal has a confidence too, but what would have been said instead is not known:
it counts as wrong once the threshold falls to its confidence. So beyond the run's own coverage the risk is an upper bound.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.bootstrap import Floats, Interval, Rows, rows_interval

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Point:
    """Answering what has at least `threshold` confidence: the share answered, and the share of those that is wrong; all 0..1."""

    coverage: float
    risk: float
    threshold: float

    def to_dict(self) -> dict[str, float]:
        """As the report writes it."""
        return {name: round(value, 6) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Area:
    """The area under the curve and its normalised form, each with its 95 % interval; `nauc` is None where all are alike."""

    aurc: float
    aurc_ci95: Interval
    nauc: float | None
    nauc_ci95: Interval | None


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[Point]:
    """The curve, one point for each confidence that occurs, the highest first (El-Yaniv and Wiener 2010)."""
    order = np.argsort(-np.asarray(confidences, np.float64), kind="stable")
    sure, wrong = np.asarray(confidences, np.float64)[order], ~np.asarray(right, np.bool_)[order]
    last = np.flatnonzero(np.append(sure[1:] != sure[:-1], True)) if len(sure) else np.zeros(0, np.intp)
    risks = np.cumsum(wrong)[last] / (last + 1)
    points = zip((last + 1) / max(len(sure), 1), risks, sure[last], strict=True)
    return [Point(float(share), float(risk), float(threshold)) for share, risk, threshold in points]


def area(confidences: Sequence[float], right: Sequence[bool]) -> Area | None:
    """AURC and nAUC with intervals; None without questions.

    AURC (Geifman et al. 2019): mean of the risk among the k surest, k = 1..n; among equals the mean over their orders.
    nAUC (Gisserot-Boukhlef et al. 2024, arXiv 2402.12997): (AUC - AUC_flat) / (AUC_oracle - AUC_flat) for the area under
    accuracy over abstention, so here (r - AURC) / (r - AURC_oracle): r is the risk of all, which abstaining at random keeps, and
    the oracle has all right ones first. 1 is the oracle, 0 chance, below 0 worse than chance. They sample ten rates of
    abstention, this takes all n.
    """
    if not confidences:
        return None
    levels = np.unique(-np.asarray(confidences, np.float64), return_inverse=True)[1].astype(np.int64)
    items = 2 * levels + ~np.asarray(right, np.bool_)  # one number a question: place of its confidence, and whether it is wrong
    every = np.arange(len(items))[None, :]
    low, high = rows_interval(lambda rows: _aurc(items[rows]), len(items))
    nauc = float(_nauc(items[every])[0])
    defined = np.isfinite(nauc)
    return Area(
        aurc=float(_aurc(items[every])[0]),
        aurc_ci95=(low, high),
        nauc=nauc if defined else None,
        nauc_ci95=rows_interval(lambda rows: _nauc(items[rows]), len(items)) if defined else None,
    )


def _aurc(items: Rows) -> Floats:
    """AURC of each row of items."""
    ordered = np.sort(items, axis=1)
    size = ordered.shape[1]
    places = np.arange(size)
    starts = np.ones(ordered.shape, np.bool_)
    starts[:, 1:] = ordered[:, 1:] >> 1 != ordered[:, :-1] >> 1
    first = np.maximum.accumulate(np.where(starts, places, 0), axis=1)  # of the questions of the same confidence
    ends = np.roll(starts, -1, axis=1)
    ends[:, -1] = True
    last = np.minimum.accumulate(np.where(ends, places, size)[:, ::-1], axis=1)[:, ::-1]
    wrong = np.zeros((len(ordered), size + 1))
    np.cumsum(ordered & 1, axis=1, out=wrong[:, 1:])
    before = np.take_along_axis(wrong, first, axis=1)
    among = np.take_along_axis(wrong, last + 1, axis=1) - before
    expected = before + among * (places - first + 1) / (last - first + 1)
    found: Floats = (expected / (places + 1)).mean(axis=1)
    return found


def _nauc(items: Rows) -> Floats:
    """nAUC of each row of items; NaN where all are right or all wrong."""
    wrong = items & 1
    risk, oracle = wrong.mean(axis=1), _aurc(wrong * 3)  # 0: right, of the first level; 3: wrong, of the second
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (risk - _aurc(items)) / (risk - oracle)
    return found
