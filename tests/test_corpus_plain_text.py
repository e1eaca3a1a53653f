"""What a copied page says of itself. All texts are invented."""

from datetime import date

import pytest

from corpus.controls import drop_noise, is_control
from corpus.dates import find_date, parse_date_line
from corpus.draft import Draft
from corpus.plain_text import recover, title_from_text
from corpus.text import clean
from corpus.unwrap import unwrap

LEAD = (
    "Những năm qua, Chi bộ bản Nà Lốc luôn quan tâm công tác phát triển đảng viên trẻ, coi đó là nhiệm vụ thường xuyên, "
    "góp phần xây dựng hệ thống chính trị ở cơ sở ngày càng vững mạnh và gần dân hơn."
)
BODY = (
    "Bản hiện có 86 hộ với 412 nhân khẩu. Từ đầu năm, chi bộ đã kết nạp được 7 đảng viên mới, vượt 2 đảng viên so với kế hoạch."
)


def _recovered(*lines):
    return recover(Draft(clean("\n\n".join(lines))))


def test_title_byline_source_and_address():
    draft = _recovered(
        "Nà Lốc tạo nguồn đảng viên trẻ", LEAD, BODY, "Hoàng Lan", "Nguồn Sông Mã: https://songma.example.vn/na-loc-123.html"
    )
    assert draft.title == "Nà Lốc tạo nguồn đảng viên trẻ"
    assert (draft.author, draft.source, draft.url) == ("Hoàng Lan", "Sông Mã", "https://songma.example.vn/na-loc-123.html")
    assert draft.published is None and draft.place is None


def test_rubric_title_place_agency_and_two_authors():
    draft = _recovered(
        "Xây dựng Đảng",
        "Phát triển đảng viên ở vùng lòng hồ",
        "Lai Hà",
        LEAD,
        "TTXVN - Tỉnh ủy Lai Hà xác định đây là việc phải làm thường xuyên. " + BODY,
        "Bà con gặt lúa. (Ảnh: Vàng Sao/TTXVN)",
        BODY.replace("86", "87"),
        "Tuấn Minh - Vàng Sao",
    )
    assert draft.title == "Phát triển đảng viên ở vùng lòng hồ"
    assert (draft.place, draft.source, draft.author) == ("Lai Hà", "TTXVN", "Tuấn Minh - Vàng Sao")


def test_date_line_author_and_publisher():
    draft = _recovered(
        "TP Sông Vân: Bước chuyển trong phát triển đảng viên",
        "23/11/2022 16:37\n" + LEAD,
        BODY,
        "Vi Hà\nTrung tâm TT&VH Sông Vân",
    )
    assert draft.title == "TP Sông Vân: Bước chuyển trong phát triển đảng viên"
    assert draft.published == date(2022, 11, 23)
    assert (draft.author, draft.source) == ("Vi Hà", "Trung tâm TT&VH Sông Vân")
    assert "23/11/2022 16:37" not in draft.text


def test_without_short_lines_the_first_sentence_gives_the_title():
    draft = _recovered(LEAD, BODY)
    assert draft.title == "Những năm qua, Chi bộ bản Nà Lốc luôn quan tâm công tác phát triển đảng viên trẻ…"
    assert (draft.author, draft.source, draft.url, draft.published, draft.place) == (None,) * 5


