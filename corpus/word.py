"""A Word document (.docx) -> Draft: paragraphs, text boxes and tables in their order, then the notes."""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from corpus.draft import Draft, Reading, UnreadableFile
from corpus.old_fonts import mend
from corpus.word_text import WordText

if TYPE_CHECKING:
    from docx.document import Document

_MEMBERS = 5_000
_EXPANDED = 200 * 1024 * 1024  # bytes of all members
_XML_EXPANDED = 40 * 1024 * 1024  # bytes of a member that will be parsed
_RATIO = 200  # of a parsed member; Word's own XML stays below 50
_OLE = b"\xd0\xcf\x11\xe0"  # an old .doc, or a .docx behind a password
_TITLE_STYLES = ("Title", "Heading 1")
_DAMAGED = "Tệp Word bị hỏng. Hãy mở bằng Word rồi lưu lại dạng .docx, hoặc chép nội dung sang tệp .txt."


def read_docx(data: bytes) -> Draft:
    """Raises UnreadableFile for a damaged, protected or swollen document."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    if data.startswith(_OLE):
        raise UnreadableFile("Tệp có mật khẩu, hoặc là tệp Word đời cũ (.doc). Hãy mở bằng Word, bỏ mật khẩu và lưu dạng .docx.")
    try:
        _refuse_bomb(data)
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


def _refuse_bomb(data: bytes) -> None:
    """zipfile never reads past the sizes declared here, so they bound the work."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    parsed = [member for member in members if member.filename.lower().endswith((".xml", ".rels"))]
    if (
        len(members) > _MEMBERS
        or sum(member.file_size for member in members) > _EXPANDED
        or any(member.file_size > _XML_EXPANDED for member in parsed)
        or any(member.file_size > max(1_000_000, _RATIO * member.compress_size) for member in parsed)
    ):
        raise UnreadableFile("Tệp Word phình quá lớn khi mở ra. Hãy chép nội dung bài báo sang tệp .txt.")


def _title(document: "Document", words: WordText) -> str | None:
    for paragraph in document.paragraphs[:10]:
        if paragraph.style is not None and paragraph.style.name in _TITLE_STYLES and paragraph.text.strip():
            return " ".join(next(words.paragraph(paragraph._p)).split())
    return None
