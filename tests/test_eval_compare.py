"""Two runs against each other: what counts as a regression, and what is chance."""

import json

import pytest
from test_eval_fakes import opener, quote, refusal, told

from corpus import HoiBaoError
from eval.compare import compare
from eval.run import main
from eval.table import comparison_table

RIGHT = told("Đã kết nạp 325/600.", "325/600", [quote("ba-be", "325/600")])
GATE = "gate: the interval of correct, refusal_recall, ndcg@10 must not lie below zero by more than 0.01\n"
WRONG = told("Đã kết nạp 12.", "12", [quote("ba-be", "325/600")])


def row(name, **values):
    made = {
        "id": name,
        "question": f"{name}?",
        "answerable": True,
        "answered": True,
        "refused": False,
        "correct": True,
        "ndcg@10": 1.0,
    }
    return {**made, **values}


def report(rows, **values):
    metrics = {"correct", "ndcg@10", "refusal_recall"}
    found = {name: {"value": 1.0, "ci95": None, "n": 1} for name in metrics}
    return {"metrics": {**found, **{name: {"value": value, "n": 1} for name, value in values.items()}}, "questions": rows}


def test_one_of_a_hundred_is_chance_and_all_of_ten_is_not():
    old = report([row(f"q{n}") for n in range(100)])
    one = compare(old, report([row(f"q{n}", correct=n != 7) for n in range(100)]))
    assert [change.id for change in one.worse] == ["q7"]
    assert one.regressions == ()
    # ten of ten fell: every resample has the difference -1
    ten = compare(old, report([row(f"q{n}", correct=False) for n in range(10)]))
    assert ten.regressions == ("correct",)
    assert (ten.common, ten.added, ten.gone) == (10, 0, 90)


def test_a_gain_is_no_regression_and_names_the_better():
    found = compare(report([row("q", correct=False)]), report([row("q")]))
    assert ([change.id for change in found.better], found.worse, found.regressions) == (["q"], (), ())
    assert {d.name: (d.old, d.new) for d in found.differences}["correct"] == (0.0, 1.0)


def test_ranking_and_refusals_are_gates_too():
    old = report([row("a"), row("u", answerable=False, answered=False, refused=True, correct=None, **{"ndcg@10": None})])
    new = report([row("a", **{"ndcg@10": 0.5}), row("u", answerable=False, refused=False, correct=None, **{"ndcg@10": None})])
    found = compare(old, new)
    assert set(found.regressions) == {"ndcg@10", "refusal_recall"}
    assert [change.id for change in found.worse] == ["u"]


def test_a_question_that_was_reworded_is_another_question():
    found = compare(report([row("a"), row("b")]), report([row("a", question="Khác?", correct=False), row("b")]))
    assert (found.common, found.added, found.gone, found.regressions) == (1, 1, 1, ())


def test_metrics_without_rows_stand_side_by_side_without_an_interval():
    found = compare(report([row("a")], latency_p50_ms=10.0), report([row("a")], latency_p50_ms=900.0))
    latency = next(difference for difference in found.differences if difference.name == "latency_p50_ms")
    assert (latency.old, latency.new, latency.ci95, latency.p, latency.fell()) == (10.0, 900.0, None, None, False)


def test_the_margin_is_how_far_below_zero_the_interval_may_lie():
    old = report([row(f"q{n}") for n in range(10)])
    new = report([row(f"q{n}", **{"ndcg@10": 0.98}) for n in range(10)])  # every resample has the difference -0.02
    assert [compare(old, new, margin).regressions for margin in (0.0, 0.01, 0.03)] == [("ndcg@10",), ("ndcg@10",), ()]


def test_p_is_how_often_random_signs_do_as_much():
    # three of ten fell and one rose: sums of four signs as far from 0 as 2 are all but the 6 of 16 that are 0
    old = report([row(f"q{n}", correct=n != 3) for n in range(10)])
    found = compare(old, report([row(f"q{n}", correct=n > 2) for n in range(10)]))
    assert {one.name: one.p for one in found.differences} == {"correct": 10 / 16, "ndcg@10": 1.0}


