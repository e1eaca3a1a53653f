"""The optional parameters of `GET /api/articles`."""

from typing import Annotated

from pydantic import Field, WithJsonSchema

from rag.filters import Filters
from web.api.schemas import Day, Names, Strict

LONGEST_WORDS = 200  # characters
MOST_AT_ONCE = 500  # articles
# In an address nothing is null: what is not wanted is left out.
_Day = Annotated[Day, WithJsonSchema({"type": "string", "format": "date"})]
_Limit = Annotated[int | None, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE})]


class ArticleQuery(Strict):
    """Only articles with these words, of these sources, places and days; a part of what is found."""

    q: str = Field("", max_length=LONGEST_WORDS, description="Words that all stand in title or text.")
    source: Names = Field([], description="One of these sources.")
    place: Names = Field([], description="In one of these places; a province holds its districts.")
    from_: _Day = Field(None, alias="from", description="First day, inclusive.")
    to: _Day = Field(None, description="Last day, inclusive.")
    offset: int = Field(0, ge=0, description="How many to leave out at the head.")
    limit: _Limit = Field(None, ge=1, le=MOST_AT_ONCE, description="How many at most; without it, all.")

    def to_filters(self) -> Filters:
        """Raises HoiBaoError for limits that nothing can meet."""
        return Filters(source=tuple(self.source), place=tuple(self.place), from_=self.from_, to=self.to)
