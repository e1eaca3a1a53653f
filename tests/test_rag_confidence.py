"""Confidence as a sum of curves."""

from dataclasses import fields, replace

import pytest
from test_rag_fakes import SON_HA

from corpus import Span
from rag.confidence import CURVES, LITERAL, THRESHOLD, confidence, on_curve
from rag.evidence import Evidence
from rag.features import Features, with_short
from rag.short_answer import ShortAnswer

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


def test_a_number_of_something_else_is_none_though_the_reader_chose_it():
    nothing = Features(*(0.0 for _ in fields(Features)))
    added, there = ShortAnswer("13 đảng viên", -3.0, 0), ShortAnswer("235 đảng viên", 4.0, 0)
    assert with_short(nothing, added, "number").lacks_short == 1
    assert with_short(nothing, there, "number").lacks_short == 0
    assert with_short(nothing, None, "number").lacks_short == 1
    assert with_short(nothing, None, "why_how").lacks_short == 0


def test_what_is_said_in_the_words_of_the_question_is_answered_though_the_reader_doubts():
    nothing = Features(*(0.0 for _ in fields(Features)))
    agreeing = replace(nothing, names=1.0, times=1.0, ids=1.0, offices=1.0, asked=1.0)
    literal = replace(agreeing, coverage=0.9, predicate=0.7, fit=0.8)

    def sure(found):
        return confidence(Evidence(SON_HA, Span(0, 20), found, 0.0, ShortAnswer("11 hộ", 4.0, 0), "number"))

    assert sure(literal) == LITERAL > THRESHOLD
    for other in ({"times": 0.6}, {"names": 0.4}, {"unplanned": 1.0}, {"predicate": 0.5}, {"fit": 0.5}, {"coverage": 0.7}):
        assert sure(replace(literal, **other)) < THRESHOLD, other
