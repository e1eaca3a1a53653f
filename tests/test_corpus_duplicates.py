from dataclasses import replace
from datetime import date

import pytest

from corpus import article_from_text, clean
from corpus.duplicates import find_copies
from tests.fakes import article

TITLE = "Xã Nậm Ví họp hội đồng nhân dân"
FIRST = "Ngày 12/7/2023, tại nhà văn hóa xã Nậm Ví, Hội đồng nhân dân xã họp kỳ thứ sáu để bàn việc sửa đường vào bản Hua Pe."
SECOND = "Ông Lò Văn Thử cho biết toàn xã có 1.250 hộ, trong đó 318 hộ nghèo, giảm 4,5% so với năm trước."
THIRD = "Hội nghị thống nhất dành 2 tỷ đồng để sửa đường, chia làm hai đợt, và giao cho thôn giám sát."
FOURTH = "Bà Giàng Thị Mẫu đề nghị công khai danh sách những hộ được hỗ trợ tại cuộc họp của từng bản."
TEXT = "\n".join((FIRST, SECOND, THIRD, FOURTH))
BASE = article("goc", TEXT, TITLE)


def copies_with(text=TEXT, title=TITLE, base=BASE, **fields):
    return find_copies([base, article("lai", text, title, **fields)])


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n", " "),
        TEXT.replace(". ", ".\n\n").upper(),
        TEXT.replace("hóa", "hoá").replace("tỷ", "tỉ").replace("12/7", "12/07"),
        TEXT.replace("Hội đồng nhân dân", "HĐND"),
        TEXT + "\nTin, ảnh: Sùng A Ví",
        TEXT + "\nSùng A Ví\nNguồn: Báo Ví Dụ https://vi-du.example/tin-2",
        "(TTXVN) - " + TEXT,
        TEXT.replace(SECOND, SECOND + " Ảnh: Sùng A Ví."),
    ],
    ids=["same", "one line", "capitals", "spelling", "abbreviated", "byline", "source", "dateline", "photo credit"],
)
def test_another_form_of_the_same_text_is_a_copy(text):
    found = copies_with(clean(text))
    assert sorted([*found, *next(iter(found.values()), ())]) == ["goc", "lai"]


def test_decomposed_letters_are_the_same_once_cleaned():
    decomposed = article_from_text("lai", "\u200b" + TEXT.replace("ó", "o\u0301"), title=TITLE)
    assert find_copies([BASE, decomposed]) == {"goc": ("lai",)}


@pytest.mark.parametrize(
    "text", ["\n".join((FIRST, SECOND, THIRD)), "\n".join((SECOND, THIRD, FOURTH)), "\n".join((FIRST, SECOND, FOURTH))]
)
def test_a_shortened_reprint_collapses_into_the_longer_text(text):
    assert copies_with(text) == {"goc": ("lai",)}


def test_an_appended_paragraph_makes_the_longer_text_the_representative():
    assert copies_with(TEXT + "\nBuổi chiều, các đại biểu đi thăm công trình nước sạch.") == {"lai": ("goc",)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("318", "381"),
        ("12/7/2023", "12/7/2024"),
        ("4,5%", "45%"),
        ("4,5%", "4,5"),
        ("hai đợt", "ba đợt"),
        ("giảm", "tăng"),
        ("thống nhất", "không thống nhất"),
        ("Lò Văn Thử", "Lò Văn Thư"),
        ("Nậm Ví", "Nậm Vì"),
        ("Hua Pe", "Hua Pa"),
        ("1.250 hộ, trong đó 318", "318 hộ, trong đó 1.250"),
        ("danh sách những hộ được hỗ trợ", "danh sách"),
    ],
)
def test_one_changed_fact_keeps_both_articles(old, new):
    assert TEXT.count(old) >= 1
    assert copies_with(TEXT.replace(old, new)) == {}
    assert copies_with(TEXT.replace(old, new), title="Tin trong ngày") == {}


def test_reports_on_one_form_stay_apart():
    form = (
        "Chiều nay, đảng bộ xã {0} tổ chức đại hội nhiệm kỳ mới với sự có mặt của toàn thể đảng viên trong đảng bộ.\n"
        "Trong nhiệm kỳ qua, đảng bộ đã kết nạp {1} đảng viên, vượt chỉ tiêu mà nghị quyết của đại hội lần trước đề ra.\n"
        "Đại hội đã bầu ban chấp hành gồm {2} đồng chí và thông qua nghị quyết với sự nhất trí cao của các đại biểu."
    )
    facts = [("Nậm Ví", 41, 15), ("Nậm Mẫu", 41, 15), ("Nậm Ví", 42, 15), ("Nậm Ví", 41, 13)]
    assert find_copies([article(f"xa-{n}", form.format(*row), "Đại hội đảng bộ xã") for n, row in enumerate(facts)]) == {}


def test_a_sentence_of_another_region_does_not_stand_for_this_one():
    rain, sun = "có mưa rào và dông vài nơi, gió nhẹ, trời mát", "trời nắng, gió nhẹ, không mưa, độ ẩm thấp, trưa nóng"
    first = f"Vùng núi phía bắc của tỉnh: {rain}.\nVùng thấp phía nam của tỉnh: {sun}."
    assert copies_with(first, base=article("goc", first.replace(rain, "?").replace(sun, rain).replace("?", sun), TITLE)) == {}


