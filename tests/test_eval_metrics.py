"""Metrics on hand-made answers: the arithmetic stands beside each value."""

import math

import numpy as np
import pytest
from sklearn.metrics import dcg_score, ndcg_score
from test_eval_fakes import ARTICLES, TEXTS, citation, quote, refusal, told

from eval.measures.bootstrap import auroc, auroc_interval, mean_interval, ratio_interval, sign_flip_p
from eval.measures.metrics import cited, contains, correct, exact_quotes, short_enough
from eval.measures.ranking import first_gold_rank, rank_scores
from eval.measures.scoring import Asked, score
from eval.measures.summary import summarise
from eval.report import make_report
from eval.sets.questions import Question

NUMBER = Question("n", "Kết nạp bao nhiêu?", ("325/600", "325"), articles=("ba-be",), category="number")
LIST = Question("l", "Hai huyện nào?", all_of=(("Ba Bể", "huyện Bể"), ("Ba Chẽ",)), articles=("ba-be", "ba-che"), category="list")
NEVER = Question("u", "Giá vàng?", answerable=False)
RETRIEVAL_ONLY = Question("r", "Ba Bể ra sao?", articles=("ba-be",))
GOOD = told("Huyện đã kết nạp 325/600 đảng viên. [1]", "325/600", [quote("ba-be", "325/600")])


# ranking -------------------------------------------------------------------------------------------------------------


def test_ranking_of_one_gold_article_at_rank_two():
    found = rank_scores({"q": ["b"]}, {"q": ["a", "b", "c"]})["q"]
    assert found["ndcg@10"] == pytest.approx(1 / math.log2(3))
    assert found["mrr@10"] == 1 / 2
    assert (found["recall@1"], found["recall@5"], found["recall@10"]) == (0.0, 1.0, 1.0)


def test_ranking_counts_every_gold_article():
    found = rank_scores({"q": ["a", "c"]}, {"q": ["a", "b", "c"]})["q"]
    ideal = 1 / math.log2(2) + 1 / math.log2(3)
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(2) + 1 / math.log2(4)) / ideal)
    assert (found["recall@1"], found["recall@5"]) == (0.5, 1.0)


def test_ranking_keeps_the_order_given_beyond_ties_and_cuts_at_ten():
    eleven = [f"d{n}" for n in range(11)]
    found = rank_scores({"tenth": ["d9"], "eleventh": ["d10"]}, {"tenth": eleven, "eleventh": eleven})
    assert found["tenth"]["ndcg@10"] == pytest.approx(1 / math.log2(11))
    assert found["tenth"]["mrr@10"] == 1 / 10
    assert set(found["eleventh"].values()) == {0.0}


def test_ranking_scores_nothing_retrieved_as_zero():
    assert rank_scores({"q": ["a"]}, {"q": []})["q"]["ndcg@10"] == 0.0
    assert rank_scores({}, {}) == {}


def test_an_article_retrieved_twice_counts_at_its_first_rank():
    found = rank_scores({"q": ["b"]}, {"q": ["a", "a", "b"]})["q"]
    assert found["mrr@10"] == 1 / 2
    assert first_gold_rank(["b"], ["a", "a", "b"]) == 2
    assert first_gold_rank(["z"], ["a"]) is None


def test_ranking_agrees_with_another_library_on_random_orders():
    generator = np.random.default_rng(11)
    pool = [f"d{n}" for n in range(40)]
    retrieved = {f"q{n}": generator.permutation(pool)[: generator.integers(2, 41)].tolist() for n in range(300)}
    gold = {name: generator.permutation(pool)[: generator.integers(1, 13)].tolist() for name in retrieved}  # up to more than ten
    for name, found in rank_scores(gold, retrieved).items():
        order = [*retrieved[name], *(one for one in pool if one not in retrieved[name])]  # what was not retrieved: behind all
        wanted = np.asarray([one in gold[name] for one in order], float)
        gained = wanted * (np.arange(len(order)) < len(retrieved[name]))
        places = -np.arange(len(order), dtype=float)
        assert found["ndcg@10"] == pytest.approx(dcg_score([gained], [places], k=10) / dcg_score([wanted], [wanted], k=10))
        if len(retrieved[name]) >= 10:
            assert found["ndcg@10"] == pytest.approx(ndcg_score([wanted], [places], k=10))
        ranks = [rank for rank, one in enumerate(retrieved[name][:10], 1) if one in gold[name]]
        assert found["mrr@10"] == pytest.approx(1 / ranks[0] if ranks else 0.0)
        for depth in (1, 5, 10):
            assert found[f"recall@{depth}"] == pytest.approx(sum(rank <= depth for rank in ranks) / len(gold[name]))


