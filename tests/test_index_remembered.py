"""A file that is as it was is not read again; anything else is."""

import pytest
from fakes import FakeEmbedder

import corpus.files
import index.remembered
from corpus import load_corpus
from index import build_index
from index.remembered import known_drafts

ARTICLE = """---
title: Mèo
published: 2024-02-29
based_on:
  title: Bản gốc
  published: 2023-01-02
---
Mèo ở Ba Bể kêu meo meo cả đêm.
"""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "bài").mkdir()
    (tmp_path / "bài" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "bài" / "b.txt").write_text("Chó sủa cả đêm ở bản Pá Hu.\n", encoding="utf-16")
    _index(tmp_path, load_corpus(tmp_path / "bài"))
    return tmp_path


def _index(site, found):
    build_index(found.articles, site / "index", FakeEmbedder(), drafts=found.drafts, progress=False)


@pytest.fixture
def read(monkeypatch):
    """Names of the kinds of files whose text was really made."""
    seen = []
    for kind, reader in list(corpus.readers.READERS.items()):
        monkeypatch.setitem(
            corpus.readers.READERS, kind, lambda data, kind=kind, reader=reader: (seen.append(kind), reader(data))[1]
        )
    return seen


def test_what_is_remembered_is_what_was_read(site, read):
    anew = load_corpus(site / "bài")
    assert read == [".md", ".txt"]
    again = load_corpus(site / "bài", "", known_drafts(site / "index"))
    assert read == [".md", ".txt"]
    assert again == anew
    assert again.drafts["b.txt"].reading.encoding == "utf-16"


def test_a_changed_file_is_read_and_a_renamed_one_is_not(site, read):
    (site / "bài" / "a.md").rename(site / "bài" / "c.md")
    (site / "bài" / "b.txt").write_text("Chó sủa cả ngày ở bản Pá Hu.\n", encoding="utf-8")
    found = load_corpus(site / "bài", "", known_drafts(site / "index"))
    assert read == [".txt"]
    assert [(item.id, item.title) for item in found.articles] == [("b", found.articles[0].title), ("c", "Mèo")]
    assert found.articles[0].text == "Chó sủa cả ngày ở bản Pá Hu."
    _index(site, found)
    assert {draft.digest for draft in known_drafts(site / "index").values()} == {d.digest for d in found.drafts.values()}


def test_the_same_bytes_under_another_ending_are_read_anew(site, read):
    (site / "bài" / "b.txt").rename(site / "bài" / "b.md")
    load_corpus(site / "bài", "", known_drafts(site / "index"))
    assert read == [".md"]


def test_another_way_of_reading_forgets_everything(site, monkeypatch):
    assert len(known_drafts(site / "index")) == 2
    monkeypatch.setattr(index.remembered, "reading_fingerprint", lambda: "other")
    assert known_drafts(site / "index") == {}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]\n", b'{"digest": 1}\n'])
def test_what_cannot_be_read_is_not_remembered(site, damage):
    (site / "index" / "v000001" / "articles.jsonl").write_bytes(damage)
    assert known_drafts(site / "index") == {}
    assert known_drafts(site / "nowhere") == {}
