"""How far a sentence speaks of the place that the question names."""

from dataclasses import replace
from datetime import date

import pytest

from corpus import Article, split_sentences
from index.lexicon import build_lexicon
from rag.agreement import agreement
from rag.question import understand

PA_VAT = Article(
    id="pa-vat",
    title="Pá Vạt giảm nghèo",
    place="xã Pá Vạt, huyện Tà Phình",
    text="Cuối năm 2024, tỷ lệ hộ nghèo còn 34,7%. Bà con vùng cao đã đổi nếp nghĩ.",
)
LEXICON = build_lexicon([f"{PA_VAT.title}\n{PA_VAT.place}\n{PA_VAT.text}\nHuyện Tà Phình họp. Xã Pá Vạt họp."])


def agreed(article, question, sentence):
    """How far a sentence of an article agrees with a question, over a corpus of this article alone."""
    lexicon = build_lexicon([f"{article.title}\n{article.text}"])
    return agreement(understand(question, lexicon), article, split_sentences(article.text)[sentence], lexicon)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Tỷ lệ hộ nghèo của xã Pá Vạt là bao nhiêu?", 0.9),  # the title names it
        ("Tỷ lệ hộ nghèo của huyện Tà Phình là bao nhiêu?", 0.5),  # a commune's figure is not its district's
        ("Tỷ lệ hộ nghèo của xã Pá Vạt, huyện Tà Phình là bao nhiêu?", 0.9),
        ("Vì sao huyện Tà Phình đổi nếp nghĩ?", 0.9),  # no figure: what happens in the commune happens in the district
        ("Tỷ lệ hộ nghèo của huyện Mường Kha là bao nhiêu?", 0.0),
    ],
)
def test_an_article_of_a_commune_gives_no_figures_of_its_district(question, names):
    first = split_sentences(PA_VAT.text)[0]
    assert agreement(understand(question, LEXICON), PA_VAT, first, LEXICON).names == names


TWO = Article(
    id="hai-xa",
    title="Quang Lãng, Tân Thuận đón bằng nông thôn mới",
    text="Hôm qua hai xã họp. Xã Quang Lãng có 12 thôn. Thu nhập đạt 86 triệu đồng. "
    "Xã Tân Thuận có 9 thôn. Thu nhập đạt 72 triệu đồng.",
)


@pytest.mark.parametrize(
    ("place", "sentence", "names"),
    [
        ("Quang Lãng", 0, 0.9),  # no place yet: the title counts for both
        ("Quang Lãng", 2, 0.9),
        ("Tân Thuận", 2, 0.35),  # the text is still at the other commune
        ("Tân Thuận", 4, 0.9),
        ("Quang Lãng", 4, 0.35),
    ],
)
def test_of_several_places_in_the_title_a_sentence_belongs_to_the_last_one_named(place, sentence, names):
    assert agreed(TWO, f"Thu nhập ở xã {place} là bao nhiêu?", sentence).names == names


PARTS = Article(
    id="na-sam",
    title="Nà Sầm xây dựng Đảng",
    place="huyện Nà Sầm",
    text="Xã Bản Kéo họp hôm qua. Huyện Nà Sầm có 34 chi bộ. Quý I/2024, huyện nhận 900 hồ sơ. Còn hai xóm ở xã Bản Kéo.",
)


@pytest.mark.parametrize(
    ("question", "sentence", "names", "times"),
    [
        ("Xã Bản Kéo của huyện Nà Sầm gồm mấy chi bộ?", 1, 0.35, 1.0),  # the district's figure is not its commune's
        ("Huyện Nà Sầm gồm mấy chi bộ?", 1, 1.0, 1.0),
        ("Hai xóm nào của Nà Sầm còn lại?", 3, 0.9, 1.0),  # a commune of the district may tell where
        ("Quý II/2024 Nà Sầm nhận bao nhiêu hồ sơ?", 2, 0.9, 0.0),
        ("Quý 1/2024 Nà Sầm nhận bao nhiêu hồ sơ?", 2, 0.9, 1.0),
    ],
)
def test_a_part_and_its_whole_and_a_quarter_and_another(question, sentence, names, times):
    found = agreed(PARTS, question, sentence)
    assert (found.names, found.times) == (names, times)


ROWS = Article(
    id="ban-keo",
    title="Đảng bộ xã Bản Kéo",
    published=date(2025, 12, 18),
    text="Năm 2024 – Kết nạp: 37; Trong đó nữ: 15.\nNăm 2025 – Kết nạp: 46; Trong đó nữ: 19.",
)


def test_a_row_of_another_year_is_of_another_year_whatever_stands_before_it():
    question = "Năm 2024 xã Bản Kéo kết nạp bao nhiêu đảng viên nữ?"
    assert [agreed(ROWS, question, row).times for row in (0, 1)] == [1.0, 0.0]


SINCE = Article(id="na-sam", title="Nà Sầm bớt nghèo", place="huyện Nà Sầm", text="Nà Sầm còn 86 hộ, giảm 57 hộ so với năm 2022.")


@pytest.mark.parametrize(
    ("question", "text", "times"),
    [
        ("Năm 2022 Nà Sầm có bao nhiêu hộ nghèo?", SINCE.text, 0.0),
        ("Nà Sầm giảm bao nhiêu hộ nghèo so với năm 2022?", SINCE.text, 1.0),
        ("Năm 2022 Nà Sầm có bao nhiêu hộ nghèo?", "Nà Sầm còn 86 hộ, giảm so với năm 2022 (143 hộ).", 1.0),
        ("Năm 2022 Nà Sầm có bao nhiêu hộ nghèo?", "Nà Sầm còn 86 hộ, giảm so với cùng kỳ năm 2022.", 0.0),
        ("Năm 2022 Nà Sầm có bao nhiêu hộ nghèo?", "Năm 2022 Nà Sầm còn 86 hộ, giảm so với năm 2021.", 1.0),
    ],
)
def test_a_year_that_is_only_compared_with_is_told_nothing_of(question, text, times):
    assert agreed(replace(SINCE, text=text), question, 0).times == times


