"""Immutable index versions in one folder, and the text file CURRENT that names the one in use: finding and verifying them.

    CURRENT               v000002
    v000002/  manifest.json  vectors.npy  chunks.jsonl  articles.jsonl  words.json  bm25/...

CURRENT holds a name and a line end, nothing else. The manifest states size and SHA-256 of every file and of itself, and
stands in the one form that `manifest_text` gives, so that no byte of a version can change unnoticed.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import HoiBaoError

FORMAT = 4  # of a version folder: raise it when an older program could not read it
MANIFEST = "manifest.json"
POINTER = "CURRENT"
_NAME = re.compile(r"v[0-9]{6,}")
_DAMAGED_VI = "Chỉ mục bị hỏng; xin báo người quản trị lập lại chỉ mục."
_DAMAGED_CURE = "Chạy `python -m index.build --full` trên máy chủ để lập lại từ đầu."

# Name of a version, and inode, size and time of change of its manifest: a version made anew under an old name differs.
Stamp = tuple[str, int, int, int]


class DamagedIndex(HoiBaoError):
    """A version, or CURRENT, is not as it was written."""


def current_version(parent: Path) -> str | None:
    """The name in CURRENT, whatever it is worth, or None before the first build; raises DamagedIndex when it cannot be read."""
    pointed = _pointed(parent)
    return None if pointed is None else pointed.strip()


def has_index(parent: Path) -> bool:
    """Whether something has been published here; raises DamagedIndex as `current_version`."""
    return current_version(parent) is not None


def current_stamp(parent: Path) -> Stamp | None:
    """What tells the current version from any other, cheap enough for every question; None before the first build.

    Raises DamagedIndex as `current_version`; a manifest that is not there gives zeros.
    """
    name = current_version(parent)
    if name is None:
        return None
    try:
        facts = (parent / name / MANIFEST).stat()
    except (OSError, ValueError):
        return name, 0, 0, 0
    return name, facts.st_ino, facts.st_size, facts.st_mtime_ns


def corpus_of(parent: Path) -> Path | None:
    """The folder that the current version was built from, or the newest one that still says so; None where none does."""
    try:
        name = current_version(parent)
        folders = sorted(versions(parent), key=lambda folder: folder.name != name)
    except (HoiBaoError, OSError):
        return None  # opening the version tells what is wrong with it
    return next((found for found in map(_stated_corpus, folders) if found is not None), None)


def corpus_to_index(parent: Path, corpus: Path, is_set: bool) -> Path:
    """The folder `corpus` if somebody set it, else the one that was indexed last, so as not to replace it.

    Raises HoiBaoError when there are versions and none of them says what it was built from.
    """
    last = None if is_set else corpus_of(parent)
    if not is_set and last is None and parent.is_dir() and versions(parent):
        raise HoiBaoError(
            f"nothing in {parent} says which articles it was built from",
            mend="name their folder with --corpus or HOIBAO_CORPUS",
            vietnamese="Không rõ chỉ mục được lập từ thư mục nào; xin báo người quản trị.",
            cure="Đặt HOIBAO_CORPUS là thư mục bài báo, rồi khởi động lại máy chủ.",
        )
    return last or corpus


def versions(parent: Path) -> list[Path]:
    """The version folders, published or not, sound or not, newest first; raises OSError when `parent` cannot be listed."""
    found = [path for path in parent.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
    return sorted(found, key=lambda path: int(path.name[1:]), reverse=True)


def open_version(parent: Path) -> tuple[Path, dict[str, Any]]:
    """Folder and manifest of the current version, every file checked.

    Raises HoiBaoError when there is none or it has another format, DamagedIndex naming what is damaged.
    """
    pointed = _pointed(parent)
    if pointed is None:
        raise HoiBaoError(
            f"there is no index in {parent}",
            mend=f"build it with `python -m index.build --index {quoted(parent)}`",
            vietnamese="Chưa có chỉ mục của kho bài; xin báo người quản trị lập chỉ mục.",
        )
    name = pointed.removesuffix("\n")
    folder = parent / name
    if name == pointed or not _NAME.fullmatch(name) or not folder.is_dir():
        raise damaged(parent, f"CURRENT in {parent} holds {pointed[:40]!r}, which names no version there")
    return folder, verify(folder)


def whole_versions(parent: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Folder and manifest of each version that is of this format and as it was written: the current one, then newest first."""
    current = current_version(parent)
    for folder in sorted(versions(parent), key=lambda folder: folder.name != current):
        try:
            yield folder, verify(folder)
        except HoiBaoError:
            continue