def test_questions_that_changed_sides_tell_before_and_now():
    long = "Đảng viên " * 20
    old = [
        row("a", short_answer="409"),
        row("b", refused=True, correct=False),
        row("c", correct=False, cause="wrong text", answer=long),
    ]
    new = [row("a", correct=False, cause="too long", answer="một\n hai"), row("b", answer="Có."), row("c", answer="ba")]
    found = compare(report(old), report(new))
    assert [(one.id, one.question, one.before, one.now) for one in found.worse] == [
        ("a", "a?", "right: 409", "too long: một hai")
    ]
    assert [(one.before, one.now) for one in found.better] == [
        ("refused", "right: Có."),
        (f"wrong text: {long[:59]}…", "right: ba"),
    ]


SAME = "chữ " * 15 + "số "  # 63 characters
SEEN = "…chữ chữ chữ chữ chữ số "


@pytest.mark.parametrize(
    ("then", "now", "shown"),
    [
        # the short answers are alike, so that the whole ones tell more
        (("409", "Có 409 [1]"), ("409", "Có 410 [1]"), ("Có 409 [1]", "Có 410 [1]")),
        # the first difference is character 63; 20 before it a word is begun, which is shown whole
        ((None, SAME + "7 đảng viên"), (None, SAME + "8 đảng viên"), (SEEN + "7 đảng viên", SEEN + "8 đảng viên")),
        # a difference that is seen from the start is shown from there
        ((None, "7 " + SAME), (None, "8 " + SAME), ("7 " + ("chữ " * 15)[:57] + "…", "8 " + ("chữ " * 15)[:57] + "…")),
        # one goes on where the other ends
        ((None, SAME[:-1]), (None, SAME + "7"), (SEEN[:-1], SEEN + "7")),
        # an older file may not have kept the whole answer
        (("409", None), ("409", "Có 409 [1]"), ("409", "409")),
    ],
)  # fmt: skip
def test_of_a_question_that_moved_the_difference_is_shown(then, now, shown):
    rows = [row("a", short_answer=short, answer=whole) for short, whole in (then, now)]
    (moved,) = compare(report(rows[:1]), report([{**rows[1], "correct": False, "cause": "wrong span"}])).worse
    assert (moved.before, moved.now) == (f"right: {shown[0]}", f"wrong span: {shown[1]}")


def test_the_same_answer_from_another_article_names_the_articles():
    said = row("a", short_answer="409", answer="409 [1]")
    right, wrong = ({**said, "citations": [{"article_id": name}] * 2} for name in ("ba-be", "ba-che"))
    (moved,) = compare(report([right]), report([{**wrong, "correct": False, "cause": "wrong source"}])).worse
    assert (moved.before, moved.now) == ("right: 409 [ba-be]", "wrong source: 409 [ba-che]")


def test_what_differs_is_told_in_vietnamese_words():
    old, new = report([row("a")]), report([row("a")])
    old["environment"], new["environment"] = ({"mode": m, "citation_judge": m} for m in ("corpus", "index"))
    assert [one.vietnamese for one in compare(old, new).told] == [
        "cách hỏi khác: trước là lập chỉ mục riêng các bài, nay là chỉ mục có sẵn",
        "cách chấm dẫn nguồn khác",
        "lần so này không xét tỉ lệ từ chối khi không có đáp án, vì không câu hỏi chung nào dùng để tính được",
    ]


def test_many_changes_are_cut_short_in_the_terminal_and_whole_in_json():
    found = compare(report([row(f"q{n}") for n in range(25)]), report([row(f"q{n}", correct=False) for n in range(25)]))
    table = comparison_table(found, "old.json")
    assert "  q19  q19?\n      right -> wrong\n  and 5 more, all of them in --json\n" in table
    assert "q20" not in table
    assert len(found.to_dict()["worse"]) == 25


