"""Vectors of sentences are made while nobody asks."""

import threading
import time

import pytest
from test_rag_fakes import NAM_HUA, SON_HA, E5Like, FakeReader

from corpus import split_sentences
from index import build_index
from rag import LiveAnswerer
from rag.ahead import AT_ONCE, Quiet
from rag.live import LOOK_AGAIN
from rag.vectors import SentenceVectors, sentence_passage


class Counting(E5Like):
    def __init__(self):
        super().__init__()
        self.made = []

    def embed_documents(self, texts):
        self.made.extend(texts)
        return super().embed_documents(texts)


def published(folder, *articles):
    build_index(list(articles), folder, E5Like(), progress=False)


def sentences(article):
    return [sentence_passage(article, span) for span in split_sentences(article.text)]


@pytest.fixture
def running(tmp_path):
    published(tmp_path, SON_HA)
    embedder, stopped = Counting(), threading.Event()
    live = LiveAnswerer(tmp_path, embedder, FakeReader())
    thread = threading.Thread(target=live.embed_ahead, args=(stopped,))
    thread.start()
    yield live, embedder
    stopped.set()
    thread.join(timeout=5)
    assert not thread.is_alive()


def soon(condition, seconds=LOOK_AGAIN + 5):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.02)
    return condition()


def test_the_first_question_finds_all_sentences_made(running):
    live, embedder = running
    assert soon(lambda: set(sentences(SON_HA)) <= set(embedder.made))
    embedder.made.clear()
    assert live.ask("Huyện Sơn Hạ có bao nhiêu chi bộ?").retrieved == ("son-ha",)
    assert embedder.made == []


def test_a_new_version_is_taken_up(running, tmp_path):
    live, embedder = running
    assert soon(lambda: set(sentences(SON_HA)) <= set(embedder.made))
    embedder.made.clear()
    published(tmp_path, NAM_HUA)
    assert soon(lambda: set(sentences(NAM_HUA)) <= set(embedder.made))
    assert not set(sentences(SON_HA)) & set(embedder.made)
    assert live.index_version == "v000002"


def test_nothing_is_begun_while_somebody_asks():
    embedder, quiet, stopped = Counting(), Quiet(), threading.Event()
    texts = [f"câu {number}" for number in range(3 * AT_ONCE)]
    with quiet.asking():
        thread = threading.Thread(target=quiet.embed, args=(SentenceVectors(embedder), texts, stopped.is_set))
        thread.start()
        time.sleep(0.3)
        assert embedder.made == []
    thread.join(timeout=5)
    assert embedder.made == texts


def test_it_ends_when_told_to_although_somebody_asks():
    quiet, stopped = Quiet(), threading.Event()
    with quiet.asking():
        thread = threading.Thread(target=quiet.embed, args=(SentenceVectors(Counting()), ["câu"], stopped.is_set))
        thread.start()
        stopped.set()
        thread.join(timeout=5)
        assert not thread.is_alive()
