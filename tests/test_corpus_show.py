"""`python -m corpus.show` and what all commands do with errors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import HoiBaoError, run_command

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path):
    head = "---\nid: {}\ntitle: Bài thử\npublished: 2023-05-06\nbased_on:\n  title: Bài gốc\n---\nNội dung của bài.\n"
    for name in ("na-loc", "na-loi", "khac"):
        (tmp_path / f"{name}.md").write_text(head.format(name), encoding="utf-8")
    return tmp_path


def _show(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "corpus.show", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


def test_metadata_then_text(folder):
    done = _show("na-loc", "--corpus", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "id: na-loc\ntitle: Bài thử\npublished: 2023-05-06\npath: na-loc.md\nbased_on title: Bài gốc\n\nNội dung của bài.\n"
    )


def test_the_folder_may_come_from_the_environment(folder):
    assert _show("khac", HOIBAO_CORPUS=str(folder)).returncode == 0


def test_the_help_says_that_no_index_is_opened(folder):
    assert _show("khac", "--corpus", folder, HOIBAO_INDEX=str(folder / "nope")).returncode == 0
    told = " ".join(_show("--help").stdout.split())
    assert "no index is opened, and HOIBAO_INDEX changes nothing" in told


def test_output_is_utf8_whatever_the_locale(folder):
    assert "Nội dung" in _show("khac", "--corpus", folder, PYTHONIOENCODING="ascii").stdout


def test_an_unknown_id_suggests_near_ones(folder):
    done = _show("nà-lốc", "--corpus", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: no article 'nà-lốc'") and done.stderr.count("\n") == 1
    assert (
        "na-loc, na-loi? Else name the folder that holds it with --corpus or HOIBAO_CORPUS" in done.stderr
        and "khac" not in done.stderr
    )


def test_a_missing_folder_is_one_line(folder):
    done = _show("x", "--corpus", folder / "nope")
    assert done.returncode == 2 and done.stderr.startswith("error: no corpus folder") and done.stderr.count("\n") == 1


def test_an_unusable_setting_is_named():
    done = _show("x", HOIBAO_PORT="cửa")
    assert done.returncode == 2 and "HOIBAO_PORT" in done.stderr and done.stderr.count("\n") == 1


def test_a_reader_that_has_left_sees_no_traceback(folder):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "corpus.show", "khac", "--corpus", str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (0, 0),
        (1, 1),
        (HoiBaoError("damage", mend="rebuild", vietnamese="Hỏng.", exit_code=1), 1),
        (HoiBaoError("no\nfile", mend="name one", vietnamese="Thiếu."), 2),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(outcome, code, capsys):
    def main():
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    with pytest.raises(SystemExit) as caught:
        run_command(main)
    assert caught.value.code == code
    error = " ".join(f"error: {outcome}".split()) + "\n" if isinstance(outcome, HoiBaoError) else ""
    assert capsys.readouterr().err == error
