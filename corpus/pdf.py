"""A PDF with a text layer -> Draft: broken lines are joined to paragraphs, page numbers dropped."""

import io
import logging
import re
import struct
import zlib

from corpus.draft import Draft, Reading, UnreadableFile
from corpus.old_fonts import mend
from corpus.text import clean
from corpus.unwrap import join_lines

_PAGES = 400
_LONGEST = 2_000_000  # characters
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,4}(?:\s?/\s?\d{1,4})?\W*", re.IGNORECASE)
_DAMAGED = "Tệp PDF bị hỏng. Hãy tải lại tệp gốc, hoặc chép nội dung sang tệp .txt."
_SCANNED = "Tệp PDF chỉ có ảnh, không có chữ: cần nhận dạng chữ (OCR) trước, rồi lưu thành PDF có chữ hoặc tệp .docx."


def read_pdf(data: bytes) -> Draft:
    """Raises UnreadableFile for a damaged, protected or scanned file."""
    from pypdf.errors import DependencyError, PyPdfError

    # A damaged file makes pypdf warn about every object; the reason goes into SetAside instead.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = _pages(data)
    except DependencyError as error:  # a cipher that needs another package
        raise UnreadableFile("Tệp PDF có mật khẩu. Hãy mở bằng mật khẩu rồi lưu lại thành tệp không khóa.") from error
    except (PyPdfError, zlib.error, struct.error, OSError, EOFError, RecursionError, NotImplementedError) as error:
        raise UnreadableFile(_DAMAGED) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, ArithmeticError) as error:
        # What pypdf raises where an object is missing or of the wrong kind.
        raise UnreadableFile(_DAMAGED) from error
    text, font = mend(join_lines(clean("\n".join(_without_number(page) for page in pages))))
    if not any(c.isalpha() for c in text):
        raise UnreadableFile(_SCANNED)
    return Draft(text, reading=Reading(font or "unicode"))


def _pages(data: bytes) -> list[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFile("Tệp PDF có mật khẩu. Hãy mở bằng mật khẩu rồi lưu lại thành tệp không khóa.")
    if len(reader.pages) > _PAGES:
        raise UnreadableFile(f"Tệp PDF dài hơn {_PAGES} trang. Hãy tách thành nhiều tệp, mỗi tệp một bài.")
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > _LONGEST:
            raise UnreadableFile("Tệp PDF quá dài. Hãy tách thành nhiều tệp, mỗi tệp một bài.")
    return pages


def _without_number(page: str) -> str:
    lines = page.strip().split("\n")
    for edge in (-1, 0):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[edge]):
            del lines[edge]
    return "\n".join(lines)
