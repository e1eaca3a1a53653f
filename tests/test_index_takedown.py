"""After a purge, nothing of a removed article is left in the index, the state folder or what was logged."""

import json
import logging
import sys

import pytest
from fakes import FakeEmbedder

import index.build
from corpus import fold

GONE = """---
id: bai-mat-danh
title: Chuyện Giàng A Lử ở Sín Thầu
author: Vừ Mí Sùng
url: https://vi.du/khong-con
---
Ông Giàng A Lử, thôn Khâu Vai, kể về vụ "đá quý" với nhà báo Lò Thị Xoan (BQLRĐD). Mèo kêu.
"""
KEPT = "---\ntitle: Mèo ở Ba Bể\n---\nMèo kêu cả đêm ở Ba Bể. Chó sủa cả đêm ở bản Pá Hu.\n"
# Words, bigrams as the index terms have them, and metadata that stand in the removed article alone.
WORDS = ["Giàng", "giàng_a", "Sín Thầu", "sín_thầu", "Khâu", "khâu_vai", "Lò Thị Xoan", "BQLRĐD", "Vừ Mí Sùng", "đá quý"]
WORDS += ["bai-mat-danh", "khong-con", "gỡ.md"]


def _forms(word):
    """How a text may stand in a file: as it is, in small letters, folded, and each escaped for JSON."""
    forms = {word, word.lower(), fold(word), word.replace(" ", "_")}
    return {form.encode() for form in forms} | {json.dumps(form)[1:-1].encode() for form in forms}


def _traces(folders):
    """(word, file) for every trace in names and bytes."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        data = str(path).encode() + (path.read_bytes() if path.is_file() else b"")
        found += [(word, path.name) for word in WORDS if any(form in data for form in _forms(word))]
    return found


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOIBAO_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(index.build, "embedder_for", lambda model, state: FakeEmbedder())
    for name in ("bài", "state", "tmp", "index"):
        (tmp_path / name).mkdir()
    (tmp_path / "bài" / "gỡ.md").write_text(GONE, encoding="utf-8")
    (tmp_path / "bài" / "bản sao.md").write_text(GONE.replace("bai-mat-danh", "bai-mat-danh-2"), encoding="utf-8")
    (tmp_path / "bài" / "giữ.md").write_text(KEPT, encoding="utf-8")
    return tmp_path


def _build(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["index.build", "--corpus", "bài", "--index", "index", *arguments])
    assert index.build.main() == 0


def test_no_word_of_it_is_left_in_any_file_or_log(site, monkeypatch, capsys, caplog):
    folders = [site / "index", site / "state", site / "tmp"]
    _build(monkeypatch)
    assert {word for word, _ in _traces(folders)} == set(WORDS)  # else the search below would find nothing whatever is there
    (site / "index" / ".building-v000009").mkdir()  # left by a killed build
    (site / "index" / ".building-v000009" / "articles.jsonl").write_text(GONE, encoding="utf-8")
    (site / "bài" / "giữ.md").write_text(KEPT + "Cá bơi.\n", encoding="utf-8")
    _build(monkeypatch)  # so that an earlier version holds it too
    for name in ("gỡ.md", "bản sao.md"):
        (site / "bài" / name).unlink()
    capsys.readouterr()
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        _build(monkeypatch, "--purge")
    assert [path.name for path in (site / "index").glob("v*")] == ["v000003"]
    assert _traces(folders) == []
    said = "".join(capsys.readouterr()) + caplog.text
    assert [word for word in WORDS if word in said] == []
