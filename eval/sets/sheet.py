"""Question files as XLSX: the first sheet that is not hidden, cell by cell as a reader sees it."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from corpus.archives import OLE, swells
from corpus.opening import open_regular
from eval.sets.cell_text import seen_in_cell
from eval.sets.csv_file import column_letters
from eval.sets.table_file import Cell, Row
from eval.sets.unreadable import UnreadableTable

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

LARGEST_FILE = 50 * 1024 * 1024  # bytes
MOST_COLUMNS = 256
_LAST_ROW = 1_048_576  # of any sheet
_MOST_CELLS = 10_000_000  # with the empty ones between
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"')
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError, OSError, EOFError)  # from broken parts
# What is the matter, the mend, and both in Vietnamese.
_LARGE = ("larger than 50 MB", "cut it into several files", "Tệp Excel lớn hơn 50 MB. Hãy chia thành nhiều tệp.")
_LOCKED = (
    "it has a password, or is of the old kind .xls",
    "open it in Excel, take the password off and save it as .xlsx",
    "Tệp có mật khẩu, hoặc là tệp Excel đời cũ (.xls). Hãy mở bằng Excel, bỏ mật khẩu và lưu dạng .xlsx.",
)
_SWOLLEN = (
    "it swells too much when it is opened",
    "copy the questions into a new file",
    "Tệp Excel phình quá lớn khi mở ra. Hãy chép các câu hỏi sang một tệp mới.",
)
_DAMAGED = (
    "the file is damaged",
    "open it in Excel or LibreOffice and save it as .xlsx again",
    "Tệp Excel bị hỏng. Hãy mở bằng Excel hay LibreOffice rồi lưu lại dạng .xlsx.",
)
_HIDDEN = (
    "all of its sheets are hidden",
    "show the sheet that holds the questions",
    "Tệp Excel không có trang tính nào hiện ra. Hãy bỏ ẩn trang có câu hỏi.",
)


@dataclass(frozen=True)
class _Range:
    """Merged cells; columns and rows from 1."""

    name: str
    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell lies in a lower row than the first; one across a single row (a title) loses nothing."""
        return self.first_row < row <= self.last_row and self.first_column <= column <= self.last_column


def read_sheet_rows(path: Path) -> list[Row]:
    """The rows that hold something; raises UnreadableTable for a damaged, protected or swollen file."""
    with open_regular(path) as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise UnreadableTable(*_LARGE)
    if data.startswith(OLE):
        raise UnreadableTable(*_LOCKED)
    try:
        if swells(io.BytesIO(data)):
            raise UnreadableTable(*_SWOLLEN)
        return list(_rows(data))
    except (zipfile.BadZipFile, zlib.error, ParseError) as error:
        raise UnreadableTable(*_DAMAGED) from error
    except _UNREADABLE as error:
        raise UnreadableTable(*_DAMAGED) from error


def _rows(data: bytes) -> Iterator[Row]:
    """Read twice, side by side: for the values, and for the formulas of cells that no program has worked out yet."""
    from openpyxl import load_workbook  # here, as it takes a quarter of a second to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are not read
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True)
        shown, beneath = _first_visible(values), _first_visible(formulas)
        merged = _merged_ranges(data, shown)
        for sheet in (shown, beneath):
            sheet.reset_dimensions()  # what the file says of its size is often wrong
        count = widest = 0
        for number, (cells, sources) in enumerate(zip(shown.iter_rows(), beneath.iter_rows(), strict=True), start=1):
            count += len(cells)
            if number > _LAST_ROW or count > _MOST_CELLS:
                raise UnreadableTable(*_SWOLLEN)
            width = _width(cells, sources)
            widest = max(widest, min(width, MOST_COLUMNS))
            found = tuple(_cell(cells, sources, number, index, merged) for index in range(widest))
            wrong = f"there is something beyond column {column_letters(MOST_COLUMNS - 1)}" if width > MOST_COLUMNS else ""
            if width:
                yield Row(f"row-{number}", f"row {number}", found, wrong)


def _width(cells: Sequence[Any], sources: Sequence[Any]) -> int:
    """Number of cells up to the last that holds something."""
    width = len(cells)
    while width and cells[width - 1].value in (None, "") and sources[width - 1].value is None:
        width -= 1
    return width


def _first_visible(book: "Workbook") -> Any:
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            return sheet
    raise UnreadableTable(*_HIDDEN)


def _merged_ranges(data: bytes, sheet: Any) -> list[_Range]:
    """The merged ranges of a sheet, which hold their text in their first cell alone.

    openpyxl does not tell of them in its read-only mode, and the other mode takes fifty times the file in memory.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        source = archive.read(sheet._worksheet_path)
    from openpyxl.utils import range_boundaries

    return [_Range(name.decode(), *range_boundaries(name.decode())) for name in _MERGED.findall(source)]


def _cell(cells: Sequence[Any], sources: Sequence[Any], number: int, index: int, merged: Sequence[_Range]) -> Cell:
    where = f"{column_letters(index)}{number}"
    over = next((one for one in merged if one.hides(number, index + 1)), None)
    if over is not None:
        return Cell(
            "", where, wrong=f"cells {over.name} are merged and only the first holds the text; unmerge them and fill each"
        )
    if index >= len(cells):
        return Cell("", where)
    cell, source = cells[index], sources[index]
    if cell.value is None and source.data_type == "f":
        return Cell("", where, wrong="the formula has not been worked out; open the file in a spreadsheet program and save it")
    if cell.data_type == "e":
        return Cell(str(cell.value), where, wrong=f"the cell holds the error {cell.value}")
    seen = seen_in_cell(cell.value, "General" if cell.value is None else cell.number_format)
    return Cell(seen.text, where, seen.note)
