"""The rows of a .jsonl or .csv export, one after the other; a bad row is told by its number and costs no other row."""

import csv
import io
import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from corpus.columns import Columns, match_columns
from corpus.draft import UnreadableFile

LONGEST_ROW = 4_000_000  # characters; text inside HTML
_REREAD = 50_000_000  # characters read again behind rows with a quote that never closes
_HEAD = 65_536  # characters that a separator is judged by
_SEPARATORS = ",;\t|"

Cells = dict[str, object]


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read; `reason` is Vietnamese, `english` the same for those who call it from the command line."""

    reason: str
    english: str = ""


@dataclass(frozen=True)
class Record:
    """A record of a CSV: its number as a spreadsheet counts rows, and the line of the file that it begins in, both from 1."""

    number: int
    line: int
    cells: list[str] | BadRow


_OPEN_QUOTE = BadRow(
    "Dấu ngoặc kép mở ra mà không khép, hoặc hàng quá dài. Trong ô, hãy viết dấu ngoặc kép thành hai dấu.",
    'a quotation mark opens and never closes, or the row is too long; inside a cell write " as ""',
)
_TOO_LONG = f"Hàng dài hơn {LONGEST_ROW // 1_000_000} triệu ký tự. Hãy kiểm tra lại hàng này trong tệp xuất."


def read_jsonl(stream: TextIO) -> Iterator[tuple[int, Cells | BadRow]]:
    """The objects of a JSON lines file with their line numbers; blank lines are passed over."""
    number = 0
    while line := stream.readline(LONGEST_ROW):
        number += 1
        if _drain(stream, line):
            yield number, BadRow(_TOO_LONG)
        elif line.strip():
            yield number, _json_row(line)


def _json_row(line: str) -> Cells | BadRow:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return BadRow(f"Sai cú pháp JSON ở ký tự thứ {error.colno}. Mỗi dòng phải là trọn một đối tượng {{...}}.")
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets in brackets
        return BadRow("Dòng JSON có số quá dài hoặc lồng nhau quá sâu. Hãy xuất lại hàng này.")
    if not isinstance(row, dict):
        return BadRow("Dòng này không phải đối tượng JSON. Mỗi dòng phải là trọn một đối tượng {...}.")
    return _flat(row)


def _flat(row: Cells) -> Cells:
    """Fields of an inner object stand beside the others: {"title": {"rendered": ...}} -> "title.rendered"."""
    flat: Cells = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": content for inner, content in value.items()}
        else:
            flat[name] = value
    return flat


def read_csv(stream: TextIO, wanted: Columns) -> Iterator[tuple[int, Cells | BadRow]]:
    """The rows below the head line with their row numbers as a spreadsheet counts them (the head is row 1).

    Raises UnreadableFile where there is no head line, and where too many quotes never close.
    """
    records = csv_records(stream, lambda names: len(match_columns(names, wanted)))
    head = next(records, None)
    if head is None or isinstance(head.cells, BadRow):
        raise UnreadableFile("Tệp xuất không có dòng tên cột. Hãy xuất lại tệp với tên cột ở hàng đầu.")
    names = head.cells
    for record in records:
        cells = record.cells
        if isinstance(cells, BadRow):
            yield record.number, cells
        elif len(cells) < len(names) or any(cells[len(names) :]):
            yield (
                record.number,
                BadRow(f"Hàng có {len(cells)} ô nhưng tệp có {len(names)} cột. Hãy kiểm tra dấu ngoặc kép và dấu phân cách."),
            )
        else:
            yield record.number, dict(zip(names, cells, strict=False))


def csv_records(stream: TextIO, score: Callable[[list[str]], int], heads: int = 1) -> Iterator[Record]:
    """The records of a CSV with whichever separator it has; blank ones are counted and passed over.

    The separator is the one by which a record among the first `heads` scores best as a line of column names; Excel's "sep=;"
    is obeyed. Raises UnreadableFile where too many quotes never close.
    """
    separator, skipped = _separator(stream, score, heads)
    csv.field_size_limit(LONGEST_ROW)  # of the process, so set to one value only; Python's own is 131,072
    return islice(_records(_Lines(stream), separator), skipped, None)


def _separator(stream: TextIO, score: Callable[[list[str]], int], heads: int) -> tuple[str, int]:
    """The separator that gives the best head line, and how many lines stand before it (Excel's "sep=;")."""
    head = stream.read(_HEAD)
    stream.seek(0)
    first = head.lstrip("\ufeff").partition("\n")[0]
    if first[:4].lower() == "sep=" and len(first.strip()) == 5:
        return first[4], 1
    found = {
        sign: max(
            ((score(names), len(names)) for names in islice(csv.reader(io.StringIO(head, newline=""), delimiter=sign), heads)),
            default=(0, 0),
        )
        for sign in _SEPARATORS
    }
    return max(_SEPARATORS, key=found.__getitem__), 0


class _Lines:
    """The lines of a stream; those of a record that failed are given again, from its second line on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self._record: list[str] = []
        self._length = 0
        self._reread = 0
        self._given = 0

    @property
    def next_line(self) -> int:
        """Number of the line that is given next, from 1."""
        return self._given + 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._stream.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self._given += 1
        self._record.append(line)
        self._length += len(line)
        if _drain(self._stream, line) or self._length > LONGEST_ROW:
            raise csv.Error("too long")
        return line

    def begin_record(self) -> None:
        self._record = []
        self._length = 0

    def return_but_first(self) -> None:
        self._reread += self._length
        if self._reread > _REREAD:
            raise UnreadableFile("Quá nhiều hàng có dấu ngoặc kép không khép; phần còn lại của tệp không đọc. Hãy xuất lại tệp.")
        self._waiting.extendleft(reversed(self._record[1:]))
        self._given -= len(self._record) - 1
        self.begin_record()


def _drain(stream: TextIO, line: str) -> bool:
    """Whether the line is longer than any may be; what is left of it is then read and dropped."""
    if len(line) < LONGEST_ROW or line.endswith(("\n", "\r")):
        return False
    while (rest := stream.readline(LONGEST_ROW)) and not rest.endswith(("\n", "\r")):
        pass
    return True


def _records(lines: _Lines, separator: str) -> Iterator[Record]:
    """Numbered records; blank ones are counted and passed over."""
    number = 0
    while True:
        number += 1
        lines.begin_record()
        line = lines.next_line
        try:
            cells = next(csv.reader(lines, delimiter=separator, strict=True))
        except StopIteration:
            return
        except csv.Error:
            yield Record(number, line, _OPEN_QUOTE)
            lines.return_but_first()
            continue
        if any(cells):
            yield Record(number, line, cells)
