"""Files made to stop a run: hundreds of mutations of each kind, and the tricks that parsers are known to fall for."""

import io
import json
import random
import time
import zipfile

import pytest
from test_corpus_making import FIRST_PAGE, FRONT, PAGE, PROSE, make_docx, make_pdf, make_zip, report

from corpus import chunk_article, load_corpus

SECONDS = 60  # of processor time for one test, a hundred times what it takes
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROWS = [{"id": n, "title": f"Tin {n}", "text": f"<p>{PROSE}</p>", "date": "2023-05-06"} for n in range(3)]
WHOLE = {
    ".txt": PROSE.encode(),
    ".md": (FRONT + PROSE).encode(),
    ".html": PAGE.encode(),
    ".pdf": make_pdf(FIRST_PAGE),
    ".docx": make_docx(report),
    ".jsonl": "\n".join(json.dumps(row) for row in ROWS).encode(),
    ".csv": ("id,title,text\n" + "".join(f'{row["id"]},{row["title"]},"{row["text"]}"\n' for row in ROWS)).encode(),
}


def _mutated(data, dice):
    data = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, kind = dice.randrange(len(data)), dice.randrange(5)
        if kind == 0:
            data[at] = dice.randrange(256)
        elif kind == 1:
            del data[at : at + dice.randint(1, 40)]
        elif kind == 2:
            data[at:at] = data[at : at + 30] * dice.randint(1, 20)
        elif kind == 3:
            data[at:at] = dice.choice([b"\0", b"\xff", b'"', b"<", b"{", b"[[[[", b"\r", b"\xef\xbb\xbf", b"-->", b"9" * 5000])
        else:
            data = data[: at + 1]
    return bytes(data)


def _mutated_docx(dice):
    """The archive stays whole; one part of it is mutated, so that the damage reaches the parsers behind."""
    with zipfile.ZipFile(io.BytesIO(WHOLE[".docx"])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
    return make_zip(members | {name: _mutated(members[name], dice)})


def _run(folder):
    """Loads and chunks all that is in the folder; the run ends in time and keeps the good file."""
    (folder / "good.txt").write_text(PROSE, encoding="utf-8")
    started = time.process_time()
    corpus = load_corpus(folder)
    for article in corpus.articles:
        for chunk in chunk_article(article):
            assert article.text[chunk.start : chunk.end] == chunk.text
    assert time.process_time() - started < SECONDS
    assert "good.txt" in {article.path for article in corpus.articles}
    assert all(item.reason for item in corpus.set_aside)
    return corpus


@pytest.mark.parametrize("ending", WHOLE)
def test_mutated_files_never_stop_a_run(tmp_path, ending):
    dice = random.Random(f"2026{ending}")
    for number in range(60):
        data = _mutated_docx(dice) if ending == ".docx" and number % 2 else _mutated(WHOLE[ending], dice)
        (tmp_path / f"{number}{ending}").write_bytes(data)
    corpus = _run(tmp_path)
    paths = [item.path.partition(":")[0] for item in (*corpus.articles, *corpus.set_aside)]
    assert {f"{number}{ending}" for number in range(60)} - set(paths) <= _empty_exports(tmp_path)


def _empty_exports(folder):
    """Exports that were cut down to nothing, or to their head line: no row, nothing to say."""
    return {path.name for path in folder.glob("*.csv") if path.read_bytes().count(b"\n") <= 1} | {
        path.name for path in folder.glob("*.jsonl") if not path.read_bytes().strip(b"\r\n\0 ")
    }


def _document(body):
    return make_zip({**_parts(), "word/document.xml": body})


def _parts():
    with zipfile.ZipFile(io.BytesIO(WHOLE[".docx"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
TRICKS = {
    "laughs.docx": _document(
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&l9;'
        "</w:t></w:r></w:p></w:body></w:document>"
    ),
    "file.docx": _document(
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>'
    ),
    "deep.docx": _document(
        f'<w:document xmlns:w="{WORD}"><w:body>{"<w:sdt>" * 200}<w:p/>{"</w:sdt>" * 200}</w:body></w:document>'
    ),
    "tables.docx": _document(
        f'<w:document xmlns:w="{WORD}"><w:body>{"<w:tbl><w:tr><w:tc>" * 60}<w:p/>'
        f"{'</w:tc></w:tr></w:tbl>' * 60}</w:body></w:document>"
    ),
    "aliases.md": "---\na: &a [x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f"title: *i\n---\n{PROSE}",
    "pages.pdf": make_pdf(FIRST_PAGE).replace(b"/Count 1", b"/Count 999999999"),
    "circle.pdf": make_pdf(FIRST_PAGE).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
    "columns.csv": ",".join(f"c{n}" for n in range(20_000)) + "\n" + "x," * 20_000,
    "quotes.csv": "text\n" + '"' * 99_999,
    "keys.jsonl": json.dumps({f"k{n}": n for n in range(20_000)}),
    "deep.jsonl": '{"text":' * 20_000,
    "marks.txt": "e" + "\u0301\u0302" * 50_000,
    "stars.md": "*" * 50_000 + " " + "![" * 20_000,
    "tags.html": "<p>" + "<b <" * 20_000,
    "entities.html": f"<p>{PROSE}</p>" + "&#x41;" * 20_000,
}


@pytest.mark.parametrize("name", TRICKS)
def test_tricks(tmp_path, name):
    content = TRICKS[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    corpus = _run(tmp_path)
    read = [article for article in corpus.articles if article.path.startswith(name)]
    assert read or [item for item in corpus.set_aside if item.path.startswith(name)]
    assert all(len(article.text) < 200_000 and "haha" not in article.text for article in read)
