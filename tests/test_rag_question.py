"""What a question asks for, and what an answer must agree with."""

import pytest
from test_rag_fakes import LEXICON

from corpus import match_key
from rag.question import content_words, kind_of, offices_in, restore, understand

KINDS = {
    "Huyện Sơn Hạ có bao nhiêu đảng viên?": "number",
    "Huyện Sơn Hạ có mấy chi bộ?": "number",
    "Tổng số đảng viên của huyện Sơn Hạ?": "number",
    "Dân số huyện Sơn Hạ là bao nhiêu?": "number",
    "Dân số bao nhiêu?": "number",
    "Tổng số là bao nhiêu, con số bao nhiêu?": "number",
    "Con số đảng viên mới năm 2021 của Sơn Hạ": "number",
    "Nữ chiếm bao nhiêu phần trăm?": "percent",
    "Nữ đạt mấy phần trăm?": "percent",
    "Tỷ lệ hộ nghèo của xã Pá Hu?": "percent",
    "Đạt bao nhiêu % kế hoạch?": "percent",
    "Ai là Bí thư Huyện ủy Sơn Hạ?": "person",
    "Bí thư Huyện ủy Sơn Hạ là ai?": "person",
    "Nghị quyết 05-NQ/HU do ai ký?": "person",
    "Đồng chí nào phụ trách xã Pá Hu?": "person",
    "Vị lãnh đạo tỉnh nào về dự?": "person",
    "Đồn trưởng Đồn Biên phòng Pá Hu tên là gì?": "person",
    "Bà Quàng Thị Mai đảm nhiệm cương vị gì?": "office",
    "Ông Lò Văn Tiến đang làm chức gì?": "office",
    "Nghị quyết ban hành khi nào?": "date",
    "Đại hội khai mạc ngày nào?": "date",
    "Chi bộ thành lập từ bao giờ?": "date",
    "Lớp học mở vào ngày mấy?": "date",
    "Chỉ tiêu cho nhiệm kỳ nào?": "date",
    "Mục tiêu đến năm bao nhiêu?": "date",
    "Nghị quyết về tạo nguồn mang số hiệu gì?": "id",
    "Văn bản nào quy định việc này?": "id",
    "Nghị quyết số bao nhiêu?": "id",
    "Nghị quyết số mấy nói về tạo nguồn?": "id",
    "Vì sao huyện Sơn Hạ thiếu nguồn?": "why_how",
    "Cớ gì đến nay trạm vẫn chưa lắp?": "why_how",
    "Sao có bản không giữ được rừng?": "why_how",
    "Chi bộ chẳng có ai đi học thì bị sao?": "why_how",  # "ai" asks for nobody
    "Các tổ giúp dân mấy việc, là những việc gì?": "list",
    "Huyện làm đường bằng tiền của những ai, mỗi bên mấy tỷ?": "list",
    "Người DTTS chiếm mấy %?": "percent",
    "Trường do thầy nào làm hiệu trưởng?": "person",
    "Cô Quàng Thị Mai lo mảng nào ở trường?": "office",
    "Tại sao kết quả thấp?": "why_how",
    "Nguyên nhân là gì?": "why_how",
    "Nhờ đâu huyện đạt kết quả đó?": "why_how",
    "Huyện làm thế nào để tạo nguồn?": "why_how",
    "Công tác tạo nguồn ra sao?": "why_how",
    "Giải pháp của huyện là gì?": "why_how",
    "Kể tên các dân tộc ở huyện Sơn Hạ": "list",
    "Huyện Sơn Hạ có những dân tộc nào?": "list",
    "Ban chỉ đạo gồm những ai?": "list",
    "Huyện ưu tiên những đối tượng nào?": "list",
    "Xã Pá Hu ở đâu?": "place",
    "Xã nào dẫn đầu?": "place",
    "Người giữ chức Bí thư Huyện ủy Sơn Hạ là ai?": "person",
    "Ông Lò Văn Tiến giữ chức vụ gì?": "office",
    "Cô giáo người Thái Bình có 17 năm bám bản tên là gì?": "person",
    "Vị cán bộ ngành tài chính nào nói vì sao còn mấy cơ sở chưa xử lý?": "person",
    "Phường Yên Thịnh thuộc thành phố nào?": "place",
    "Phương châm của huyện là gì?": "quote",
    "Khẩu hiệu của đợt thi đua là gì?": "quote",
    "Nhóm Zalo của các bà vợ ngư dân là do ai lập ra?": "person",
    "Các lớp học do những ai đứng ra mở?": "list",
    "Bác nông dân nào nhường đất làm đường?": "person",
    "Nhân viên bưu điện nào của xã đi thu bảo hiểm?": "person",
    "Ông Lâm từng làm ở nhà máy nào?": "other",
    "Huyện đặt hạn chót nào cho ba xóm ấy?": "date",
    "Cảm ơn bạn": "other",
    "": "other",
}


