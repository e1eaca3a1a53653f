"""What is learnt from the corpus: abbreviations, names, diacritics."""

import math
import time

import pytest

from index.counts import WordCounts, count_words, expansion_of
from index.lexicon import COMMON_ABBREVIATIONS, Lexicon, build_lexicon, learn


@pytest.mark.parametrize(
    ("phrase", "short", "expected"),
    [
        ("vùng đồng bào dân tộc thiểu số", "DTTS", "dân tộc thiểu số"),
        ("phát triển kinh tế - xã hội", "KT-XH", "kinh tế - xã hội"),
        ("Quỹ Đầu tư phát triển", "ĐTPT", "Đầu tư phát triển"),
        ("Quỹ Đầu tư phát triển", "DTPT", "Đầu tư phát triển"),  # typed without the stroke
        ("Quỹ Đầu tư phát triển", "ĐTXP", None),
        ("phát triển", "ĐTPT", None),
    ],
)
def test_the_initials_must_spell_the_abbreviation(phrase, short, expected):
    assert expansion_of(phrase, short) == expected


def test_abbreviations_are_mined_from_where_they_are_defined():
    learnt = build_lexicon(["Vốn của Quỹ Đầu tư phát triển (ĐTPT) tăng. Hợp đồng mua bán (XYZ) đã ký. Xem trang (ABC)."])
    assert learnt.abbreviations["ĐTPT"] == ("Đầu tư phát triển",)
    assert set(learnt.abbreviations) - set(COMMON_ABBREVIATIONS) == {"ĐTPT"}


def test_the_corpus_reading_stands_before_the_common_one_and_none_twice():
    assert COMMON_ABBREVIATIONS["CCHC"] == ("cải cách hành chính",)
    texts = ["Cải cách hành chính (CCHC) và cải cách hành chính (CCHC)."]
    assert build_lexicon(texts).abbreviations["CCHC"] == ("Cải cách hành chính",)
    other = ["Đội có cây cao hoa cúc (CCHC)."]
    assert build_lexicon(2 * other + texts).abbreviations["CCHC"] == ("cây cao hoa cúc", "Cải cách hành chính")


def test_the_chance_of_a_word_leans_on_the_word_before():
    """8 words and .1 for the unknown. Two different words follow "mèo": weight 2 x 2 on the word's own share."""
    learnt = Lexicon(
        spellings={"meo": {"mèo": 4}, "kêu": {"kêu": 3}, "ngu": {"ngủ": 1}}, pairs={"mèo kêu": 3, "mèo ngủ": 1, "kêu mèo": 1}
    )
    assert math.exp(learnt.chance("mèo", "kêu")) == pytest.approx((3 + 4 * 3.1 / 8.1) / (4 + 4))
    assert math.exp(learnt.chance("mèo", "sủa")) == pytest.approx((4 * 0.1 / 8.1) / (4 + 4))
    assert math.exp(learnt.chance("", "mèo")) == pytest.approx(4.1 / 8.1)
    assert (learnt.pair("mèo", "kêu"), learnt.pair("kêu", "kêu")) == (3, 0)


def test_a_name_is_written_as_it_is_written_most():
    learnt = build_lexicon(["Huyện ở Ba Bể, BA BỂ, Ba Bể: ông Nguyễn Văn A; iPod Touch."])
    assert learnt.names == {"ba be": "Ba Bể", "nguyen van a": "Nguyễn Văn A"}


def test_what_only_opens_a_sentence_is_no_part_of_a_name():
    learnt = build_lexicon(["Ông Lò Văn Tiến nói. Toàn Đảng họp. Bà Rịa đông dân. Tại Ba Bể, xã Cô Tô.\nHuyện Sơn Hạ vui."])
    assert set(learnt.names) == {"lo van tien", "ba ria", "ba be", "co to", "son ha"}


OLD = ["Quỹ Đầu tư phát triển (ĐTPT) ở Ba Bể.", "Quỹ Đầu tư phát triển (ĐTPT) ở Cô Tô.", "Ba Bể."]


def test_counts_survive_the_disk(tmp_path):
    counts = count_words(OLD)
    counts.save(tmp_path / "words.json")
    assert WordCounts.load(tmp_path / "words.json") == counts
    assert (counts.words["quỹ"], counts.pairs["đầu tư"], counts.names["Ba Bể"]) == (2, 2, 2)
    assert counts.defined == {"ĐTPT": {"Đầu tư phát triển": 2}}
    assert learn(counts).spellings["quy"] == {"quỹ": 2}


def test_changed_counts_are_those_of_the_new_texts():
    assert count_words(OLD).changed(OLD[1:2], ["Cô Tô"]) == count_words([OLD[0], OLD[2], "Cô Tô"])
    assert count_words(OLD).changed(OLD[:2], []) == count_words(["Ba Bể."])  # not even a zero is left of the rest


@pytest.mark.parametrize("letter", ["a", "A"])
def test_a_mile_of_letters_is_no_trap(letter):
    started = time.perf_counter()
    build_lexicon([letter * 20_000])
    assert time.perf_counter() - started < 5  # the square of its length took 12 to 27 s