def test_given_fields_are_not_overwritten():
    draft = recover(Draft(clean(f"Tiêu đề trong bài viết\n\n{LEAD}\n\nHoàng Lan"), title="Đã có", author="Khác"))
    assert (draft.title, draft.author) == ("Đã có", "Khác")


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("Hoàng Lan", "Hoàng Lan"),
        ("HOÀNG LAN", "HOÀNG LAN"),
        ("Đình Vũ, Ánh Dương", "Đình Vũ, Ánh Dương"),
        ("Bài, ảnh: Hoàng Lan", "Hoàng Lan"),
        ("Tác giả: Hoàng Lan", "Hoàng Lan"),
        ("Hoàng Lan (Tổng hợp)", "Hoàng Lan (Tổng hợp)"),
        ("X.Hoàng", "X.Hoàng"),
        ("Ảnh: Hoàng Lan", None),  # a photographer wrote no article
        ("Nà Lốc", None),  # the article speaks of it: a place
        ("Bà con rất vui", None),
        ("Cuộc sống đã đổi thay.", None),
    ],
)
def test_bylines(last, author):
    assert _recovered("Tiêu đề của bài báo này", LEAD, BODY, last).author == author


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("Phạm Quốc Việt", "Phạm Quốc Việt"),
        ("Phạm Quốc Việt.", "Phạm Quốc Việt"),
        ("Bài, ảnh: Lê Anh Khoa", "Lê Anh Khoa"),
        ("(Tin, ảnh: Lê Anh Khoa)", "Lê Anh Khoa"),
        ("Bài và ảnh: Lê Anh Khoa.", "Lê Anh Khoa"),
        ("Bài: Lê Anh Khoa - Ảnh: Vàng Sao", "Lê Anh Khoa"),
        ("Bài: Lê Anh Khoa\nẢnh: Vàng Sao", "Lê Anh Khoa"),
        ("Thực hiện: Nhóm phóng viên", "Nhóm phóng viên"),
        ("Người thực hiện: Lê Anh Khoa", "Lê Anh Khoa"),
        ("Ảnh: Vàng Sao", None),
        ("Theo Báo Hòa Lạc", None),
    ],
)
def test_a_byline_leaves_the_text(last, author):
    draft = _recovered("Tiêu đề của bài báo này", LEAD, BODY, last)
    assert (draft.author, draft.text) == (author, f"Tiêu đề của bài báo này\n\n{LEAD}\n\n{BODY}")


def test_a_byline_behind_the_last_sentence_leaves_the_text():
    assert _recovered("Tiêu đề của bài này", LEAD, f"{BODY} Tin, ảnh: Lê Anh Khoa").text.endswith(BODY)


@pytest.mark.parametrize(
    "end",
    [
        "Người đoạt giải nhất là:\nPhạm Quốc Việt",
        "Giải nhất\nPhạm Quốc Việt",
        "Ai đoạt giải nhất?\nPhạm Quốc Việt",
        "Phạm Quốc Việt\nLê Anh Khoa",  # people in a row
        "Nà Lốc",  # a place that the article speaks of
        "Thực hiện: mỗi nhà góp mười ngày công",
        "Phóng viên: Xin cảm ơn ông!",
        "Theo kế hoạch năm sau",
        "Hết",
        "Ảnh: bà con gặt lúa",
    ],
)
def test_what_may_be_told_stays(end):
    draft = _recovered("Tiêu đề của bài báo này", LEAD, BODY, end)
    assert draft.text.endswith(end)


def test_a_source_that_is_not_the_articles_stays():
    draft = recover(Draft(clean(f"Tiêu đề của bài này\n\n{LEAD}\n\nTheo Báo Hòa Lạc"), source="Báo Thử"))
    assert (draft.source, draft.text.endswith("Theo Báo Hòa Lạc")) == ("Báo Thử", True)


def test_a_name_that_stands_in_the_text_too_leaves_it_at_the_end_only():
    text = f"Tiêu đề của bài này\n\n{LEAD}\n\nHoàng Lan\n\n{BODY}\n\nHoàng Lan"
    assert recover(Draft(text, author="Hoàng Lan")).text == text.removesuffix("\n\nHoàng Lan")


@pytest.mark.parametrize(
    ("last", "source", "url"),
    [
        ("Theo Báo Sông Mã", "Báo Sông Mã", None),
        ("(Theo TTXVN)", "TTXVN", None),
        ("Nguồn: Báo Sông Mã", "Báo Sông Mã", None),
        ("Nguồn: https://a.example.vn/b.html", None, "https://a.example.vn/b.html"),
        ("https://a.example.vn/b.html", None, "https://a.example.vn/b.html"),
        ("Báo Sông Mã", "Báo Sông Mã", None),
        ("Theo kế hoạch, năm sau xã sẽ làm tiếp ba tuyến đường nữa cho bà con.", None, None),
    ],
)
def test_sources(last, source, url):
    draft = _recovered("Tiêu đề của bài báo này", LEAD, BODY, last)
    assert (draft.source, draft.url) == (source, url)


