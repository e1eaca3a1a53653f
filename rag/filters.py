"""Limits that a question may carry: only articles of these sources, places and days are searched."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Filters:
    """Empty tuples and None mean no limit; `from_` and `to` are inclusive; an undated article fails a limit of days."""

    source: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
