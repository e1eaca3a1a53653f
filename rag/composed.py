"""What the rules for whole kinds of questions look things up with, and what they hand back."""

from collections.abc import Callable
from dataclasses import dataclass

from rag.answer import Citation
from rag.evidence import Evidence
from rag.question import Question

Lookup = Callable[[Question], tuple[list[Evidence], float]]  # evidence, best first, and how sure its best is


@dataclass(frozen=True)
class Composed:
    """An answer put together from quoted pieces; without citations nothing was found, and `confidence` is the best there was."""

    text: str
    citations: tuple[Citation, ...]
    confidence: float
    short: str | None = None
    notes: tuple[str, ...] = ()
