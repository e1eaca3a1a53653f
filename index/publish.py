"""Publishing an index version so that whatever moment a crash picks, CURRENT names a whole version or does not exist.

Everything is written beside and synced, the manifest last; then the folder is renamed, its parent synced, and only then
is CURRENT replaced.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus import HoiBaoError
from index.disk import replace, sync, sync_tree
from index.version import FORMAT, MANIFEST, POINTER, has_index, manifest_text, self_digest, sha256, versions, whole_versions

_BUILDING = ".building-"
_LOG = logging.getLogger(__name__)


@contextmanager
def builder_lock(parent: Path) -> Iterator[None]:
    """One builder at a time; what a killed one left unfinished is removed first.

    Raises HoiBaoError when another is at work or the folder cannot be written.
    """
    lock = FileLock(parent / "build.lock")
    try:
        parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise HoiBaoError(
            f"another build is running in {parent}",
            mend="wait for it to end and try again",
            vietnamese="Đang có một lần lập chỉ mục khác; xin thử lại sau.",
            cure="Chờ lần ấy xong rồi bấm lại; nếu chắc chắn không còn lần nào đang chạy thì khởi động lại máy chủ.",
        ) from None
    except OSError as error:
        raise _unwritable(parent, error) from error
    try:
        _remove_leftovers(parent)
        yield
    finally:
        lock.release()


def publish(parent: Path, write: Callable[[Path], dict[str, Any]], *, purge: bool = False) -> str:
    """Publish what `write` puts into the folder it is given; `write` returns the manifest's facts. Needs the builder lock.

    Keeps the version before, or the newest whole one where that is damaged, unless `purge`. Returns the new version's
    name. Raises HoiBaoError when the disk refuses; then, as after any error of `write`, CURRENT is as it was.
    """
    try:
        published = has_index(parent)  # else what a crash left was never served, and is nothing to fall back to
        keep = next((folder.name for folder, _ in whole_versions(parent)), None) if published and not purge else None
        name = f"v{max((int(path.name[1:]) for path in versions(parent)), default=0) + 1:06d}"
        work = parent / f"{_BUILDING}{name}"
        try:
            work.mkdir()
            _write_version(work, name, write)
            replace(work, parent / name)
            sync(parent)
            _point_to(parent, name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise _unwritable(parent, error) from error
    _remove_old(parent, name, keep, purge)
    return name


def _write_version(work: Path, name: str, write: Callable[[Path], dict[str, Any]]) -> None:
    facts = write(work)
    files = sorted(path for path in work.rglob("*") if path.is_file())
    listed = {file.relative_to(work).as_posix(): {"bytes": file.stat().st_size, "sha256": sha256(file)} for file in files}
    sync_tree(work)
    manifest = {**facts, "format": FORMAT, "version": name, "files": listed}
    manifest["self_sha256"] = self_digest(manifest)
    (work / MANIFEST).write_bytes(manifest_text(manifest).encode("utf-8"))
    sync(work / MANIFEST)
    sync(work)


def _point_to(parent: Path, name: str) -> None:
    fresh = parent / f".{POINTER}"
    fresh.write_bytes(f"{name}\n".encode("ascii"))
    sync(fresh)
    replace(fresh, parent / POINTER)
    sync(parent)


def _remove_leftovers(parent: Path) -> None:
    for leftover in parent.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    (parent / f".{POINTER}").unlink(missing_ok=True)


def _remove_old(parent: Path, name: str, keep: str | None, purge: bool) -> None:
    """Remove all versions but `name` and `keep`; raises HoiBaoError when a purge leaves something behind."""
    for old in versions(parent):
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


def _unwritable(parent: Path, error: OSError) -> HoiBaoError:
    return HoiBaoError(
        f"the index cannot be written to {parent} ({error.strerror or error})",
        mend="free some space, or name a folder that can be written with --index or HOIBAO_INDEX",
        vietnamese="Không ghi được vào thư mục chỉ mục.",
        cure="Kiểm tra dung lượng trống và quyền ghi của thư mục chỉ mục (HOIBAO_INDEX), rồi cập nhật lại.",
    )