NAMED_ALONE = {
    "Chủ tịch UBND xã Sơn Hạ năm 2019": "person",
    "Chủ tịch UBND xã Sơn Hạ là người thế nào?": "why_how",
    "ngày khởi công nhà máy nước": "date",
    "ngày 12/3 có việc": "other",
}


@pytest.mark.parametrize(("question", "kind"), NAMED_ALONE.items())
def test_kind_of_what_is_named_alone(question, kind):
    assert understand(question, LEXICON).kind == kind


@pytest.mark.parametrize(("question", "kind"), KINDS.items())
def test_kind(question, kind):
    assert kind_of(match_key(question)) == kind


def test_who_is_this_person_asks_for_the_office():
    assert understand("Lò Văn Tiến là ai?", LEXICON).kind == "office"
    assert understand("Bí thư Huyện ủy Sơn Hạ là ai?", LEXICON).kind == "person"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Huyện Sơn Hạ có bao nhiêu đảng viên nữ?", ("đảng", "viên", "nữ")),
        ("Huyện Sơn Hạ có mấy chi bộ trực thuộc?", ("chi", "bộ")),
        ("Huyện kết nạp được bao nhiêu đảng viên trong năm 2021?", ("đảng", "viên")),
        ("Bao nhiêu hộ nghèo đã thoát nghèo?", ("hộ", "nghèo")),
        ("Trong đó bao nhiêu là nữ?", ("nữ",)),
        ("Tổng số chi bộ của Sơn Hạ?", ("chi", "bộ")),
        ("Huyện có bao nhiêu người DTTS?", ("dân", "tộc", "thiểu", "số")),
        ("Dân góp mấy tỷ để xây nông thôn mới?", ()),  # the money is counted, not what it is for
        ("Chè bán bao nhiêu một cân?", ()),
        ("Dân số huyện là bao nhiêu?", ("dân số",)),
        ("Ai là bí thư?", ()),
    ],
)
def test_what_is_counted(question, asked):
    assert understand(question, LEXICON).asked == asked


def test_a_headcount_counts_no_bodies():
    assert understand("Quân số Đảng bộ xã Sơn Hạ là bao nhiêu?", LEXICON).asked == ("đảng", "viên")
    assert understand("Quân số đại đội ở Sơn Hạ là bao nhiêu?", LEXICON).asked == ()


def test_years_dates_and_ids():
    found = understand("Năm 2021 và ngày 12/3/2020, Nghị quyết 05-NQ/HU, ngày 9/9?", LEXICON)
    assert found.years == ("2021", "2020")
    assert "12/3/2020" in found.dates
    assert "9/9" in found.dates
    assert "05-nq/hu" in found.ids
    assert understand("Nghị định 46/2016/NĐ-CP nói gì?", LEXICON).ids == ("46/2016/nđ-cp",)


@pytest.mark.parametrize("typed", ["05-NQ/HU", "05 NQ/HU", "05 - NQ/HU", "05–NQ/HU", "05 nq/hu"])
def test_a_document_id_with_a_blank_for_its_hyphen(typed):
    assert understand(f"Nghị quyết {typed} nói gì?", LEXICON).ids == ("05-nq/hu",)


def test_a_speed_is_no_document_id():
    assert understand("Gió mạnh 20 km/h ở đâu?", LEXICON).ids == ()


