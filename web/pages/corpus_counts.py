"""How many articles there are by month, or by year where the months would be too many to show."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus import Article

_MOST_MONTHS = 60


@dataclass(frozen=True)
class Stretch:
    """A month or a year and the number of articles of it."""

    name: str  # "11/2022" or "2022"
    first: date
    last: date
    articles: int


def by_time(articles: Iterable[Article]) -> list[Stretch]:
    """From the first month with an article to the last, those without one among them; undated articles do not count."""
    days = [article.dated for article in articles if article.dated]
    if not days:
        return []
    months = Counter((day.year, day.month) for day in days)
    (year, month), (last_year, last_month) = min(months), max(months)
    if 12 * (last_year - year) + last_month - month >= _MOST_MONTHS:
        years = Counter(day.year for day in days)
        return [Stretch(str(one), date(one, 1, 1), date(one, 12, 31), years[one]) for one in range(year, last_year + 1)]
    found = []
    while (year, month) <= (last_year, last_month):
        last = date(year, month, monthrange(year, month)[1])
        found.append(Stretch(f"{month:02}/{year}", date(year, month, 1), last, months[year, month]))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
