"""JSON lines with dates in them, the form of everything in a version that is no array."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from corpus import Origin


def write_lines(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line; raises OSError."""
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")


def read_lines(file: Path) -> list[dict[str, Any]]:
    """The mirror of `write_lines`; dates stay texts. Raises OSError and ValueError."""
    with file.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def date_of(text: str | None) -> date | None:
    """A date as it was written, None where there was none."""
    return None if text is None else date.fromisoformat(text)


def origin_of(row: dict[str, Any] | None) -> Origin | None:
    """An article's origin as it was written, None where there was none."""
    return None if row is None else Origin(**{**row, "published": date_of(row["published"])})


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")
