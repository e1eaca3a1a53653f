"""The tokens that claims and passages are compared by, and the facts among them."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus import CAPITALS, match_key
from rag.bounds import Bound

_TOKEN = re.compile(
    rf"(?P<id>\d+(?:/\d{{4}})?(?:[-/](?=[{CAPITALS}])[^\W\d_]+)+(?:[-/][^\W\d_]+)*)"
    r"|(?P<time>\d{1,2}h\d{0,2}\b|\d{1,2}:\d{2}\b)"
    r"|(?P<number>\d+(?:[.,]\d+)*(?:/\d+(?:[.,]\d+)*)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*[²³]?\d*)|(?P<mark>[^\w\s])"
)

Day = tuple[int | None, int | None, int | None]  # day, month, year, as far as they are written


@dataclass(frozen=True)
class Token:
    """A word, number or mark: its match key, what it is, how it is written and where."""

    key: str
    kind: str  # a group of _TOKEN
    capital: bool
    start: int
    end: int


@dataclass(frozen=True)
class Atom:
    """A fact that stands at `tokens[at:end]`."""

    kind: Literal["number", "date", "id", "person", "place", "office"]
    value: str
    at: int
    end: int
    unit: str = ""  # of a number: "triệu đồng", "%", "m2"; "" where it counts something
    rate: str = ""  # what it is a rate of: "tháng" in "500.000 đồng/tháng"
    bound: Bound = ""
    day: Day | None = None


def tokenized(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        written = match.group()
        capital = kind == "word" and written[0].isupper()
        key = written if kind == "id" else match_key(written)
        found.append(Token(key, kind, capital, match.start(), match.end()))
    return found
