"""A table that cannot be read at all: what is the matter and the mend, in one language each."""

import re
from pathlib import Path

from corpus import HoiBaoError
from corpus.draft import UnreadableFile

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_OPENED = "see that it is a regular file that you may read"


class UnreadableTable(Exception):
    """Told in English (what, mend) and in Vietnamese, whole sentences."""

    def __init__(self, what: str, mend: str, vietnamese: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend
        self.vietnamese = vietnamese


def undecodable(data: bytes) -> UnreadableTable:
    """For bytes that are no text in any known encoding; tells where they cease to be UTF-8, or hold what no text does."""
    try:
        data.decode("utf-8")
        found = _CONTROL.search(data)
        start = found.start() if found else 0
    except UnicodeDecodeError as problem:
        start = problem.start
    line, byte = line_of(data, start), start + 1
    return UnreadableTable(
        f"line {line}, byte {byte} (0x{data[start]:02X}) is no letter in UTF-8 or another known encoding",
        'save it in Excel as "CSV UTF-8 (Comma delimited)", or as .xlsx',
        f"Dòng {line}, byte thứ {byte} của tệp không đọc được thành chữ. Trong Excel, hãy chọn Lưu thành (Save As), "
        "kiểu tệp “CSV UTF-8”, hoặc lưu dạng .xlsx.",
    )


def line_of(data: bytes, start: int) -> int:
    """The line, from 1, in which a byte stands."""
    return data.count(b"\n", 0, start) + 1


def unreadable(path: Path, problem: UnreadableTable | UnreadableFile) -> HoiBaoError:
    """One error for the command line; of a file that could not be opened the system's own words are the English ones."""
    if isinstance(problem, UnreadableTable):
        what, mend, vietnamese = problem.what, problem.mend, problem.vietnamese
    else:
        cause = problem.__cause__
        what, mend = (cause.strerror if isinstance(cause, OSError) else None) or "no regular file", _OPENED
        vietnamese = problem.reason
    return HoiBaoError(
        f"cannot read {path} as a table ({what})", mend=mend, vietnamese=f"Không đọc được tệp {path.name}. {vietnamese}"
    )
