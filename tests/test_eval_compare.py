"""Two runs against each other: what counts as a regression, and what is chance."""

import json

import pytest
from test_eval_fakes import opener, quote, refusal, told

from corpus import HoiBaoError
from eval.compare import compare
from eval.run import main

RIGHT = told("Đã kết nạp 325/600.", "325/600", [quote("ba-be", "325/600")])
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
    assert one.worse == ("q7",)
    assert one.regressions == ()
    # ten of ten fell: every resample has the difference -1
    ten = compare(old, report([row(f"q{n}", correct=False) for n in range(10)]))
    assert ten.regressions == ("correct",)
    assert (ten.common, ten.added, ten.gone) == (10, 0, 90)


def test_a_gain_is_no_regression_and_names_the_better():
    found = compare(report([row("q", correct=False)]), report([row("q")]))
    assert (found.better, found.worse, found.regressions) == (("q",), (), ())
    assert {d.name: (d.old, d.new) for d in found.differences}["correct"] == (0.0, 1.0)


def test_ranking_and_refusals_are_gates_too():
    old = report([row("a"), row("u", answerable=False, answered=False, refused=True, correct=None, **{"ndcg@10": None})])
    new = report([row("a", **{"ndcg@10": 0.5}), row("u", answerable=False, refused=False, correct=None, **{"ndcg@10": None})])
    found = compare(old, new)
    assert set(found.regressions) == {"ndcg@10", "refusal_recall"}
    assert found.worse == ("u",)


def test_a_question_that_was_reworded_is_another_question():
    found = compare(report([row("a"), row("b")]), report([row("a", question="Khác?", correct=False), row("b")]))
    assert (found.common, found.added, found.gone, found.regressions) == (1, 1, 1, ())


def test_metrics_without_rows_stand_side_by_side_without_an_interval():
    found = compare(report([row("a")], latency_p50_ms=10.0), report([row("a")], latency_p50_ms=900.0))
    latency = next(difference for difference in found.differences if difference.name == "latency_p50_ms")
    assert (latency.old, latency.new, latency.ci95, latency.fell) == (10.0, 900.0, None, False)


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
    assert "worse: q0, q1, q2, q3, q4\n" in out
    assert out.endswith("REGRESSION: correct\n")
    assert json.loads(new.read_text(encoding="utf-8"))["metrics"]["correct"]["value"] == 0.0


def test_the_command_ends_with_0_when_nothing_fell(runs, capsys):
    questions, old, good = runs
    assert main(["--questions", str(questions), "--compare", str(old), "--json", str(old)], opener(good)) == 0
    assert capsys.readouterr().out.endswith("worse: none\nno regression\n")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": [5], "metrics": {}}', '{"questions": [], "metrics": {}}'])
def test_a_file_that_cannot_be_compared_is_found_before_the_run(tmp_path, runs, text):
    questions, _, good = runs
    seen, other = [], tmp_path / "other.json"
    other.write_text(text, encoding="utf-8")
    with pytest.raises(HoiBaoError, match="cannot compare with"):
        main(["--questions", str(questions), "--compare", str(other)], opener(good, seen=seen))
    assert seen == []
