"""What the heads and the words of a question table mean."""

import pytest

from eval.sets.columns import CATEGORY_NAMES, category_label, column_meaning, nearest_column, read_bool, read_category


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Câu hỏi", ("question", 0)),
        ("CAU_HOI", ("question", 0)),
        ("Đáp án (cách nhau bằng |)", ("answers", 0)),
        ("đáp án 12", ("answers", 12)),
        ("Article IDs", ("articles", 0)),
        ("câu hỏi 2", None),
        ("tuổi", None),
    ],
)
def test_names_of_columns(name, meant):
    assert column_meaning(name) == meant


def test_the_opposite_of_a_column_is_not_taken_for_it():
    assert column_meaning("Không trả lời được") is None
    assert nearest_column("Không trả lời được") is not None


def test_every_category_is_known_by_its_label():
    assert {name: read_category(category_label(name).upper()) for name in CATEGORY_NAMES} == {
        name: name for name in CATEGORY_NAMES
    }
    assert (read_category("so sanh"), read_category("chuyện lạ")) == ("compare", "chuyện lạ")


@pytest.mark.parametrize(
    ("text", "value"), [("CÓ", True), ("x", True), ("✓", True), ("0", False), ("Không.", False), ("2", None)]
)
def test_yes_and_no(text, value):
    assert read_bool(text) is value