def verify(folder: Path) -> dict[str, Any]:
    """The manifest of a version whose every file has the stated size and SHA-256.

    Raises DamagedIndex naming the file, HoiBaoError for another format.
    """
    parent = folder.parent
    try:
        text = (folder / MANIFEST).read_bytes().decode("utf-8")
        manifest: dict[str, Any] = json.loads(text)
        files: dict[str, dict[str, Any]] = manifest["files"]
        same = text == manifest_text(manifest) and manifest["self_sha256"] == self_digest(manifest)
    except FileNotFoundError:
        raise damaged(parent, f"{folder / MANIFEST} is missing") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise damaged(parent, f"{folder / MANIFEST} is not readable") from None
    if not same:
        raise damaged(parent, f"{folder / MANIFEST} has been changed")
    if manifest.get("format") != FORMAT:
        raise refused(parent, f"the index {folder} has format {manifest.get('format')}, this program reads {FORMAT}")
    for name, facts in files.items():
        _verify_file(folder / name, facts, parent)
    return manifest


def manifest_text(manifest: dict[str, Any]) -> str:
    """The one way in which a manifest is written."""
    return json.dumps(manifest, indent=1)


def self_digest(manifest: dict[str, Any]) -> str:
    """SHA-256 of a manifest without its own digest."""
    rest = {key: value for key, value in manifest.items() if key != "self_sha256"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sha256(file: Path) -> str:
    """Hex digest of a file's bytes; raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damaged(parent: Path, what: str) -> DamagedIndex:
    """The error for an index that is not as it was written; exit code 1."""
    return DamagedIndex(
        f"the index is damaged: {what}", mend=_rebuild(parent), vietnamese=_DAMAGED_VI, cure=_DAMAGED_CURE, exit_code=1
    )


def refused(parent: Path, message: str) -> HoiBaoError:
    """The error for an index in `parent` that must not be used and has to be built anew; exit code 1."""
    return HoiBaoError(message, mend=_rebuild(parent), vietnamese=_DAMAGED_VI, cure=_DAMAGED_CURE, exit_code=1)


def _stated_corpus(folder: Path) -> Path | None:
    try:
        stated = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["corpus"]
        return Path(stated) if stated else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _pointed(parent: Path) -> str | None:
    """What CURRENT holds; None where there is none."""
    try:
        return (parent / POINTER).read_bytes().decode("utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise damaged(parent, f"{parent / POINTER} cannot be read ({error.strerror})") from error


def _verify_file(file: Path, facts: dict[str, Any], parent: Path) -> None:
    try:
        size = file.stat().st_size
        if size != facts["bytes"]:
            raise damaged(parent, f"{file} has {size} bytes, the manifest says {facts['bytes']}")
        if sha256(file) != facts["sha256"]:
            raise damaged(parent, f"{file} does not match its SHA-256")
    except FileNotFoundError:
        raise damaged(parent, f"{file} is missing") from None
    except OSError as error:
        raise damaged(parent, f"{file} cannot be read ({error.strerror})") from error


def _rebuild(parent: Path) -> str:
    return f"rebuild it with `python -m index.build --full --index {quoted(parent)}`"


def quoted(path: Path) -> str:
    """A path as it must be typed in a command."""
    return f'"{path}"' if " " in str(path) else str(path)
