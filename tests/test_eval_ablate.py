"""eval.ablate: figures and table by hand from hand-made answers, and the command over an index of invented articles."""

import json
from contextlib import contextmanager
from dataclasses import replace

import pytest
from test_eval_fakes import quote, refusal, told
from test_rag_fakes import open_small

import eval.ablate
from corpus import HoiBaoError
from eval.ablate import BEGIN, END, main
from eval.asking.pipeline import Bench
from eval.measures.scoring import Asked, score
from eval.sets.questions import Question
from eval.systems.results import METRICS, at_equal_coverage, markdown_table, result_of, table_rows
from eval.systems.variants import System

NUMBER = Question("q1", "Kết nạp?", answers=("325/600",), articles=("ba-be",), category="number")
OTHER = Question("q2", "Thôn?", answers=("75",), articles=("ba-che",))
NOTHING = Question("q3", "Giá vàng?", answerable=False)
RIGHT = told("Đã kết nạp 325/600 đảng viên. [1]", "325/600", [quote("ba-be", "325/600")])
RIGHT_TOO = told("Có 75 thôn. [1]", None, [quote("ba-che", "75 thôn")], retrieved=("ba-che", "ba-be"))


def rows(*answers):
    return score(
        [Asked(question, answer, 0.0) for question, answer in zip((NUMBER, OTHER, NOTHING), answers, strict=False)], None
    )


def test_a_system_beside_the_whole_by_hand():
    """The whole answers both right and refuses; the other finds q2's article second, refuses q2 and answers q3.

    nDCG@10 of q2 is 1 / log2(3) = 0.6309, its mean with q1's 1 is 0.8155.
    """
    whole = rows(RIGHT, RIGHT_TOO, refusal())
    other = rows(RIGHT, refusal(retrieved=("ba-be", "ba-che")), told("Vàng 80 triệu.", "80 triệu"))
    found = result_of("other", other, whole, answers=True)
    assert {name: found.metrics[name].value for name in METRICS} == pytest.approx(
        {
            "ndcg@10": 0.8155, "recall@1": 0.5, "recall@5": 1, "correct": 0.5, "cited": 0.5, "coverage": 0.5, "refusal_recall": 0,
        },
        abs=1e-4,
    )  # fmt: skip
    moved = {name: one.new - one.old for name, one in found.differences.items()}
    assert moved["ndcg@10"] == pytest.approx(-0.1845, abs=1e-4)
    assert (moved["correct"], moved["coverage"], moved["refusal_recall"]) == (-0.5, -0.5, -1)
    assert found.differences["correct"].ci95 == (-1, 0)  # of two questions one fell: none, one or both are drawn
    assert (found.asked, found.changed, found.better, found.worse) == (3, 2, 0, 2)


def test_of_a_system_that_only_orders_nothing_else_is_told():
    found = result_of("order", rows(RIGHT, refusal()), rows(RIGHT, RIGHT_TOO, refusal()), answers=False)
    assert list(found.metrics) == list(found.differences) == ["ndcg@10", "recall@1", "recall@5"]
    assert (found.asked, found.changed, found.better, found.worse) == (2, None, 0, 1)


def test_equal_coverage_by_hand():
    """The whole answers two of three answerable questions. Asked for everything the other is sure to .9, .6 and .3, so that
    .6 is enough: the first is refused, and the unanswerable one of the confidence .7 is answered."""
    three = [replace(OTHER, id=name) for name in ("a", "b", "c")]
    whole = [Asked(q, a, 0.0) for q, a in zip([*three, NOTHING], [RIGHT, RIGHT_TOO, refusal(), refusal()], strict=True)]
    sure = [told("Có 75 thôn.", confidence=value) for value in (0.3, 0.9, 0.6, 0.7)]
    found = at_equal_coverage([Asked(q, a, 0.0) for q, a in zip([*three, NOTHING], sure, strict=True)], whole)
    assert [one.answer.answered for one in found] == [False, True, True, True]
    assert found[0].answer.citations == () and found[0].answer.short_answer is None
    assert found[1].answer is sure[1]


def test_where_the_whole_answers_nothing_all_is_refused():
    found = at_equal_coverage([Asked(NUMBER, RIGHT, 0.0)], [Asked(NUMBER, refusal(), 0.0)])
    assert [one.answer.answered for one in found] == [False]


def test_the_table():
    whole = rows(RIGHT, RIGHT_TOO, refusal())
    other = rows(RIGHT, refusal(retrieved=("ba-be", "ba-che")), refusal())
    results = [
        result_of("whole system", whole, whole, answers=True),
        result_of("without", other, whole, answers=True),
        result_of("order", other[:2], whole, answers=False),
    ]
    table = table_rows(results)
    assert [row[0] for row in table] == ["system", "whole system", "without", "- difference", "order", "- difference"]
    assert {len(row) for row in table} == {10}
    assert table[1][1:] == ("1 (1 to 1)",) * 7 + ("", "")
    assert table[2][1] == ".815 (.631 to 1)"
    assert table[2][-2:] == ("1 of 3", "0 / 1")
    assert table[3][1] == "-.185 (-.369 to 0)"
    assert table[3][7] == "0 (0 to 0)"
    assert table[4][4:] == ("-", "-", "-", "-", "-", "0 / 1")
    assert markdown_table([("a", "b"), ("1", "2")]) == "| a | b |\n|---|---|\n| 1 | 2 |\n"


