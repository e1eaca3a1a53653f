"""A comparison becomes one natural question for each side; anything else stays whole."""

import time

import pytest
from test_rag_fakes import LEXICON

from rag.compare import MOST_SIDES, counted, sides, years
from rag.question import understand


def halves(question):
    return [half.full for half in sides(understand(question, LEXICON), LEXICON)]


MEMBERS = ["Huyện Sơn Hạ có bao nhiêu đảng viên?", "Huyện Nậm Hua có bao nhiêu đảng viên?"]
BRANCHES = ["Sơn Hạ có bao nhiêu chi bộ?", "Nậm Hua có bao nhiêu chi bộ?"]
NUMBER_OF = ["Số chi bộ của Sơn Hạ là bao nhiêu?", "Số chi bộ của Nậm Hua là bao nhiêu?"]
COMPARED = {
    "Huyện Sơn Hạ hay huyện Nậm Hua có nhiều đảng viên hơn?": MEMBERS,
    "Huyện Sơn Hạ và huyện Nậm Hua, nơi nào đông đảng viên hơn?": MEMBERS,
    "Huyện Sơn Hạ với Nậm Hua, huyện nào có ít đảng viên hơn?": MEMBERS,
    "Huyện Sơn Hạ so với huyện Nậm Hua thì bên nào nhiều đảng viên hơn?": MEMBERS,
    "Huyện Sơn Hạ và Nậm Hua có bao nhiêu đảng viên?": MEMBERS,
    "Hai huyện Sơn Hạ và Nậm Hua mỗi nơi có bao nhiêu đảng viên?": MEMBERS,
    "Giữa huyện Sơn Hạ và huyện Nậm Hua, nơi nào có nhiều đảng viên hơn?": MEMBERS,
    "Nơi nào có nhiều đảng viên hơn, huyện Sơn Hạ hay huyện Nậm Hua?": MEMBERS,
    "Huyện Sơn Hạ có nhiều đảng viên hơn huyện Nậm Hua không?": MEMBERS,
    "Huyện Sơn Hạ có nhiều đảng viên hơn huyện Nậm Hua bao nhiêu người?": MEMBERS,
    "Có phải huyện Sơn Hạ có nhiều đảng viên hơn huyện Nậm Hua không?": MEMBERS,
    "Sơn Hạ và Nậm Hua mỗi nơi có bao nhiêu chi bộ?": BRANCHES,
    "Sơn Hạ có bao nhiêu chi bộ so với Nậm Hua?": BRANCHES,
    "Ở Sơn Hạ có nhiều chi bộ hơn ở Nậm Hua không?": ["Ở Sơn Hạ có bao nhiêu chi bộ?", "Ở Nậm Hua có bao nhiêu chi bộ?"],
    "So sánh số chi bộ của Sơn Hạ với Nậm Hua": NUMBER_OF,
    "So sánh số chi bộ của Sơn Hạ với số chi bộ của Nậm Hua giúp mình.": NUMBER_OF,
    "So sánh Sơn Hạ và Nậm Hua về số chi bộ": NUMBER_OF,
    "So giúp tôi số chi bộ của Sơn Hạ và Nậm Hua.": NUMBER_OF,
    "Số chi bộ của Sơn Hạ so với Nậm Hua thì thế nào?": NUMBER_OF,
    "Sơn Hạ (tính hết tháng 10) và Nậm Hua, nơi nào nhiều chi bộ hơn?": BRANCHES,
    "Sơn Hạ và Nậm Hua, huyện nào nhiều chi bộ hơn, cụ thể mỗi huyện bao nhiêu?": BRANCHES,
    "Xã Pá Hu của Sơn Hạ và phường Yên Thịnh của Hải Vân, nơi nào đông đảng viên hơn?": [
        "Xã Pá Hu của Sơn Hạ có bao nhiêu đảng viên?",
        "Phường Yên Thịnh của Hải Vân có bao nhiêu đảng viên?",
    ],
    "Số chi bộ của Sơn Hạ và Nậm Hua lần lượt là bao nhiêu?": NUMBER_OF,
    "Số chi bộ của Sơn Hạ có nhiều hơn Nậm Hua không?": NUMBER_OF,
    "Tỷ lệ đảng viên nữ của Sơn Hạ và Nậm Hua khác nhau thế nào?": [
        "Tỷ lệ đảng viên nữ của Sơn Hạ là bao nhiêu?",
        "Tỷ lệ đảng viên nữ của Nậm Hua là bao nhiêu?",
    ],
    "Phương châm của Sơn Hạ và của Nậm Hua khác nhau ở chỗ nào?": [
        "Phương châm của Sơn Hạ là gì?",
        "Phương châm của Nậm Hua là gì?",
    ],
    "Năm 2022 xã Pá Hu và phường Yên Thịnh nơi nào kết nạp nhiều hơn?": [
        "Năm 2022 xã Pá Hu kết nạp bao nhiêu?",
        "Năm 2022 phường Yên Thịnh kết nạp bao nhiêu?",
    ],
    "Sơn Hạ có mấy chi bộ còn Nậm Hua có mấy chi bộ?": ["Sơn Hạ có mấy chi bộ?", "Nậm Hua có mấy chi bộ?"],
    "Số chi bộ của Sơn Hạ cao hơn hay Nậm Hua cao hơn?": NUMBER_OF,
    "Số chi bộ của Sơn Hạ thấp hơn Nậm Hua hay cao hơn?": NUMBER_OF,
    "Số chi bộ của Sơn Hạ gấp mấy lần Nậm Hua?": NUMBER_OF,
    "Đặt cạnh nhau thì số chi bộ của Sơn Hạ và Nậm Hua chênh nhau ra sao?": NUMBER_OF,
    "Giữa Sơn Hạ và Nậm Hua thì huyện nào nhiều chi bộ hơn, hơn bao nhiêu?": BRANCHES,
    "Hộ nghèo bên Sơn Hạ với bên Nậm Hua hơn kém ra sao?": [
        "Hộ nghèo bên Sơn Hạ là bao nhiêu?",
        "Hộ nghèo bên Nậm Hua là bao nhiêu?",
    ],
    "Về giảm nghèo, Sơn Hạ hay Nậm Hua làm khá hơn?": [
        "Về giảm nghèo, Sơn Hạ đạt bao nhiêu?",
        "Về giảm nghèo, Nậm Hua đạt bao nhiêu?",
    ],
    "Ông Lò Văn Tiến hay bà Quàng Thị Mai lớn tuổi hơn?": ["Ông Lò Văn Tiến bao nhiêu tuổi?", "Bà Quàng Thị Mai bao nhiêu tuổi?"],
    "Bí thư Huyện ủy Sơn Hạ và Bí thư Huyện ủy Nậm Hua là ai?": [
        "Bí thư Huyện ủy Sơn Hạ là ai?",
        "Bí thư Huyện ủy Nậm Hua là ai?",
    ],
    "Huyện Sơn Hạ, huyện Nậm Hua và TP Hải Vân, nơi nào có nhiều đảng viên nhất?": [
        *MEMBERS,
        "TP Hải Vân có bao nhiêu đảng viên?",
    ],
    "Xã Pá Hu, huyện Nậm Hua và xã Bản Lò, huyện Sơn Hạ nơi nào đông đảng viên hơn?": [
        "Xã Pá Hu, huyện Nậm Hua có bao nhiêu đảng viên?",
        "Xã Bản Lò, huyện Sơn Hạ có bao nhiêu đảng viên?",
    ],
}


