"""The set of questions that ships, and the articles it brings: gold that stands in its articles, splits that share nothing."""

from pathlib import Path

import pytest

from corpus import load_corpus
from eval.check import check_file
from eval.sets.questions import load_questions

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = {article.id: article for article in load_corpus(ROOT / "corpus" / "articles").articles}
OWN = {article.id: article for article in load_corpus(ROOT / "eval" / "articles").articles}
QUESTIONS = load_questions(ROOT / "eval" / "questions.jsonl")


def test_nothing_of_the_set_must_be_mended():
    """Gold stands in its articles, no question stands twice, no test question is worded like a development question."""
    found = check_file(ROOT / "eval" / "questions.jsonl", SAMPLE | OWN)
    assert [str(finding) for finding in found.faults] == []
    assert (found.questions, found.asked) == (len(QUESTIONS), 25)


def test_each_split_has_articles_of_our_own_beside_the_sample_corpus():
    seen = {split: {name for q in QUESTIONS if q.split == split for name in q.articles} for split in ("dev", "test")}
    assert seen["dev"] & seen["test"] == set(SAMPLE) and seen["dev"] | seen["test"] == set(SAMPLE) | set(OWN)
    assert [len(seen[split] & set(OWN)) for split in ("dev", "test")] == [15, 5]
    assert not set(SAMPLE) & set(OWN)


@pytest.mark.parametrize(("split", "first"), [("dev", 220), ("test", 58)])
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
