"""Confidence as a sum of curves."""

import pytest

from rag.confidence import CURVES, on_curve
from rag.features import Features

BENT = ((0.0, 0.0), (0.5, 2.0), (1.0, 2.5))


@pytest.mark.parametrize(
    ("value", "height"),
    [(-1.0, 0.0), (0.0, 0.0), (0.25, 1.0), (0.5, 2.0), (0.6, 2.1), (1.0, 2.5), (3.0, 2.5)],
)
def test_a_curve_runs_straight_between_its_points_and_level_beyond_them(value, height):
    assert on_curve(BENT, value) == pytest.approx(height)


def test_a_curve_without_points_adds_nothing():
    assert on_curve((), 0.7) == 0.0


def test_what_speaks_for_an_answer_never_lowers_the_confidence():
    against = {"lacks_short", "missing", "unplanned"}
    assert set(CURVES) <= set(Features.__dataclass_fields__)
    for name in set(CURVES) - against - {"length"}:
        heights = [height for _, height in CURVES[name]]
        assert heights == sorted(heights), name
    for name in set(CURVES) & against:
        heights = [height for _, height in CURVES[name]]
        assert heights == sorted(heights, reverse=True), name
