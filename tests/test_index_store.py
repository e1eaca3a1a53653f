"""The vector store, against numpy and by hand."""

import numpy as np
import pytest
from fakes import FakeEmbedder

import index.store
from index.store import FaissStore

# On the axes mèo, chó, cá: (3, 0, 0), (1, 1, 0), (0, 2, 1), and the question (2, 4, 0); none of unit length.
TEXTS = ["Mèo mèo mèo", "Mèo chó", "Chó chó cá"]
VECTORS = np.array([[3, 0, 0], [1, 1, 0], [0, 2, 1]], float)
QUESTION = "mèo mèo chó chó chó chó"
ASKED = np.array([2, 4, 0], float)


@pytest.fixture
def store():
    metadatas = [{"row": row} for row in range(3)]
    return FaissStore.from_texts(TEXTS, FakeEmbedder(), metadatas, ids=["a", "b", "c"])


def _found(store, question=QUESTION, **how):
    return [(document.id, score) for document, score in store.similarity_search_with_score(question, **how)]


def test_the_fake_counts_words():
    assert FakeEmbedder().embed_query("Mèo, mèo và chó") == [2, 1, 0]


def test_scores_and_order_are_those_of_numpy(store):
    cosines = VECTORS @ ASKED / np.linalg.norm(VECTORS, axis=1) / np.linalg.norm(ASKED)
    assert cosines == pytest.approx([0.4472, 0.9487, 0.8], abs=1e-4)  # 6/(3·√20), 6/(√2·√20), 8/(√5·√20)
    found = _found(store, k=3)
    assert [name for name, _ in found] == ["b", "c", "a"]
    assert [score for _, score in found] == pytest.approx(cosines[[1, 2, 0]], abs=1e-6)


def test_vectors_are_of_unit_length_in_row_order(store):
    assert store.vectors == pytest.approx(VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True), abs=1e-6)
    assert [document.page_content for document in store.documents] == TEXTS


def test_a_document_comes_back_whole(store):
    (document,) = store.similarity_search(QUESTION, k=1)
    assert (document.id, document.page_content, document.metadata) == ("b", "Mèo chó", {"row": 1})


def test_a_filtered_document_takes_no_place_in_k(store):
    found = _found(store, k=2, filter=lambda document: document.id != "b")
    assert [name for name, _ in found] == ["c", "a"]
    assert _found(store, filter=lambda document: False) == []


def test_k_beyond_the_store_gives_all_and_k_zero_none(store):
    assert [name for name, _ in _found(store, k=99)] == ["b", "c", "a"]
    assert _found(store, k=0) == []


def test_a_known_id_is_replaced(store):
    assert store.add_texts(["Cá"], ids=["b"]) == ["b"]
    assert sorted(document.id for document in store.documents) == ["a", "b", "c"]
    assert _found(store, "cá", k=1) == [("b", pytest.approx(1))]
    assert [name for name, _ in _found(store, k=3)] == ["c", "a", "b"]  # b is (0, 0, 1) now: cosine 0


def test_a_text_given_twice_under_one_id_counts_once_and_the_last_one_stays(store):
    store.add_texts(["Mèo", "Cá"], ids=["d", "d"])
    assert len(store.vectors) == len(store.documents) == 4
    assert _found(store, "cá", k=1) == [("d", pytest.approx(1))]


def test_what_is_deleted_is_not_found_and_rows_still_agree(store):
    store.delete(["a", "unknown"])
    assert [name for name, _ in _found(store, k=3)] == ["b", "c"]
    assert len(store.vectors) == 2
    store.delete()
    assert _found(store) == [] and store.documents == []
    store.add_texts(["Mèo"], ids=["e"])
    assert _found(store, "mèo") == [("e", pytest.approx(1))]


def test_get_by_ids_keeps_the_order_asked_for(store):
    assert [document.id for document in store.get_by_ids(["c", "unknown", "a"])] == ["c", "a"]


def test_an_empty_store_finds_nothing():
    assert FaissStore(FakeEmbedder()).similarity_search("mèo") == []
    assert FaissStore.from_texts([], FakeEmbedder()).vectors.shape == (0, 0)


def test_ids_are_made_where_none_are_given():
    store = FaissStore(FakeEmbedder())
    first, second = store.add_texts(["Mèo", "Mèo"])
    assert first != second and len(store.vectors) == 2


@pytest.mark.parametrize(("ids", "metadatas"), [(["x"], None), (None, [{}]), (None, []), ([], None)])
def test_lengths_that_disagree_are_told(store, ids, metadatas):
    with pytest.raises(ValueError, match=r"2 texts, [012] ids and [012] metadatas"):
        store.add_texts(["Mèo", "Chó"], metadatas, ids=ids)
    assert len(store.documents) == 3


def test_documents_and_vectors_must_be_equally_many(store):
    with pytest.raises(ValueError, match="3 documents but 2 vectors"):
        FaissStore(FakeEmbedder(), store.documents, store.vectors[:2])


def test_vectors_of_another_dimension_change_nothing(store):
    other = FaissStore(FakeEmbedder("mèo chó"), store.documents, store.vectors)
    with pytest.raises(ValueError, match="2 dimensions for a store of 3"):
        other.add_texts(["Mèo"], ids=["a"])
    assert [document.page_content for document in other.documents] == TEXTS and len(other.vectors) == 3
    with pytest.raises(ValueError, match="2 dimensions for a store of 3"):
        other.similarity_search("mèo")


def test_a_vector_that_is_not_finite_is_an_error_not_an_empty_result(store):
    store.embeddings._counts = lambda text: [float("nan"), 0.0, 0.0]
    with pytest.raises(ValueError, match="not finite"):
        store.similarity_search("mèo")


def test_a_search_beside_the_first_one_never_sees_half_a_store(store, monkeypatch):
    """The first search joins what was added; another thread's search may fall right before the joining."""
    store.add_texts(["Cá"], ids=["d"])
    seen = []
    whole = np.concatenate

    def joining(blocks):
        if not seen:
            seen.append("once")
            seen.append(_found(store, "cá", k=4))
        return whole(blocks)

    monkeypatch.setattr(index.store.np, "concatenate", joining)
    assert _found(store, "cá", k=4) == seen[1]
    assert [name for name, _ in seen[1]] == ["d", "c", "a", "b"]
    assert len(store.vectors) == 4
