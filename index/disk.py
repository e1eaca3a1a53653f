"""Writing that outlives a crash: syncing files and folders, and renames that wait for a virus scanner on Windows."""

import os
import time
from pathlib import Path

_TRIES, _PAUSE = 10, 0.1  # at most a second in all


def sync(path: Path) -> None:
    """Push a file's bytes, or a folder's entries, to the disk; raises OSError."""
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder to sync it
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """`sync` for everything below a folder, and the folder itself last."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


def replace(source: Path, target: Path) -> None:
    """`os.replace`; Windows refuses it while another process has the target open, so it is tried for a second. Raises OSError."""
    for _ in range(_TRIES - 1):
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    os.replace(source, target)
