"""Result files: whether they can be written is known before a long run, and a reader never sees half of one."""

import os
from pathlib import Path

from corpus import HoiBaoError


def check_writable(path: Path) -> None:
    """Raise HoiBaoError if the file could not be written; leaves nothing behind."""
    if path.is_dir():
        raise _unwritable(path, "it is a folder")
    trial = _beside(path)
    try:
        trial.touch()
        trial.unlink()
    except OSError as problem:
        raise _unwritable(path, problem.strerror or str(problem)) from problem


def write_atomically(path: Path, text: str) -> None:
    """Replace the file in one step."""
    draft = _beside(path)
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise _unwritable(path, problem.strerror or str(problem)) from problem


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _unwritable(path: Path, cause: str) -> HoiBaoError:
    return HoiBaoError(
        f"cannot write {path} ({cause})",
        mend="name a file in an existing folder that you may write to",
        vietnamese=f"Không ghi được tệp {path}.",
    )
