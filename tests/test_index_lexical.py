"""Index terms and BM25, worked by hand."""

import math

import pytest

from corpus import fold
from index.lexical import Lexical, terms

TEXTS = ["Mèo", "Mèo mèo chó", "Cá"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07-NQ/TU", ["07-nq/tu", "07", "nq", "tu", "07_nq", "nq_tu"]),
        ("325/600", ["325/600", "325", "600", "325_600"]),
        ("KT-XH", ["kt-xh", "kt", "xh", "kt_xh"]),
        ("Ba Bể 70,5%", ["ba", "bể", "70,5%", "ba_bể", "bể_70,5%"]),
        ("số 07-NQ/TU", ["số", "07-nq/tu", "07", "nq", "tu", "07_nq", "nq_tu", "số_07-nq/tu"]),
        ("Hoà, hòa", ["hòa", "hòa", "hòa_hòa"]),
        (" ?! ", []),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


def test_bm25_by_hand():
    """Lucene's form: idf · tf / (tf + k1·(1 - b + b·length/mean)), idf = ln(1 + (N - df + 0.5) / (df + 0.5)), k1 1.2, b 0.75.

    Lengths count bigrams: "Mèo mèo chó" has 3 syllables and 2 bigrams, so the lengths are 1, 5, 1 and their mean is 7/3.
    """
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    first = idf * 1 / (1 + 1.2 * (0.25 + 0.75 * 1 / (7 / 3)))
    second = idf * 2 / (2 + 1.2 * (0.25 + 0.75 * 5 / (7 / 3)))
    assert (first, second) == pytest.approx((0.27882, 0.22230), abs=1e-5)
    scores = Lexical.build(TEXTS).scores(["mèo"])
    assert scores == pytest.approx([first, second, 0], abs=1e-6)


def test_terms_add_up_and_each_counts_once():
    lexical = Lexical.build(TEXTS)
    both = lexical.scores(["mèo"]) + lexical.scores(["chó"])
    assert lexical.scores(["mèo", "chó", "mèo", "không_có"]) == pytest.approx(both)
    assert both[1] > lexical.scores(["mèo"])[1]


def test_a_folded_question_finds_only_in_the_folded_field():
    lexical = Lexical.build(TEXTS)
    folded = terms(fold("mèo chó"))
    assert folded == ["meo", "cho", "meo_cho"]
    assert lexical.scores(folded).tolist() == [0, 0, 0]
    found = lexical.scores(folded, "folded")
    assert found[1] > found[0] > 0 and found[2] == 0


@pytest.mark.parametrize("bag", [[], ["lạ"], [""], ["", "lạ"]])
def test_unknown_terms_score_zero_in_every_row(bag):
    assert Lexical.build(TEXTS).scores(bag).tolist() == [0, 0, 0]


def test_document_frequency_counts_texts_not_occurrences():
    lexical = Lexical.build(TEXTS)
    assert [lexical.document_frequency(term) for term in ("mèo", "chó", "mèo_chó", "lạ", "")] == [2, 1, 1, 0, 0]


def test_what_is_saved_scores_the_same_and_holds_no_pickle(tmp_path):
    lexical = Lexical.build(TEXTS)
    lexical.save(tmp_path)
    loaded = Lexical.load(tmp_path, 3)
    assert loaded.scores(["mèo"]).tolist() == lexical.scores(["mèo"]).tolist() != [0, 0, 0]
    assert loaded.scores(["meo"], "folded").tolist() == lexical.scores(["meo"], "folded").tolist() != [0, 0, 0]
    assert loaded.document_frequency("mèo") == 2
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".npy", ".json"}


@pytest.mark.parametrize("texts", [[], ["?!", "..."]])
def test_texts_without_a_term_make_an_index_that_finds_nothing(texts, tmp_path):
    Lexical.build(texts).save(tmp_path)
    loaded = Lexical.load(tmp_path, len(texts))
    assert loaded.scores(["mèo"]).tolist() == [0] * len(texts)
    assert loaded.document_frequency("mèo") == 0


def test_a_text_without_terms_between_others_keeps_its_row():
    assert [score > 0 for score in Lexical.build(["Cá", "?!", "Mèo"]).scores(["mèo"])] == [False, False, True]