@pytest.mark.parametrize(("question", "expected"), COMPARED.items())
def test_each_side_becomes_a_question_of_its_own(question, expected):
    assert halves(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Chi bộ khu Tân Lập, phường Yên Thịnh có bao nhiêu đảng viên?",
        "Xã Pá Hu của huyện Nậm Hua có nhiều đảng viên hơn năm ngoái không?",
        "Quan hệ giữa huyện Sơn Hạ và huyện Nậm Hua thế nào?",
        "Quan hệ giữa huyện Sơn Hạ và huyện Nậm Hua có tốt hơn trước không?",
        "Huyện Sơn Hạ phối hợp với huyện Nậm Hua làm gì?",
        "Huyện Sơn Hạ và huyện Nậm Hua ký kết văn bản nào?",
        "Vườn quốc gia Sơn Hạ và Nậm Hua có bao nhiêu loài chim?",
        "Phòng Văn hóa và Thông tin huyện Sơn Hạ có bao nhiêu cán bộ?",
        "Phong trào “Sơn Hạ và Nậm Hua cùng tiến” có bao nhiêu người tham gia?",
        "Ông Lò Văn Tiến, Bí thư Huyện ủy Sơn Hạ, nói gì về huyện Nậm Hua?",
        "Huyện Sơn Hạ có bao nhiêu đảng viên?",
        "Huyện Sơn Hạ có hơn 100 đảng viên là nữ phải không?",
        "So sánh Sơn Hạ và Nậm Hua",
        "Cả nước có nhiều đảng viên hơn năm ngoái không?",
        "",
        "?",
    ],
)
def test_one_matter_stays_whole(question):
    assert halves(question) == []


