"""What a reader hands over: the text of one file and what the file itself says about it."""

from dataclasses import dataclass
from datetime import date

from corpus.article import Origin


class UnreadableFile(Exception):
    """A file that cannot become an article; `reason` is Vietnamese, for an office clerk, and says what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Reading:
    """How a text was read: its encoding, and in Vietnamese what a careful owner would like to know."""

    encoding: str = "unicode"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Text not yet cleaned and metadata as far as given; None stands for "not given"."""

    text: str
    id: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    author: str | None = None
    place: str | None = None
    based_on: Origin | None = None
    reading: Reading = Reading()
    has_fields: bool = False  # a block of front matter stands at its head
    digest: str = ""  # of the file's bytes and ending: the same file need not be read twice
