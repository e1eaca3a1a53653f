"""The conversation of one visitor as the page keeps it."""

from dataclasses import dataclass, field
from datetime import datetime

from rag.answer import Answer
from rag.filters import Filters


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Turn:
    """One question as it is shown; numbers are never used twice in a conversation, also when a question is asked again."""

    number: int
    question: str
    html: str
    answer: Answer | None = None  # None while it is being looked for, and where there was only an error
    done: bool = False
    filters: Filters = field(default_factory=Filters)
    asked: datetime = field(default_factory=_now)

    @property
    def limited(self) -> bool:
        """Whether filters were on."""
        return self.filters != Filters()
