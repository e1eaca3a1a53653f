"""Opening a file that may be anything: a pipe, a device, a file without permission, a growing one."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpus.draft import UnreadableFile


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """A regular file open for reading; not blocking, should someone put a pipe in its place.

    Raises UnreadableFile for what cannot be opened, and for a failure to read inside the `with` block.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableFile("Đây không phải tệp thường. Hãy chép nội dung vào một tệp văn bản.")
            yield file
    except PermissionError as error:
        raise UnreadableFile("Không có quyền đọc tệp. Hãy nhờ quản trị máy cấp quyền đọc rồi nạp lại.") from error
    except OSError as error:
        raise UnreadableFile("Không mở được tệp. Hãy kiểm tra tệp còn nguyên vẹn rồi nạp lại.") from error
