"""Index terms, and BM25 worked by hand and beside bm25s."""

import math
import random

import bm25s
import numpy as np
import pytest

from corpus import fold
from index.lexical import Lexical, score, terms

TEXTS = ["Mèo", "Mèo mèo chó", "Cá"]


def _scores(lexical, bag, field="plain"):
    return score(lexical.postings(bag, field), np.arange(lexical.rows))


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
    scores = _scores(Lexical.build(TEXTS), ["mèo"])
    assert scores == pytest.approx([first, second, 0], abs=1e-6)


def test_terms_add_up_and_each_counts_once():
    lexical = Lexical.build(TEXTS)
    both = _scores(lexical, ["mèo"]) + _scores(lexical, ["chó"])
    assert _scores(lexical, ["mèo", "chó", "mèo", "không_có"]) == pytest.approx(both)
    assert both[1] > _scores(lexical, ["mèo"])[1]


def test_a_folded_question_finds_only_in_the_folded_field():
    lexical = Lexical.build(TEXTS)
    folded = terms(fold("mèo chó"))
    assert folded == ["meo", "cho", "meo_cho"]
    assert _scores(lexical, folded).tolist() == [0, 0, 0]
    found = _scores(lexical, folded, "folded")
    assert found[1] > found[0] > 0 and found[2] == 0


@pytest.mark.parametrize("bag", [[], ["lạ"], [""], ["", "lạ"]])
def test_unknown_terms_score_zero_in_every_row(bag):
    assert _scores(Lexical.build(TEXTS), bag).tolist() == [0, 0, 0]


def test_document_frequency_counts_texts_not_occurrences():
    lexical = Lexical.build(TEXTS)
    assert [lexical.document_frequency(term) for term in ("mèo", "chó", "mèo_chó", "lạ", "")] == [2, 1, 1, 0, 0]


def test_what_is_saved_scores_the_same_and_holds_no_pickle(tmp_path):
    lexical = Lexical.build(TEXTS)
    lexical.save(tmp_path)
    loaded = Lexical.load(tmp_path, 3)
    assert _scores(loaded, ["mèo"]).tolist() == _scores(lexical, ["mèo"]).tolist() != [0, 0, 0]
    assert _scores(loaded, ["meo"], "folded").tolist() == _scores(lexical, ["meo"], "folded").tolist() != [0, 0, 0]
    assert loaded.document_frequency("mèo") == 2
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".npy"}


@pytest.mark.parametrize("texts", [[], ["?!", "..."]])
def test_texts_without_a_term_make_an_index_that_finds_nothing(texts, tmp_path):
    Lexical.build(texts).save(tmp_path)
    loaded = Lexical.load(tmp_path, len(texts))
    assert _scores(loaded, ["mèo"]).tolist() == [0] * len(texts)
    assert loaded.document_frequency("mèo") == 0


def test_a_text_without_terms_between_others_keeps_its_row():
    assert [score > 0 for score in _scores(Lexical.build(["Cá", "?!", "Mèo"]), ["mèo"])] == [False, False, True]


def _made_up(rows):
    """Texts of a few words drawn by Zipf's law, a rare one beside many common ones."""
    draw = random.Random(1)
    words = [f"w{number}" for number in range(300)]
    weights = [1 / (number + 1) for number in range(300)]
    return [" ".join(draw.choices(words, weights, k=draw.randint(1, 40))) for _ in range(rows)]


@pytest.fixture(scope="module")
def made_up():
    texts = _made_up(3000)
    reference = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    reference.index([terms(text) for text in texts], show_progress=False)
    return Lexical.build(texts), reference


QUESTIONS = ["w0 w1 w2 w3 w200", "w250 w0", "w299 w298 w0 w1", "w0", "w5 w0 w17 w90 w3 w1", "w0 w1 w2 w3 w4 w5 w6 w7 w8"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_those_of_bm25s(made_up, question):
    lexical, reference = made_up
    known = [term for term in dict.fromkeys(terms(question)) if term in reference.vocab_dict]
    assert _scores(lexical, terms(question)) == pytest.approx(reference.get_scores(known), abs=1e-6)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("rows", [None, range(0, 3000, 2), range(7, 3000, 300), range(0)])
@pytest.mark.parametrize("k", [1, 10, 100])
def test_the_best_rows_are_those_of_scoring_every_row(made_up, question, rows, k):
    lexical, _ = made_up
    allowed = np.arange(3000) if rows is None else np.asarray(rows, np.int64)
    scores = _scores(lexical, terms(question))[allowed]
    every = allowed[np.argsort(-scores, kind="stable")[: min(k, np.count_nonzero(scores))]]
    found = lexical.best(lexical.postings(terms(question)), k, None if rows is None else allowed)
    assert found.tolist() == every.tolist()


@pytest.mark.parametrize("field", ["plain", "folded"])
def test_what_is_carried_over_is_what_building_anew_makes(field):
    before = [*_made_up(200), "mèo " * 300, "", "chó"]
    # Another order, one twice, some gone, new ones with terms known and unknown; "chó" and its terms are gone.
    after = [before[200], "bò", before[7], *before[50:120], before[7], "w1 w2 voi", "", before[3]]
    rows = np.asarray([before.index(text) if text in before else -1 for text in after])
    made = Lexical.build(before).carried(rows, [text for text in after if text not in before])
    anew = Lexical.build(after)
    for name, values in vars(anew._fields[field]).items():
        carried = getattr(made._fields[field], name)
        assert carried.dtype == values.dtype and carried.tobytes() == values.tobytes(), name
    assert made.document_frequency("chó") == 0 and made.document_frequency("voi") == 1
