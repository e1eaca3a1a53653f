"""The table of provinces and how texts and questions name them."""

import pytest

from corpus import match_key
from rag.provinces import CITIES, JOINED, TODAY_OF, now_part_of, province_called


def test_sixty_three_became_thirty_four():
    assert len(JOINED) == 34
    assert len(JOINED) + len(TODAY_OF) == 63
    assert sum(1 for joined in JOINED.values() if joined) == 23
    assert sum(1 for joined in JOINED.values() if not joined) == 11
    assert len(CITIES) == 6
    assert JOINED.keys() >= CITIES
    assert not JOINED.keys() & TODAY_OF.keys()


@pytest.mark.parametrize(
    ("key", "area", "province"),
    [
        ("bắc kạn", "", "Bắc Kạn"),
        ("bắc kạn", "tỉnh", "Bắc Kạn"),
        ("bắc kạn", "tỉnh ủy", "Bắc Kạn"),
        ("bắc cạn", "", "Bắc Kạn"),
        ("bắc kạn", "tp", None),  # the town
        ("điện biên", "huyện", None),
        ("hòa bình", "xã", None),
        ("đà nẵng", "tp", "Đà Nẵng"),
        ("đà nẵng", "xã", None),
        ("hồ chí minh", "", None),  # the president
        ("hồ chí minh", "thành phố", "Hồ Chí Minh"),
        ("bà rịa - vũng tàu", "tỉnh", "Bà Rịa - Vũng Tàu"),
        ("bà rịa-vũng tàu", "", "Bà Rịa - Vũng Tàu"),
        ("vũng tàu", "", "Bà Rịa - Vũng Tàu"),
        ("thừa thiên huế", "tỉnh", "Huế"),
        ("huế", "tp", "Huế"),
        ("dak lak", "", "Đắk Lắk"),
        ("ba bể", "", None),
    ],
)
def test_what_a_name_means(key, area, province):
    assert province_called(match_key(key), area) == province


def test_the_sentence_for_a_reader():
    assert now_part_of("Bắc Kạn") == "Bắc Kạn nay thuộc tỉnh Thái Nguyên (từ 1/7/2025)."
    assert now_part_of("Hải Dương") == "Hải Dương nay thuộc thành phố Hải Phòng (từ 1/7/2025)."
