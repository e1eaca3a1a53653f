"""Risk over coverage, AURC and nAUC, worked by hand and against a slow count."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from test_eval_fakes import ARTICLES, quote, refusal, told

from eval.measures.abstention import area, risk_coverage
from eval.measures.scoring import Asked, score
from eval.measures.summary import summarise
from eval.report import make_report
from eval.sets.questions import Question

ORDERED = ([0.9, 0.8, 0.6, 0.3], [True, False, True, False])


def test_the_curve_has_a_point_for_each_confidence():
    found = [(point.coverage, point.risk, point.threshold) for point in risk_coverage(*ORDERED)]
    assert found == [(1 / 4, 0.0, 0.9), (2 / 4, 1 / 2, 0.8), (3 / 4, pytest.approx(1 / 3), 0.6), (1.0, 1 / 2, 0.3)]


def test_no_threshold_parts_questions_of_the_same_confidence():
    found = [(point.coverage, point.risk) for point in risk_coverage([0.5, 0.9, 0.5, 0.5], [True, True, False, False])]
    assert found == [(1 / 4, 0.0), (1.0, 1 / 2)]
    assert risk_coverage([], []) == []


def test_the_area_is_the_mean_risk_and_nauc_lies_between_chance_and_oracle():
    found = area(*ORDERED)
    aurc = (0 + 1 / 2 + 1 / 3 + 1 / 2) / 4
    oracle = (0 + 0 + 1 / 3 + 1 / 2) / 4  # both right ones first
    assert found.aurc == pytest.approx(aurc)
    assert found.nauc == pytest.approx((1 / 2 - aurc) / (1 / 2 - oracle))


def test_the_oracle_has_1_chance_0_and_the_reverse_less():
    assert area([0.9, 0.8, 0.2, 0.1], [True, True, False, False]).nauc == pytest.approx(1.0)
    assert area([0.5] * 4, [True, True, False, False]).nauc == pytest.approx(0.0)
    assert area([0.1, 0.2, 0.8, 0.9], [True, True, False, False]).nauc < 0


@pytest.mark.parametrize("right", [True, False])
def test_where_all_are_alike_there_is_nothing_to_tell_apart(right):
    found = area([0.9, 0.1], [right, right])
    assert (found.aurc, found.nauc, found.nauc_ci95) == (0.0 if right else 1.0, None, None)


def test_nothing_asked_has_no_area():
    assert area([], []) is None


def test_equal_confidences_count_as_the_mean_over_their_orders():
    generator = np.random.default_rng(7)
    for _ in range(20):
        sure, right = generator.choice([0.2, 0.5, 0.8], 6).tolist(), (generator.random(6) < 0.6).tolist()
        orders = [order for order in permutations(range(6)) if all(sure[a] >= sure[b] for a, b in pairwise(order))]
        slow = [np.mean([sum(not right[i] for i in order[:k]) / k for k in range(1, 7)]) for order in orders]
        assert area(sure, right).aurc == pytest.approx(np.mean(slow))


def test_intervals_hold_the_value_and_leave_out_resamples_without_one():
    found = area(*ORDERED)  # some resamples of four are all right or all wrong
    assert found.aurc_ci95[0] <= found.aurc <= found.aurc_ci95[1]
    assert found.nauc_ci95[0] <= found.nauc <= found.nauc_ci95[1] == 1.0
    assert found == area(*ORDERED)


def rows():
    right = told("325/600 [1]", "325/600", [quote("ba-be", "325/600")], confidence=0.9)
    gold = {"answers": ("325/600",), "articles": ("ba-be",)}
    pairs = [
        (Question("right", "?", **gold), right),
        (Question("wrong", "?", answers=("12",), articles=("ba-be",)), told("325/600", confidence=0.7)),
        (Question("lost", "?", **gold), refusal(0.4)),  # what it would have said is not known
        (Question("never", "?", answerable=False), told("Có.", confidence=0.8)),
        (Question("rightly", "?", answerable=False), refusal(0.1)),
        (Question("unjudged", "?", articles=("ba-be",)), right),  # no gold text
    ]
    return score([Asked(question, answer, 1.0) for question, answer in pairs], ARTICLES)


def test_right_is_an_answer_that_is_correct_and_nothing_else():
    report = make_report(rows(), {}).to_dict()
    points = [(point["coverage"], point["risk"], point["threshold"]) for point in report["risk_coverage"]]
    assert points == [(0.2, 0.0, 0.9), (0.4, 0.5, 0.8), (0.6, 0.666667, 0.7), (0.8, 0.75, 0.4), (1.0, 0.8, 0.1)]
    assert report["metrics"]["aurc"]["value"] == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4 + 4 / 5) / 5, abs=1e-6)
    assert (report["metrics"]["nauc"]["value"], report["metrics"]["nauc"]["n"]) == (1.0, 5)  # the only right one is the surest


def test_unanswerable_questions_alone_have_no_curve_to_speak_of():
    found = summarise([row for row in rows() if not row.answerable])
    assert (found["aurc"].n, found["nauc"].n) == (0, 0)