def test_a_passage_may_be_left_out_but_no_heading_of_what_follows():
    rain = "Trong đêm có mưa to ở nhiều nơi và nước suối dâng cao."
    sun = "Ban ngày trời nắng và người dân ra đồng từ sáng sớm."
    end = "Người dân được nhắc theo dõi bản tin tiếp theo của đài."
    base = article(
        "goc", f"{FIRST}\nTại bản Hua Pe ở đầu nguồn. {rain}\nTại bản Pú Vang ở cuối nguồn. {sun}\n{SECOND} {end}", TITLE
    )
    assert copies_with(f"{FIRST}\nTại bản Hua Pe ở đầu nguồn. {rain}\n{SECOND} {end}", base=base) == {"goc": ("lai",)}
    assert copies_with(f"{FIRST}\nTại bản Hua Pe ở đầu nguồn. {sun}\n{SECOND} {end}", base=base) == {}


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("Sẽ sửa đường vào bản", True),
        ("HĐND xã Nậm Ví bàn việc sửa đường vào Hua Pe", True),
        ("Nghèo giảm: 318 hộ", True),
        ("Nghèo giảm: 381 hộ", False),
        ("Họp ở xã Nậm Khác", False),
        ("HỌP Ở XÃ NẬM KHÁC", False),
    ],
)
def test_another_headline_may_bring_no_new_figure_or_name(title, same):
    assert (copies_with(title=title) != {}) is same


@pytest.mark.parametrize(
    ("day", "text", "same"),
    [
        (date(2023, 7, 14), TEXT, True),
        (date(2023, 7, 20), TEXT, False),
        (date(2023, 7, 14), TEXT + "\nSáng nay, đoàn đã về.", False),
        (date(2023, 7, 13), TEXT + "\nSáng nay, đoàn đã về.", True),
    ],
)
def test_the_same_words_of_another_day_can_be_other_news(day, text, same):
    base = replace(BASE, text=text, published=date(2023, 7, 13))
    assert copies_with(text, base=base, published=day) == ({"goc": ("lai",)} if same else {})


def test_two_places_are_never_one_article():
    base = replace(BASE, place="Nậm Ví")
    assert copies_with(base=base, place="nậm ví") == {"goc": ("lai",)}
    assert copies_with(base=base, place="Nậm Mẫu") == {}


@pytest.mark.parametrize(
    ("tail", "other"),
    [("\nCác bản đã đăng ký:\nHua Pe", "\nCác bản đã đăng ký:\nPú Vang"), ("\nUBND xã Nậm Ví", "\nUBND xã Nậm Mẫu")],
    ids=["list", "office"],
)
def test_what_closes_an_article_without_being_a_byline_counts(tail, other):
    assert copies_with(TEXT + tail, base=replace(BASE, text=TEXT + other)) == {}


def test_a_short_text_needs_the_same_words_and_headline():
    short = article("ngan", FIRST, TITLE)
    assert find_copies([short, replace(short, id="b")]) == {"b": ("ngan",)}
    assert find_copies([short, replace(short, id="b", title="Sửa đường")]) == {}
    assert (
        find_copies([article("a", "Xem tệp đính kèm.", "Lịch cắt điện Hua Pe"), article("b", "Xem tệp đính kèm.", "Lịch")]) == {}
    )


def test_one_item_of_a_digest_keeps_its_own_citation():
    others = "\n".join(f"Tin thứ {n} kể chuyện số {n} của bản số {n} trong mùa gặt năm nay ở vùng cao." for n in range(20, 40))
    assert find_copies([BASE, article("diem-tin", TEXT + "\n" + others, TITLE)]) == {}


def test_the_longest_then_the_earliest_then_the_smallest_id_represents():
    day = date(2023, 7, 13)
    same = [article("c", TEXT, TITLE, published=day), article("b", TEXT, TITLE, published=day), article("a", TEXT, TITLE)]
    assert find_copies(same) == {"b": ("a", "c")}
    assert find_copies(same[::-1]) == {"b": ("a", "c")}
    longer = article("d", TEXT + "\nBuổi chiều, các đại biểu đi thăm công trình nước sạch.", TITLE)
    assert find_copies([*same, longer]) == {"d": ("a", "b", "c")}
    assert find_copies([same[0], same[2]]) == {"c": ("a",)}


def test_a_copy_is_one_of_its_representative_not_of_another_copy():
    """FIRST..THIRD lies in FIRST..FOURTH, that in the whole; the shortest is less than half of the whole, so not its copy."""
    fifth = "Kế hoạch chi tiết sẽ được dán ở nhà văn hóa mỗi bản trước ngày 30/7 để bà con góp ý, kèm số điện thoại. "
    sixth = "Theo dự kiến, đợt đầu làm đoạn dốc gần suối, nơi mùa mưa nào xe máy cũng không qua được và trẻ phải nghỉ học."
    parts = [FIRST, SECOND, THIRD, FOURTH, fifth, sixth]
    short, middle, whole = (article(f"{n}-doan", clean("\n".join(parts[:n])), TITLE) for n in (2, 4, 6))
    assert find_copies([short, middle]) == {"4-doan": ("2-doan",)}
    assert find_copies([short, middle, whole]) == {"6-doan": ("4-doan",)}


def test_a_hundred_copies_and_a_hundred_forms():
    same = [article(f"{n:03d}", TEXT, TITLE) for n in range(100)]
    assert find_copies(same) == {"000": tuple(f"{n:03d}" for n in range(1, 100))}
    assert find_copies([article(f"{n:03d}", TEXT.replace("318", str(400 + n)), TITLE) for n in range(100)]) == {}


def test_nothing_to_compare():
    assert find_copies([]) == {}
    assert find_copies([BASE]) == {}
