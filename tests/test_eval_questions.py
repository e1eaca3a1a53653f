"""The question file: what it may hold, and that everything wrong with it is said at once."""

import json

import pytest

from corpus import HoiBaoError
from eval.sets.questions import Question, load_questions, read_questions


def write(folder, *lines, encoding="utf-8"):
    file = folder / "questions.jsonl"
    file.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines), encoding
    )
    return file


def problems(file):
    with pytest.raises(HoiBaoError) as caught:
        load_questions(file)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_all_fields_are_read(tmp_path):
    row = {
        "id": "q1", "question": "Bao nhiêu?", "answers": ["325/600"], "all_of": [["a", "b"], ["c"]],
        "articles": ["ba-be", "ba-be"], "answerable": True, "category": "number", "split": "dev", "history": [["Hỏi?", "Đáp."]],
        "near_miss": False,
    }  # fmt: skip
    assert load_questions(write(tmp_path, row)) == [
        Question("q1", "Bao nhiêu?", ("325/600",), (("a", "b"), ("c",)), ("ba-be",), True, "number", "dev", (("Hỏi?", "Đáp."),))
    ]


def test_a_near_miss_is_marked(tmp_path):
    file = write(tmp_path, {"question": "Ai?", "answerable": False, "near_miss": True}, {"question": "Gì?", "answerable": False})
    assert [question.near_miss for question in load_questions(file)] == [True, False]


def test_only_the_question_is_required(tmp_path):
    found = load_questions(write(tmp_path, {"question": "Ai?"}))
    assert found == [Question("line-1", "Ai?")]
    assert found[0].answerable
    assert not found[0].has_gold_text


def test_bom_blank_lines_and_windows_line_ends(tmp_path):
    file = write(tmp_path, "", {"id": "a", "question": "Ai?"}, "  ", {"id": "b", "question": "Gì?"}, "", encoding="utf-8-sig")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [question.id for question in load_questions(file)] == ["a", "b"]


def test_line_separator_inside_a_text_does_not_end_the_line(tmp_path):
    assert load_questions(write(tmp_path, {"question": "Ai\u2028đó?"}))[0].question == "Ai\u2028đó?"


def test_unknown_categories_and_keys_are_allowed(tmp_path):
    assert load_questions(write(tmp_path, {"question": "Ai?", "category": "mới", "note": "x"}))[0].category == "mới"


def test_every_error_is_reported_at_once_with_its_line(tmp_path):
    text = problems(
        write(
            tmp_path,
            "{not json",
            {"id": "a", "question": "Ai?"},
            {"id": "a", "question": "Ai?"},
            {"question": " "},
            {"question": "Ai?", "answers": "75"},
            {"question": "Ai?", "answers": ["75"], "answerable": False},
            {"question": "Ai?", "split": "train", "history": [["một"]]},
            ["Ai?"],
        )
    )
    for expected in (
        "line 1: not JSON",
        "line 3: id 'a' is already used in line 2",
        "line 4: question is missing or not a text",
        "line 5: answers must be a list of texts",
        "line 6: answerable is false, yet there are answers",
        "line 7: split must be dev or test",
        "line 7: history must be a list of [question, answer] pairs",
        "line 8: not a JSON object",
    ):
        assert expected in text
    assert "line 2" in text  # named once, as the first use of the id
    assert "\n" not in text


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('{"question": "Ai\\ud800?"}', "question is missing or not a text"),
        ({"question": 5}, "question is missing or not a text"),
        ({"question": "Ai?", "id": 7}, "id must be a text"),
        ({"question": "Ai?", "answers": ["", "x"]}, "answers must be"),
        ({"question": "Ai?", "all_of": ["x"]}, "all_of must be"),
        ({"question": "Ai?", "all_of": [[]]}, "all_of must be"),
        ({"question": "Ai?", "articles": "ba-be"}, "articles must be"),
        ({"question": "Ai?", "answerable": "no"}, "answerable must be true or false"),
        ({"question": "Ai?", "category": None}, "category must be"),
        ({"question": "Ai?", "answer": ["75"]}, "unknown key 'answer', did you mean 'answers'?"),
        ({"question": "Ai?", "all_of": [["x"]], "answerable": False}, "answerable is false"),
        ({"question": "Ai?", "answerable": False, "near_miss": "no"}, "near_miss must be true or false"),
        ({"question": "Ai?", "near_miss": True}, "near_miss is true, yet the question is answerable"),
        ({"question": "Ai?", "answerable": False, "near_mis": True}, "unknown key 'near_mis', did you mean 'near_miss'?"),
    ],
)
def test_wrong_values(tmp_path, row, expected):
    assert f"line 1: {expected}" in problems(write(tmp_path, row))


def test_long_lists_of_errors_are_cut_with_their_count(tmp_path):
    text = problems(write(tmp_path, *["x"] * 203))
    assert "has 203 errors" in text
    assert "line 200:" in text
    assert "line 201:" not in text
    assert "and 3 more" in text
    assert len(read_questions(tmp_path / "questions.jsonl").problems) == 203


def test_nothing_hides_behind_another_error(tmp_path):
    """An id that is used again is told also of a row that is wrong, and a key that stands twice is not dropped unseen."""
    text = problems(
        write(
            tmp_path,
            {"id": "a", "question": 5},
            '{"id": "a", "question": "Ai?", "answers": ["x"], "answers": [], "answerable": false, "split": "x"}',
        )
    )
    assert "has 4 errors" in text
    for expected in (
        "line 1: question is missing",
        "line 2: key 'answers' is given twice",
        "line 2: split must be",
        "line 2: id 'a' is already used in line 1",
    ):
        assert expected in text


def test_missing_empty_and_foreign_files(tmp_path):
    assert "give a UTF-8 file with --questions FILE" in problems(tmp_path / "none.jsonl")
    assert "holds no question" in problems(write(tmp_path, ""))
    assert "not UTF-8" in problems(write(tmp_path, "câu hỏi", encoding="utf-16"))
