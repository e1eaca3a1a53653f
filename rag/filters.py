"""Limits that a question may carry: only articles of these sources, places and days are searched."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from corpus import Article, HoiBaoError, clean
from rag.bound import Bounds, is_of_source, within
from rag.places import lies_in

MOST_NAMES = 50  # of one filter
_NAMED = 5  # values that a note lists
_VIETNAMESE = {"source": "nguồn", "place": "địa điểm"}


@dataclass(frozen=True)
class Filters:
    """Empty tuples and None mean no limit; `from_` and `to` are inclusive; an undated article fails a limit of days.

    `bounds` are no choice of the reader's: what lies outside of them is not spoken of, not even by name.

    Raises HoiBaoError for an empty name, for more than 50 names and for a first day behind the last.
    """

    source: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    bounds: Bounds = ()

    @property
    def chosen(self) -> bool:
        """Whether a reader asked for any limit."""
        return bool(self.source or self.place or self.from_ or self.to)

    def __post_init__(self) -> None:
        for field, names in (("source", self.source), ("place", self.place)):
            if len(names) > MOST_NAMES:
                raise HoiBaoError(
                    f"the filter {field!r} holds {len(names)} names, at most {MOST_NAMES} are taken",
                    mend="name fewer",
                    vietnamese=f"Bộ lọc {_VIETNAMESE[field]} có quá {MOST_NAMES} tên.",
                )
            if not all(any(character.isalnum() for character in clean(name)) for name in names):
                raise HoiBaoError(
                    f"the filter {field!r} holds an empty name",
                    mend="give a name, or leave the filter out",
                    vietnamese=f"Bộ lọc {_VIETNAMESE[field]} có tên để trống.",
                )
        if self.from_ and self.to and self.to < self.from_:
            raise HoiBaoError(
                f"the filter's first day {self.from_} lies behind its last day {self.to}",
                mend="exchange them",
                vietnamese=f"Bộ lọc ngày có ngày đầu ({_day(self.from_)}) sau ngày cuối ({_day(self.to)}).",
            )


def allows(filters: Filters, article: Article) -> bool:
    """Whether an article passes: sources by its own or that of the text it is based on, places as `lies_in` has it, days by
    the day the article speaks of. What is typed without diacritics compares without them."""
    day = article.dated
    if not all(bound.admits(article) for bound in filters.bounds):
        return False
    if filters.source and not any(is_of_source(article, name) for name in filters.source):
        return False
    if filters.place and not any(lies_in(article.place or "", name) for name in filters.place):
        return False
    if filters.from_ and (day is None or day < filters.from_):
        return False
    return not (filters.to and (day is None or day > filters.to))


def filter_notes(filters: Filters, articles: Collection[Article], answered: bool) -> tuple[str, ...]:
    """Which limits no article meets; for a refusal also how many articles were searched at all."""
    if not filters.chosen:
        return ()
    articles = within(filters.bounds, articles) if filters.bounds else articles
    if answered:
        return tuple(_unmet(filters, articles))
    passed = sum(allows(filters, article) for article in articles)
    if not passed:
        return ("Không có bài nào trong kho khớp với bộ lọc.", *_unmet(filters, articles))
    searched = f"Chỉ tìm trong {passed}/{len(articles)} bài khớp với bộ lọc, các bài khác không được xét."
    undated = sum(article.dated is None for article in articles) if filters.from_ or filters.to else 0
    without_day = (f"{undated} bài không rõ ngày cũng không được xét.",) if undated else ()
    return (searched, *without_day, *_unmet(filters, articles))


def _unmet(filters: Filters, articles: Collection[Article]) -> Iterator[str]:
    for name in filters.source:
        if not any(is_of_source(article, name) for article in articles):
            known = _existing("nguồn", [source for article in articles for source in _sources(article)])
            yield f"Kho bài không có nguồn “{clean(name)}”. {known}"
    for name in filters.place:
        if not any(lies_in(article.place or "", name) for article in articles):
            known = _existing("địa điểm", [article.place for article in articles])
            yield f"Không bài nào trong kho ghi địa điểm “{clean(name)}”. {known}"
    days = [article.dated for article in articles if article.dated]
    if (filters.from_ or filters.to) and not any(allows(Filters(from_=filters.from_, to=filters.to), one) for one in articles):
        known = (
            f"Bài có ngày trong kho từ {_day(min(days))} đến {_day(max(days))}." if days else "Các bài trong kho không rõ ngày."
        )
        yield f"Kho bài không có bài nào trong khoảng ngày đã chọn. {known}"


def _existing(what: str, values: list[str | None]) -> str:
    """Some that exist, the commonest first."""
    counts = Counter(value for value in values if value)
    if not counts:
        return f"Các bài trong kho không ghi {what}."
    more = ", …" if len(counts) > _NAMED else ""
    return f"Hiện có: {'; '.join(name for name, _ in counts.most_common(_NAMED))}{more}."


def _sources(article: Article) -> list[str | None]:
    """Its own, and that of the text it is based on."""
    return [article.source, article.based_on.source if article.based_on else None]


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
