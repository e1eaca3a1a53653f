"""`python -m corpus.check`: every file is listed, with what was understood or why it was set aside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_corpus_making import PROSE

from corpus import HoiBaoError
from corpus.check import main

ROOT = Path(__file__).resolve().parents[1]
LONG = " ".join([PROSE] * 2)
OTHER = (
    "Chi bộ bản Nà Lốc họp bàn việc mở đường, phân công từng đảng viên phụ trách nhóm hộ, vận động bà con hiến đất và góp ngày "
    "công, hằng tháng báo cáo đảng ủy xã kết quả thi công từng đoạn."
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "bài"
    folder.mkdir()
    (folder / "a.md").write_text(f"---\ntitle: Đường mới\nsource: Báo Thử\npublished: 2023-05-06\n---\n{LONG}", encoding="utf-8")
    rows = [
        {"text": OTHER, "title": "Tin một", "date": "2023-05-06"},
        {"text": ""},
        {"text": "Ngắn quá.", "title": "Tin ba", "date": "2023"},
    ]
    (folder / "tin.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return folder


def _check(folder, capsys, *arguments):
    code = main([str(folder), *arguments])
    return code, capsys.readouterr().out


def test_each_file_is_listed(folder, capsys):
    (folder / "tin.jsonl").unlink()
    code, out = _check(folder, capsys)
    assert code == 0
    assert out == (
        "a.md\n    a: Đường mới\n    ngày đăng: 2023-05-06 | nguồn: Báo Thử\n"
        "    utf-8 | 76 âm tiết | 2 câu | 1 đoạn\n\n"
        "1 bài (0 bài có cảnh báo), 0 tệp hoặc hàng bị bỏ qua\n"
    )


def test_a_place_cannot_be_taken_for_a_source(tmp_path, capsys):
    (tmp_path / "a.md").write_text(f"---\ntitle: Tin\nplace: Nà Lốc\nauthor: Hà An\n---\n{OTHER}", encoding="utf-8")
    assert "\n    tác giả: Hà An | địa điểm: Nà Lốc\n    utf-8 | " in _check(tmp_path, capsys)[1]


@pytest.mark.parametrize("arguments", [[], ["--json", "-"]])
def test_a_folder_without_articles_is_an_error(tmp_path, capsys, arguments):
    (tmp_path / "ảnh.png").write_bytes(b"x")
    with pytest.raises(HoiBaoError, match="there are no articles in ") as told:
        main([str(tmp_path), *arguments])
    assert told.value.exit_code == 2 and capsys.readouterr().out == ""


def test_a_folder_of_files_that_cannot_be_read_lists_them(tmp_path, capsys):
    (tmp_path / "trống.md").write_text("", encoding="utf-8")
    code, out = _check(tmp_path, capsys)
    assert code == 1 and "Bị bỏ qua:\n  trống.md\n" in out


def test_the_option_that_the_mend_names_is_there(folder, tmp_path, capsys):
    with pytest.raises(HoiBaoError, match=r"no corpus folder at .*: create it, or name another with --corpus"):
        main([str(tmp_path / "nope")])
    assert main(["--corpus", str(folder)]) == 1
    assert "3 bài" in capsys.readouterr().out


def test_an_export_is_counted_and_its_bad_rows_are_named(folder, capsys):
    code, out = _check(folder, capsys)
    assert code == 1
    assert "tin.jsonl\n    đọc được 2 hàng, bỏ qua 1 hàng\n    cột: title=title, text=text, published=date\n" in out
    assert (
        "! không có ngày đăng: 1 (hàng 3)" in out
        and "! rất ngắn: 1 (hàng 3)" in out
        and "! không hiểu ngày đăng: “2023”: 1 (hàng 3)" in out
    )
    assert "Bị bỏ qua:\n  tin.jsonl:2\n      Hàng không có nội dung bài.\n" in out
    assert out.endswith("3 bài (1 bài có cảnh báo), 1 tệp hoặc hàng bị bỏ qua\n")


def test_lines_keep_to_the_width(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.4")
    (folder / "dài.txt").write_text("Một tiêu đề rất dài " * 8 + f"\n\n{LONG}", encoding="utf-8")
    _, out = _check(folder, capsys)
    assert max(map(len, out.split("\n"))) <= 80 and "hỏng.pdf" in out


@pytest.mark.parametrize(
    ("name", "data", "warning"),
    [
        ("x.txt", PROSE.encode().replace("bản".encode(), b"b\xff\xffn"), "2 ký tự bị hỏng"),
        (
            "x.txt",
            b"The committee met on Monday and decided to build the new road before the winter begins.",
            "nội dung không giống tiếng Việt",
        ),
    ],
)
def test_warnings(tmp_path, capsys, name, data, warning):
    (tmp_path / name).write_bytes(data)
    _, out = _check(tmp_path, capsys)
    assert f"! {warning}" in out


def test_a_copy_is_named(tmp_path, capsys):
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: Tin\npublished: 2023-05-06\n---\n{OTHER}", encoding="utf-8")
    code, out = _check(tmp_path, capsys)
    assert (code, out.count("! nội dung trùng với bài")) == (0, 1)


def test_json_has_everything(folder, capsys):
    code, out = _check(folder, capsys, "--json", "-")
    found = json.loads(out)
    assert code == 1
    assert found["articles"][0] == {
        "path": "a.md",
        "id": "a",
        "title": "Đường mới",
        "source": "Báo Thử",
        "author": None,
        "published": "2023-05-06",
        "place": None,
        "encoding": "utf-8",
        "syllables": 76,
        "sentences": 2,
        "chunks": 1,
        "warnings": [],
        "export": None,
    }
    assert found["exports"][0] == {
        "path": "tin.jsonl",
        "read": 2,
        "set_aside": 1,
        "columns": {"title": "title", "text": "text", "published": "date"},
    }
    assert found["set_aside"] == [{"path": "tin.jsonl:2", "reason": "Hàng không có nội dung bài."}]


def test_json_into_a_file_beside_the_table(folder, capsys, tmp_path):
    _, out = _check(folder, capsys, "--json", str(tmp_path / "out.json"))
    assert "3 bài" in out and len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["articles"]) == 3


@pytest.mark.parametrize("arguments", [["nope"], ["--json", "/no/such/folder/x.json"], ["--what"]])
def test_wrong_usage_is_2(folder, arguments):
    command = [sys.executable, "-m", "corpus.check", *([] if arguments == ["nope"] else [str(folder)]), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env={**os.environ}, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error:" in done.stderr


def test_a_wrong_mapping_is_one_line(folder):
    environment = {**os.environ, "HOIBAO_COLUMNS": "text=nope", "HOIBAO_CORPUS": str(folder)}
    command = [sys.executable, "-m", "corpus.check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "text=nope" in done.stderr