COMMUNE = Article(
    id="na-ngoi",
    title="Nà Ngoi xây dựng Đảng",
    place="huyện Nà Ngoi",
    text="Ở xã Khau Lầu, Đảng bộ có 12 chi bộ. Năm 2022 xã kết nạp 9 đảng viên. Huyện giao thêm việc. Năm 2022 huyện mở 5 lớp.",
)


@pytest.mark.parametrize(
    ("question", "sentence", "names"),
    [
        ("Năm 2022 huyện Nà Ngoi kết nạp bao nhiêu đảng viên?", 1, 0.35),  # "xã" is Khau Lầu
        ("Năm 2022 xã Khau Lầu kết nạp bao nhiêu đảng viên?", 1, 0.9),
        ("Năm 2022 huyện Nà Ngoi mở bao nhiêu lớp?", 3, 0.9),
    ],
)
def test_a_commune_that_is_named_no_more_is_still_the_subject(question, sentence, names):
    assert agreed(COMMUNE, question, sentence).names == names


YEN_TRACH = Article(
    id="yen-trach",
    title="Di dân ở huyện Yên Trạch",
    text="Xã Hua Mạ họp. Tỷ lệ hộ nghèo toàn huyện giảm còn 17,9%. Theo Quyết định số 12/QĐ-UBND "
    "ngày 9/8/2023, huyện lập khu tái định cư Bó Lạ. Khu tái định cư Nà Ư và Quyết định số 7/QĐ-UBND nói sau.",
)


def test_the_figure_of_the_whole_district_is_not_that_of_its_commune():
    assert agreed(YEN_TRACH, "Tỷ lệ hộ nghèo của xã Hua Mạ là bao nhiêu?", 1).names == 0
    assert agreed(YEN_TRACH, "Tỷ lệ hộ nghèo của huyện Yên Trạch là bao nhiêu?", 1).names == 0.9  # the title names it


def test_what_is_told_of_another_document_or_another_new_quarter_does_not_agree():
    assert agreed(YEN_TRACH, "Quyết định số 7/QĐ-UBND ban hành ngày nào?", 2).ids == 0
    assert agreed(YEN_TRACH, "Quyết định số 12/QĐ-UBND ban hành ngày nào?", 2).ids == 1
    assert agreed(YEN_TRACH, "Khu tái định cư Nà Ư lập ngày nào?", 2).names == 0
    assert agreed(YEN_TRACH, "Khu tái định cư Bó Lạ lập ngày nào?", 2).names == 1


HAI_DONG = Article(
    id="hai-dong",
    title="Xã Hải Đông vượt khó",
    published=date(2024, 6, 2),
    text="Trưởng thôn 2 cho biết nhiều điều. Thôn 3 họp ngày 20/5. Hồ Lạc Sen còn nước đến 5/6.",
)


def test_a_place_may_have_a_number_for_its_name():
    assert [agreed(HAI_DONG, "Thôn 2 họp ngày nào?", number).names for number in (0, 1, 2)] == [1, 0, 0.9]
    assert agreed(HAI_DONG, "Văn bản 15-NQ/HU nói gì với thôn 3?", 1).names == 1  # nor is "bản 15" one
    assert agreed(HAI_DONG, "Ở thôn 2 hộ nghèo họp ngày nào?", 1).names == 1  # two households, no second village


@pytest.mark.parametrize(
    ("day", "times"), [("20/5/2024", 1), ("20/05/2024", 1), ("20/5", 1), ("20/5/2023", 0), ("2/5/2024", 0), ("5/6/2024", 0)]
)
def test_a_day_without_its_year_is_of_the_year_of_the_article(day, times):
    assert agreed(HAI_DONG, f"Đến {day} thôn 3 làm gì?", 1).times == times


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Điểm chuẩn của ĐHQGHN là bao nhiêu?", 0.0),  # nowhere in the corpus
        ("Trưởng thôn của TCBNĐ là ai?", 1.0),  # "Trưởng thôn ... cho biết nhiều điều" begins so
        ("Điểm chuẩn của THPT là bao nhiêu?", 1.0),  # everybody's abbreviation
        ("ĐIỂM CHUẨN THPTXYZ LÀ BAO NHIÊU?", 1.0),  # all capitals tell nothing
    ],
)
def test_an_abbreviation_that_the_corpus_does_not_know_is_a_name_that_it_lacks(question, names):
    assert agreed(HAI_DONG, question, 1).names == names


FAIR = Article(
    id="ngay-hoi",
    title="Ngày hội Nậm Hua",
    text="Ngày hội lần thứ III diễn ra ngày 19/4. Bà Lò Thị Thiêm, Trạm trưởng Trạm Y tế xã Pá Hu, kể. Xã Hua Mạ có 9 lớp.",
)


def test_the_second_time_is_not_the_third():
    assert agreed(FAIR, "Ngày hội lần thứ II diễn ra ngày nào?", 0).names == 0
    assert agreed(FAIR, "Ngày hội lần thứ III diễn ra ngày nào?", 0).names == 1


def test_who_holds_an_office_in_one_commune_holds_it_not_in_another():
    assert agreed(FAIR, "Ai là trạm trưởng trạm y tế xã Hua Mạ?", 1).names == 0
    assert agreed(FAIR, "Ai là trạm trưởng trạm y tế xã Pá Hu?", 1).names == 1
