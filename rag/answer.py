"""What an answer is: the contract of `rag.ask --json` and `POST /api/ask`."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Reason = Literal["not_found", "low_confidence", "empty_index", "out_of_scope"]


@dataclass(frozen=True)
class Citation:
    """One source: `quote` is exactly `article_text[start:end]`; `published` is an ISO date; `score` lies in 0..1."""

    number: int
    article_id: str
    title: str
    source: str | None
    url: str | None
    published: str | None
    quote: str
    start: int
    end: int
    score: float
    copies: tuple[str, ...] = ()
    based_on: dict[str, str | None] | None = None  # title, source, author, published, url of the original


@dataclass(frozen=True)
class Nearest:
    """An article that a refusal offers instead."""

    article_id: str
    title: str
    url: str | None
    published: str | None


@dataclass(frozen=True)
class Answer:
    """The answer to one question; a refusal has `answered` False, a reason, no citations and up to three nearest articles."""

    question: str
    standalone_question: str
    answered: bool
    reason: Reason | None
    short_answer: str | None
    answer: str  # plain text; [n] refers to citations
    confidence: float
    mode: Literal["extractive", "llm"] = "extractive"
    notes: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    index_version: str = ""
    retrieved: tuple[str, ...] = ()  # article ids in the order of the retrieval stage; not part of the contract

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        found = asdict(self)
        found.pop("retrieved")
        return found
