"""Questions made out of sentences: what is asked for, and which sentences make none."""

import pytest

from corpus import Article
from rag.cloze import clozes


def asked(text, **fields):
    return [(one.asks, one.question, one.expected) for one in clozes(Article(id="a", text=text, **{"title": "Sơn Hạ", **fields}))]


@pytest.mark.parametrize(
    ("sentence", "question", "expected"),
    [
        ("Toàn Đảng bộ huyện Sơn Hạ hiện có trên 1.240 đảng viên.",
         "Toàn Đảng bộ huyện Sơn Hạ hiện có bao nhiêu đảng viên?", "1.240"),
        ("Trong năm 2021, huyện Sơn Hạ kết nạp 56 đảng viên mới, trong đó có 21 nữ.",
         "Trong năm 2021, huyện Sơn Hạ kết nạp bao nhiêu đảng viên mới?", "56"),
        ("Xã Pá Hu có 64 hộ với dân số hơn 300 người.", "Xã Pá Hu có bao nhiêu hộ?", "64"),
        ("Lúa ở xã Pá Hu đạt 81,5% kế hoạch.", "Lúa ở xã Pá Hu đạt bao nhiêu phần trăm kế hoạch?", "81,5"),
    ],
)  # fmt: skip
def test_a_count_is_asked_for_in_the_words_of_its_sentence(sentence, question, expected):
    assert asked(sentence) == [("count", question, expected)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Toàn huyện có 12 xã.",  # of which district?
        "Huyện này có 12 xã.",
        "Cũng trong huyện Sơn Hạ có 12 xã.",
        "Huyện Sơn Hạ đã ban hành Nghị quyết 12 chương.",  # a number that names
        "Huyện Sơn Hạ có 45 chi, đảng bộ.",  # not all that is counted
        "Huyện Sơn Hạ có 7 tàu cá với 52 ngư dân bị bắt giữ.",  # which of the ships is said behind
        "Ông nói: “Huyện Sơn Hạ có 12 xã”.",
        "Chú thích ảnh: Huyện Sơn Hạ có 12 xã.",
    ],
)
def test_a_sentence_that_does_not_stand_alone_makes_no_question(sentence):
    assert asked(sentence) == []


def test_the_district_of_the_article_is_filled_in():
    text = "Huyện Sơn Hạ ở vùng cao.\n\nCuối năm 2023, toàn huyện mới có 21 sản phẩm."
    assert asked(text) == [("count", "Cuối năm 2023, toàn huyện Sơn Hạ mới có bao nhiêu sản phẩm?", "21")]


def test_an_office_of_a_place_asks_who_holds_it_any_other_what_it_is():
    assert asked("Ông Lò Văn Tiến, Bí thư Huyện ủy Sơn Hạ, cho biết huyện làm tốt.") == [
        ("person", "Ai là Bí thư Huyện ủy Sơn Hạ?", "Lò Văn Tiến")
    ]
    assert asked("Cô Quàng Thị Mai, Hiệu trưởng nhà trường, kể chuyện.") == [
        ("office", "Cô Quàng Thị Mai giữ chức vụ gì?", "Hiệu")
    ]


def test_a_paper_a_term_a_reason_and_a_way():
    text = "Thực hiện Nghị quyết số 05-NQ/HU ngày 12/3/2020 về phát triển kinh tế rừng, xã làm đường."
    assert asked(text) == [
        ("date", "Nghị quyết số 05-NQ/HU được ban hành khi nào?", "12/3/2020"),
        ("meaning", "Nghị quyết số 05-NQ/HU nói về việc gì?", "phát triển kinh"),
    ]
    assert asked("“3 bám” là bám đơn vị, bám địa bàn.") == [("meaning", "“3 bám” nghĩa là gì?", "bám đơn")]
    assert asked("Trường học ở xã Pá Hu phải đóng cửa, vì nước suối dâng cao trong đêm.") == [
        ("reason", "Vì sao trường học ở xã Pá Hu phải đóng cửa?", "nước suối dâng")
    ]
    assert asked("Để giữ rừng đầu nguồn, xã Pá Hu lập tổ tuần tra.")[0][1] == "Xã Pá Hu làm gì để giữ rừng đầu nguồn?"


def test_a_question_made_twice_is_kept_once():
    assert len(asked("Xã Pá Hu có 64 hộ.\n\nXã Pá Hu có 64 hộ.")) == 1
