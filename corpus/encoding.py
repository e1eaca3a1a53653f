"""Bytes of a text file -> text: Unicode as it stands, the old Vietnamese encodings by how Vietnamese the result reads."""

import codecs
import io
import re
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from corpus.draft import Reading, UnreadableFile
from corpus.old_fonts import mend, most_vietnamese
from corpus.vietnamese import ACCEPTED, SAMPLE, vietnamese_share

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOST = "\ufffd"
_HEAD = 65_536  # bytes that the encoding of a stream is judged by
_LARGEST_LEGACY = 50 * 1024 * 1024  # bytes of an export that is not Unicode; it is converted in one piece
_MOST_LOST = 0.2  # of the letters beyond ASCII; in the old encodings read as UTF-8 nearly all are lost
_BINARY = 0.01  # share of control characters beyond which it is no text
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_UNKNOWN = (
    "Không nhận ra bảng mã chữ của tệp (hoặc đây không phải tệp văn bản). Hãy mở tệp bằng Word hay Notepad, "
    "lưu lại dạng văn bản Unicode (UTF-8) rồi nạp lại."
)


@dataclass(frozen=True)
class Decoded:
    """A text and how it was read."""

    text: str
    reading: Reading


def decode(data: bytes) -> Decoded:
    """The text of a file. Raises UnreadableFile for bytes that are no text in any encoding known here.

    Where a few bytes are invalid, U+FFFD stays in their place: left out, they would make another word or number of the rest.
    """
    name = _unicode_name(data)
    text = data.decode(name, errors="replace") if name else ""
    if name == "utf-8" and too_damaged(text):
        text, name = _legacy(data)
    elif _LOST not in text:
        text, font = mend(text)
        name = font or name
    if not name or too_damaged(text) or _is_binary(text):
        raise UnreadableFile(_UNKNOWN)
    lost = text.count(_LOST)
    return Decoded(text, Reading(name, (f"{lost} ký tự bị hỏng",) if lost else ()))


def open_text(file: BinaryIO) -> tuple[TextIO, str]:
    """A stream of the text of a file open at its start, and its encoding.

    Unicode is decoded as it is read, whatever the size; an old encoding is converted whole, up to 50 MB.
    Raises UnreadableFile like `decode`.
    """
    head = file.read(_HEAD)
    file.seek(0)
    name = _unicode_name(head)
    if name and not too_damaged(head.decode(name, errors="replace")):
        return io.TextIOWrapper(file, encoding=name, errors="replace", newline=""), name
    data = file.read(_LARGEST_LEGACY + 1)
    if len(data) > _LARGEST_LEGACY:
        raise UnreadableFile(_UNKNOWN)
    decoded = decode(data)
    return io.StringIO(decoded.text, newline=""), decoded.reading.encoding


def too_damaged(text: str) -> bool:
    """Whether more than every fifth letter beyond ASCII is lost, and more than every five hundredth of all."""
    lost = text.count(_LOST)
    return lost > _MOST_LOST * len(_BEYOND_ASCII.findall(text)) and lost * 500 > len(text)


def _unicode_name(data: bytes) -> str:
    """The Unicode encoding that the bytes would be in, "" when it can be none without a mark."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" not in data[:SAMPLE]:
        return "utf-8"
    sample = data[: SAMPLE * 2]
    best = max(("utf-16-le", "utf-16-be"), key=lambda name: vietnamese_share(sample.decode(name, errors="replace")))
    return best if vietnamese_share(sample.decode(best, errors="replace")) >= ACCEPTED else ""


def _legacy(data: bytes) -> tuple[str, str]:
    """A single-byte encoding: Windows' own, or one of those that lived in fonts. Raises UnreadableFile for neither."""
    readings = [(data.decode("cp1258", errors="replace"), "cp1258")]
    readings += [most_vietnamese(data.decode(name, errors="replace")) for name in ("latin-1", "cp1252")]
    text, name = max(
        (reading for reading in readings if not _is_binary(reading[0])),
        key=lambda reading: vietnamese_share(reading[0]),
        default=("", ""),
    )
    if vietnamese_share(text) < ACCEPTED:
        raise UnreadableFile(_UNKNOWN)
    return text, name


def _is_binary(text: str) -> bool:
    sample = text[:SAMPLE]
    return len(_CONTROLS.findall(sample)) > _BINARY * len(sample)