def test_the_year_in_an_id_is_no_year_of_the_question():
    assert understand("Nghị định 46/2016/NĐ-CP nói gì?", LEXICON).years == ()


def test_a_decimal_and_a_ratio_are_no_dates():
    assert understand("Thu ngân sách 2.5 tỷ đồng là của huyện nào?", LEXICON).dates == ()
    assert understand("29/34 đồng chí là người ở đâu?", LEXICON).dates == ()


def test_which_month_asks_for_a_date():
    assert kind_of("lớp học mở vào tháng mấy") == "date"


def test_a_number_that_is_no_year():
    found = understand("Vì sao 1.950 hộ và 20215 cây chưa đạt?", LEXICON)
    assert found.years == ()


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Bí thư Huyện ủy Sơn Hạ", ("bí thư",)),
        ("Phó Bí thư Thường trực, Chủ tịch HĐND", ("phó bí thư", "chủ tịch")),
        ("Phó Chủ tịch và Chủ tịch", ("phó chủ tịch", "chủ tịch")),
        ("Nguyên Bí thư", ("nguyên bí thư",)),
        ("Trưởng bản, Bí thư chi bộ", ("trưởng bản", "bí thư")),
        ("Chi bộ bản Hua", ()),
    ],
)
def test_offices(text, offices):
    assert offices_in(match_key(text)) == offices


def test_content_leaves_out_what_only_asks():
    assert content_words("Huyện Sơn Hạ có bao nhiêu đảng viên nữ?") == ("huyện", "sơn", "hạ", "đảng", "viên", "nữ")
    assert content_words("Số mới tăng hơn, trên 5 năm giảm") == ("số", "mới", "tăng", "hơn", "trên", "5", "năm", "giảm")


def test_without_diacritics_they_are_restored_and_names_written_as_the_corpus_does():
    found = understand("huyen nam hua co bao nhieu dang vien?", LEXICON)
    assert (found.folded, found.text) == (True, "huyen nam hua co bao nhieu dang vien?")
    assert found.full == "huyện Nậm Hua có bao nhiêu đảng viên?"
    assert [name.key for name in found.names] == ["nậm hua"]
    assert found.kind == "number"
    assert found.asked == ("đảng", "viên")
    assert restore("son ha, nam hua!", LEXICON) == "Sơn Hạ, Nậm Hua!"


def test_a_count_may_be_asked_for_without_its_question_word():
    assert understand("Cho biết số học sinh trường Pá Hu hiện nay.", LEXICON).kind == "number"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Thu nhập bình quân đầu người xã Pá Hu năm 2024?", "number"),
        ("Giá chè do đâu mà tăng?", "why_how"),
        ("Cho mình xin số quyết định chỉ định Ban Chấp hành", "id"),
        ("Đảng viên toàn huyện đông cỡ nào?", "number"),
        ("Ông Lò Văn Tiến thôi chủ tịch huyện để đi làm gì?", "office"),
        ("Huyện chuyển máy về bản để làm gì?", "why_how"),
        ("Mái tôn lợp xong bữa nào?", "date"),
    ],
)
def test_kinds_that_take_more_than_a_word(question, kind):
    assert understand(question, LEXICON).kind == kind


def test_with_diacritics_nothing_is_changed():
    found = understand("  Huyện   Sơn Hạ? ", LEXICON)
    assert (found.folded, found.text, found.full) == (False, "Huyện Sơn Hạ?", "Huyện Sơn Hạ?")
    assert not understand("123?", LEXICON).folded


@pytest.mark.parametrize(
    ("question", "offices"),
    [
        ("Ai đang đứng đầu Huyện ủy Sơn Hạ?", ("bí thư",)),
        ("Người đứng đầu chi bộ bản Hua là ai?", ("bí thư",)),
        ("Ai đứng đầu UBND xã Pá Hu?", ("chủ tịch",)),
        ("Ai là Phó Bí thư, sau người đứng đầu Đảng ủy?", ("phó bí thư",)),  # what is named goes before what is implied
        ("Ai đứng đầu dòng họ?", ()),
    ],
)
def test_who_heads_a_body_holds_its_first_office(question, offices):
    assert understand(question, LEXICON).offices == offices
