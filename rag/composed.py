"""What the rules for whole kinds of questions hand back: the text of an answer and the quotes behind it."""

from dataclasses import dataclass

from rag.answer import Citation


@dataclass(frozen=True)
class Composed:
    """An answer put together from quoted pieces; without citations nothing was found, and `confidence` is the best there was."""

    text: str
    citations: tuple[Citation, ...]
    confidence: float
    short: str | None = None
    notes: tuple[str, ...] = ()