# one answer ----------------------------------------------------------------------------------------------------------


def test_contains_wants_the_number_in_the_short_answer():
    assert contains(NUMBER, GOOD)
    assert not contains(NUMBER, told("Huyện đã kết nạp 325/600 đảng viên.", "600"))
    assert not contains(NUMBER, told("Huyện đã kết nạp 325/600 đảng viên.", None))


def test_contains_wants_one_of_each_all_of():
    assert contains(LIST, told("Đó là Ba Chẽ và huyện Bể."))
    assert not contains(LIST, told("Đó là Ba Bể."))


def test_contains_wants_answers_and_all_of_when_both_are_given():
    both = Question("b", "?", ("hai huyện",), (("Ba Bể",),), ("ba-be",), category="list")
    assert contains(both, told("Hai huyện, trong đó có Ba Bể."))
    assert not contains(both, told("Trong đó có Ba Bể."))


def test_a_refusal_contains_nothing():
    named = Question("x", "?", ("bài báo",), articles=("ba-be",))
    assert not contains(named, refusal())


def test_cited_looks_at_the_first_citation():
    right, wrong = quote("ba-be", "325/600"), quote("ba-che", "75 thôn")
    assert cited(NUMBER, told("", cites=[right, wrong]))
    assert not cited(NUMBER, told("", cites=[wrong, right]))
    assert not cited(NUMBER, told(""))


def test_cited_wants_all_of_several_gold_articles():
    right, other = quote("ba-be", "325/600"), quote("ba-che", "75 thôn")
    assert cited(LIST, told("", cites=[other, right]))
    assert not cited(LIST, told("", cites=[right]))


def test_length_limits_are_120_and_200_for_long_categories():
    assert short_enough(NUMBER, told("a " * 120))
    assert not short_enough(NUMBER, told("a " * 121))
    assert short_enough(LIST, told("a " * 200))
    assert not short_enough(LIST, told("a " * 201))


def test_correct_is_contains_and_cited_and_short():
    assert correct(NUMBER, GOOD)
    assert not correct(NUMBER, told(GOOD.answer, "325/600", [quote("ba-che", "75 thôn")]))
    assert not correct(NUMBER, told("dài " * 130, "325/600", GOOD.citations))


def test_a_question_without_gold_articles_need_not_be_cited():
    assert correct(Question("x", "?", ("325/600",)), GOOD)


def test_quotes_are_checked_at_their_offsets():
    cites = [
        quote("ba-be", "325/600"),
        citation("ba-be", "325/600", 0, 7),  # right words, wrong place
        citation("gone", "325/600", 0, 7),  # no such article any more
        citation("ba-be", "", 3, 3),  # empty
        citation("ba-be", TEXTS["ba-be"][-6:-1], -6, -1),  # negative offsets must not wrap round
    ]
    assert exact_quotes(cites, ARTICLES) == [True, False, False, False, False]


# bootstrap -----------------------------------------------------------------------------------------------------------


def test_auroc_counts_pairs_with_ties_as_half():
    # pairs (0.9, 0.5) win, (0.9, 0.7) win, (0.5, 0.5) tie, (0.5, 0.7) lose: (1 + 1 + 0.5 + 0) / 4
    assert auroc([0.9, 0.5], [0.5, 0.7]) == 2.5 / 4


