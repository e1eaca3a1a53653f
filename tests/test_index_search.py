"""Hybrid search over hand-made chunks."""

import math
from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeEmbedder, article, small_index

from corpus import token_spans, tokens
from index import Query
from index.fusion import Fusion, first_stage
from index.late import QuestionTokens

ARTICLES = [article("a", "Mèo."), article("b", "Mèo chó."), article("c", "Mèo cá cá.")]


@pytest.fixture
def opened(tmp_path):
    return small_index(tmp_path, ARTICLES)


def _scores(hits):
    return {hit.chunk.article_id: hit.score for hit in hits}


def test_fusion_by_hand(opened):
    """Question "mèo" as a vector (1, 0, 0), "chó" as a word. Standard scores: less the mean, by the standard deviation.

          cosine            standard (mean 0.7181,      BM25    standard           0.6 · dense + 0.4 · lexical   in 0..1
                            deviation 0.2258)           x: any  (x/3, x·√2/3)
    a     1                 1.2484                      0       -1/√2              0.7490 - 0.2828 = 0.4662      0.9543
    b     1/√2 = 0.7071     -0.0487                     x       √2                 -0.0292 + 0.5657 = 0.5365     1
    c     1/√5 = 0.4472     -1.1997                     0       -1/√2              -0.7198 - 0.2828 = -1.0026    0
    """
    hits = opened.search(Query(dense=("mèo",), lexical=("chó",)))
    assert [hit.chunk.article_id for hit in hits] == ["b", "a", "c"]
    assert [hit.score for hit in hits] == pytest.approx([1, 0.9543, 0], abs=2e-4)
    assert [hit.cosine for hit in hits] == pytest.approx([1 / math.sqrt(2), 1, 1 / math.sqrt(5)])
    # b: 2 syllables + 1 bigram; lengths 1, 3, 5 have the mean 3, so tf / (tf + 1.2) with idf = ln(1 + 2.5 / 1.5)
    assert [hit.bm25 for hit in hits] == pytest.approx([math.log(1 + 2.5 / 1.5) / 2.2, 0, 0], abs=1e-6)


def test_limit_cuts_the_end(opened):
    assert [hit.chunk.article_id for hit in opened.search(Query(("mèo",), ("chó",)), limit=2)] == ["b", "a"]


def test_a_longer_question_of_the_same_direction_scores_the_same(opened):
    once, thrice = (opened.search(Query((text,), ("chó",))) for text in ("mèo", "mèo mèo mèo"))
    assert [hit.cosine for hit in once] == pytest.approx([hit.cosine for hit in thrice])


def test_filtered_articles_take_no_place_and_no_part_in_the_scaling(opened):
    query = Query(("mèo",), ("chó",))
    assert _scores(opened.search(query, keep=lambda item: item.id != "b")) == {"a": 1, "c": 0}
    (hit,) = opened.search(query, limit=1, keep=lambda item: item.id == "c")
    assert hit.chunk.article_id == "c"
    assert opened.search(query, keep=lambda item: False) == []


def test_a_far_article_is_found_behind_more_nearer_ones_than_there_are_candidates(tmp_path):
    many = [article(f"m{number:03}", f"Mèo {number}.") for number in range(120)]
    opened = small_index(tmp_path, [*many, article("c", "Cá.")])
    query = Query(("mèo",), ("mèo",))
    assert "c" not in _scores(opened.search(query, limit=200))
    (hit,) = opened.search(query, keep=lambda item: item.id == "c")
    assert (hit.chunk.article_id, hit.cosine, hit.bm25) == ("c", 0, 0)


def test_a_chunk_that_only_its_words_find_is_a_candidate(tmp_path):
    many = [article(f"m{number:03}", f"Mèo {number}.") for number in range(120)]
    opened = small_index(tmp_path, [*many, article("z", "Văn bản 07-NQ/TU.")])
    scores = _scores(opened.search(Query(("mèo",), ("07-NQ/TU",)), limit=200))
    assert len(scores) == 101 and "z" in scores  # the hundred nearest, and the one that has the words


def test_of_several_texts_the_best_cosine_counts(opened):
    hits = opened.search(Query(dense=("mèo", "cá"), lexical=()))
    cosines = {hit.chunk.article_id: hit.cosine for hit in hits}
    assert cosines == pytest.approx({"a": 1, "b": 1 / math.sqrt(2), "c": 2 / math.sqrt(5)})


