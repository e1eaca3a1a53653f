"""Limits of source, place and day: what they admit, and what a reader is told when they admit too little."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import article
from test_rag_fakes import NAM_HUA, SON_HA, open_small

from corpus import HoiBaoError, Origin
from rag import Filters
from rag.filters import MOST_NAMES, allows
from rag.places import lies_in

# (place of the article, place asked for, whether it passes)
PLACES = [
    ("Ba Bể", "Ba Bể", True),
    ("Ba Bể", "ba bể", True),
    ("Ba Bể", "ba be", True),  # typed without diacritics
    ("huyện Ba Bể", "Ba Bể", True),
    ("Ba Bể", "huyện Ba Bể", True),
    ("huyện Ba Bể", "Huyện  Ba Bể ", True),
    ("xã Ba Bể", "huyện Ba Bể", False),
    ("huyện Ba Bể, tỉnh Bắc Kạn", "Bắc Kạn", True),
    ("huyện Ba Bể, tỉnh Bắc Kạn", "tỉnh bac kan", True),
    ("huyện Ba Bể, tỉnh Bắc Kạn", "bac kan", True),
    ("huyện Ba Bể (Bắc Kạn)", "Bắc Kạn", True),
    ("Ba Bể - Bắc Kạn", "Ba Bể", True),
    ("Ba Bể", "Bắc Kạn", False),
    ("huyện Mường Nhé, tỉnh Điện Biên", "Điện Biên", True),
    ("huyện Mường Nhé, tỉnh Điện Biên", "tỉnh Điện Biên", True),
    ("huyện Mường Nhé, tỉnh Điện Biên", "dien bien", True),
    ("TP. Điện Biên Phủ", "Điện Biên", True),
    ("TP. Điện Biên Phủ", "tỉnh Điện Biên", True),
    ("TP.Điện Biên Phủ", "thành phố Điện Biên Phủ", True),
    ("huyện Điện Biên Đông", "Điện Biên", True),
    ("huyện Điện Biên Đông", "huyện Điện Biên", False),
    ("huyện Điện Biên", "tỉnh Điện Biên", True),
    ("tỉnh Điện Biên", "huyện Điện Biên", False),
    ("tỉnh Điện Biên", "Điện Biên Phủ", False),  # the province is not in its town
    ("Mường Nhé", "Mường Nhà", False),
    ("Mường Nhẹ", "Mường Nhé", False),
    ("huyện Mường Nhé, tỉnh Điện Biên", "huyện Mường Nhé, tỉnh Điện Biên", True),
    ("huyện Mường Nhé", "huyện Mường Nhé, tỉnh Điện Biên", True),  # nothing speaks against it
    ("xã Tân Lập, huyện Bắc Quang", "xã Tân Lập, huyện Đan Phượng", False),
    ("huyện Quảng Ninh, tỉnh Quảng Bình", "tỉnh Quảng Ninh", False),
    ("huyện Quảng Ninh, tỉnh Quảng Bình", "huyện Quảng Ninh", True),
    ("TP Huế, tỉnh Thừa Thiên - Huế", "Thừa Thiên Huế", True),
    ("TPHCM", "TP. Hồ Chí Minh", True),
    ("TP Vũng Tàu, tỉnh Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu", True),
    ("TX Từ Sơn", "thị xã Từ Sơn", True),
    ("P. Tân An", "phường Tân An", True),
    ("Hoà Bình", "Hòa Bình", True),  # tone placement, old and new
    # The province of today holds those that joined it, not the reverse.
    ("huyện Ba Bể, tỉnh Bắc Kạn", "Thái Nguyên", True),
    ("tỉnh Hà Giang", "tỉnh Tuyên Quang", True),
    ("TP Hà Giang", "tỉnh Tuyên Quang", False),  # of a town the table knows nothing
    ("xã Ba Bể, tỉnh Thái Nguyên", "Bắc Kạn", False),
    ("tỉnh Hà Giang", "tỉnh Lào Cai", False),
    ("", "Điện Biên", False),
]  # fmt: skip


@pytest.mark.parametrize(("place", "wanted", "passes"), PLACES)
def test_a_place_lies_in_another(place, wanted, passes):
    assert lies_in(place, wanted) is passes


def test_sources_compare_whole():
    paper = article("a", "Một câu.", source="Báo Điện Biên Phủ")
    assert allows(Filters(source=("báo điện biên phủ",)), paper)
    assert allows(Filters(source=("Báo Lạ", "bao dien bien phu")), paper)
    assert not allows(Filters(source=("Báo Điện Biên",)), paper)
    assert not allows(Filters(source=("Báo Điện Biên Phủ",)), article("b", "Một câu."))


def test_an_article_must_pass_every_limit():
    one = article("a", "Một câu.", source="Báo Thử", place="Ba Bể", based_on=Origin(published=date(2022, 5, 3)))
    whole = {"source": ("Báo Thử",), "place": ("Ba Bể",), "from_": date(2022, 5, 3), "to": date(2022, 5, 3)}
    assert allows(Filters(**whole), one)
    for change in (
        {"source": ("X",)},
        {"place": ("X",)},
        {"from_": date(2022, 5, 4), "to": None},
        {"from_": None, "to": date(2022, 5, 2)},
    ):
        assert not allows(Filters(**{**whole, **change}), one)


@pytest.mark.parametrize(
    ("values", "pieces"),
    [
        ({"source": ("",)}, ("'source'", "empty name")),
        ({"place": ("Ba Bể", " \u200b")}, ("'place'", "empty name")),
        ({"place": ("?!",)}, ("'place'", "empty name")),
        ({"place": ("x",) * (MOST_NAMES + 1)}, ("51 names", "at most 50")),
        ({"from_": date(2022, 2, 1), "to": date(2022, 1, 31)}, ("2022-02-01", "2022-01-31")),
    ],
)
def test_unusable_limits(values, pieces):
    with pytest.raises(HoiBaoError) as error:
        Filters(**values)
    assert all(piece in str(error.value) for piece in pieces)
    assert error.value.vietnamese.startswith("Bộ lọc")


def test_usable_limits_at_the_edge():
    assert Filters(place=("x",) * MOST_NAMES, from_=date(2022, 1, 1), to=date(2022, 1, 1)).to == date(2022, 1, 1)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    """Two articles: son-ha (Báo Thử, 3 May 2022) and nam-hua (Báo Mẫu, 1 July 2021)."""
    return open_small(tmp_path_factory.mktemp("index"), [SON_HA, NAM_HUA])


QUESTION = "Huyện Sơn Hạ có bao nhiêu đảng viên?"
NOTES = [
    (Filters(source=("Báo Lạ",)), ("Kho bài không có nguồn “Báo Lạ”. Hiện có: Báo Thử; Báo Mẫu.",)),
    (Filters(place=("Điện Biên",)), ("Không bài nào trong kho ghi địa điểm “Điện Biên”. Hiện có: Sơn Hạ; Nậm Hua.",)),
    (
        Filters(from_=date(2023, 1, 1)),
        ("Kho bài không có bài nào trong khoảng ngày đã chọn. Bài có ngày trong kho từ 1/7/2021 đến 3/5/2022.",),
    ),
    (Filters(source=("Báo Thử",), place=("Nậm Hua",)), ()),  # each has articles, none has both
]


def test_a_refusal_tells_of_articles_that_a_period_left_out_for_want_of_a_day(tmp_path):
    undated = replace(NAM_HUA, based_on=None)
    answerer = open_small(tmp_path, [SON_HA, undated])
    answer = answerer.ask("Trường mầm non Cao Sơn khánh thành khi nào?", filters=Filters(from_=date(2022, 1, 1)))
    assert not answer.answered
    assert answer.notes[0] == "Chỉ tìm trong 1/2 bài khớp với bộ lọc, các bài khác không được xét."
    assert answer.notes[1] == "1 bài không rõ ngày cũng không được xét."


@pytest.mark.parametrize(("filters", "told"), NOTES)
def test_a_filter_that_nothing_passes_names_what_there_is(answerer, filters, told):
    answer = answerer.ask(QUESTION, filters=filters)
    assert (answer.answered, answer.reason, answer.retrieved) == (False, "not_found", ())
    assert answer.answer == "Không tìm thấy trong các bài khớp với bộ lọc."
    assert answer.notes == ("Không có bài nào trong kho khớp với bộ lọc.", *told)


def test_a_refusal_within_a_filter_says_how_little_was_searched(answerer):
    answer = answerer.ask(QUESTION, filters=Filters(source=("Báo Mẫu", "Báo Lạ")))
    assert not answer.answered
    assert answer.answer.startswith("Không tìm thấy trong các bài khớp với bộ lọc. Dưới đây")
    assert answer.notes == (
        "Chỉ tìm trong 1/2 bài khớp với bộ lọc, các bài khác không được xét.",
        "Kho bài không có nguồn “Báo Lạ”. Hiện có: Báo Thử; Báo Mẫu.",
    )


def test_an_answer_within_a_filter_speaks_of_unknown_names_only(answerer):
    assert answerer.ask(QUESTION, filters=Filters(source=("Báo Thử",))).notes == ()
    (note,) = answerer.ask(QUESTION, filters=Filters(source=("Báo Thử", "Báo Lạ"))).notes
    assert note.startswith("Kho bài không có nguồn “Báo Lạ”.")


def test_without_a_filter_a_refusal_says_nothing_of_one(answerer):
    answer = answerer.ask("Huyện Mường Pồ có bao nhiêu trường học?")
    assert answer.answer.startswith("Không tìm thấy trong kho bài.")
    assert answer.notes == ()


def test_where_articles_tell_no_source_or_day_the_note_says_so(tmp_path):
    bare = open_small(tmp_path, [article("a", SON_HA.text)])
    assert bare.ask(QUESTION, filters=Filters(source=("X",))).notes[1:] == (
        "Kho bài không có nguồn “X”. Các bài trong kho không ghi nguồn.",
    )
    assert bare.ask(QUESTION, filters=Filters(to=date(2022, 1, 1))).notes[1:] == (
        "Kho bài không có bài nào trong khoảng ngày đã chọn. Các bài trong kho không rõ ngày.",
    )