@pytest.mark.parametrize("start", ["UBND - ", "Năm 2020 - ", "Trong khi đó - "])
def test_no_agency(start):
    assert _recovered("Tiêu đề của bài báo này", start + LEAD, BODY).source is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("23/11/2022 16:37", date(2022, 11, 23)),
        ("Thứ Tư, 23/11/2022 | 16:37 (GMT+7)", date(2022, 11, 23)),
        ("16:37, 23-11-2022", date(2022, 11, 23)),
        ("Cập nhật lúc: 8h05 ngày 5.6.2021", date(2021, 6, 5)),
        ("Ngày 5 tháng 6 năm 2021", date(2021, 6, 5)),
        ("2022-11-23T16:37:00+07:00", date(2022, 11, 23)),
        ("2022-11-23", date(2022, 11, 23)),
        ("Đại hội ngày 23/11/2022", None),
        ("31/02/2022", None),
        ("23/11", None),
        ("1.500.000", None),
        ("325/600", None),
    ],
)
def test_date_lines(line, day):
    assert parse_date_line(line) == day


def test_find_date_gives_the_first_with_its_place():
    assert find_date("từ 1/2/2020 đến 2021-03-04") == (date(2020, 2, 1), 3, 11)


def test_a_dateline_gives_place_and_day():
    draft = _recovered("Khánh thành cầu mới qua suối Nậm", "Lai Hà, ngày 5 tháng 6 năm 2021", LEAD, BODY)
    assert (draft.place, draft.published, draft.title) == ("Lai Hà", date(2021, 6, 5), "Khánh thành cầu mới qua suối Nậm")


@pytest.mark.parametrize(
    ("line", "place", "source"),
    [
        ("Báo Hòa Lạc, ngày 3/4/2024", None, "Báo Hòa Lạc"),
        ("BÁO HÒA LẠC, 3/4/2024", None, "BÁO HÒA LẠC"),
        ("Đài Bắc Lâm, ngày 3/4/2024", None, "Đài Bắc Lâm"),
        ("Đài Bắc, ngày 3/4/2024", "Đài Bắc", None),
        ("Hội An, ngày 3/4/2024", "Hội An", None),
        ("Hòa Lạc, ngày 3/4/2024", "Hòa Lạc", None),
    ],
)
def test_a_newspaper_in_a_dateline_is_the_source_and_no_place(line, place, source):
    draft = _recovered("Khánh thành cầu", line, LEAD, BODY)
    assert (draft.title, draft.published) == ("Khánh thành cầu", date(2024, 4, 3))
    assert (draft.place, draft.source) == (place, source)


@pytest.mark.parametrize(
    ("line", "source", "place", "author"),
    [
        ("Báo Hòa Lạc - Thứ Tư, 10/12/2025", "Báo Hòa Lạc", None, None),
        ("Báo Hòa Lạc | 10/12/2025 07:30", "Báo Hòa Lạc", None, None),
        ("Thứ Tư, ngày 10/12/2025, 07:30 (GMT+7)", None, None, None),
        ("10/12/2025 07:30", None, None, None),
        ("10/12/2025 - Báo điện tử Hòa Lạc", "Báo điện tử Hòa Lạc", None, None),
        ("Báo Ngày Nay, 10/12/2025", "Báo Ngày Nay", None, None),  # "ngày" is a word of its name
        ("UBND xã Hòa Lạc, ngày 10/12/2025", "UBND xã Hòa Lạc", None, None),
        ("(Theo Báo Hòa Lạc, ngày 10/12/2025)", "Báo Hòa Lạc", None, None),
        ("Hòa Lạc, ngày 10/12/2025", None, "Hòa Lạc", None),
        ("Sơn Hạ, Hạ Lâm, ngày 10/12/2025", None, "Sơn Hạ, Hạ Lâm", None),
        ("Huế, ngày 10/12/2025", None, "Huế", None),
        ("Nà Lốc - 10/12/2025", None, "Nà Lốc", None),  # the article speaks of it
        ("Lê Anh Khoa | Báo Hòa Lạc | Thứ Tư, 10/12/2025", "Báo Hòa Lạc", None, "Lê Anh Khoa"),
    ],
)
def test_the_line_below_the_headline_becomes_fields_and_leaves_the_text(line, source, place, author):
    draft = _recovered("Khánh thành cầu mới", line, LEAD, BODY)
    assert (draft.title, draft.published) == ("Khánh thành cầu mới", date(2025, 12, 10))
    assert (draft.source, draft.place, draft.author) == (source, place, author)
    assert draft.text == f"Khánh thành cầu mới\n\n{LEAD}\n\n{BODY}"


@pytest.mark.parametrize(
    "line",
    ["Ngày 10/12/2025, UBND xã Hòa Lạc họp", "Khởi công 10/12/2025", "Tuổi Đá - 10/12/2025", "Họp báo 10/12/2025 - Báo Hòa Lạc"],
)
def test_a_line_that_says_more_or_cannot_be_told_stays(line):
    assert line in _recovered("Khánh thành cầu mới ở Hòa Lạc hôm nay", line, LEAD, BODY).text