def test_intervals_are_seeded_and_hold_the_value():
    values = [1.0, 0.0] * 50
    low, high = mean_interval(values)
    assert (low, high) == mean_interval(values)
    # standard error of a share of 1/2 over 100: sqrt(0.25 / 100) = 0.05, so about 0.5 -+ 0.098
    assert low == pytest.approx(0.402, abs=0.02)
    assert high == pytest.approx(0.598, abs=0.02)


def test_p_of_few_pairs_counts_all_signs():
    # |±1 ±1 ±1| is 3 for 2 of the 8 choices of signs
    assert sign_flip_p([-1.0, -1.0, -1.0, 0.0, 0.0]) == 2 / 8
    assert sign_flip_p([1.0, 1.0, 1.0]) == 2 / 8
    # |±3 ±1| is at least 2 whatever the signs, and 4 for half of them
    assert (sign_flip_p([3.0, -1.0]), sign_flip_p([3.0, 1.0])) == (1.0, 1 / 2)


def test_p_without_a_difference_is_1():
    assert (sign_flip_p([]), sign_flip_p([0.0, 0.0]), sign_flip_p([1.0])) == (1.0, 1.0, 1.0)


def test_p_of_many_pairs_is_sampled_and_seeded():
    # 30 up and 10 down: the sign test's two tails of a fair coin
    found = sign_flip_p([1.0] * 30 + [-1.0] * 10 + [0.0] * 60)
    exact = 2 * sum(math.comb(40, k) for k in range(11)) / 2**40
    assert found == pytest.approx(exact, abs=0.002)
    assert found == sign_flip_p([1.0] * 30 + [-1.0] * 10)


def test_interval_of_a_constant_has_no_width():
    assert mean_interval([1.0, 1.0, 1.0]) == (1.0, 1.0)
    assert auroc_interval([0.9, 0.8], [0.1]) == (1.0, 1.0)


def test_ratio_interval_resamples_questions_with_both_their_parts():
    # 1/1 and 0/3: every resample of two is 1/1, 1/4 or 0/6
    assert ratio_interval([1.0, 0.0], [1.0, 3.0]) == (0.0, 1.0)


def test_intervals_are_the_same_whatever_the_block_size(monkeypatch):
    whole = mean_interval([1.0, 0.0, 0.5])
    monkeypatch.setattr("eval.measures.bootstrap._BLOCK_CELLS", 600)
    assert mean_interval([1.0, 0.0, 0.5]) == whole


# all together --------------------------------------------------------------------------------------------------------


def rows():
    wrong = told("Không rõ. [1][2]", "12", [quote("ba-che", "75 thôn"), citation("ba-be", "x", 0, 1)], ("ba-che", "ba-be"), 0.6)
    return score(
        [
            Asked(NUMBER, GOOD, 10.0),
            Asked(Question("n2", "Bao nhiêu?", ("75",), articles=("ba-be",), category="number"), wrong, 20.0),
            Asked(RETRIEVAL_ONLY, refusal(0.3), 30.0),
            Asked(NEVER, refusal(0.1), 40.0),
            Asked(Question("u2", "Giá dầu?", answerable=False), told("Giá tăng.", confidence=0.4), 50.0),
        ],
        ARTICLES,
    )


def test_metrics_over_five_questions():
    found = {name: (metric.value, metric.n) for name, metric in summarise(rows()).items()}
    assert found["mrr@10"] == ((1 + 1 / 2 + 1) / 3, 3)  # the retrieval-only question counts
    assert found["exact_match"] == (1 / 2, 2)
    assert found["contains"] == (1 / 2, 2)
    assert found["cited"] == (1 / 2, 2)
    assert found["correct"] == (1 / 2, 2)
    assert found["citation_precision"] == ((1 + 1) / (1 + 2), 3)
    assert found["exact_quote"] == ((1 + 1) / (1 + 2), 3)  # citation "x" does not stand at 0..1
    assert found["refusal_recall"] == (1 / 2, 2)
    assert found["refusal_precision"] == (1 / 2, 2)  # the retrieval-only question was refused wrongly
    assert found["coverage"] == (2 / 3, 3)
    assert found["refused"] == (2 / 5, 5)
    # answerable .9 .6 .3 against unanswerable .1 .4: all pairs but (.3, .4) are won
    assert found["refusal_auroc"] == (5 / 6, 5)
    assert found["latency_p50_ms"] == (30.0, 5)
    assert found["latency_p95_ms"][0] == pytest.approx(40 + 0.8 * 10)  # rank 0.95 * 4 = 3.8