def test_a_gain_has_its_sign():
    found = table_rows(
        [result_of("x", rows(RIGHT), rows(RIGHT), answers=True), result_of("y", rows(RIGHT), rows(refusal()), answers=True)]
    )
    assert found[3][4] == "+1 (+1 to +1)"


QUESTIONS = [
    {"id": "a", "question": "Huyện Nậm Hua có bao nhiêu đảng viên?", "answers": ["875"], "articles": ["nam-hua"], "split": "dev"},
    {"id": "b", "question": "Giá vàng hôm nay thế nào?", "answerable": False, "split": "dev"},
    {"id": "c", "question": "Huyện Sơn Hạ có mấy chi bộ?", "answers": ["38"], "articles": ["son-ha"], "split": "test"},
]


@pytest.fixture
def questions(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in QUESTIONS), encoding="utf-8")
    return file


@pytest.fixture
def opener(tmp_path):
    @contextmanager
    def open_small_bench(source, settings):
        yield Bench(lambda: open_small(tmp_path / "built"), None, "v000001", "fake", 3)

    return open_small_bench


def test_the_command_writes_json_and_replaces_the_table_alone(tmp_path, questions, opener, capsys):
    page, out = tmp_path / "quality.md", tmp_path / "out.json"
    page.write_text(f"# Đầu\n\n{BEGIN}\nold\n{END}\n\nĐuôi {BEGIN}\n", encoding="utf-8")
    arguments = ["--questions", str(questions), "--json", str(out), "--markdown", str(page)]
    assert main(arguments, opener) == 0
    once = page.read_text(encoding="utf-8")
    assert once.startswith(f"# Đầu\n\n{BEGIN}\n2 questions of `questions.jsonl`, split dev, ")
    assert once.endswith(f" |\n{END}\n\nĐuôi {BEGIN}\n")
    assert "\nold\n" not in once and "| without the reranker | " in once
    assert main(arguments, opener) == 0
    assert page.read_text(encoding="utf-8") == once
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [len(found["systems"]), found["environment"]["question_count"]] == [11, 2]
    assert found["systems"][0]["metrics"]["correct"] == {"value": 1.0, "ci95": [1.0, 1.0], "n": 1}
    assert found["systems"][3]["difference"]["correct"] == {"value": 0.0, "ci95": [0.0, 0.0], "n": 1}
    matched = {name: found["systems"][5]["metrics"][name]["value"] for name in ("coverage", "refusal_recall")}
    assert (found["systems"][5]["name"], matched) == (
        "without the reader, at equal coverage",
        {"coverage": 1.0, "refusal_recall": 1.0},
    )
    assert found["systems"][-1]["metrics"]["recall@1"]["value"] == 1.0
    assert found["systems"][-1]["asked"] == 1  # an unanswerable question has no order to look at
    assert "questions" not in found  # metrics only
    assert capsys.readouterr().out.startswith("system ")


def test_what_is_written_into_the_page_during_the_run_stays(tmp_path, questions, opener):
    page = tmp_path / "quality.md"
    page.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")

    @contextmanager
    def writing(source, settings):
        with opener(source, settings) as bench:
            page.write_text(f"neu\n{BEGIN}\n{END}\n", encoding="utf-8")
            yield bench

    main(["--questions", str(questions), "--markdown", str(page)], writing)
    assert page.read_text(encoding="utf-8").startswith(f"neu\n{BEGIN}\n2 questions")


@pytest.mark.parametrize("text", ["no marker", f"{END}\n{BEGIN}\n", BEGIN])
def test_a_page_without_a_place_for_the_table_is_found_before_the_run(tmp_path, questions, text):
    page = tmp_path / "quality.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(HoiBaoError, match=f"has no place for the table: write the lines {BEGIN} and {END}"):
        main(["--questions", str(questions), "--markdown", str(page)], opener=None)


def test_a_split_without_questions_is_one_clear_error(tmp_path):
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps(QUESTIONS[2]), encoding="utf-8")
    with pytest.raises(HoiBaoError, match="holds no question of the split dev: ask another with --split"):
        main(["--questions", str(file)], opener=None)


def test_limit_asks_the_first_questions_of_the_split(monkeypatch, questions, opener):
    seen = []
    monkeypatch.setattr(eval.ablate, "_measure", lambda systems, asked: seen.extend(asked) or [])
    monkeypatch.setattr(eval.ablate, "table_rows", lambda results: [("",)])
    main(["--questions", str(questions), "--limit", "1"], opener)
    assert [question.id for question in seen] == ["a"]


def test_an_error_in_the_pipeline_names_the_question():
    class Broken:
        def ask(self, question, history, *, refuse):
            raise HoiBaoError("the index is damaged", mend="rebuild", vietnamese="Hỏng.", exit_code=1)

    with pytest.raises(HoiBaoError, match="question q1: the index is damaged: rebuild"):
        eval.ablate._measure([System("whole system", Broken())], [NUMBER])


@pytest.mark.parametrize(
    "arguments", [["--split", "train"], ["--limit", "0"], ["--json", "a", "--markdown", "a"], ["--nonsense"]]
)
def test_wrong_arguments_end_with_2_and_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments, opener=None)
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
