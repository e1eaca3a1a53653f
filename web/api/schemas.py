"""The request of `POST /api/ask` (rag/answer.py holds the response). A key that is not known is refused by its name."""

import re
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from corpus import clean
from rag.filters import MOST_NAMES, Filters
from web.problems import EMPTY_QUESTION, LONG_HISTORY, LONG_QUESTION, ProblemError

MAX_QUESTION = 2_000  # characters, after cleaning
MAX_TURNS = 20
LONGEST_SHOWN = 60  # characters of an unknown key that an error repeats
NO_DAY = "no-day"  # the kind of error of what is no day
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_day(value: object) -> object:
    """pydantic alone takes seconds since 1970 for a day too."""
    if value is None or isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:  # of the right form, and not in the calendar
        pass
    raise PydanticCustomError(NO_DAY, "it is no day such as 2022-01-31")


Day = Annotated[date | None, BeforeValidator(_iso_day)]
# What `check_question`, `checked_question` and `Filters` check is told here for `/openapi.json` alone: their errors say more.
SOME_LETTER = {"pattern": r"[\p{L}\p{N}]", "minLength": 1}
Question = Annotated[
    str, Field(json_schema_extra={**SOME_LETTER, "maxLength": MAX_QUESTION}, description="Characters count after cleaning.")
]
History = Annotated[
    list[tuple[str, str]],
    Field(
        json_schema_extra={"maxItems": MAX_TURNS},
        description="The turns before, each as question and answer, the oldest first; a follow-up is understood from them.",
    ),
]
Names = Annotated[list[Annotated[str, Field(json_schema_extra=SOME_LETTER)]], Field(json_schema_extra={"maxItems": MOST_NAMES})]


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

    source: Names = Field([], description="Of one of these sources.", examples=[["Báo Bắc Kạn"]])
    place: Names = Field([], description="In one of these places; a province holds its districts.")
    from_: Day = Field(None, alias="from", description="First day, inclusive; not behind `to`.")
    to: Day = Field(None, description="Last day, inclusive.")

    def to_filters(self) -> Filters:
        """The same limits as the answerer takes them."""
        return Filters(source=tuple(self.source), place=tuple(self.place), from_=self.from_, to=self.to)


class AskRequest(Strict):
    """A question, with the turns before it (question, answer) and limits on what is searched."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "Huyện Ba Bể có bao nhiêu đảng viên?"},
                {
                    "question": "Còn Ba Chẽ?",
                    "history": [["Huyện Ba Bể có bao nhiêu đảng viên?", "trên 4.900 đảng viên"]],
                    "filters": {"source": ["Báo Bắc Kạn"], "from": "2022-01-01"},
                },
            ]
        }
    )

    question: Question
    history: History = []
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
