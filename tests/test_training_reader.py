"""What the reader learns from whole articles: a piece that holds the answer, and another of the same article that does not."""

import json
import random

import pytest

from training import reader_sets
from training.reader_sets import in_pieces

TEXT = (
    "Huyện Sơn Hạ có 38 chi bộ. Năm 2023 huyện kết nạp 41 đảng viên. Chợ phiên họp vào chủ nhật. "
    "Bà con trồng chè trên đồi cao. Năm 2022 huyện kết nạp 36 đảng viên."
)
ASKED = [
    {"question": "Năm 2023 huyện thêm mấy đảng viên?", "answer": "41 đảng viên", "start": TEXT.index("41")},
    {"question": "Năm 2021 huyện kết nạp bao nhiêu?", "answer": "", "why_not": "chỉ có 2022 và 2023"},
]


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setattr(reader_sets, "HERE", tmp_path)
    row = {"id": "a", "title": "Sơn Hạ", "split": "train", "text": TEXT, "questions": ASKED}
    (tmp_path / "articles.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return [in_pieces("articles.jsonl", "train", random.Random(seed)) for seed in range(20)]


def test_a_question_stands_beside_a_piece_with_its_answer_and_one_without(made):
    for right, wrong, unanswered in made:
        assert right.context[right.start : right.end] == "41 đảng viên"
        assert "41 đảng viên" not in wrong.context and wrong.start is wrong.end is unanswered.start is None
        assert all(example.context.startswith("Sơn Hạ\n") for example in (right, wrong, unanswered))


def test_pieces_are_whole_sentences_and_differ_from_draw_to_draw(made):
    pieces = {right.context.removeprefix("Sơn Hạ\n") for right, *_ in made}
    assert all(piece in TEXT and piece.endswith(".") for piece in pieces)
    assert in_pieces("articles.jsonl", "test", random.Random(1)) == []


def test_the_wrong_piece_is_one_that_shares_words_with_the_question(made):
    assert any("36 đảng viên" in wrong.context for _, wrong, _ in made)
