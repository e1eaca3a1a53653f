"""One reader for each kind of file: path -> Draft."""

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.controls import drop_noise
from corpus.draft import Draft, UnreadableFile
from corpus.encoding import decode
from corpus.front_matter import draft_from_fields, split_front_matter
from corpus.markdown import first_heading, plain_from_markdown
from corpus.pdf import read_pdf
from corpus.plain_text import recover
from corpus.text import clean
from corpus.unwrap import unwrap
from corpus.web_page import read_html
from corpus.word import read_docx

LARGEST_FILE = 20 * 1024 * 1024  # bytes
LONGEST_TEXT = 2_000_000  # characters; a thousand pages are no article


def read_draft(path: Path) -> Draft:
    """The article in a file: text cleaned, title filled. Raises UnreadableFile with the reason."""
    draft = READERS[path.suffix.lower()](_read_bytes(path))
    if len(draft.text) > LONGEST_TEXT:
        raise UnreadableFile("Bài quá dài (hơn 2 triệu ký tự). Hãy tách thành nhiều tệp, mỗi tệp một bài.")
    if not any(c.isalnum() for c in draft.text):
        raise UnreadableFile("Tệp không có chữ nào. Hãy kiểm tra lại nội dung tệp rồi nạp lại.")
    return draft


def _read_bytes(path: Path) -> bytes:
    """The bytes of a regular file; not blocking, should someone put a pipe in its place."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableFile("Đây không phải tệp thường. Hãy chép nội dung vào một tệp văn bản.")
            data = file.read(LARGEST_FILE + 1)
    except PermissionError as error:
        raise UnreadableFile("Không có quyền đọc tệp. Hãy nhờ quản trị máy cấp quyền đọc rồi nạp lại.") from error
    except OSError as error:
        raise UnreadableFile("Không mở được tệp. Hãy kiểm tra tệp còn nguyên vẹn rồi nạp lại.") from error
    if len(data) > LARGEST_FILE:
        raise UnreadableFile("Tệp lớn hơn 20 MB. Hãy tách thành nhiều tệp nhỏ, mỗi tệp một bài.")
    return data


def _read_markdown(data: bytes) -> Draft:
    fields, body = split_front_matter(_lines(decode(data)))
    text = _tidy(unwrap(clean(plain_from_markdown(clean(body)))))
    return _with_fields(fields, Draft(text, title=first_heading(body)))


def _read_plain(data: bytes) -> Draft:
    fields, body = split_front_matter(_lines(decode(data)))
    return _with_fields(fields, Draft(_tidy(unwrap(clean(body)))))


def _with_fields(fields: dict[str, object] | None, draft: Draft) -> Draft:
    """Given fields are the whole truth, only a title must not be missing; without any, the text is asked."""
    if fields is None:
        return recover(draft)
    given = draft_from_fields(fields, draft.text)
    return replace(given, title=given.title or draft.title or recover(draft).title)


def _recovered(read: Callable[[bytes], Draft]) -> Callable[[bytes], Draft]:
    """A reader whose draft is tidied and completed from its text."""

    def reader(data: bytes) -> Draft:
        draft = read(data)
        return recover(replace(draft, text=_tidy(draft.text)))

    return reader


def _tidy(text: str) -> str:
    return clean(drop_noise(clean(text)))


def _lines(text: str) -> str:
    """Line ends as \\n and no byte order mark, all else as it is: blanks matter to YAML."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


READERS: dict[str, Callable[[bytes], Draft]] = {
    ".md": _read_markdown,
    ".txt": _read_plain,
    ".html": _recovered(read_html),
    ".htm": _recovered(read_html),
    ".docx": _recovered(read_docx),
    ".pdf": _recovered(read_pdf),
}
