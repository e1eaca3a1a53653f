"""Plans and results told apart."""

import pytest

from corpus import match_key
from rag.plans import plan_for_result, plan_mismatch


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Năm 2025 huyện kết nạp được bao nhiêu đảng viên?", "Năm 2025, huyện phấn đấu kết nạp 175 đảng viên.", True),
        ("Năm 2025 huyện kết nạp được bao nhiêu đảng viên?", "Huyện kết nạp 168 đảng viên, vượt 18 so với chỉ tiêu.", False),
        ("Năm 2025 huyện kết nạp được bao nhiêu đảng viên?", "Năm 2025, huyện kết nạp 168 đảng viên.", False),
        ("Chỉ tiêu năm 2025 là bao nhiêu?", "Năm 2025, huyện kết nạp 168 đảng viên.", True),
        ("Chỉ tiêu năm 2025 là bao nhiêu?", "Năm 2025, huyện phấn đấu kết nạp 175 đảng viên.", False),
        ("Chỉ tiêu là bao nhiêu?", "Huyện kết nạp 168 đảng viên, vượt chỉ tiêu 150 được giao.", False),
        ("Huyện có bao nhiêu xã?", "Theo Kế hoạch số 15-KH/HU, huyện có 12 xã.", False),  # a document
    ],
)
def test_a_plan_is_no_result(question, sentence, expected):
    assert plan_mismatch(match_key(question), match_key(sentence)) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Đồn đang đỡ đầu mấy học sinh?", True),
        ("Thực tế đồn đỡ đầu mấy học sinh?", True),
        ("Đồn sẽ đỡ đầu mấy học sinh?", False),
        ("Đồn đỡ đầu mấy học sinh?", False),  # may mean either
    ],
)
def test_what_is_asked_as_it_is_now_is_not_answered_by_a_plan(question, expected):
    assert plan_for_result(match_key(question), match_key("Năm 2025, đồn đặt chỉ tiêu đỡ đầu 45 em.")) is expected
