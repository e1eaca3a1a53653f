"""What is kept of a report for later comparisons."""

import json

import pytest
from test_eval_fakes import opener, quote, refusal, told

from corpus import HoiBaoError
from eval.baseline import BASELINE, main
from eval.compare import compare
from eval.run import main as run

ANSWERS = {
    "Kết nạp?": told("Đã kết nạp 325/600. [1]" + " Dài." * 50, "325/600", [quote("ba-be", "325/600")]),
    "Thôn?": told("Rất " + "nhiều " * 50, None, [quote("ba-che", "75 thôn")]),
    "Giá vàng?": refusal(),
}
ROWS = [
    {"id": "q1", "question": "Kết nạp?", "answers": ["325/600"], "articles": ["ba-be"], "category": "number"},
    {"id": "q2", "question": "Thôn?", "answers": ["75"], "articles": ["ba-che"]},
    {"id": "q3", "question": "Giá vàng?", "answerable": False},
]


@pytest.fixture
def report(tmp_path):
    questions, out = tmp_path / "q.jsonl", tmp_path / "report.json"
    questions.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    run(["--questions", str(questions), "--json", str(out)], opener(ANSWERS))
    return out


def test_a_baseline_compares_as_the_report_does(tmp_path, report):
    small = tmp_path / "small.json"
    assert main([str(report), "--to", str(small)]) == 0
    whole, kept = (json.loads(path.read_text(encoding="utf-8")) for path in (report, small))
    changed = json.loads(report.read_text(encoding="utf-8"))
    changed["questions"][0].update(correct=False, cause="wrong text")
    changed["questions"][1].update(correct=True, cause=None)
    found, expected = compare(kept, changed).to_dict(), compare(whole, changed).to_dict()
    assert found["better"][0]["before"] == "wrong span: " + ("Rất " + "nhiều " * 50)[:59] + "…"
    latencies = {name for name in expected["differences"] if name.startswith("latency_")}
    assert found["differences"].keys() == expected["differences"].keys() - latencies
    assert {name: value for name, value in expected["differences"].items() if name not in latencies} == found["differences"]
    for row in (*expected["better"], *expected["worse"]):  # the sources of like answers, of which a baseline keeps none
        row.update({side: row[side].removesuffix(" [ba-be]").removesuffix(" [ba-che]") for side in ("before", "now")})
    assert {**found, "differences": 0} == {**expected, "differences": 0}


def test_it_has_a_line_for_each_question_and_nothing_of_the_machine(tmp_path, report):
    small = tmp_path / "small.json"
    main([str(report), "--to", str(small)])
    lines = small.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line.rstrip(","))["id"] for line in lines[3:-1]] == ["q1", "q2", "q3"]
    kept = json.loads(small.read_text(encoding="utf-8"))
    assert not {"platform", "cores"} & kept["environment"].keys()
    assert kept["environment"]["corpus_sha256"] == json.loads(report.read_text(encoding="utf-8"))["environment"]["corpus_sha256"]
    assert [len(row.get("answer", "")) for row in kept["questions"]] == [0, 100, len(ANSWERS["Giá vàng?"].answer)]
    assert not {"citations", "retrieved", "latency_ms"} & kept["questions"][0].keys()


@pytest.mark.parametrize("text", ["", "[]", '{"questions": [5], "metrics": {}}'])
def test_what_is_no_report_is_one_clear_error(tmp_path, text):
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HoiBaoError, match="cannot compare with"):
        main([str(file), "--to", str(tmp_path / "to.json")])
    assert not (tmp_path / "to.json").exists()


def test_the_committed_one_is_small_and_of_the_development_questions():
    kept = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert BASELINE.stat().st_size < 600 * len(kept["questions"])  # a line and a half each
    assert {row["split"] for row in kept["questions"]} == {"dev"}
    assert kept["environment"]["question_count"] == len(kept["questions"])
