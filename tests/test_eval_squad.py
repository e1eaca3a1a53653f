"""SQuAD files: three shapes, one article per distinct context."""

import hashlib
import json

import pytest

from corpus import HoiBaoError
from eval.sets.squad import load_squad

CONTEXT = "Huyện Ba Bể có 45 tổ chức cơ sở đảng."
ROW = {
    "id": "1",
    "context": CONTEXT,
    "question": "Bao nhiêu?",
    "answers": [{"text": "45", "answer_start": 15}],
    "is_impossible": False,
}
NESTED = [
    {
        "title": "Ba Bể",
        "paragraphs": [
            {
                "context": CONTEXT,
                "qas": [
                    {"id": "1", "question": "Bao nhiêu?", "answers": [{"text": "45", "answer_start": 15}]},
                    {
                        "id": "2",
                        "question": "Giá vàng?",
                        "answers": [],
                        "plausible_answers": [{"text": "45"}],
                        "is_impossible": True,
                    },
                ],
            }
        ],
    }
]


def write(folder, text):
    file = folder / "set.json"
    file.write_text(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.mark.parametrize("shape", [{"data": NESTED, "version": "1.1"}, NESTED])
def test_nested_shapes(tmp_path, shape):
    articles, questions = load_squad(write(tmp_path, shape))
    name = hashlib.sha256(CONTEXT.encode()).hexdigest()[:12]
    assert [(article.id, article.text, article.title) for article in articles] == [(name, CONTEXT, "")]
    assert [(q.id, q.answers, q.articles, q.answerable, q.category) for q in questions] == [
        ("1", ("45",), (name,), True, "squad"),
        ("2", (), (name,), False, "squad"),
    ]


def test_jsonl_rows_one_or_many(tmp_path):
    assert load_squad(write(tmp_path, json.dumps(ROW)))[1][0].answers == ("45",)
    lines = "\n".join(json.dumps({**ROW, "id": name}) for name in "ab") + "\n\n"
    articles, questions = load_squad(write(tmp_path, lines))
    assert len(articles) == 1
    assert [question.id for question in questions] == ["a", "b"]


def test_contexts_equal_after_cleaning_are_one_article(tmp_path):
    twin = {**ROW, "id": "2", "context": f"\ufeff{CONTEXT.replace(' ', chr(160))}  "}
    articles, questions = load_squad(write(tmp_path, [ROW, twin]))
    assert len(articles) == 1
    assert questions[0].articles == questions[1].articles


def test_impossible_rows_keep_no_answers_and_repeated_ids_stay_apart(tmp_path):
    _, questions = load_squad(write(tmp_path, [ROW, {**ROW, "is_impossible": True}, {**ROW, "id": None}]))
    assert [(q.id, q.answers, q.answerable) for q in questions] == [
        ("1", ("45",), True),
        ("1#2", (), False),
        ("row-3", ("45",), True),
    ]


def test_answers_are_distinct_and_may_have_the_hub_shape(tmp_path):
    twice = {**ROW, "answers": [{"text": "45"}, {"text": "45"}, {"text": "45 tổ chức"}]}
    hub = {**ROW, "id": "2", "answers": {"text": ["45"], "answer_start": [15]}}
    _, questions = load_squad(write(tmp_path, [twice, hub]))
    assert [question.answers for question in questions] == [("45", "45 tổ chức"), ("45",)]


@pytest.mark.parametrize(
    "text", ["{oops", "[]", "[5]", '"text"', '{"question": "Ai?"}', '{"data": 5}', '[{"context": 5, "question": "Ai?"}]']
)
def test_other_files_are_refused(tmp_path, text):
    with pytest.raises(HoiBaoError, match="SQuAD's shape") as caught:
        load_squad(write(tmp_path, text))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"context": "a b", "question": "x?"}\n{oops\n\n{"context": " ", "question": 5, "answers": ["x"]}\n',
            "(line 2: not JSON (Expecting property name enclosed in double quotes at column 2); "
            "line 4: context is missing or not a text; line 4: question is missing or not a text; "
            'line 4: answers must be a list of {"text": "..."}, or {"text": [...]})',
        ),
        (
            {"data": [{"paragraphs": [{"context": "c", "qas": [{"question": "a"}, {"question": 1}, 5]}, {"qas": 3}]}, 7]},
            "(data[0].paragraphs[0].qas[1]: question is missing or not a text; data[0].paragraphs[0].qas[2]: not a JSON object; "
            "data[0].paragraphs[1]: qas is missing or not a list; data[1]: not a JSON object)",
        ),
        ('{\n "data": [\n {"a": }\n]}', "(the file: not JSON: Expecting value: line 3 column 8"),
        ([{**ROW, "is_impossible": "false"}], "([0]: is_impossible must be true or false)"),
    ],
)
def test_every_row_that_is_wrong_is_named(tmp_path, text, expected):
    with pytest.raises(HoiBaoError) as caught:
        load_squad(write(tmp_path, text))
    assert expected in str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(HoiBaoError, match="--squad FILE"):
        load_squad(tmp_path / "none.json")
