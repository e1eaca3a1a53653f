"""Immutable index versions in one folder, and the text file CURRENT that names the one in use.

    CURRENT               v000002
    v000002/  manifest.json  vectors.npy  chunks.jsonl  articles.jsonl  lexicon.json  bm25/...

Publishing writes beside, syncs, writes the manifest last, renames, syncs the folder and only then replaces CURRENT:
whatever moment a crash picks, CURRENT names a whole version or does not exist.
"""

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus import HoiBaoError
from index.disk import replace, sync, sync_tree

FORMAT = 2  # of a version folder: raise it when an older program could not read it
MANIFEST = "manifest.json"
_POINTER = "CURRENT"
_VERSION = re.compile(r"v[0-9]{6,}")
_DAMAGED_VI = "Chỉ mục bị hỏng; xin báo người quản trị lập lại chỉ mục."
_LOG = logging.getLogger(__name__)


def current_version(parent: Path) -> str | None:
    """The name in CURRENT, whatever it is worth, or None before the first build; raises HoiBaoError when it cannot be read."""
    try:
        return (parent / _POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise damaged(parent, f"{parent / _POINTER} cannot be read ({error.strerror})") from error


def has_index(parent: Path) -> bool:
    """Whether something has been published here; raises HoiBaoError as `current_version`."""
    return current_version(parent) is not None


def corpus_of(parent: Path) -> Path | None:
    """The folder that the current version was built from, as its manifest says; None where nothing can be read."""
    try:
        name = current_version(parent)
        stated = json.loads((parent / name / MANIFEST).read_text(encoding="utf-8"))["corpus"] if name else ""
        return Path(stated) if stated else None
    except (HoiBaoError, OSError, ValueError, KeyError, TypeError):
        return None  # opening the version tells what is wrong with it


def open_version(parent: Path) -> tuple[Path, dict[str, Any]]:
    """Folder and manifest of the current version, every file checked; raises HoiBaoError naming what is wrong."""
    name = current_version(parent)
    if name is None:
        raise HoiBaoError(
            f"there is no index in {parent}",
            mend=f"build it with `python -m index.build --index {_quoted(parent)}`",
            vietnamese="Chưa có chỉ mục của kho bài; xin báo người quản trị lập chỉ mục.",
        )
    folder = parent / name
    if not _VERSION.fullmatch(name) or not folder.is_dir():
        raise damaged(parent, f"CURRENT in {parent} names {name[:40]!r}, which is no version there")
    return folder, verify(folder)


def verify(folder: Path) -> dict[str, Any]:
    """The manifest of a version of this format whose every file has the stated size and SHA-256; raises HoiBaoError."""
    parent = folder.parent
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, dict[str, Any]] = manifest["files"]
        stated = manifest["self_sha256"]
    except FileNotFoundError:
        raise damaged(parent, f"{folder / MANIFEST} is missing") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise damaged(parent, f"{folder / MANIFEST} is not readable") from None
    if stated != _self_digest(manifest):
        raise damaged(parent, f"{folder / MANIFEST} has been changed")
    if manifest.get("format") != FORMAT:
        raise refused(parent, f"the index {folder} has format {manifest.get('format')}, this program reads {FORMAT}")
    for name, facts in files.items():
        _verify_file(folder / name, facts, parent)
    return manifest


def _verify_file(file: Path, facts: dict[str, Any], parent: Path) -> None:
    try:
        size = file.stat().st_size
        if size != facts["bytes"]:
            raise damaged(parent, f"{file} has {size} bytes, the manifest says {facts['bytes']}")
        if _sha256(file) != facts["sha256"]:
            raise damaged(parent, f"{file} does not match its SHA-256")
    except FileNotFoundError:
        raise damaged(parent, f"{file} is missing") from None
    except OSError as error:
        raise damaged(parent, f"{file} cannot be read ({error.strerror})") from error


def damaged(parent: Path, what: str) -> HoiBaoError:
    """The error for an index that is not as it was written; exit code 1."""
    return refused(parent, f"the index is damaged: {what}")