def test_answer_length_is_over_answers_only():
    # "Huyện đã kết nạp 325/600 đảng viên. [1]" 8, "Không rõ. [1][2]" 3, "Giá tăng." 2
    metric = summarise(rows())["answer_syllables"]
    assert (metric.value, metric.n) == ((8 + 3 + 2) / 3, 3)


def test_near_misses_are_counted_beside_all_refusals():
    near = [Question(name, "Ai?", answerable=False, near_miss=True) for name in ("n1", "n2", "n3")]
    answers = (refusal(), told("Có."), told("Có."))
    found = summarise(rows() + score([Asked(q, answer, 1.0) for q, answer in zip(near, answers, strict=True)], ARTICLES))
    assert (found["near_miss_refusal_recall"].value, found["near_miss_refusal_recall"].n) == (1 / 3, 3)
    assert (found["refusal_recall"].value, found["refusal_recall"].n) == ((1 + 1) / (2 + 3), 5)


def test_each_split_has_its_own_metrics():
    dev = Question("d", "Kết nạp bao nhiêu?", ("12",), articles=("ba-be",), category="number", split="dev")
    report = make_report(score([Asked(NUMBER, GOOD, 1.0), Asked(dev, GOOD, 1.0), Asked(NEVER, GOOD, 1.0)], ARTICLES), {})
    assert list(report.by_split) == ["dev", "test"]
    assert {name: (found["correct"].value, found["correct"].n) for name, found in report.by_split.items()} == {
        "dev": (0.0, 1),
        "test": (1.0, 1),
    }
    assert (report.metrics["correct"].value, report.by_split["test"]["refusal_recall"].value) == (1 / 2, 0.0)


def test_an_undefined_metric_is_null_with_n_0():
    found = summarise(rows()[:1])
    assert found["refusal_recall"].to_dict() == {"value": None, "ci95": None, "n": 0}
    assert found["refusal_auroc"].n == 0


def test_rows_name_the_cause_of_failure():
    assert [row.cause for row in rows()] == [None, "wrong sentence", None, None, "answered"]
    lost = score([Asked(NUMBER, refusal(retrieved=("ba-che",)), 1.0)], ARTICLES)[0]
    assert (lost.cause, lost.rank) == ("not retrieved", None)
    assert score([Asked(NUMBER, refusal(), 1.0)], ARTICLES)[0].cause == "refused"
    astray = told(GOOD.answer, "325/600", [quote("ba-che", "75 thôn")])
    assert score([Asked(NUMBER, astray, 1.0)], ARTICLES)[0].cause == "wrong source"


def test_quotes_stay_unchecked_where_the_articles_cannot_be_read():
    found = summarise(score([Asked(NUMBER, GOOD, 1.0)], None))
    assert found["exact_quote"].value is None
    assert found["cited"].value == 1.0


def test_with_the_gold_passage_only_reading_is_measured():
    report = make_report(
        score([Asked(NUMBER, GOOD, 1.0), Asked(NEVER, GOOD, 1.0)], ARTICLES, gold_passage=True), {}, gold_passage=True
    )
    defined = {name for name, metric in report.metrics.items() if metric.n}
    assert defined == {
        "exact_match", "f1", "contains", "exact_quote", "answer_syllables", "refusal_auroc", "latency_p50_ms", "latency_p95_ms",
    }  # fmt: skip
    assert report.failures == []