def test_what_makes_the_runs_differ_is_told():
    known = {"corpus_sha256": "b" * 64, "embedding_model": "small", "mode": "corpus", "git_commit": "1"}
    other = {"corpus_sha256": "d" * 64, "embedding_model": "large", "mode": "corpus", "git_commit": "2"}
    old = {
        **report([row("a", answers=["1"]), row("b"), row("c"), row("d")]),
        "environment": known,
        "comparison": {"margin": 0.05},
    }
    new = {**report([row("a", answers=["2"]), row("b"), row("e")]), "environment": other}
    assert tuple(one.english for one in compare(old, new).told) == (
        "other questions, which are left out: 1 only in this run, 2 only in the old one",
        "other articles: bbbbbbbbbbbb… before, dddddddddddd… now",
        "another embedding model: small before, large now",
        "the old run was itself judged with the margin 0.05, this one is with 0.01",
        "the gold of 1 common questions has changed: a",
        "not gated here, since no common question has it: refused where there is no answer (refusal_recall)",
    )
    assert "NOTE: other articles: bbbb" in comparison_table(compare(old, new), "old.json")


@pytest.fixture
def runs(tmp_path):
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"id": f"q{n}", "question": f"{n}?", "answers": ["325/600"], "articles": ["ba-be"], "category": "number"}
        for n in range(5)
    ]
    rows.append({"id": "u", "question": "u?", "answerable": False})
    questions.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    old = tmp_path / "old.json"
    good = {**{f"{n}?": RIGHT for n in range(5)}, "u?": refusal()}
    main(["--questions", str(questions), "--json", str(old)], opener(good))
    return questions, old, good


def test_the_command_ends_with_1_on_a_regression_and_still_writes(tmp_path, runs, capsys):
    questions, old, good = runs
    new = tmp_path / "new.json"
    bad = {**good, **{f"{n}?": WRONG for n in range(5)}}
    assert main(["--questions", str(questions), "--compare", str(old), "--json", str(new)], opener(bad)) == 1
    out = capsys.readouterr().out
    assert "worse: 5\n  q0  0?\n      right: 325/600 -> wrong span: 12\n  q1  1?\n" in out
    assert "gate: the interval of correct, refusal_recall, ndcg@10 must not lie below zero by more than 0.01\n" in out
    assert out.endswith("REGRESSION: correct\n")
    found = json.loads(new.read_text(encoding="utf-8"))
    assert found["metrics"]["correct"]["value"] == 0.0
    judged = found["comparison"]
    assert (judged["regressions"], judged["margin"], judged["common"], judged["told"]) == (["correct"], 0.01, 6, [])
    assert judged["worse"][0] == {"id": "q0", "question": "0?", "before": "right: 325/600", "now": "wrong span: 12"}
    # all five of five pairs fell: of the 2^5 choices of signs two are as extreme
    assert judged["differences"]["correct"] == {
        "old": 1.0, "new": 0.0, "difference": -1.0, "p": 2 / 2**5, "ci95": [-1.0, -1.0], "n": 5,
    }  # fmt: skip


def test_a_fall_within_the_margin_stops_nothing(runs, capsys):
    questions, old, good = runs
    arguments = ["--questions", str(questions), "--compare", str(old), "--margin"]
    bad = opener({**good, **{f"{n}?": WRONG for n in range(5)}})
    assert main([*arguments, "1"], bad) == 0  # an interval cannot lie below -1
    assert capsys.readouterr().out.endswith("by more than 1\nno regression by the gate, but 5 got worse: read them above\n")
    assert main([*arguments, "0.99"], bad) == 1


def test_the_command_ends_with_0_when_nothing_fell(runs, capsys):
    questions, old, good = runs
    assert main(["--questions", str(questions), "--compare", str(old), "--json", str(old)], opener(good)) == 0
    out = capsys.readouterr().out
    assert out.endswith("better: none\nworse: none\n" + GATE + "no regression\n")
    assert "NOTE" not in out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": [5], "metrics": {}}', '{"questions": [], "metrics": {}}'])
def test_a_file_that_cannot_be_compared_is_found_before_the_run(tmp_path, runs, text):
    questions, _, good = runs
    seen, other = [], tmp_path / "other.json"
    other.write_text(text, encoding="utf-8")
    with pytest.raises(HoiBaoError, match="cannot compare with"):
        main(["--questions", str(questions), "--compare", str(other)], opener(good, seen=seen))
    assert seen == []
