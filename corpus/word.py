"""A Word document (.docx) -> Draft: paragraphs, text boxes and tables in their order, then the notes."""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from corpus.archives import OLE, swells
from corpus.draft import Draft, Reading, UnreadableFile
from corpus.old_fonts import mend
from corpus.word_text import WordText

if TYPE_CHECKING:
    from docx.document import Document

_TITLE_STYLES = ("Title", "Heading 1")
_DAMAGED = "Tệp Word bị hỏng. Hãy mở bằng Word rồi lưu lại dạng .docx, hoặc chép nội dung sang tệp .txt."


def read_docx(data: bytes) -> Draft:
    """Raises UnreadableFile for a damaged, protected or swollen document."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    if data.startswith(OLE):
        raise UnreadableFile("Tệp có mật khẩu, hoặc là tệp Word đời cũ (.doc). Hãy mở bằng Word, bỏ mật khẩu và lưu dạng .docx.")
    try:
        if swells(io.BytesIO(data)):
            raise UnreadableFile("Tệp Word phình quá lớn khi mở ra. Hãy chép nội dung bài báo sang tệp .txt.")
        document = Document(io.BytesIO(data))
        words = WordText(document)
        text, font = mend("\n\n".join(words.blocks()))
        title, _ = mend(_title(document, words) or "")
        encoding = ", ".join(sorted(words.encodings | {font} - {""}))
        return Draft(text, title=title or None, reading=Reading(encoding or "unicode"))
    except (OpcError, LxmlError, zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise UnreadableFile(_DAMAGED) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError) as error:
        # What python-docx and zipfile raise where a part is missing, of the wrong kind or encrypted.
        raise UnreadableFile(_DAMAGED) from error


def _title(document: "Document", words: WordText) -> str | None:
    for paragraph in document.paragraphs[:10]:
        if paragraph.style is not None and paragraph.style.name in _TITLE_STYLES and paragraph.text.strip():
            return " ".join(next(words.paragraph(paragraph._p)).split())
    return None