def test_each_half_keeps_kind_and_what_is_counted():
    found = sides(understand("Huyện Sơn Hạ hay huyện Nậm Hua có nhiều đảng viên hơn?", LEXICON), LEXICON)
    assert [half.kind for half in found] == ["number", "number"]
    assert [half.asked for half in found] == [("đảng", "viên")] * 2
    assert [[name.key for name in half.names] for half in found] == [["sơn hạ"], ["nậm hua"]]
    assert [half.folded for half in found] == [False, False]


def test_typed_without_diacritics_the_halves_are_matched_folded_too():
    found = sides(understand("son ha hay nam hua co nhieu dang vien hon", LEXICON), LEXICON)
    assert [half.full for half in found] == ["Sơn Hạ có bao nhiêu đảng viên?", "Nậm Hua có bao nhiêu đảng viên?"]
    assert all(half.folded and half.text == half.text.lower() for half in found)
    assert found[0].text == "son ha co bao nhieu dang vien?"


def test_a_list_without_end_is_no_comparison():
    many = " hay ".join(f"huyện Sơn Hạ {letter}" for letter in "ABCDEFGH"[: MOST_SIDES + 1])
    assert halves(f"{many} có nhiều đảng viên hơn?") == []
    began = time.process_time()
    for piece in ("Sơn Hạ hay ", "nhiều ", "so sánh Sơn Hạ ", "a" * 50, "Sơn Hạ nhiều hơn Nậm Hua "):
        halves((piece * 2000)[:2000])
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Huyện Sơn Hạ có bao nhiêu đảng viên?", "đảng viên của huyện Sơn Hạ"),
        ("Ở TP Hải Vân có bao nhiêu cây xanh?", "cây xanh ở TP Hải Vân"),
        ("Xã Pá Hu kết nạp được mấy đảng viên mới năm 2021?", "đảng viên mới mà xã Pá Hu kết nạp được năm 2021"),
        ("Số đảng viên nữ của huyện Sơn Hạ là bao nhiêu?", "đảng viên nữ của huyện Sơn Hạ"),
        ("Huyện Sơn Hạ có những dân tộc nào?", "các dân tộc của huyện Sơn Hạ"),
        ("Trong số đảng viên của huyện Sơn Hạ, bao nhiêu là nữ?", "đảng viên của huyện Sơn Hạ"),
        ("Nữ chiếm bao nhiêu phần trăm?", None),
        ("Bí thư Huyện ủy Sơn Hạ là ai?", None),
    ],
)
def test_what_a_question_counts(question, expected):
    assert counted(question) == expected


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("So sánh số chi bộ của huyện Sơn Hạ năm 2023 và 2024", "Số chi bộ của huyện Sơn Hạ năm 2023 là bao nhiêu?"),
        ("Năm 2023 hay năm 2024 huyện Sơn Hạ có nhiều chi bộ hơn?", "Năm 2023 huyện Sơn Hạ có bao nhiêu chi bộ?"),
        ("Năm nào huyện Sơn Hạ có nhiều chi bộ hơn, 2023 hay 2024?", "Năm 2023 huyện Sơn Hạ có bao nhiêu chi bộ?"),
        ("Năm 2024 huyện Sơn Hạ có thêm bao nhiêu chi bộ, tăng hay giảm so với năm 2023?", None),  # the change is told
        ("Trong hai năm 2023 và 2024 huyện Sơn Hạ lập bao nhiêu chi bộ?", None),  # one figure of both
        ("Giai đoạn 2020-2025 huyện Sơn Hạ có nhiều chi bộ hơn bao nhiêu?", None),
        ("Năm 2024 so với năm 2023, xã nào có nhiều chi bộ nhất?", None),
        ("Năm 2023 huyện Sơn Hạ có bao nhiêu chi bộ?", None),
    ],
)
def test_years_are_compared_one_by_one(question, first):
    found = [one.full for one in years(understand(question, LEXICON), LEXICON)]
    assert found == ([first, first.replace("2023", "2024")] if first else [])
