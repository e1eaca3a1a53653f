"""What the rest of the system knows of an article: its cleaned text, where it comes from, and its chunks."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Origin:
    """The text that an article was rewritten from (front matter `based_on`)."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True)
class Article:
    """One article. `text` is the cleaned NFC string that is indexed, shown and quoted; all offsets are Python offsets in it."""

    id: str
    text: str
    title: str
    source: str | None = None
    url: str | None = None
    published: date | None = None
    author: str | None = None
    place: str | None = None
    based_on: Origin | None = None
    path: str = ""

    @property
    def dated(self) -> date | None:
        """The day its figures speak of: its own date, else that of the text it is based on."""
        return self.published or (self.based_on.published if self.based_on else None)


@dataclass(frozen=True)
class Span:
    """A half-open range of offsets in an article's text."""

    start: int
    end: int


@dataclass(frozen=True)
class Chunk:
    """Consecutive whole sentences of one article: `text == article.text[start:end]`."""

    article_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True)
class SetAside:
    """A file that could not become an article, and why."""

    path: str
    reason: str
