"""A conversation as a Word document: headings, citations that lead to their sources, links; made in memory."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from web.answer_parts import MARKER
from web.export.transcript import BY_MACHINE, TITLE, Entry, Source, Transcript

if TYPE_CHECKING:
    from docx.document import Document

_FONT = "Times New Roman"
_INK, _LINK, _SOFT = "211C18", "96201B", "5E554C"


def as_docx(found: Transcript, now: datetime) -> bytes:
    """The whole file; `now` goes into its properties."""
    from docx import Document

    document = Document()
    _dress(document, now)
    document.add_heading(TITLE, 0)
    _soft(document, f"{found.told} {BY_MACHINE}")
    for number, entry in enumerate(found.entries, 1):
        _entry(document, number, entry)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _dress(document: "Document", now: datetime) -> None:
    """A4 in the font of Vietnamese papers, marked as Vietnamese so that Word's spelling check does not take it for English."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    for name, size in (("Normal", 12), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12), ("Quote", 12), ("List Bullet", 12)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor.from_string(_INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]  # the theme's fonts would win over the one that is named
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), _FONT)
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.75)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.language = TITLE, "Hỏi Báo", "Hỏi Báo", "vi-VN"
    told.comments = BY_MACHINE
    told.created = told.modified = now.astimezone(UTC)


def _entry(document: "Document", number: int, entry: Entry) -> None:
    document.add_heading(f"{number}. {entry.question}", 1)
    _soft(document, " ".join(filter(None, [entry.asked, entry.limits, entry.label])))
    known = {source.number for source in entry.sources}
    if entry.short:
        _cited(document.add_paragraph(), entry.short, number, known, bold=True)
    for line in entry.lines:
        _cited(document.add_paragraph(), line, number, known)
    for note in entry.notes:
        document.add_paragraph(f"Ghi chú: {note}", style="List Bullet")
    if entry.sources:
        document.add_heading("Nguồn", 2)
    for source in entry.sources:
        _source(document, number, source)
    if entry.nearest:
        document.add_heading("Các bài gần nhất", 2)
    for article in entry.nearest:
        paragraph = document.add_paragraph(style="List Bullet")
        _linked(paragraph, article.title, article.reader)
        paragraph.add_run(f" ({article.day})")
    if entry.measure:
        _soft(document, entry.measure)


def _source(document: "Document", number: int, source: Source) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    _bookmarked(paragraph, f"[{source.number}]", _anchor(number, source.number))
    paragraph.add_run(f" {source.title}").bold = True
    paragraph.add_run().add_break()
    paragraph.add_run(source.facts)
    for words, address in (("Mở bài tại câu này", source.reader), ("Trang gốc", source.page)):
        if address:
            paragraph.add_run(" – ")
            _linked(paragraph, words, address)
    document.add_paragraph(source.quote, style="Quote")


def _cited(paragraph: Any, line: str, number: int, known: set[int], *, bold: bool = False) -> None:
    """The line, its citation numbers raised and leading to their sources."""
    at = 0
    for found in MARKER.finditer(line):
        cited = int(found[1])
        if cited not in known:
            continue
        paragraph.add_run(line[at : found.start()]).bold = bold or None
        run = _run_in_link(paragraph, f"[{cited}]")
        run.font.superscript = True
        run._element.getparent().set(_name("w:anchor"), _anchor(number, cited))
        at = found.end()
    paragraph.add_run(line[at:]).bold = bold or None


def _soft(document: "Document", text: str) -> None:
    from docx.shared import RGBColor

    run = document.add_paragraph().add_run(text)
    run.italic = True
    run.font.color.rgb = RGBColor.from_string(_SOFT)


def _linked(paragraph: Any, words: str, address: str | None) -> None:
    """A link to another page, or the bare words where there is no address."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    if address is None:
        paragraph.add_run(words)
        return
    run = _run_in_link(paragraph, words)
    run.underline = True
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run._element.getparent().set(_name("r:id"), target)


def _run_in_link(paragraph: Any, words: str) -> Any:
    """python-docx reads links but has no call that makes one."""
    from docx.oxml import OxmlElement
    from docx.shared import RGBColor

    run = paragraph.add_run(words)
    run.font.color.rgb = RGBColor.from_string(_LINK)
    link = OxmlElement("w:hyperlink")
    paragraph._element.append(link)
    link.append(run._element)
    return run


def _bookmarked(paragraph: Any, words: str, name: str) -> None:
    """Words that a citation leads to."""
    from docx.oxml import OxmlElement

    number = str(sum(1 for _ in paragraph.part.element.iter(_name("w:bookmarkStart"))) + 1)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(_name("w:id"), number)
    start.set(_name("w:name"), name)
    paragraph._element.append(start)
    paragraph.add_run(words).bold = True
    paragraph._element.append(end)


def _anchor(number: int, cited: int) -> str:
    return f"nguon_{number}_{cited}"


def _name(short: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(short))