def test_a_question_without_diacritics_needs_the_folded_field(opened):
    plain = opened.search(Query(("chó",), ("cho",)))
    assert {hit.bm25 for hit in plain} == {0}
    folded = {hit.chunk.article_id: hit.bm25 for hit in opened.search(Query(("chó",), ("cho",), folded="cho"))}
    assert folded["b"] == pytest.approx(math.log(1 + 2.5 / 1.5) / 2.2, abs=1e-6)  # as in test_fusion_by_hand
    assert folded["a"] == folded["c"] == 0


def test_equal_scores_keep_the_order_of_the_chunks(tmp_path):
    opened = small_index(tmp_path, [article("a", "Mèo ba."), article("b", "Mèo hai."), article("c", "Mèo tư.")])
    assert [hit.chunk.article_id for hit in opened.search(Query(("mèo",), ("mèo",)))] == ["a", "b", "c"]


def test_an_index_without_chunks_finds_nothing(tmp_path):
    opened = small_index(tmp_path, [article("a", "")])
    assert opened.chunks == ()
    assert opened.search(Query(("mèo",), ("mèo",), folded="meo")) == []
    assert opened.rarity("mèo") == 1


def test_rarity_by_hand(opened):
    """ln(1 + (N - df + 0.5) / (df + 0.5)) over the same with df = 0, N = 3: ln(8/3)/ln 8 for one chunk, ln(8/7)/ln 8 for all."""
    assert opened.rarity("chó") == pytest.approx(math.log(8 / 3) / math.log(8))
    assert opened.rarity("mèo") == pytest.approx(math.log(8 / 7) / math.log(8))
    assert opened.rarity("lạ") == 1


def test_each_text_is_embedded_once(tmp_path):
    embedder = FakeEmbedder()
    opened = small_index(tmp_path, ARTICLES, embedder)
    opened.search(Query(("mèo", "chó"), ("mèo",)))
    assert embedder.questions == ["mèo", "chó"]


def test_a_query_needs_a_text_to_embed():
    with pytest.raises(ValueError, match="at least one text to embed"):
        Query(dense=(), lexical=("mèo",))


class _LateEmbedder(FakeEmbedder):
    """Token vectors over the axes "đen" and "trắng", which the vector of the whole knows nothing of."""

    def embed_passages(self, texts):
        codes = [np.array([[127, 0] if word == "đen" else [0, 127] for word in tokens(text)], np.int8) for text in texts]
        return np.asarray(self.embed_documents(texts), np.float32), codes

    def embed_question(self, text):
        vectors = np.array([[1, 0] if word == "đen" else [0, 1] for word in tokens(text)], np.float32)
        return self.embed_query(text), QuestionTokens(text, vectors, tuple(token_spans(text)))


def _black_and_white(folder):
    embedder = _LateEmbedder()
    embedder.card = replace(embedder.card, late=1)
    return small_index(folder, [article("a", "Mèo trắng."), article("b", "Mèo đen.")], embedder)


def test_late_interaction_decides_between_equals(tmp_path):
    opened = _black_and_white(tmp_path)
    black = opened.search(Query(("đen",), ("mèo",)))
    assert [(hit.chunk.article_id, hit.score) for hit in black] == [("b", 1), ("a", 0)]
    white = opened.search(Query(("trắng",), ("mèo",)))
    assert white[0].chunk.article_id == "a"


def test_without_late_interaction_equals_keep_the_order_of_the_chunks(tmp_path):
    opened = replace(_black_and_white(tmp_path), fusion=Fusion(late=False))
    assert [hit.chunk.article_id for hit in opened.search(Query(("đen",), ("mèo",)))] == ["a", "b"]


def test_another_fusion_gives_another_order_and_the_usual_one_is_the_default(opened):
    query = Query(("mèo",), ("chó",))
    assert opened.fusion == Fusion(first=first_stage, late=True)
    farthest = replace(opened, fusion=Fusion(lambda cosine, bm25: -cosine))
    assert [hit.chunk.article_id for hit in farthest.search(query)] == ["c", "b", "a"]
    assert replace(farthest, fusion=Fusion()).search(query) == opened.search(query)