def test_days_that_head_the_parts_of_a_chronicle_stay():
    text = _recovered("Nhật ký mùa lũ", "Ngày 10/12/2025", LEAD, "Ngày 11/12/2025", BODY).text
    assert "Ngày 10/12/2025" in text and "Ngày 11/12/2025" in text


def test_a_given_day_that_differs_leaves_the_line():
    text = clean(f"Cầu mới\n\nBáo Hòa Lạc - 10/12/2025\n\n{LEAD}")
    draft = recover(Draft(text, published=date(2025, 12, 9)))
    assert (draft.published, draft.text) == (date(2025, 12, 9), text)


def test_the_address_of_a_page_yields_to_the_newspaper_that_its_line_names():
    text = clean(f"Cầu mới\n\nBáo Hòa Lạc - 10/12/2025\n\n{LEAD}")
    draft = recover(Draft(text, source="hoalac.example.vn"))
    assert (draft.source, draft.text) == ("Báo Hòa Lạc", f"Cầu mới\n\n{LEAD}")
    assert recover(Draft(text.replace("Báo Hòa Lạc - ", ""), source="hoalac.example.vn")).source == "hoalac.example.vn"


def test_a_newspaper_on_a_line_of_its_own_is_neither_place_nor_title():
    draft = _recovered("Cầu mới", "Báo Hòa Lạc", LEAD, f"Báo Hòa Lạc đưa tin. {BODY}")
    assert (draft.title, draft.place, draft.source) == ("Cầu mới", None, "Báo Hòa Lạc")


def test_titles_from_text():
    assert title_from_text("Cầu mới đã xong. Dân vui.") == "Cầu mới đã xong"
    assert title_from_text("") == ""
    long = title_from_text("chữ " * 40 + "hết.")
    assert long == ("chữ " * 22).strip() + "…"  # 22 words are 87 characters; with one more it would be 91
    assert title_from_text("x" * 200) == "x" * 89 + "…"


@pytest.mark.parametrize(
    "line",
    [
        "Xem thêm",
        "XEM THÊM »",
        "Loading...",
        "Bạn còn 500/500 ký tự",
        "Bạn vui lòng nhập từ 5 ký tự trở lên !!!",
        "Chia sẻ",
        "In bài viết",
        "Bình luận (12)",
        "Gửi bình luận",
        "120 lượt xem",
        "Tin liên quan:",
    ],
)
def test_controls(line):
    assert is_control(line)


@pytest.mark.parametrize(
    "line",
    [
        "Chia sẻ về kinh nghiệm, ông Páo nói:",
        "Xem thêm một ví dụ ở bản bên.",
        "Bình luận của chuyên gia",
        "Nhìn từ thực tiễn",
        "",
    ],
)
def test_no_controls(line):
    assert not is_control(line)


def test_lines_that_repeat_are_kept_once():
    text = f"{LEAD}\n\nMột chú thích ảnh rất đẹp.\n\nMột chú thích ảnh rất đẹp.\n\n{BODY}\n{LEAD}\n\nXem thêm"
    assert clean(drop_noise(text)) == f"{LEAD}\n\nMột chú thích ảnh rất đẹp.\n\n{BODY}"


def test_a_paragraph_that_differs_in_one_word_is_kept():
    assert drop_noise(f"{BODY}\n{BODY.replace('412', '413')}").count("Bản hiện có") == 2


def test_cues_numbers_and_table_rows_may_repeat():
    text = "Phóng viên:\nA?\nPhóng viên:\nB?\n2021\n2021\nCó | 1\nCó | 1"
    assert drop_noise(text) == text


def test_hard_wrapped_text_is_joined_and_other_text_is_not():
    wrapped = "Từ đầu năm đến nay chi bộ đã kết nạp bảy đảng viên mới,\nvượt hai người so với kế hoạch của huyện.\n\nĐoạn hai."
    assert unwrap(wrapped) == wrapped.replace(",\nvượt", ", vượt")
    short = "Hoàng Lan\nTrung tâm truyền thông"
    assert unwrap(short) == short
    items = "Kế hoạch gồm ba việc lớn cần làm ngay trong quý một năm nay\nvà:\n- mở đường\n- dựng trường"
    assert unwrap(items).endswith("\n- mở đường\n- dựng trường")
