"""An article made from a bare string."""

from datetime import date
from typing import TypedDict, Unpack

from corpus.article import Article, Origin
from corpus.text import clean


class Metadata(TypedDict, total=False):
    """Optional fields of an Article."""

    source: str | None
    url: str | None
    published: date | None
    author: str | None
    place: str | None
    based_on: Origin | None
    path: str


def article_from_text(id: str, text: str, title: str = "", **metadata: Unpack[Metadata]) -> Article:  # noqa: A002
    """An article whose text is `clean(text)`, with nothing guessed and nothing dropped."""
    return Article(id=id, text=clean(text), title=title, **metadata)
