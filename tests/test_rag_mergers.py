"""Provinces merged in July 2025, found by their old and new names; districts and figures are invented."""

from datetime import date

import pytest
from fakes import article
from test_rag_fakes import HAI_VAN, LEXICON, NAM_HUA, open_small

from corpus import fold
from index.lexicon import build_lexicon
from rag.mergers import merger_notes, provinces_asked, readings, renamed
from rag.question import understand

NOW_IN_THAI_NGUYEN = "Bắc Kạn nay thuộc tỉnh Thái Nguyên (từ 1/7/2025)."
OLD = article("old", "Tỉnh Bắc Kạn có 120 hợp tác xã trồng dong riềng.", published=date(2023, 4, 2))
OLD_DISTRICT = article(
    "old-district",
    "Đảng bộ huyện Sơn Hạ, tỉnh Bắc Kạn, coi trọng việc tạo nguồn.\n\nHuyện Sơn Hạ có 1.240 đảng viên.",
    place="Sơn Hạ",
)
NEW = article("new", "Tỉnh Thái Nguyên có 900 hợp tác xã trồng dong riềng.", published=date(2026, 4, 2))
THEN = article("then", "Tỉnh Thái Nguyên có 700 hợp tác xã trồng dong riềng.", published=date(2022, 4, 2))
UNDATED = article("undated", "Tỉnh Thái Nguyên có 800 hợp tác xã trồng dong riềng.")
OTHERS = (NAM_HUA, HAI_VAN)
COOPERATIVES = "Tỉnh {} có bao nhiêu hợp tác xã trồng dong riềng?"


@pytest.fixture
def ask(tmp_path):
    def answer(question, *articles):
        return open_small(tmp_path, [*articles, *OTHERS]).ask(question, today=date(2026, 11, 22))

    return answer


@pytest.mark.parametrize(
    ("question", "provinces"),
    [
        ("Tỉnh Bắc Kạn có mấy huyện?", ["Bắc Kạn"]),
        ("tỉnh bắc kạn có mấy huyện?", ["Bắc Kạn"]),
        ("tinh bac kan co may huyen", ["Bắc Kạn"]),
        ("Tỉnh ủy Bắc Kạn họp khi nào?", ["Bắc Kạn"]),
        ("Bắc Kạn và Thái Nguyên khác nhau thế nào?", ["Bắc Kạn", "Thái Nguyên"]),
        ("Huyện Ba Bể, tỉnh Bắc Kạn có mấy xã?", ["Bắc Kạn"]),
        ("Bà Rịa - Vũng Tàu có mấy huyện?", ["Bà Rịa - Vũng Tàu"]),
        ("TP Hồ Chí Minh có mấy quận?", ["Hồ Chí Minh"]),
        ("Chủ tịch Hồ Chí Minh sinh năm nào?", []),
        ("Thành phố Hà Giang có mấy phường?", []),
        ("Huyện Điện Biên có mấy xã?", []),
        ("Xã Hòa Bình có mấy thôn?", []),
        ("Vì sao cần hòa bình?", []),
    ],
)
def test_the_provinces_a_question_names(question, provinces):
    assert [one.province for one in provinces_asked(understand(question, LEXICON))] == provinces


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Tỉnh Thái Nguyên có mấy huyện?", ["Tỉnh Bắc Kạn có mấy huyện?"]),
        ("Tỉnh Bắc Kạn có mấy huyện?", ["Tỉnh Thái Nguyên có mấy huyện?"]),
        ("Phú Thọ có mấy huyện?", ["Vĩnh Phúc có mấy huyện?", "Hòa Bình có mấy huyện?"]),
        ("Vĩnh Phúc có mấy huyện?", ["Phú Thọ có mấy huyện?"]),  # and nothing of its new sister
        ("Bà Rịa - Vũng Tàu có mấy huyện?", ["Hồ Chí Minh có mấy huyện?"]),
        ("Bắc Kạn và Thái Nguyên khác nhau thế nào?", []),
        ("Tỉnh Cao Bằng có mấy huyện?", []),  # it stayed as it was
        ("Huyện Sơn Hạ có mấy xã?", []),
    ],
)
def test_a_question_by_the_other_names(question, others):
    assert list(renamed(understand(question, LEXICON))) == others


@pytest.mark.parametrize(
    "question",
    [
        "Huyện Sơn Hạ, tỉnh Bắc Kạn có mấy xã?",
        "Huyện Sơn Hạ tỉnh Thái Nguyên có mấy xã?",
        "Huyện Sơn Hạ (Bắc Kạn) có mấy xã?",
        "Huyện Sơn Hạ thuộc tỉnh Bắc Kạn có mấy xã?",
        "Huyện Sơn Hạ của Bắc Kạn có mấy xã?",
    ],
)
def test_a_province_that_only_says_where_a_place_lies_is_left_out(question):
    (reading,) = readings(understand(question, LEXICON), LEXICON)
    assert reading.question.full == "Huyện Sơn Hạ có mấy xã?"


def test_the_new_name_finds_what_was_written_under_the_old_one(ask):
    answer = ask(COOPERATIVES.format("Thái Nguyên"), OLD)
    assert (answer.short_answer, answer.citations[0].article_id) == ("120 hợp tác xã trồng dong", "old")
    assert answer.notes == (
        NOW_IN_THAI_NGUYEN,
        "Số liệu trong bài có thể là của riêng Bắc Kạn trước đây, không phải cả Thái Nguyên.",
    )


