"""The request of `POST /api/ask` (rag/answer.py holds the response). A key that is not known is refused by its name."""

from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from corpus import clean
from rag.filters import Filters
from web.problems import EMPTY_QUESTION, LONG_HISTORY, LONG_QUESTION, ProblemError

MAX_QUESTION = 2_000  # characters, after cleaning
MAX_TURNS = 20
LONGEST_SHOWN = 60  # characters of an unknown key that an error repeats


class Strict(BaseModel):
    """A misspelt key must not be passed over: the limit or history that it holds would silently not count."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _only_known(cls, data: Any) -> Any:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = next((key for key in data if key not in known), None) if isinstance(data, dict) else None
        if unknown is None:
            return data
        near = get_close_matches(unknown, known, n=1)
        told = {"field": unknown[:LONGEST_SHOWN], "near": near[0] if near else "", "known": ", ".join(known)}
        raise PydanticCustomError("unknown-field", "there is no field {field}", told)


class AskFilters(Strict):
    """Only articles of these sources, places and days are searched."""

    source: list[str] = []
    place: list[str] = []
    from_: Annotated[date | None, Field(alias="from", description="First day, inclusive.")] = None
    to: Annotated[date | None, Field(description="Last day, inclusive.")] = None

    def to_filters(self) -> Filters:
        """The same limits as the answerer takes them."""
        return Filters(source=tuple(self.source), place=tuple(self.place), from_=self.from_, to=self.to)


class AskRequest(Strict):
    """A question, with the turns before it (question, answer) and limits on what is searched."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "Đảng bộ xã có bao nhiêu đảng viên?", "history": []}]})

    question: str
    history: list[tuple[str, str]] = []
    filters: AskFilters | None = None

    def checked_question(self) -> str:
        """The question as it was typed, once it is known to fit the limits."""
        if len(self.history) > MAX_TURNS:
            raise ProblemError(LONG_HISTORY)
        check_question(self.question)
        return self.question


def check_question(question: str) -> None:
    """Refuse what is empty or too long before any work is queued for it."""
    cleaned = clean(question)
    if not any(character.isalnum() for character in cleaned):
        raise ProblemError(EMPTY_QUESTION)
    if len(cleaned) > MAX_QUESTION:
        raise ProblemError(LONG_QUESTION)
