"""How sure the reader is of a piece of evidence, and below which confidence it says so instead of answering."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields

from rag.evidence import Evidence
from rag.features import Features, vector

THRESHOLD = 0.35
BIAS = -19.04
Curve = Sequence[tuple[float, float]]
# What each of the `Features` adds to the logit: points of a curve that runs straight between them and level beyond them.
# A logistic regression over such curves, monotone where sense says so; see docs/quality.md for what it was fitted on.
CURVES: dict[str, Curve] = {
    "coverage": ((0.0, 0.0), (0.168, 0.11), (0.306, 1.64), (0.452, 1.64), (0.619, 1.64), (0.82, 1.64), (1.0, 1.75)),
    "lead": ((-0.545, 0.0), (-0.005, 0.0), (0.107, 0.05), (0.191, 0.12), (0.289, 0.12), (0.454, 0.12), (0.994, 0.12)),
    "topic": ((0.106, 0.0), (0.331, 0.68), (0.395, 1.15), (0.45, 1.61), (0.519, 1.61), (0.608, 1.78), (0.799, 2.48)),
    "retrieval": ((0.132, 0.0), (0.63, 0.0), (0.913, 0.0), (1.0, 0.71)),
    "names": ((0.0, 0.0), (0.9, 2.22), (1.0, 2.22)),
    "times": ((0.0, 0.0), (1.0, 1.31)),
    "ids": ((0.0, 0.0), (1.0, 3.16)),
    "offices": ((0.0, 0.0), (1.0, 4.61)),
    "asked": ((0.0, 0.0), (0.75, 0.78), (1.0, 0.78)),
    "fit": ((0.0, 0.0), (0.02, 0.01), (0.23, 0.01), (0.6, 0.2), (1.0, 0.2)),
    "lacks_short": ((0.0, 0.0), (1.0, -0.71)),
    "length": ((0.15, 0.0), (0.525, 0.06), (0.75, 0.21), (0.925, 0.24), (1.0, 0.09)),
    "read": ((0.0, 0.0), (0.01, 0.98), (0.104, 2.83), (0.341, 3.49), (0.662, 4.09), (0.908, 5.14), (0.984, 6.42)),
    "chosen": ((0.0, 0.0), (0.2, 0.0), (0.511, 0.0), (0.738, 0.07), (0.924, 0.07), (0.993, 0.51), (1.0, 0.63)),
    "unplanned": ((0.0, 0.0), (1.0, -0.97)),
}
# What is said in the question's own words is answered however the reader doubts: all that it names agrees, most of its words
# stand there, and so does the figure or name. Set by hand: of 34 such sentences of the development questions and 24 of the
# archives four did not hold the answer, and those were answered before as well; the two that had been refused held it.
LITERAL = 0.5
_MOSTLY = {"coverage": 0.8, "predicate": 0.6, "fit": 0.7}
_WHOLLY = ("names", "times", "ids", "offices", "asked")
_ORDERED = tuple(CURVES.get(field.name, ()) for field in fields(Features))


def confidence(evidence: Evidence) -> float:
    """0..1; evidence that contradicts what the question names never passes the threshold, what says it literally always does."""
    logit = BIAS + sum(on_curve(curve, value) for curve, value in zip(_ORDERED, vector(evidence.features), strict=True))
    value = 1 / (1 + math.exp(-logit))
    if evidence.contradicts:
        return min(value, THRESHOLD / 2)
    return max(value, LITERAL) if _is_literal(evidence.features) else value


def _is_literal(found: Features) -> bool:
    mostly = all(getattr(found, name) >= least for name, least in _MOSTLY.items())
    return mostly and all(getattr(found, name) >= 0.9 for name in _WHOLLY) and not found.unplanned


def on_curve(curve: Curve, value: float) -> float:
    """The height of a curve at `value`; 0 for a curve without points."""
    if not curve:
        return 0.0
    behind = bisect_right(curve, value, key=lambda point: point[0])
    if behind in {0, len(curve)}:
        return curve[min(behind, len(curve) - 1)][1]
    (left, low), (right, high) = curve[behind - 1], curve[behind]
    return low + (high - low) * (value - left) / (right - left)