def test_the_old_name_finds_what_was_written_since_the_merger(ask):
    answer = ask(COOPERATIVES.format("Bắc Kạn"), NEW)
    assert (answer.short_answer, answer.citations[0].article_id) == ("900 hợp tác xã trồng dong", "new")
    assert answer.notes == (NOW_IN_THAI_NGUYEN, "Số liệu trong bài có thể là của cả Thái Nguyên hiện nay, không riêng Bắc Kạn.")


@pytest.mark.parametrize("before", [THEN, UNDATED], ids=lambda one: one.id)
def test_before_the_merger_the_new_name_meant_another_province(ask, before):
    answer = ask(COOPERATIVES.format("Bắc Kạn"), before)
    assert (answer.answered, answer.notes) == (False, ())


@pytest.mark.parametrize("province", ["Tuyên Quang", "Lào Cai", "Hà Giang"])
def test_any_other_province_is_another(ask, province):
    assert not ask(COOPERATIVES.format(province), OLD, NEW).answered


def test_the_name_as_asked_wins_over_the_other(ask):
    for name, article_id in (("Thái Nguyên", "new"), ("Bắc Kạn", "old")):
        answer = ask(COOPERATIVES.format(name), OLD, NEW)
        assert [citation.article_id for citation in answer.citations] == [article_id]
        assert answer.retrieved[0] == article_id
        assert answer.notes == ()


def test_many_articles_by_the_other_name_do_not_flood_one_by_the_name_as_asked(ask):
    flood = [
        article(f"old-{number}", OLD.text.replace("120", str(number)), published=OLD.published) for number in range(100, 112)
    ]
    answer = ask(COOPERATIVES.format("Thái Nguyên"), *flood, NEW)
    assert answer.retrieved[0] == "new"
    assert answer.short_answer == "900 hợp tác xã trồng dong"


@pytest.mark.parametrize(
    "question",
    [
        "Huyện Sơn Hạ, tỉnh Thái Nguyên có bao nhiêu đảng viên?",
        "Huyện Sơn Hạ (Thái Nguyên) có bao nhiêu đảng viên?",
        "huyen son ha tinh thai nguyen co bao nhieu dang vien",
    ],
)
def test_a_place_is_found_in_the_province_where_it_lies_today(ask, question):
    answer = ask(question, OLD_DISTRICT)
    assert (answer.short_answer, answer.notes) == ("1.240 đảng viên", (NOW_IN_THAI_NGUYEN,))


def test_a_place_is_found_with_the_province_that_its_article_names(ask):
    answer = ask("Huyện Sơn Hạ, tỉnh Bắc Kạn có bao nhiêu đảng viên?", OLD_DISTRICT)
    assert (answer.short_answer, answer.notes) == ("1.240 đảng viên", ())


def test_a_place_of_the_same_name_elsewhere_is_not_found(ask):
    assert not ask("Huyện Sơn Hạ, tỉnh Tuyên Quang có bao nhiêu đảng viên?", OLD_DISTRICT).answered


def test_an_undated_article_serves_the_old_name_where_it_has_the_place_asked_about():
    question = understand("Xã Pá Mỳ, tỉnh Bắc Kạn có mấy thôn?", LEXICON)
    assert merger_notes(question, [article("a", "Xã Pá Mỳ, tỉnh Thái Nguyên có 9 thôn.")]) == (NOW_IN_THAI_NGUYEN,)
    assert merger_notes(question, [article("a", "Xã Mường Tả, tỉnh Thái Nguyên có 9 thôn.")]) == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Tỉnh Hòa Bình họp.", True),
        ("UBND tỉnh Hoà Bình họp.", True),
        ("TỈNH HÒA BÌNH HỌP", True),
        ("Gìn giữ hòa bình là việc lớn.", False),
        ("Ông Nguyễn Hòa Bình dự họp.", False),
        ("Xã Hòa Bình họp.", False),
    ],
)
def test_how_a_text_names_a_province(text, named):
    question = understand("Tỉnh Phú Thọ có gì?", LEXICON)
    assert bool(merger_notes(question, [article("a", text)])) is named


@pytest.mark.parametrize(
    ("text", "question", "named"),
    [
        ("Khu vực châu Á - Thái Bình Dương.", "Tỉnh Hưng Yên có gì?", False),
        ("Khu vực châu Á - Thái Bình Dương.", "TP Hồ Chí Minh có gì?", False),
        ("Tỉnh Bình Dương.", "TP Hồ Chí Minh có gì?", True),
        ("Tỉnh Bà Rịa–Vũng Tàu.", "TP Hồ Chí Minh có gì?", True),
    ],
)
def test_names_within_other_names(text, question, named):
    assert bool(merger_notes(understand(question, LEXICON), [article("a", text)])) is named


def test_a_new_city_is_told_by_its_city():
    question = understand("Tỉnh Bình Dương có gì?", LEXICON)
    articles = [
        article("a", "TP.HCM mở tuyến xe.", published=date(2025, 7, 1)),
        article("b", "Học tập Hồ Chí Minh.", published=date(2026, 1, 1)),
    ]
    assert merger_notes(question, articles[:1]) == ("Bình Dương nay thuộc thành phố Hồ Chí Minh (từ 1/7/2025).",)
    assert merger_notes(question, articles[1:]) == ()
    assert merger_notes(question, [article("c", "TP.HCM mở tuyến xe.", published=date(2025, 6, 30))]) == ()


def test_typed_without_diacritics_the_other_reading_is_matched_without_them_too():
    lexicon = build_lexicon([OLD.text])
    (reading,) = readings(understand(fold(COOPERATIVES.format("Thái Nguyên")), lexicon), lexicon)
    assert reading.question.folded
    assert reading.question.text == fold(reading.question.full)