def refused(parent: Path, message: str) -> HoiBaoError:
    """The error for an index in `parent` that must not be used and has to be built anew; exit code 1."""
    mend = f"rebuild it with `python -m index.build --full --index {_quoted(parent)}`"
    return HoiBaoError(message, mend=mend, vietnamese=_DAMAGED_VI, exit_code=1)


@contextmanager
def builder_lock(parent: Path) -> Iterator[None]:
    """One builder at a time; raises HoiBaoError when another is at work or the folder cannot be written."""
    lock = FileLock(parent / "build.lock")
    try:
        parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise HoiBaoError(
            f"another build is running in {parent}",
            mend="wait for it to end and try again",
            vietnamese="Đang có một lần lập chỉ mục khác; xin thử lại sau.",
        ) from None
    except OSError as error:
        raise _unwritable(parent, error) from error
    try:
        yield
    finally:
        lock.release()


def publish(parent: Path, write: Callable[[Path], dict[str, Any]], *, purge: bool = False) -> str:
    """Publish what `write` puts into the folder it is given; `write` returns the manifest's facts. Needs the builder lock.

    Keeps the previous version unless `purge`. Returns the new version's name. Raises HoiBaoError when the disk refuses;
    then, as after any error of `write`, CURRENT is as it was.
    """
    for leftover in parent.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    name = f"v{max((int(path.name[1:]) for path in _versions(parent)), default=0) + 1:06d}"
    work = parent / f".building-{name}"
    before = current_version(parent)
    try:
        work.mkdir()
        _write_version(work, name, write)
        replace(work, parent / name)
        sync(parent)
        _point_to(parent, name)
    except OSError as error:
        raise _unwritable(parent, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    _remove_old(parent, name, None if purge else before, purge)
    return name


def _write_version(work: Path, name: str, write: Callable[[Path], dict[str, Any]]) -> None:
    facts = write(work)
    files = sorted(path for path in work.rglob("*") if path.is_file())
    listed = {file.relative_to(work).as_posix(): {"bytes": file.stat().st_size, "sha256": _sha256(file)} for file in files}
    sync_tree(work)
    manifest = {**facts, "format": FORMAT, "version": name, "files": listed}
    manifest["self_sha256"] = _self_digest(manifest)
    (work / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    sync(work / MANIFEST)
    sync(work)


def _versions(parent: Path) -> list[Path]:
    return [path for path in parent.iterdir() if _VERSION.fullmatch(path.name) and path.is_dir()]


def _remove_old(parent: Path, name: str, keep: str | None, purge: bool) -> None:
    """Remove all versions but `name` and `keep`; raises HoiBaoError when a purge leaves something behind."""
    for old in _versions(parent):
        if old.name in {name, keep}:
            continue
        try:
            shutil.rmtree(old)
        except OSError as error:
            if purge:
                raise HoiBaoError(
                    f"{name} is published, but {old} could not be removed ({error.strerror})",
                    mend="close what has it open and purge again",
                    vietnamese="Chưa xóa được bản chỉ mục cũ.",
                    exit_code=1,
                ) from error
            _LOG.warning("%s could not be removed, the next build will try again: %s", old, error)


def _point_to(parent: Path, name: str) -> None:
    fresh = parent / f".{_POINTER}"
    fresh.write_text(name + "\n", encoding="utf-8")
    sync(fresh)
    replace(fresh, parent / _POINTER)
    sync(parent)


def _unwritable(parent: Path, error: OSError) -> HoiBaoError:
    return HoiBaoError(
        f"the index cannot be written to {parent} ({error.strerror or error})",
        mend="free some space, or name a folder that can be written with --index or HOIBAO_INDEX",
        vietnamese="Không ghi được vào thư mục chỉ mục.",
    )


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _self_digest(manifest: dict[str, Any]) -> str:
    rest = {key: value for key, value in manifest.items() if key != "self_sha256"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
