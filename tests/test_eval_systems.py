"""The systems that eval.ablate compares: each differs from the whole in what its name says, and orders are worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from fakes import article, small_index
from test_index_search import ARTICLES, _black_and_white
from test_rag_fakes import FakeReader, open_small

from eval.systems.variants import min_max, reciprocal_ranks, systems_of
from index import Query
from rag import Answerer
from rag.abbreviations import variants
from rag.vectors import SentenceVectors

ASKED = "Huyện Nậm Hua có bao nhiêu đảng viên?"
FUSIONS = ["BM25 alone", "cosine alone", "reciprocal rank fusion", "min-max weighted sum", "standardised weighted sum"]


class CountingReader(FakeReader):
    """Remembers what it read."""

    def __init__(self):
        self.pairs = []

    def read(self, question, passages):
        self.pairs += [(question, passage) for passage in passages]
        return super().read(question, passages)


@pytest.fixture
def whole(tmp_path):
    return replace(open_small(tmp_path), reader=CountingReader())


def over(index):
    """The systems over an index that is only searched, by name."""
    return {one.name: one.answerer for one in systems_of(Answerer(index, SentenceVectors(index.embedding), FakeReader()))}


def named(whole):
    return {one.name: one.answerer for one in systems_of(whole)}


def order(answerer, query):
    return [hit.chunk.article_id for hit in answerer.index.search(query)]


def test_the_whole_comes_first_and_five_only_order(whole):
    systems = systems_of(whole)
    assert systems[0].name == "whole system"
    assert [one.name for one in systems if not one.answers] == FUSIONS
    assert [one.name for one in systems if one.matched] == ["without the reader, at equal coverage"]


def test_the_whole_is_what_was_given(whole):
    base = named(whole)["whole system"]
    assert base.index is whole.index and base.vectors is whole.vectors
    ours, plain = base.ask(ASKED), whole.ask(ASKED)
    assert replace(ours, timings_ms={}) == replace(plain, timings_ms={})
    assert ours.short_answer == "875 đảng viên"


def test_each_side_alone_and_both_together_by_hand(tmp_path):
    """As in test_fusion_by_hand: cosines 1, 1/√2, 1/√5 for a, b, c; of the words only b has any.

    Min-max: a 0.6, b 0.6 · (0.7071 - 0.4472) / (1 - 0.4472) + 0.4 = 0.6821, c 0; so a has 0.6 / 0.6821 = 0.8796 of b.
    """
    systems, query = over(small_index(tmp_path, ARTICLES)), Query(("mèo",), ("chó",))
    assert order(systems["cosine alone"], query) == ["a", "b", "c"]
    assert order(systems["BM25 alone"], query) == ["b", "a", "c"]
    assert order(systems["min-max weighted sum"], query) == ["b", "a", "c"]
    hits = systems["min-max weighted sum"].index.search(query)
    assert [hit.score for hit in hits] == pytest.approx([1, 0.8796, 0], abs=2e-4)


def test_reciprocal_ranks_by_hand():
    """Ranks 1, 2, 3 by cosine; by words the first is not found, the second is second, the third first."""
    found = reciprocal_ranks(np.array([0.9, 0.8, 0.7], np.float32), np.array([0, 2, 5], np.float32))
    assert found == pytest.approx([1 / 61, 1 / 62 + 1 / 62, 1 / 63 + 1 / 61], rel=1e-6)
    assert np.argsort(-found).tolist() == [2, 1, 0]  # 0.032266, 0.032258, 0.016393
    # min-max by the same figures: 0.6 · (1, 0.5, 0) + 0.4 · (0, 0.4, 1) = 0.6, 0.46, 0.4
    assert min_max(np.array([0.9, 0.8, 0.7], np.float32), np.array([0, 2, 5], np.float32)) == pytest.approx([0.6, 0.46, 0.4])


def test_equals_have_the_same_rank():
    found = reciprocal_ranks(np.array([0.5, 0.9, 0.5], np.float32), np.zeros(3, np.float32))
    assert found == pytest.approx([1 / 62, 1 / 61, 1 / 62], rel=1e-6)


def test_without_the_folded_field_a_question_without_diacritics_meets_no_words(tmp_path):
    systems = over(small_index(tmp_path, ARTICLES))
    query = Query(("chó",), ("cho",), folded="cho")
    found = {name: [hit.bm25 > 0 for hit in systems[name].index.search(query)] for name in systems}
    assert any(found["whole system"]) and not any(found["without the folded field"])
    assert all(any(found[name]) for name in ["without abbreviations", "without the reranker"])


def test_without_abbreviations_none_is_spelled_out(whole):
    systems = named(whole)
    readings = {name: variants("TP Hải Vân trồng bao nhiêu cây?", systems[name].index.lexicon) for name in systems}
    assert readings["whole system"] == ("thành phố Hải Vân trồng bao nhiêu cây?",)
    assert [name for name, found in readings.items() if not found] == ["without abbreviations"]


def test_without_the_reranker_tokens_are_not_compared(tmp_path):
    systems, query = over(_black_and_white(tmp_path)), Query(("đen",), ("mèo",))
    assert order(systems["whole system"], query) == ["b", "a"]
    flat = ["without the reranker", *FUSIONS]
    assert [name for name in systems if order(systems[name], query) == ["a", "b"]] == flat


def test_without_the_reader_less_is_known(whole):
    systems = named(whole)
    sure = {name: systems[name].ask(ASKED, refuse=False).confidence for name in ["whole system", "without the reader"]}
    assert sure["without the reader"] < sure["whole system"]


def test_a_passage_is_read_once_for_a_question_however_many_ask(whole):
    for system in systems_of(whole):
        system.answerer.ask(ASKED)
    pairs = whole.reader.pairs
    assert pairs and len(pairs) == len(set(pairs))


def test_what_was_read_for_another_question_is_read_again(tmp_path):
    opened = small_index(tmp_path, [article("a", "Mèo.")])
    reader = CountingReader()
    base = systems_of(Answerer(opened, SentenceVectors(opened.embedding), reader))[0].answerer.reader
    one, two = base.read("mèo", ["Mèo kêu."]), base.read("chó", ["Mèo kêu."])
    assert [found[0].best(0, 8).score for found in (one, two)] == [5, -5]  # 10 · share of the words - 5
    assert reader.pairs == [("mèo", "Mèo kêu."), ("chó", "Mèo kêu.")]
