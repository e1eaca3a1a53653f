"""One reader for each kind of file: path -> Draft."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from corpus.controls import drop_noise
from corpus.draft import Draft, UnreadableFile
from corpus.encoding import decode
from corpus.front_matter import draft_from_fields, split_front_matter
from corpus.markdown import first_heading, plain_from_markdown
from corpus.opening import open_regular
from corpus.pdf import read_pdf
from corpus.plain_text import recover, signed
from corpus.tables import tables_told
from corpus.text import clean
from corpus.unwrap import unwrap
from corpus.web_page import read_html
from corpus.word import read_docx

LARGEST_FILE = 20 * 1024 * 1024  # bytes
LONGEST_TEXT = 2_000_000  # characters; a thousand pages are no article


def read_draft(path: Path, known: Mapping[str, Draft] = MappingProxyType({})) -> Draft:
    """The article in a file: text cleaned, title filled; `known` drafts, by digest, are taken as they are.

    Raises UnreadableFile with the reason.
    """
    data, kind = _read_bytes(path), path.suffix.lower()
    digest = hashlib.sha256(kind.encode() + b"\n" + data).hexdigest()
    return known[digest] if digest in known else replace(check_text(READERS[kind](data)), digest=digest)


def check_text(draft: Draft) -> Draft:
    """The draft, if its text is of a length that an article can have. Raises UnreadableFile."""
    if len(draft.text) > LONGEST_TEXT:
        raise UnreadableFile("Bài quá dài (hơn 2 triệu ký tự). Hãy tách thành nhiều tệp, mỗi tệp một bài.")
    if not any(c.isalnum() for c in draft.text):
        raise UnreadableFile("Tệp không có chữ nào. Hãy kiểm tra lại nội dung tệp rồi nạp lại.")
    return draft


def _read_bytes(path: Path) -> bytes:
    with open_regular(path) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise UnreadableFile("Tệp lớn hơn 20 MB. Hãy tách thành nhiều tệp nhỏ, mỗi tệp một bài.")
    return data


def _read_markdown(data: bytes) -> Draft:
    read = decode(data)
    fields, body = split_front_matter(_lines(read.text))
    text = tidy(unwrap(clean(plain_from_markdown(clean(body)))))
    return _with_fields(fields, Draft(text, title=first_heading(body), reading=read.reading))


def _read_plain(data: bytes) -> Draft:
    read = decode(data)
    fields, body = split_front_matter(_lines(read.text))
    return _with_fields(fields, Draft(tidy(unwrap(clean(body))), reading=read.reading))


def _with_fields(fields: dict[str, object] | None, draft: Draft) -> Draft:
    """Given fields are the whole truth, only a title and a signed author must not be missing; without any, the text is asked."""
    if fields is None:
        return recover(draft)
    given = draft_from_fields(fields, draft.text)
    title = given.title or draft.title or recover(draft).title
    return signed(replace(given, title=title, reading=draft.reading, has_fields=True), author_given="author" in fields)


def _recovered(read: Callable[[bytes], Draft]) -> Callable[[bytes], Draft]:
    """A reader whose draft is tidied and completed from its text."""

    def reader(data: bytes) -> Draft:
        draft = read(data)
        return recover(replace(draft, text=tidy(draft.text)))

    return reader


def tidy(text: str) -> str:
    """The text as it is indexed: cleaned, without the buttons and counters of a page, rows of tables with their heads."""
    return tables_told(clean(drop_noise(clean(text))))


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
