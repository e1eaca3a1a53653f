"""Question (and history) -> retrieve -> read -> Answer with citations."""

from rag.answer import Answer, Citation, Nearest
from rag.answerer import Answerer, open_answerer
from rag.claims import Claim, claims
from rag.filters import Filters
from rag.guard import Guard
from rag.live import LiveAnswerer
from rag.llm import open_llm
from rag.reader import open_reader

__all__ = [
    "Answer",
    "Answerer",
    "Citation",
    "Claim",
    "Filters",
    "Guard",
    "LiveAnswerer",
    "Nearest",
    "claims",
    "open_answerer",
    "open_llm",
    "open_reader",
]
