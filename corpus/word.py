"""A Word document (.docx) -> Draft: paragraphs and tables in their order."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.draft import Draft, Reading, UnreadableFile
from corpus.old_fonts import mend

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

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
        text, font = mend("\n\n".join(_blocks(document)))
        return Draft(text, title=mend(_title(document) or "")[0] or None, reading=Reading(font or "unicode"))
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


def _blocks(document: "Document") -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        yield _rows(block) if isinstance(block, Table) else _words(block)


def _words(paragraph: "Paragraph") -> str:
    """The paragraph's visible text, links included."""
    from docx.text.hyperlink import Hyperlink

    parts = []
    for item in paragraph.iter_inner_content():
        runs = item.runs if isinstance(item, Hyperlink) else [item]
        parts += [run.text for run in runs if not run.font.hidden]
    return "".join(parts)


def _rows(table: "Table") -> str:
    lines = []
    for row in table.rows:
        cells = [" ".join(cell.text.split()) for cell in row.cells]
        # A merged cell is listed once for every column it spans.
        lines.append(" | ".join(cell for index, cell in enumerate(cells) if index == 0 or cell != cells[index - 1]))
    return "\n".join(lines)


def _title(document: "Document") -> str | None:
    for paragraph in document.paragraphs[:10]:
        if paragraph.style is not None and paragraph.style.name in _TITLE_STYLES and paragraph.text.strip():
            return " ".join(_words(paragraph).split())
    return None
