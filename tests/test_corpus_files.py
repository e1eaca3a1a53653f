"""Folders of files in, a Corpus out: walking, links, sizes, ids and encodings."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from test_corpus_making import PROSE, one, reason_of, write

from corpus import Article, HoiBaoError, article_from_text, load_corpus
from corpus import readers as readers_module

ROOT = Path(__file__).resolve().parents[1]

# -- folders


def test_a_missing_folder_says_how_to_mend_it(tmp_path):
    with pytest.raises(HoiBaoError) as caught:
        load_corpus(tmp_path / "nope")
    assert "--corpus" in caught.value.mend and caught.value.vietnamese and caught.value.exit_code == 2


def test_an_empty_folder_is_an_empty_corpus(tmp_path):
    corpus = load_corpus(tmp_path)
    assert (corpus.articles, corpus.set_aside) == ((), ())


def test_nested_folders_are_read_in_the_order_of_their_paths(tmp_path):
    corpus = write(tmp_path, {"b.txt": PROSE, "a/z.txt": PROSE, "a/y/x.md": PROSE, "c.TXT": PROSE})
    assert [article.path for article in corpus.articles] == ["a/y/x.md", "a/z.txt", "b.txt", "c.TXT"]


def test_other_endings_and_leftovers_of_other_programs_are_passed_over(tmp_path):
    names = ["a.jpg", "b.xlsx", "~$c.docx", "._d.txt", ".git/e.txt", "Makefile"]
    corpus = write(tmp_path, dict.fromkeys(names, PROSE))
    assert (corpus.articles, corpus.set_aside) == ((), ())


@pytest.mark.parametrize("name", ["cũ.doc", "ghi.RTF", "mở.odt"])
def test_office_files_of_another_format_are_named_with_the_way_out(tmp_path, name):
    (aside,) = write(tmp_path, {name: PROSE}).set_aside
    assert aside.path == name and "lưu lại thành .docx" in aside.reason


def test_a_file_in_place_of_the_folder_is_called_a_file(tmp_path):
    (tmp_path / "bài.md").write_text(PROSE, encoding="utf-8")
    with pytest.raises(HoiBaoError, match="is a file, not a folder"):
        load_corpus(tmp_path / "bài.md")


def test_a_hidden_file_is_set_aside(tmp_path):
    assert "ẩn" in reason_of(tmp_path, ".secret.txt", PROSE)


def test_a_readme_is_an_article_only_with_front_matter(tmp_path):
    corpus = write(
        tmp_path, {"README.md": "# Kho bài\n" + PROSE, "a/readme.txt": PROSE, "b/README.md": f"---\nid: b\n---\n{PROSE}"}
    )
    assert [article.path for article in corpus.articles] == ["b/README.md"]
    assert [item.path for item in corpus.set_aside] == ["README.md", "a/readme.txt"]
    assert "không phải bài báo" in corpus.set_aside[0].reason


def test_links_may_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "outside.txt").write_text(PROSE)
    folder = tmp_path / "corpus"
    (folder / ".data").mkdir(parents=True)
    (folder / ".data" / "inside.txt").write_text(PROSE)  # as a mounted ConfigMap keeps its files
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "broken.txt").symlink_to(folder / "nothing")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "in.txt").symlink_to(folder / ".data" / "inside.txt")
    (folder / "etc").symlink_to(tmp_path)
    corpus = load_corpus(folder)
    assert [article.id for article in corpus.articles] == ["in"]
    assert [aside.path for aside in corpus.set_aside] == ["broken.txt", "loop.txt", "out.txt"]
    assert "ngoài thư mục" in corpus.set_aside[2].reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_set_aside_and_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (aside,) = load_corpus(tmp_path).set_aside
    assert "tệp thường" in aside.reason


def test_a_folder_named_like_a_file_is_a_folder(tmp_path):
    assert one(tmp_path, "a.txt/b.txt", PROSE).id == "b"


def test_an_oversize_file_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(readers_module, "LARGEST_FILE", len(PROSE.encode()))
    corpus = write(tmp_path, {"fits.txt": PROSE, "large.txt": PROSE + "."})
    assert [article.id for article in corpus.articles] == ["fits"]
    assert "20 MB" in corpus.set_aside[0].reason


def test_a_file_without_permission_is_set_aside(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(PROSE)

    def refuse(*_):  # root may read everything, so the system's refusal is played
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("corpus.opening.os.open", refuse)
    assert "quyền" in load_corpus(tmp_path).set_aside[0].reason


def test_a_name_that_is_no_utf8_does_no_harm(tmp_path):
    try:
        Path(os.fsdecode(bytes(tmp_path) + b"/t\xe0y.txt")).write_text(PROSE)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (article,) = load_corpus(tmp_path).articles
    assert (article.id, article.path) == ("t?y", "t?y.txt")


# -- ids


def test_ids_come_from_the_front_matter_else_from_the_name_in_nfc(tmp_path):
    corpus = write(tmp_path, {"a.md": f"---\nid: riêng\n---\n{PROSE}", "Ta\u0300y.txt": PROSE})
    assert {article.id for article in corpus.articles} == {"riêng", "T\u00e0y"}


def test_files_that_share_a_name_take_their_paths(tmp_path):
    corpus = write(tmp_path, {"x/tin.txt": PROSE, "y/z/tin.md": PROSE, "khác.txt": PROSE})
    assert {article.path: article.id for article in corpus.articles} == {
        "x/tin.txt": "x-tin",
        "y/z/tin.md": "y-z-tin",
        "khác.txt": "khác",
    }


def test_even_paths_that_coincide_give_different_ids(tmp_path):
    corpus = write(tmp_path, {"a.md": PROSE, "a.txt": PROSE, "x/b.txt": PROSE, "b.txt": PROSE, "x-b.txt": PROSE})
    ids = [article.id for article in corpus.articles]
    assert len(set(ids)) == 5 and corpus.set_aside == ()
    assert {"a", "a-txt", "b"} <= set(ids)


def test_a_given_id_is_never_taken_by_a_name(tmp_path):
    corpus = write(tmp_path, {"a.txt": PROSE, "x/b.md": f"---\nid: a\n---\n{PROSE}"})
    assert {article.path: article.id for article in corpus.articles} == {"a.txt": "a-txt", "x/b.md": "a"}


def test_the_second_of_two_equal_given_ids_is_set_aside(tmp_path):
    corpus = write(tmp_path, dict.fromkeys(("a.md", "b.md"), f"---\nid: đôi\n---\n{PROSE}"))
    assert [article.path for article in corpus.articles] == ["a.md"]
    assert corpus.set_aside[0].path == "b.md"
    assert "đôi" in corpus.set_aside[0].reason and "a.md" in corpus.set_aside[0].reason


# -- plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_files_of_several_encodings(tmp_path, encoding):
    assert one(tmp_path, "a.txt", (PROSE * 3).encode(encoding)).text == PROSE * 3


def test_tcvn3_file(tmp_path):
    # "§¶ng bé x· häp bµn." is "Đảng bộ xã họp bàn." as the fonts of TCVN3 wrote it
    article = one(tmp_path, "a.txt", ("§¶ng bé x· häp bµn.\n" + "Bµ con c¸c d©n téc rÊt vui mõng. " * 9).encode("latin-1"))
    assert article.text.startswith("Đảng bộ xã họp bàn.\nBà con các dân tộc rất vui mừng.")


@pytest.mark.parametrize("content", ["", " \n\t\n", "---\n", "\ufeff", "Xem thêm\nLoading..."])
def test_files_without_words(tmp_path, content):
    assert "không có chữ" in reason_of(tmp_path, "a.txt", content)


def test_a_binary_file_with_a_text_ending(tmp_path):
    assert "bảng mã" in reason_of(tmp_path, "a.txt", b"\x7fELF\x00\x01" + bytes(range(256)) * 8)


# -- other


def test_an_article_from_a_string_has_nothing_guessed():
    text = "Tiêu đề\n\nXem thêm\u200b\n\nHoàng Lan"
    assert article_from_text("q1", text) == Article(id="q1", text="Tiêu đề\n\nXem thêm\n\nHoàng Lan", title="")
    assert article_from_text("q2", "x", "T", source="S", published=date(2020, 1, 2)).source == "S"


def test_importing_corpus_loads_no_reader():
    code = "import sys, corpus; print(sorted({'trafilatura', 'docx', 'pypdf', 'viparse', 'lxml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
