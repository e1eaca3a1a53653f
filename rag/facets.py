"""What the filters can be set to: the sources, places and days of the articles in use."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus import Article, clean


@dataclass(frozen=True)
class Facets:
    """Names with the number of articles that carry them, the commonest first; `first` and `last` are the outermost days."""

    sources: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None


def facets(articles: Iterable[Article]) -> Facets:
    """The values of a corpus. "Mường Nhé, Điện Biên" counts for itself and for Điện Biên; an article counts once for a name."""
    articles = list(articles)
    places: Counter[str] = Counter()
    days: list[date] = []
    for article in articles:
        chain = [part for part in clean(article.place or "").split(",") if _has_word(part)]
        places.update({",".join(chain[at:]).strip() for at in range(len(chain))})
        days += [article.dated] if article.dated else []
    return Facets(by_source(articles), _ordered(places), min(days, default=None), max(days, default=None))


def by_source(articles: Iterable[Article]) -> tuple[tuple[str, int], ...]:
    """The sources, the commonest first. An article based on another text counts for both, as the filter takes it."""
    counts: Counter[str] = Counter()
    for article in articles:
        names = (article.source, article.based_on.source if article.based_on else None)
        counts.update({clean(name) for name in names if name and _has_word(name)})
    return _ordered(counts)


def _has_word(name: str) -> bool:
    return any(character.isalnum() for character in name)


def _ordered(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
