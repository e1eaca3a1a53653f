"""A CMS export (.jsonl, .csv: one article a row) -> drafts, one row at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from corpus.columns import Columns, match_columns
from corpus.dates import find_date, parse_date_line
from corpus.draft import Draft, Reading, UnreadableFile
from corpus.encoding import open_text, too_damaged
from corpus.export_rows import BadRow, Cells, read_csv, read_jsonl
from corpus.fragment import plain_from_fragment
from corpus.old_fonts import mend
from corpus.opening import open_regular
from corpus.plain_text import recover
from corpus.readers import check_text, tidy
from corpus.text import clean, match_key
from corpus.unwrap import unwrap

EXPORTS = frozenset((".jsonl", ".csv"))
LARGEST_EXPORT = 1024**3  # bytes; it is read as a stream
MOST_ROWS = 200_000  # with their texts in memory a few GB


@dataclass(frozen=True)
class Row:
    """One row: a draft, or the reason (Vietnamese) why it is none."""

    number: int
    draft: Draft | None
    reason: str = ""


@dataclass
class Export:
    """What was seen of an export while its rows were read: all its columns, and field -> column as understood."""

    columns: set[str] = field(default_factory=set)
    used: dict[str, str] = field(default_factory=dict)


def read_export(path: Path, wanted: Columns, seen: Export) -> Iterator[Row]:
    """The rows of a file with their numbers: lines of a .jsonl, spreadsheet rows of a .csv. Fills `seen` on the way.

    Raises UnreadableFile for a file that is no export or becomes unreadable, after the rows that could be read.
    """
    with open_regular(path) as file:
        if path.stat().st_size > LARGEST_EXPORT:
            raise UnreadableFile("Tệp xuất lớn hơn 1 GB. Hãy chia thành nhiều tệp.")
        stream, encoding = open_text(file)
        rows = read_jsonl(stream) if path.suffix.lower() == ".jsonl" else read_csv(stream, wanted)
        bad: list[Row] = []
        for count, (number, cells) in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise UnreadableFile(f"Tệp có hơn {MOST_ROWS} hàng; từ hàng {number} trở đi không đọc. Hãy chia thành nhiều tệp.")
            row = _row(number, cells, wanted, seen, encoding)
            if "text" in seen.used:
                yield from bad
                bad.clear()
                yield row
            else:
                bad.append(row)
        if seen.columns and "text" not in seen.used:
            raise UnreadableFile(_no_text_column(seen.columns))
        yield from bad


def _row(number: int, cells: Cells | BadRow, wanted: Columns, seen: Export, encoding: str) -> Row:
    if isinstance(cells, BadRow):
        return Row(number, None, cells.reason)
    if not cells.keys() <= seen.columns:
        seen.columns |= cells.keys()
    columns = match_columns(cells, wanted)
    seen.used |= columns
    try:
        return Row(number, _draft({field: cells[name] for field, name in columns.items()}, encoding))
    except UnreadableFile as error:
        return Row(number, None, error.reason)


def _no_text_column(columns: set[str]) -> str:
    names = ", ".join(sorted(name.strip()[:40] for name in columns)[:20])
    return (
        f"Không biết cột nào là nội dung bài. Tệp có các cột: {names}. "
        "Hãy khai báo HOIBAO_COLUMNS, ví dụ title=tieu_de,text=noi_dung."
    )


def _draft(values: Cells, encoding: str) -> Draft:
    """The draft of a row. Raises UnreadableFile with the reason where it has no text that can be read."""
    text, font = mend(_words(values, "text"))
    if not text.strip():
        raise UnreadableFile("Hàng không có nội dung bài.")
    body = tidy(unwrap(clean(plain_from_fragment(text))))
    lead = tidy(clean(plain_from_fragment(mend(_words(values, "lead"))[0])))
    if lead and not match_key(body).startswith(match_key(lead)):
        body = tidy(f"{lead}\n\n{body}")
    if too_damaged(body):
        raise UnreadableFile("Hàng có quá nhiều ký tự hỏng. Hãy xuất lại tệp với bảng mã UTF-8.")
    published, note = _published(values.get("published"))
    draft = Draft(
        text=body,
        id=_line(values, "id"),
        title=_line(values, "title"),
        source=_line(values, "source"),
        url=_line(values, "url"),
        published=published,
        author=_line(values, "author"),
        place=_line(values, "place"),
        reading=Reading(font or encoding, note),
    )
    return _completed(check_text(draft), values)


def _completed(draft: Draft, values: Cells) -> Draft:
    """Fields without a column are looked for in the text; an empty cell is an answer, only a title must not be missing."""
    found = recover(draft)
    asked = {name: getattr(draft, name) for name in ("source", "url", "published", "author", "place") if name in values}
    return replace(found, **asked)


def _words(values: Cells, name: str) -> str:
    """The cell as text; a list is its items, one paragraph each."""
    value = values.get(name)
    if isinstance(value, list):
        return "\n\n".join(str(item) for item in value if isinstance(item, str | int | float))
    return "" if value is None or isinstance(value, dict | bool) else str(value)


def _line(values: Cells, name: str) -> str | None:
    words = plain_from_fragment(mend(_words(values, name).strip().replace("\n\n", ", "))[0])
    return " ".join(clean(words).split()) or None


def _published(value: object) -> tuple[date | None, tuple[str, ...]]:
    """The day of a cell: as Vietnamese pages and as databases write it, of a mail header, or seconds since 1970.

    A date that cannot be understood costs the row its date, not the article; the second value says so.
    """
    words = clean(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if not words:
        return None, ()
    found = find_date(words)
    day = parse_date_line(words) or (found[0] if found else None) or _from_number(words) or _from_mail(words)
    return day, () if day else (f"không hiểu ngày đăng: “{words[:40]}”",)


def _from_number(words: str) -> date | None:
    if not re.fullmatch(r"\d{9,13}(?:\.0)?", words):
        return None
    seconds = int(words.partition(".")[0])
    return datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, UTC).date()


def _from_mail(words: str) -> date | None:
    try:
        return parsedate_to_datetime(words).date()
    except ValueError:
        return None
