"""The words of a Word document's XML in reading order, old fonts converted run by run.

python-docx's own iteration passes over text boxes, content controls, tracked insertions and notes, which hold facts too.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.old_fonts import convert

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element  # type: ignore[import-untyped]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _R, _TBL, _BOX = f"{_W}p", f"{_W}r", f"{_W}tbl", f"{_W}txbxContent"
# Deleted or moved-away text; the old drawing format that repeats a text box; phonetic guides and properties.
_PASSED_OVER = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}rPr", f"{_W}pPr", f"{_W}rt"))
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = ("footnotes", "endnotes")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_TCVN3_FONT = re.compile(r"\.vn", re.IGNORECASE)
_TCVN3_CAPITALS = re.compile(r"\.vn.*h\Z", re.IGNORECASE)  # ".VnTimeH" draws small letters as capitals
_VNI_FONT = re.compile(r"vni\b", re.IGNORECASE)
_UNICODE_LETTERS = re.compile(
    "[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)  # none of these is in an old font
_SYMBOL_CODES = {0xF000 + code: code for code in range(0x20, 0x100)}  # where Word files the letters of "symbol" fonts


class WordText:
    """Reads the paragraphs of one document; `encodings` collects the old encodings that were met."""

    def __init__(self, document: "Document") -> None:
        self._document = document
        self._fonts = {style.style_id: _style_font(style) for style in document.styles}
        self._default = self._fonts.get(_default_style(document), "")
        self.encodings: set[str] = set()

    def blocks(self) -> Iterator[str]:
        """Paragraphs and tables in order, then footnotes and endnotes."""
        yield from self._inside(self._document.element.body)
        for kind in _NOTES:
            for note in self._notes(kind):
                yield from self._inside(note)

    def _notes(self, kind: str) -> Iterator["_Element"]:
        from docx.oxml import parse_xml

        for relation in self._document.part.rels.values():
            if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                for note in parse_xml(relation.target_part.blob):
                    if note.get(f"{_W}type") not in _SEPARATORS:
                        yield note

    def _inside(self, container: "_Element") -> Iterator[str]:
        for child in container:
            if child.tag == _P:
                yield from self.paragraph(child)
            elif child.tag == _TBL:
                yield self._table(child)
            elif child.tag not in _PASSED_OVER:
                yield from self._inside(child)

    def paragraph(self, element: "_Element") -> Iterator[str]:
        """Its own text, then that of the text boxes anchored in it."""
        boxes: list[_Element] = []
        style = element.find(f"{_W}pPr/{_W}pStyle")
        font = self._fonts.get(style.get(f"{_W}val"), "") if style is not None else self._default
        runs = [(self._font(run) or font, words) for run, words in _runs(element, boxes)]
        yield "".join(
            self._converted("".join(words for _, words in group), name) for name, group in groupby(runs, lambda run: run[0])
        )
        for box in boxes:
            yield from self._inside(box)

    def _font(self, run: "_Element") -> str:
        named = _named_font(run.find(f"{_W}rPr"))
        style = run.find(f"{_W}rPr/{_W}rStyle")
        return named or (self._fonts.get(style.get(f"{_W}val"), "") if style is not None else "")

    def _converted(self, words: str, font: str) -> str:
        """The words as Unicode; text that somebody typed anew as Unicode may still carry an old font's name."""
        encoding = "tcvn3" if _TCVN3_FONT.match(font) else "vni" if _VNI_FONT.match(font) else ""
        if not encoding:
            return words
        words = words.translate(_SYMBOL_CODES)
        if not _UNICODE_LETTERS.search(words) and not words.isascii():
            words = convert(words, encoding)
            self.encodings.add(encoding)
        return words.upper() if _TCVN3_CAPITALS.match(font) else words

    def _table(self, table: "_Element") -> str:
        rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(_TBL)) is table]
        return "\n".join(" | ".join(self._cell(cell) for cell in row.iter(f"{_W}tc") if _belongs(cell, row)) for row in rows)

    def _cell(self, cell: "_Element") -> str:
        return " ".join(" ".join(self._inside(cell)).split())


def _belongs(cell: "_Element", row: "_Element") -> bool:
    """Whether the cell is one of the row's own that has words, not one of a table inside it, nor a merged one gone on."""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return next(cell.iterancestors(f"{_W}tr")) is row and (merged is None or merged.get(f"{_W}val") == "restart")


def _runs(paragraph: "_Element", boxes: list["_Element"]) -> Iterator[tuple["_Element", str]]:
    """The visible runs with their words; text boxes inside are put into `boxes`."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            boxes.append(element)
        elif element.tag == _R and not _is_hidden(element):
            yield element, _words(element)
            waiting += reversed([child for child in element if child.tag not in _PASSED_OVER])
        elif element.tag not in _PASSED_OVER and element.tag != _R:
            waiting += reversed(element)


def _words(run: "_Element") -> str:
    return "".join((child.text or "") if child.tag == f"{_W}t" else _SIGNS.get(child.tag, "") for child in run)


def _is_hidden(run: "_Element") -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off")


def _named_font(properties: "_Element | None") -> str:
    """The font that draws letters beyond ASCII."""
    fonts = properties.find(f"{_W}rFonts") if properties is not None else None
    return "" if fonts is None else fonts.get(f"{_W}hAnsi") or fonts.get(f"{_W}ascii") or ""


def _style_font(style: "_Element") -> str:
    """The font of a style or of the nearest style that it is based on; "" where none names one."""
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        if font := _named_font(style.element.find(f"{_W}rPr")):
            return font
        style = getattr(style, "base_style", None)
    return ""


def _default_style(document: "Document") -> str:
    return next((style.style_id for style in document.styles if style.element.get(f"{_W}default") in ("1", "true")), "")
