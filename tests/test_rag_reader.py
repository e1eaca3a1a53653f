"""Spans out of logits written by hand, and an adapter merged into a tiny encoder."""

from dataclasses import replace

import numpy as np
import pytest
from test_rag_fakes import LEXICON

from index import load_embedder
from rag.adapter import SCALE
from rag.evidence import _of_reader
from rag.question import understand
from rag.reader import LONGEST, Found, Reading, Window, load_reader, open_reader
from settings import load_settings

# "Huyện có 38 chi bộ": five tokens; "38" starts best, "chi" and "bộ" end well, "Huyện" ends best of all but stands before.
PLACES = np.array([(0, 5), (6, 8), (9, 11), (12, 15), (16, 18)])
WINDOW = Window(PLACES, np.array([0, 0, 5, 1, 0], np.float32), np.array([9, 0, 1, 2, 3], np.float32))


def test_the_best_span_runs_forwards():
    assert WINDOW.best(6, 18) == Found(9, 18, 8.0)
    assert WINDOW.best(0, 18) == Found(0, 5, 9.0)  # one token is a span too


def test_a_span_stays_within_the_range():
    assert WINDOW.best(9, 15) == Found(9, 15, 7.0)
    assert WINDOW.best(9, 14) == Found(9, 11, 6.0)  # the token that ends at 15 is outside
    assert WINDOW.best(1, 5) is None


def test_a_span_has_a_longest_length():
    count = LONGEST + 1
    places = np.array([(at, at + 1) for at in range(count)])
    start, end = np.zeros(count, np.float32), np.zeros(count, np.float32)
    start[0] = end[-1] = 4.0
    assert Window(places, start, end).best(0, count).score == 4.0  # not 8: first and last token are too far apart
    assert Window(places[:-1], start[:-1], end[1:]).best(0, count - 1) == Found(0, LONGEST, 8.0)


def test_a_reading_takes_its_best_window():
    other = Window(np.array([(20, 25)]), np.array([6.0], np.float32), np.array([7.0], np.float32))
    assert Reading((WINDOW, other)).best(0, 30) == Found(20, 25, 13.0)
    assert Reading((WINDOW, other)).best(26, 30) is None
    assert Reading(()).best(0, 9) is None


@pytest.mark.model
def test_an_adapter_is_added_to_a_copy(tmp_path):
    import torch
    from safetensors.numpy import save_file
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=9, hidden_size=4, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, max_position_embeddings=16
    )
    base = BertModel(config, add_pooling_layer=False)
    before = base.encoder.layer[0].output.dense.weight.detach().clone()
    name = "encoder.layer.0.output.dense"
    up, down = np.full((4, 1), 0.5, np.float32), np.ones((1, 8), np.float32)
    tensors = {f"{name}.up": up, f"{name}.down": down, "head.weight": np.zeros((2, 4), np.float32)}
    save_file({**tensors, "head.bias": np.zeros(2, np.float32)}, tmp_path / "reader.safetensors")
    adapted = load_reader(base, None, tmp_path / "reader.safetensors").encoder
    assert torch.equal(base.encoder.layer[0].output.dense.weight, before)
    assert torch.allclose(adapted.encoder.layer[0].output.dense.weight, before + SCALE * 0.5)
    assert adapted.embeddings.word_embeddings.weight is base.embeddings.word_embeddings.weight


@pytest.fixture(scope="module")
def reader():
    settings = load_settings()
    return open_reader(load_embedder("", settings.state), settings.state)


PASSAGE = "Cầu Hua Nậm dài 186 mét, rộng 9 mét, khánh thành ngày 2/9/2021. Ông Lò Văn Tiến chỉ huy thi công."


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Cầu Hua Nậm dài bao nhiêu?", "186 mét"),
        ("Cầu Hua Nậm rộng bao nhiêu?", "9 mét"),
        ("Ai chỉ huy thi công cầu Hua Nậm?", "Lò Văn Tiến"),
        ("Cầu khánh thành khi nào?", "2/9/2021"),
    ],
)
def test_the_reader_finds_the_right_one_of_several(reader, question, expected):
    found = reader.read(question, [PASSAGE])[0].best(0, len(PASSAGE))
    assert expected in PASSAGE[found.start : found.end]
    assert found.end - found.start < 24


@pytest.mark.model
def test_several_passages_are_read_as_each_alone(reader):
    passages = [PASSAGE, f"{PASSAGE} {PASSAGE * 30}", "Xã Pá Hu có bảy bản."]
    together = reader.read("Cầu Hua Nậm dài bao nhiêu?", passages)
    alone = [reader.read("Cầu Hua Nậm dài bao nhiêu?", [passage])[0] for passage in passages]
    assert [len(reading.windows) > 1 for reading in together] == [False, True, False]
    for passage, one, other in zip(passages, together, alone, strict=True):
        assert one.best(0, len(passage)).score == pytest.approx(other.best(0, len(passage)).score, abs=0.5)  # bf16


@pytest.mark.model
def test_a_question_that_is_too_long_is_cut_and_not_refused(reader):
    assert reader.read("bao nhiêu mét " * 140, [PASSAGE])[0].best(0, len(PASSAGE)) is not None
    assert reader.read("Cầu dài bao nhiêu?", []) == []


def test_punctuation_alone_is_no_short_answer():
    asked = understand("Quê của họ ra sao nơi đây?", LEXICON)
    other = replace(asked, kind="other")
    assert _of_reader(other, "Vùng cao.", 0, Found(8, 9, 5.0)) is None
    assert _of_reader(other, "Vùng cao.", 0, Found(0, 9, 5.0)).text == "Vùng cao"
