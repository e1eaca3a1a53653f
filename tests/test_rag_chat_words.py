"""Abbreviations of chat are written out where they ask, and nowhere else."""

import pytest

from rag.chat_words import in_full


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Huyện có bn đảng viên?", "Huyện có bao nhiêu đảng viên?"),
        ("bn đảng viên ở huyện?", "bao nhiêu đảng viên ở huyện?"),
        ("trong đó bn là nữ", "trong đó bao nhiêu là nữ"),
        ("huyen co bn dang vien ko", "huyen co bao nhieu dang vien khong"),
        ("Tình hình ntn?", "Tình hình như thế nào?"),
        ("bn ơi huyện có bn xã", "bn ơi huyện có bao nhiêu xã"),
        ("Cảm ơn bn", "Cảm ơn bn"),
        ("Có 50 bn nhập viện", "Có 50 bn nhập viện"),
        ("Tỉnh BN có mấy huyện?", "Tỉnh BN có mấy huyện?"),
        ("văn bản 12/bn-ko", "văn bản 12/bn-ko"),
    ],
)
def test_written_out(typed, expected):
    assert in_full(typed) == expected
    assert in_full(expected) == expected
