"""Rows of a table, whatever file they come from -> records: the head line is found and understood, cells become values."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus import HoiBaoError, clean
from eval.sets.columns import (
    SEVERAL,
    column_meaning,
    is_note_column,
    known_columns,
    nearest_column,
    read_bool,
    read_category,
    read_split,
)
from eval.sets.record import Problem, Record

HEAD_ROWS = 20  # rows, those with a title among them, in which the head line is looked for
_TICKED = frozenset(("x", "X", "✓", "✔", "☑"))
_WORDS: dict[str, Callable[[str], str]] = {"category": read_category, "split": read_split, "id": str}


@dataclass(frozen=True)
class Cell:
    """What a reader sees in a cell, where it stands ("C7"), and what is doubtful (`note`) or wrong about it."""

    text: str
    where: str
    note: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Row:
    """A row that holds something; `name` is the id of its question if it has none, `wrong` why it could not be read."""

    name: str
    place: str
    cells: tuple[Cell, ...] = ()
    wrong: str = ""


@dataclass(frozen=True)
class _Column:
    """A column of the table: the key that it holds and its number among those of the same key."""

    index: int
    name: str
    key: str
    number: int


def read_table(rows: Iterable[Row], *, padded: bool) -> Iterator[Record]:
    """The records below the head line; `padded`: each row must have a cell for each column, as in a CSV.

    What is wrong with the head line comes first, as a record without values. Raises HoiBaoError where no row among the first
    20 has a column for the question.
    """
    found = list(rows)
    head = max(found[:HEAD_ROWS], key=lambda row: known_columns(_texts(row)), default=None)
    columns = _columns(head) if head else []
    if head is None or not any(column.key == "question" for column in columns):
        raise _no_head(found)
    problems, notes = tuple(_wrong_head(head, columns)), tuple(_unread(head))
    if problems or notes:
        yield Record(head.name, head.place, None, problems=problems, notes=notes)
    below = found[found.index(head) + 1 :]
    ticked = {column.key for column in columns if {_at(row, column).text.strip() for row in below} - {""} <= _TICKED}
    for row in below:
        wrong = row.wrong or _wrong_length(row, head, padded)
        if wrong:
            yield Record(row.name, row.place, None, problems=(Problem(row.place, wrong),))
        else:
            yield _RowReader(row, columns, ticked, len(_texts(head))).record()


def _texts(row: Row) -> list[str]:
    """The cells up to the last that holds something."""
    texts = [cell.text for cell in row.cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _columns(head: Row) -> list[_Column]:
    found = ((index, cell.text, column_meaning(cell.text)) for index, cell in enumerate(head.cells))
    columns = [_Column(index, " ".join(name.split()), *meant) for index, name, meant in found if meant]
    return sorted(columns, key=lambda column: (column.number, column.index))


def _wrong_head(head: Row, columns: Sequence[_Column]) -> Iterator[Problem]:
    first: dict[str, _Column] = {}
    for column in sorted(columns, key=lambda column: column.index):
        if column.key not in SEVERAL and column.key in first:
            yield Problem(
                head.cells[column.index].where, f"column {column.name!r} means the same as {first[column.key].name!r}; keep one"
            )
        first.setdefault(column.key, column)
    known = {column.index for column in columns}
    for index, cell in enumerate(head.cells):
        meant = nearest_column(cell.text) if index not in known and cell.text.strip() else None
        if meant:
            yield Problem(cell.where, f"unknown column {cell.text.strip()!r}, did you mean {meant!r}?")


def _unread(head: Row) -> Iterator[Problem]:
    for cell in head.cells:
        name = cell.text.strip()
        if name and not (column_meaning(name) or nearest_column(name) or is_note_column(name)):
            yield Problem(cell.where, f"column {name!r} is not known and not read")


def _wrong_length(row: Row, head: Row, padded: bool) -> str:
    wanted = len(_texts(head))
    if padded and len(row.cells) < wanted:
        return f"the row has {len(row.cells)} cells, but there are {wanted} columns; check quotation marks and separators"
    return ""


def _at(row: Row, column: _Column) -> Cell:
    return row.cells[column.index] if column.index < len(row.cells) else Cell("", row.place)


class _RowReader:
    """Turns the cells of one row into values of the contract and collects what is wrong with them."""

    def __init__(self, row: Row, columns: Sequence[_Column], ticked: set[str], width: int) -> None:
        self._row = row
        self._ticked = ticked
        self._problems = [
            Problem(cell.where, f"{cell.text.strip()!r:.60} stands in a column without a name")
            for cell in row.cells[width:]
            if cell.text.strip()
        ]
        self._notes: list[Problem] = []
        self._cells: dict[str, str] = {}
        self._by_key: dict[str, list[Cell]] = {}
        for column in columns:
            self._take(column)

    def record(self) -> Record:
        values = {key: value for key, value in self._values() if value is not None}
        return Record(self._row.name, self._row.place, values, self._cells, tuple(self._problems), tuple(self._notes))

    def _take(self, column: _Column) -> None:
        cell = _at(self._row, column)
        cell = replace(cell, text=unicodedata.normalize("NFC", cell.text.strip()), where=f"{cell.where} ({column.name})")
        self._by_key.setdefault(column.key, []).append(cell)
        if column.key not in self._cells:
            self._cells[column.key] = cell.where
        if cell.wrong:
            self._problems.append(Problem(cell.where, cell.wrong))
        if cell.note:
            self._notes.append(Problem(cell.where, cell.note))

    def _values(self) -> Iterator[tuple[str, Any]]:
        for key, cells in self._by_key.items():
            if key in ("answerable", "near_miss"):
                yield key, self._bool(key, cells[0])
            elif key == "answers":
                yield key, [text for cell in cells for text in self._listed(cell, "|")]
            elif key == "articles":
                yield key, [clean(text) for cell in cells for text in self._listed(cell, "|;,\n")]
            elif key == "all_of":
                yield key, [group for cell in cells for group in self._groups(cell)]
            elif key in _WORDS:
                yield key, _WORDS[key](clean(cells[0].text)) if cells[0].text else None
            elif key == "question":
                yield key, cells[0].text
        yield "history", self._history()

    def _bool(self, key: str, cell: Cell) -> bool | None:
        if not cell.text:
            return False if key in self._ticked else None
        found = read_bool(cell.text)
        if found is None:
            self._problems.append(Problem(cell.where, f"{cell.text!r:.40} is neither có nor không"))
        return found

    def _json_list(self, cell: Cell) -> list[Any] | None:
        """The list of a cell that holds one in JSON, as exports of a question file do."""
        try:
            found = json.loads(cell.text) if cell.text.startswith("[") else None
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, list) else None

    def _listed(self, cell: Cell, separators: str) -> list[Any]:
        found = self._json_list(cell)
        return _parts(cell.text, separators) if found is None else found

    def _groups(self, cell: Cell) -> list[Any]:
        found = self._json_list(cell)
        return [_parts(group, "|") for group in _parts(cell.text, ";")] if found is None else found

    def _history(self) -> list[Any] | None:
        asked, told = self._by_key.get("previous_question", []), self._by_key.get("previous_answer", [])
        turns: list[Any] = []
        for number in range(max(len(asked), len(told))):
            question, answer = (cells[number] if number < len(cells) else Cell("", self._row.place) for cells in (asked, told))
            if answer.text and not question.text:
                self._problems.append(Problem(answer.where, "an answer before, without the question that it answers"))
            elif question.text:
                turns.append([question.text, answer.text])
        for cell in self._by_key.get("history", []):
            found = self._json_list(cell)
            if cell.text and found is None:
                self._problems.append(Problem(cell.where, 'must be a JSON list of [question, answer] pairs: [["...?", "..."]]'))
            elif found and turns:
                self._problems.append(Problem(cell.where, "the talk before is given in two ways; keep one"))
            turns += found or []
        return turns or None


def _parts(text: str, separators: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{re.escape(separators)}]", text) if part.strip()]


def _no_head(rows: Sequence[Row]) -> HoiBaoError:
    seen = ", ".join(name.strip()[:40] for name in _texts(rows[0]) if name.strip()) if rows else ""
    return HoiBaoError(
        f"no column holds the questions (found: {seen})" if seen else "it holds no question",
        mend='name a column "câu hỏi" or "question"; `python -m eval.check --template FILE.xlsx` writes a table to fill in',
        vietnamese="Bảng câu hỏi không có cột “câu hỏi”.",
    )
