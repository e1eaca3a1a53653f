"""Which questions belong to which slice."""

import pytest
from test_eval_fakes import ARTICLES, quote, refusal, told

from eval.measures.scoring import Asked, score
from eval.measures.slices import by_slice, diacritics_of, length_of
from eval.sets.questions import Question

GOOD = told("325/600 [1]", "325/600", [quote("ba-be", "325/600")])


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Huyện Ba Bể có bao nhiêu đảng viên?", "with"),
        ("Huyen Ba Be co bao nhieu dang vien?", "without"),
        ("OCOP 2024?", "without"),
        ("Huyện Ba Be co bao nhieu dang vien?", "partly"),  # one of eight
        ("Ai đưa ra con số này?", "with"),  # three of six: in full Vietnamese as many have none
        ("325/600?", "without"),
    ],
)
def test_how_a_question_was_typed(question, part):
    assert diacritics_of(question) == part


@pytest.mark.parametrize(("count", "part"), [(1, "1-12"), (12, "1-12"), (13, "13-16"), (16, "13-16"), (17, "17+"), (40, "17+")])
def test_length_in_syllables(count, part):
    assert length_of(" ".join(["hỏi"] * count) + "?") == part


def rows(*questions):
    pairs = [(one, GOOD if one.answerable else refusal()) for one in questions]
    return score([Asked(question, answer, 1.0) for question, answer in pairs], ARTICLES)


def test_each_slice_has_all_metrics_over_its_questions():
    found = by_slice(
        rows(
            Question("a", "Kết nạp?", ("325/600",), articles=("ba-be",)),
            Question("b", "Ket nap?", ("12",), articles=("ba-be",)),
            Question("c", "Kết nạp?", ("325/600",), articles=("ba-be", "ba-che")),
            Question("u", "Giá vàng?", answerable=False),
        )
    )
    told_of = {
        title: {name: (m["correct"].value, m["correct"].n, m["refused"].n) for name, m in parts.items()}
        for title, parts in found.items()
    }
    # c is answered from ba-be alone, so it is not cited and not correct; u names no article
    assert told_of == {
        "article": {"ba-be": (1 / 3, 3, 3), "ba-che": (0.0, 1, 1)},
        "question_length": {"1-12": (1 / 3, 3, 4)},
        "diacritics": {"with": (1 / 2, 2, 3), "without": (0.0, 1, 1)},
    }
    assert found["article"]["ba-be"]["correct"].ci95 == (0.0, 1.0)


def test_of_very_many_articles_those_with_most_questions_are_shown(monkeypatch):
    monkeypatch.setattr("eval.measures.slices.MOST_ARTICLES", 2)
    asked = [
        Question(f"{name}{k}", "Gì?", ("x",), articles=(name,))
        for name, count in zip("abc", (2, 1, 3), strict=True)
        for k in range(count)
    ]
    assert list(by_slice(rows(*asked))["article"]) == ["a", "c"]


def test_nothing_asked_has_no_slices():
    assert by_slice([]) == {"article": {}, "question_length": {}, "diacritics": {}}
