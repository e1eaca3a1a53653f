"""Question files as CSV or TSV, the way spreadsheets write them: any usual separator, UTF-8, UTF-16 or cp1258."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from corpus.draft import UnreadableFile
from corpus.encoding import open_text
from corpus.export_rows import BadRow, csv_records
from corpus.opening import open_regular
from eval.sets.columns import known_columns
from eval.sets.table_file import HEAD_ROWS, Cell, Row
from eval.sets.unreadable import UnreadableTable, undecodable

LARGEST_FILE = 50 * 1024 * 1024  # bytes
_LOST = "\ufffd"
_DAMAGED = "some letters are damaged; type them again and save the file as UTF-8"


def read_csv_rows(path: Path) -> Iterator[Row]:
    """The rows that hold something; raises UnreadableTable for what is no text, UnreadableFile for what cannot be opened."""
    with open_regular(path) as file:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableTable(
                "larger than 50 MB", "cut it into several files", "Tệp lớn hơn 50 MB. Hãy chia thành nhiều tệp."
            )
        try:
            stream, _ = open_text(file)
        except UnreadableFile as problem:
            raise undecodable(path.read_bytes()) from problem
        yield from _rows(stream)


def _rows(stream: TextIO) -> Iterator[Row]:
    for record in csv_records(stream, known_columns, HEAD_ROWS):
        place = f"line {record.line}" + ("" if record.line == record.number else f" (row {record.number})")
        if isinstance(record.cells, BadRow):
            yield Row(f"line-{record.line}", place, wrong=record.cells.english)
            continue
        cells = tuple(
            Cell(text, f"{place}, column {column_letters(index)}", wrong=_DAMAGED if _LOST in text else "")
            for index, text in enumerate(record.cells)
        )
        if any(cell.text.strip() for cell in cells):
            yield Row(f"line-{record.line}", place, cells)


def column_letters(index: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, B, ..., Z, AA, ..."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
