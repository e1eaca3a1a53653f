"""Question (and history) -> retrieve -> read -> Answer with citations."""

from rag.answer import Answer, Citation, Nearest
from rag.answerer import Answerer, open_answerer
from rag.filters import Filters
from rag.live import LiveAnswerer
from rag.llm import open_llm
from rag.reader import open_reader

__all__ = [
    "Answer",
    "Answerer",
    "Citation",
    "Filters",
    "LiveAnswerer",
    "Nearest",
    "open_answerer",
    "open_llm",
    "open_reader",
]
