"""Stretches of days: whole weeks, months, quarters and years, counted back from a day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

_VIETNAM = timezone(timedelta(hours=7))  # no summer time, so no time zone data are needed
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both inclusive."""

    first: date
    last: date

    def share_in(self, other: "Period") -> float:
        """How much of it, 0..1, lies in the other."""
        common = (min(self.last, other.last) - max(self.first, other.first)).days + 1
        return max(common, 0) / ((self.last - self.first).days + 1)


def vietnam_today() -> date:
    """Today's date in Vietnam."""
    return datetime.now(UTC).astimezone(_VIETNAM).date()


def single_day(year: int, month: int, day: int) -> Period | None:
    """One day; None for one that the calendar has not."""
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return Period(only, only)


def months(year: int, first: int, last: int) -> Period:
    """From the first of one month of a year (1 to 12) to the end of another."""
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def years(first: int, last: int) -> Period:
    """Whole years."""
    return Period(date(first, 1, 1), date(last, 12, 31))


def months_back(day: date, count: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, number = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def whole(unit: str, today: date, back: int) -> Period:
    """The day, "week", "month", "quarter" or "year" that lies `back` of them before the one of today."""
    if unit == "week":
        monday = today - (today.weekday() + 7 * back) * DAY
        return Period(monday, monday + 6 * DAY)
    if unit == "month":
        then = months_back(today, back)
        return months(then.year, then.month, then.month)
    if unit == "quarter":
        then = months_back(today, 3 * back)
        last = 3 * ((then.month + 2) // 3)
        return months(then.year, last - 2, last)
    if unit == "year":
        return years(today.year - back, today.year - back)
    return Period(today - back * DAY, today - back * DAY)


def until(today: date, unit: str, count: int) -> Period:
    """The last `count` days, weeks, months, quarters or years, today included."""
    if unit in {"day", "week"}:
        return Period(today - {"day": 1, "week": 7}[unit] * count * DAY, today)
    return Period(months_back(today, {"month": 1, "quarter": 3, "year": 12}[unit] * count), today)
