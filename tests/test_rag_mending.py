"""Questions as people really type them are read as they were meant."""

import time

import pytest
from test_rag_fakes import LEXICON

from index.lexicon import build_lexicon
from rag.mending import mended

MEANT = "Huyện Nậm Hua có bao nhiêu đảng viên?"


@pytest.mark.parametrize(
    "typed",
    [
        "Huyen Nam Hua co bao nhieu dang vien?",
        "Huyen Nam Hua có bao nhieu đảng viên?",
        "Huyện Nam Hua có bao nhiêu đảng viên?",
        "Huyeenj Naamj Hua cos bao nhieeu ddangr vieen?",
        "Huyện Nậm Hua có bao nhieeu ddangr viên?",
        "Huyện Nậm Hua có bao nhiêu ddaangr vieen?",
        "Huye6n5 Na65m Hua co1 bao nhie6u d9a3ng vie6n?",
        "HuyệnNậm Hua có baonhiêu đảngviên?",
        "Huyệnn Nậm Hua cóó bao nhiêu đảng viiên?",
        "HUyện Nậm Hua có bao nhiêu đảNg viên?",
        "Huyện Nậm Hua có bao nhiêu đảng viên?",
    ],
)
def test_mended(typed):
    assert mended(typed, LEXICON) == MEANT


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "?!",
        "325/600",
        "WiFi, Facebook và COVID-19 ở Nậm Hua",
        "Nghị quyết 05-NQ/HU và 46/2016/NĐ-CP của UBND huyện",
        "Mường Nhé, Mường Nhà và Mường Nhẹ",
        "iPhone của ông Lò Văn Tiến",
        "Trong xe có ba người",
    ],
)
def test_what_is_no_slip_stays(typed):
    assert mended(typed, LEXICON) == typed


def test_places_that_differ_by_a_mark_are_never_taken_for_one_another():
    lexicon = build_lexicon(["Xã Mường Nhé có 9 bản. Xã Mường Nhé xa huyện. Mường Nhé đông dân."])
    assert mended("Xã Mường Nhẹ có mấy bản?", lexicon) == "Xã Mường Nhẹ có mấy bản?"
    assert mended("Xã Mường Nhà có mấy bản?", lexicon) == "Xã Mường Nhà có mấy bản?"
    assert mended("Xa Muong Nhe co may nguoi?", lexicon) == "Xã Mường Nhé có mấy người?"


def test_the_words_around_decide_among_the_spellings():
    lexicon = build_lexicon(["đảng viên, đảng viên, đảng viên, đang đi, đang đi"])
    assert mended("Dang vien 2022?", lexicon) == "Đảng viên 2022?"
    assert mended("dang di", lexicon) == "đang đi"
    assert mended("dang", lexicon) == "đảng"


def test_words_that_the_corpus_does_not_know_stay_and_question_words_are_known_anyway():
    assert mended("bao nhieu dang vien zyx?", build_lexicon(["đảng viên"])) == "bao nhiêu đảng viên zyx?"


def test_an_unmarked_word_of_the_corpus_stays_where_the_corpus_has_it():
    lexicon = build_lexicon(["Ba người đi xe. Bà đi chợ, bà đi chợ. Trong nhà có xe. Bà ở trong nhà."])
    assert mended("Có ba người đi xe trong nhà?", lexicon) == "Có ba người đi xe trong nhà?"
    assert mended("Có bà đi chơ không?", lexicon) == "Có bà đi chợ không?"


@pytest.mark.parametrize("text", ["nhieudangvien" * 150, "aa " * 660, "đảng" * 500, "x1" * 1000, "A" * 2000])
def test_a_mile_of_letters_is_no_trap(text):
    started = time.process_time()
    mended(text, LEXICON)
    assert time.process_time() - started < 2


def test_a_common_word_that_a_small_corpus_lacks_is_no_slip():
    lexicon = build_lexicon(["nghề mới, nghề mới, bền vững, khó khăn"])
    assert mended("Bà con nghe ai nói, bên nào còn trong kho?", lexicon) == "Bà con nghe ai nói, bên nào còn trong kho?"
