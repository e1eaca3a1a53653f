"""Token codes and the late interaction score, by hand."""

from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeEmbedder, article
from safetensors.numpy import save_file

import index.builder
from index import build_index, open_index
from index.late import Projection, QuestionTokens, TokenCodes


def _question(text, vectors, spans):
    return QuestionTokens(text, np.asarray(vectors, np.float32), tuple(spans))


def test_each_token_takes_its_best_match_and_counts_by_its_weight():
    """Codes are steps of 1/127: row 0 holds (1, 0) and about (0, 0.5), row 1 about (0.5, 0).

    Question tokens (1, 0) and (0, 1) with the weights 1 and 3: row 0: (1 · 1 + 3 · 0.5) / 4, row 1: (0.5 + 0) / 4.
    """
    codes = TokenCodes.of([np.array([[127, 0], [0, 63]], np.int8), np.array([[63, 0]], np.int8)])
    asked = _question("a b", [[1, 0], [0, 1]], [(0, 1), (2, 3)])
    found = codes.scores(asked, np.array([1, 3], np.float32), [0, 1])
    assert found == pytest.approx([2.5 / 4, 0.5 / 4], abs=0.004)
    assert codes.scores(asked, np.array([1, 3], np.float32), [1]) == pytest.approx([0.5 / 4], abs=0.004)


def test_without_tokens_or_weight_the_score_is_nothing():
    codes = TokenCodes.of([np.zeros((0, 2), np.int8), np.array([[127, 0]], np.int8)])
    asked = _question("?", [[1, 0]], [(0, 1)])
    assert codes.scores(asked, np.array([1], np.float32), [0]).tolist() == [0]
    assert codes.scores(asked, np.array([0], np.float32), [1]).tolist() == [0]


def test_a_token_weighs_as_its_syllable_and_punctuation_nothing():
    """Pieces "Điện", "B", "iên", "?": the second and third are parts of "Biên"."""
    asked = _question("Điện Biên?", np.zeros((4, 2)), [(0, 4), (4, 6), (6, 9), (9, 10)])
    rarity = {"điện": 0.25, "biên": 0.75}
    assert asked.weights(rarity.__getitem__).tolist() == [0.25, 0.75, 0.75, 0]


def test_codes_are_steps_of_the_projected_unit_vector(tmp_path):
    """(3, 4, 9) projected on the first two axes is (3, 4), of unit length (0.6, 0.8): 76 and 102 steps of 1/127."""
    axes = np.array([[1, 0], [0, 1], [0, 0]], np.float16)
    save_file({"passage": axes, "question": axes[:, ::-1].copy()}, tmp_path / "p.safetensors")
    projection = Projection(tmp_path / "p.safetensors")
    states = np.array([[3, 4, 9], [-1, 0, 9], [1, 10, 0]], np.float32)
    assert projection.passage(states).tolist() == [[76, 102], [-127, 0], [13, 126]]
    assert projection.question(states)[0] == pytest.approx([0.8, 0.6])


def test_what_is_saved_is_loaded(tmp_path):
    TokenCodes.of([np.array([[1, -2]], np.int8), np.array([[3, 4], [5, 6]], np.int8)]).save(tmp_path)
    loaded = TokenCodes.load(tmp_path)
    assert [loaded.row(row).tolist() for row in (0, 1)] == [[[1, -2]], [[3, 4], [5, 6]]]


class _Coded(FakeEmbedder):
    """The code of a text's only token is the text's length."""

    def __init__(self):
        super().__init__()
        self.card = replace(self.card, late=1)

    def embed_passages(self, texts):
        return np.asarray(self.embed_documents(list(texts)), np.float32), [np.array([[len(t), 0]], np.int8) for t in texts]

    def embed_question(self, text):
        return np.asarray(self.embed_query(text), np.float32), None


def test_codes_follow_their_text_through_renaming_and_deleting(tmp_path):
    build_index([article("a", "Mèo."), article("b", "Chó mực.")], tmp_path, _Coded(), progress=False)
    again = _Coded()
    build_index([article("c", "Chó mực."), article("d", "Cá.")], tmp_path, again, progress=False)
    assert again.passages == ["Cá."]
    opened = open_index(tmp_path, again)
    codes = {chunk.article_id: opened.tokens.row(row).tolist() for row, chunk in enumerate(opened.chunks)}
    assert codes == {"c": [[8, 0]], "d": [[3, 0]]}


def test_beyond_so_many_chunks_no_codes_are_kept_and_below_them_they_come_back(tmp_path, monkeypatch):
    monkeypatch.setattr(index.builder, "MOST_CHUNKS", 1)
    build_index([article("a", "Mèo."), article("b", "Chó.")], tmp_path, _Coded(), progress=False)
    assert open_index(tmp_path, _Coded()).tokens is None
    build_index([article("a", "Mèo.")], tmp_path, again := _Coded(), progress=False)
    assert again.passages == ["Mèo."]  # its vector was known, its codes were not
    assert open_index(tmp_path, again).tokens.row(0).tolist() == [[4, 0]]
