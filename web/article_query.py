"""The optional parameters of `GET /api/articles`."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rag.filters import Filters

LONGEST_WORDS = 200  # characters
MOST_AT_ONCE = 500  # articles


class ArticleQuery(BaseModel):
    """Only articles with these words, of these sources, places and days; a part of what is found."""

    model_config = ConfigDict(populate_by_name=True)

    q: Annotated[str, Field(max_length=LONGEST_WORDS, description="Words that all stand in title or text.")] = ""
    source: Annotated[list[str], Field(description="One of these sources.")] = []
    place: Annotated[list[str], Field(description="In one of these places; a province holds its districts.")] = []
    from_: Annotated[date | None, Field(alias="from", description="First day, inclusive.")] = None
    to: Annotated[date | None, Field(description="Last day, inclusive.")] = None
    offset: Annotated[int, Field(ge=0, description="How many to leave out at the head.")] = 0
    limit: Annotated[int | None, Field(ge=1, le=MOST_AT_ONCE, description="How many at most; without it, all.")] = None

    def to_filters(self) -> Filters:
        """Raises HoiBaoError for limits that nothing can meet."""
        return Filters(source=tuple(self.source), place=tuple(self.place), from_=self.from_, to=self.to)
