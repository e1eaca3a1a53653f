"""The set of questions that ships, and the articles it brings: gold that stands in its articles, splits that share nothing."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from corpus import fold, load_corpus, tokens
from eval.matching import stands_in
from eval.questions import Question, load_questions

ROOT = Path(__file__).resolve().parents[1]
SAME = 0.6  # share of two questions' word pairs from which they are one question worded alike
SAMPLE = {article.id: article for article in load_corpus(ROOT / "corpus" / "articles").articles}
OWN = {article.id: article for article in load_corpus(ROOT / "eval" / "articles").articles}
QUESTIONS = load_questions(ROOT / "eval" / "questions.jsonl")


def unfounded(questions, articles):
    """Demands of which no alternative stands in a gold article, and gold articles that add nothing to what is demanded."""
    for question in questions:
        texts = [f"{articles[name].title}\n{articles[name].text}" for name in question.articles]
        demands = ([question.answers] if question.answers else []) + list(question.all_of)
        for demand in demands:
            if not any(stands_in(gold, text) for gold in demand for text in texts):
                yield question.id, demand
        for name, text in zip(question.articles, texts, strict=True):
            if not any(stands_in(gold, text) for demand in demands for gold in demand):
                yield question.id, name


def alike(questions):
    """Pairs of questions, one of each split, with about the same words; diacritics and figures make no difference."""
    pairs = {one.id: set(pairwise(re.sub(r"\d+", "0", word) for word in tokens(fold(one.question)))) for one in questions}
    for one in (question for question in questions if question.split == "dev"):
        for other in (question for question in questions if question.split == "test"):
            mine, theirs = pairs[one.id], pairs[other.id]
            if len(mine & theirs) >= SAME * max(len(mine | theirs), 1):
                yield one.id, other.id


def test_every_gold_text_stands_in_its_articles():
    assert list(unfounded(QUESTIONS, SAMPLE | OWN)) == []


def test_unfounded_gold_is_told():
    wrong = Question("a", "Bao nhiêu?", ("325/601",), articles=("ba-be",))
    needless = Question("b", "Bao nhiêu?", all_of=(("325/600",), ("4.900",)), articles=("ba-be", "sop-cop"))
    assert list(unfounded([wrong], SAMPLE)) == [("a", ("325/601",)), ("a", "ba-be")]
    assert list(unfounded([needless], SAMPLE)) == [("b", "sop-cop")]


def test_no_question_of_one_split_is_worded_like_one_of_the_other():
    assert list(alike(QUESTIONS)) == []


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("trong nam 2021 huyen ba be ket nap bao nhieu nguoi", [("d", "t")]),  # the pairs "năm 2022" and "năm 2021" are one
        ("Trong năm 2022 huyện Ba Bể trồng bao nhiêu cây?", []),  # 6 of 13 pairs of words
    ],
)
def test_a_question_worded_alike_is_told(other, told):
    one = Question("d", "Trong năm 2022 huyện Ba Bể kết nạp bao nhiêu người?", split="dev")
    assert list(alike([one, Question("t", other)])) == told
    assert list(alike([one, Question("t", other, split="dev")])) == []


def test_each_split_has_articles_of_our_own_beside_the_sample_corpus():
    seen = {split: {name for q in QUESTIONS if q.split == split for name in q.articles} for split in ("dev", "test")}
    assert seen["dev"] & seen["test"] == set(SAMPLE) and seen["dev"] | seen["test"] == set(SAMPLE) | set(OWN)
    assert [len(seen[split] & set(OWN)) for split in ("dev", "test")] == [10, 5]
    assert not set(SAMPLE) & set(OWN)


@pytest.mark.parametrize(("split", "first"), [("dev", 220), ("test", 63)])
def test_the_questions_of_a_split_over_the_sample_corpus_come_first(split, first):
    """`benchmarks/originals.py` ends at the first question over another article."""
    asked = [question for question in QUESTIONS if question.split == split]
    assert next(number for number, question in enumerate(asked) if set(question.articles) & set(OWN)) == first


def test_most_unanswerable_test_questions_come_close_to_the_articles():
    near = [question.near_miss for question in QUESTIONS if question.split == "test" and not question.answerable]
    assert sum(near) >= 0.75 * len(near)


@pytest.mark.parametrize("article", OWN.values(), ids=OWN)
def test_articles_of_our_own_are_dated_and_marked_as_invented(article):
    assert article.published is not None
    assert "hư cấu" in article.source
    assert article.place.split(",")[0].removeprefix("huyện ").removeprefix("xã ") in article.text
