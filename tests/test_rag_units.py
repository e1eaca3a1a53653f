"""Units of a question and of the numbers that may answer it."""

import pytest

from rag.units import asked_quantity, borne_quantity


@pytest.mark.parametrize(
    ("key", "quantity"),
    [
        ("cầu dài bao nhiêu mét", "length"),
        ("huyện có bao nhiêu héc-ta lúa", "area"),
        ("nhà văn hóa rộng bao nhiêu mét vuông", "area"),
        ("tổng mức đầu tư bao nhiêu tỷ đồng", "money"),
        ("thu được mấy tấn", "mass"),
        ("huyện dành mấy tỷ cho chuyển đổi số", "money"),
        ("mỗi hộ thu bao nhiêu triệu một năm?", "money"),
        ("thu nhập bình quân đầu người năm 2024", "money"),
        ("thu ngân sách đạt bao nhiêu phần trăm", None),
        ("cả nước có mấy triệu người", None),
        ("có bao nhiêu đồng chí", None),
        ("có bao nhiêu đảng viên", None),
        ("ai là bí thư", None),
    ],
)
def test_what_is_asked_for(key, quantity):
    assert asked_quantity(key) == quantity


@pytest.mark.parametrize(
    ("number", "behind", "quantity"),
    [
        ("186", " mét, rộng 9 mét", "length"),
        ("1,2", " km đường", "length"),
        ("320", " héc-ta", "area"),
        ("450", " m2 sàn", "area"),
        ("12", " tỷ đồng", "money"),
        ("12 tỷ", " cho xã", "money"),
        ("5", " tấn thóc", "mass"),
        ("47", " thành viên", None),
        ("30", " đồng chí", None),
    ],
)
def test_what_a_number_bears(number, behind, quantity):
    assert borne_quantity(number, behind) == quantity
