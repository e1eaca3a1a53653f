"""Complaints become lines of a question file; nothing of either file is lost."""

import json

import pytest

from corpus import HoiBaoError
from eval.check import main as check
from eval.review import main
from eval.sets.questions import load_questions

LINES = [
    {"id": "a1", "at": "2026-01-02T03:04:05+00:00", "verdict": "down", "question": "Câu một?", "reason": "số\ncũ", "answer": "4"},
    {"id": "a2", "verdict": "up", "question": "Câu hai?"},
    {"id": "a3", "verdict": "down", "question": "Còn Ba Chẽ?", "history": [["Ba Bể?", "325"]]},
]


@pytest.fixture
def files(tmp_path):
    source, target = tmp_path / "feedback.jsonl", tmp_path / "q.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in LINES) + '{"id": "cut', encoding="utf-8")
    return source, target, ["--feedback", str(source), "--to", str(target)]


def test_only_complaints_are_listed(files, capsys):
    source, target, options = files
    assert main(options) == 0
    out, err = capsys.readouterr()
    assert out == (
        "a1  2026-01-02T03:04:05+00:00  Câu một?\n    reason: số cũ\n    answer: 4\na3    Còn Ba Chẽ?\n"
        f"2 of 2 complaints are not yet in {target}\n"
    )
    assert f"{source}: line 4 cannot be read and is left as it is" in err


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (
            "Sai huyện – Chỉ tìm trong các bài có nguồn “Báo A”; từ 01/01/2022.",
            "reason: Sai huyện\n    filters: nguồn “Báo A”; từ 01/01/2022",
        ),
        ("Chỉ tìm trong các bài có nguồn “Báo A”.", "filters: nguồn “Báo A”"),
        ("Sai – Chỉ tìm thấy một nửa", "reason: Sai – Chỉ tìm thấy một nửa"),
    ],
)
def test_the_filters_are_told_apart_from_the_readers_reason(tmp_path, capsys, reason, shown):
    row = {"id": "a1", "at": "x", "verdict": "down", "question": "Câu một?", "reason": reason}
    (tmp_path / "feedback.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    main(["--feedback", str(tmp_path / "feedback.jsonl")])
    assert capsys.readouterr().out.startswith(f"a1  x  Câu một?\n    {shown}\n1 of 1")


def test_a_complaint_becomes_a_question_of_the_contract(files, capsys):
    source, target, options = files
    before = source.read_bytes()
    assert main([*options, "--add", "a1", "--answer", "4.900", "--article", "ba-be", "--category", "number"]) == 0
    assert main([*options, "--add", "a3"]) == 0
    first, second = load_questions(target)
    assert (first.id, first.answers, first.articles, first.split) == ("fb-a1", ("4.900",), ("ba-be",), "dev")
    assert (second.question, second.history, second.answerable) == ("Còn Ba Chẽ?", (("Ba Bể?", "325"),), True)
    assert source.read_bytes() == before
    main(options)
    assert "0 of 2 complaints" in capsys.readouterr().out


def test_what_the_question_file_holds_stays(files):
    _, target, options = files
    target.write_text('{"id": "q1", "question": "Cũ?"}', encoding="utf-8")
    main([*options, "--add", "a1", "--unanswerable"])
    assert [question.id for question in load_questions(target)] == ["q1", "fb-a1"]
    assert target.read_text(encoding="utf-8").startswith('{"id": "q1", "question": "Cũ?"}\n')


def test_a_broken_question_file_is_not_touched(files):
    _, target, options = files
    target.write_text("{not json}\n", encoding="utf-8")
    with pytest.raises(HoiBaoError, match="line 1"):
        main([*options, "--add", "a1"])
    assert target.read_text(encoding="utf-8") == "{not json}\n"


@pytest.mark.parametrize("name", ["a2", "zz"])
def test_only_a_complaint_can_be_added(files, name):
    _, target, options = files
    with pytest.raises(HoiBaoError, match=name):
        main([*options, "--add", name])
    assert not target.exists()


def test_only_what_a_question_file_may_hold_is_added(files):
    _, target, options = files
    with pytest.raises(HoiBaoError, match="fb-a1: answers must be"):
        main([*options, "--add", "a1", "--answer", " "])
    with pytest.raises(HoiBaoError, match=r"name a \.jsonl file"):
        main([*options[:2], "--to", str(target.with_suffix(".csv")), "--add", "a1"])
    assert not target.exists()


def test_what_was_added_can_be_checked(files, tmp_path, capsys):
    _, target, options = files
    corpus = tmp_path / "bai"
    corpus.mkdir()
    (corpus / "ba-be.md").write_text("Huyện có trên 4.900 đảng viên, sinh hoạt trong 45 tổ chức cơ sở đảng.", encoding="utf-8")
    main([*options, "--add", "a1", "--answer", "4.901", "--article", "ba-be"])
    assert f"python -m eval.check --questions {target}" in capsys.readouterr().out
    assert check(["--questions", str(target), "--corpus", str(corpus)]) == 1
    assert "fb-a1 (line 1): '4.901' does not stand in ba-be" in capsys.readouterr().out


def test_nothing_is_added_twice(files):
    _, target, options = files
    main([*options, "--add", "a1"])
    with pytest.raises(HoiBaoError, match="already"):
        main([*options, "--add", "a1", "--add", "a3"])
    assert len(load_questions(target)) == 1


@pytest.mark.parametrize("extra", [["--answer", "x"], ["--add", "a1", "--add", "a3", "--article", "ba-be"]])
def test_gold_belongs_to_one(files, extra):
    with pytest.raises(SystemExit) as left:
        main([*files[2], *extra])
    assert left.value.code == 2


def test_no_feedback_is_an_empty_list(tmp_path, capsys):
    assert main(["--feedback", str(tmp_path / "none.jsonl")]) == 0
    assert capsys.readouterr().out.startswith("0 of 0")
