"""What a reader asks of the corpus page, as its address carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from corpus import clean
from rag.filters import Filters
from web.pages.typed_day import typed_day

LONGEST = 200  # characters of one field; what is longer is cut
_PAGE_DIGITS = 6


@dataclass(frozen=True)
class CorpusSearch:
    """Words, source, place and days as they were typed, empty where nothing was; pages count from 1."""

    words: str = ""
    source: str = ""
    place: str = ""
    first: str = ""
    last: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "CorpusSearch":
        """The search behind an address."""
        words, source, place, first, last = (
            clean(query.get(key, "")[:LONGEST]) for key in ("q", "source", "place", "from", "to")
        )
        page = query.get("page", "")
        numbered = page.isascii() and page.isdigit() and len(page) <= _PAGE_DIGITS
        return cls(words, source, place, first, last, max(int(page), 1) if numbered else 1)

    @property
    def limited(self) -> bool:
        """Whether anything is asked for beyond the whole corpus."""
        return any((self.words, self.source, self.place, self.first, self.last))

    def filters(self) -> Filters:
        """Raises HoiBaoError for what is no day, and for a first day behind the last."""
        source, place = ((name,) if name else () for name in (self.source, self.place))
        return Filters(source=source, place=place, from_=typed_day(self.first), to=typed_day(self.last, last=True))

    def path(self, page: int = 1) -> str:
        """The address of a page of it, relative to the site."""
        fields = {"q": self.words, "source": self.source, "place": self.place, "from": self.first, "to": self.last}
        query = urlencode({key: value for key, value in (fields | {"page": page if page > 1 else ""}).items() if value})
        return f"kho?{query}" if query else "kho"

    def of_source(self, name: str) -> "CorpusSearch":
        """The same, of one source alone."""
        return replace(self, source=name, page=1)

    def of_days(self, first: date, last: date) -> "CorpusSearch":
        """The same, of these days alone."""
        return replace(self, first=first.isoformat(), last=last.isoformat(), page=1)
