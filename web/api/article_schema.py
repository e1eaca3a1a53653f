"""The responses of `GET /api/articles` and `GET /api/articles/{id}`, made from articles."""

from datetime import date

from pydantic import BaseModel, Field

from corpus import Article
from web.api.answer_schema import OriginBody


class ArticleSummary(BaseModel):
    """An article in a list."""

    id: str = Field(examples=["ba-be"])
    title: str = Field(examples=["Ba Bể kết nạp 325/600 đảng viên"])
    source: str | None = Field(examples=["Hỏi Báo (bài mẫu)"])
    published: date | None
    url: str | None
    place: str | None = Field(examples=["Ba Bể"])


class WholeArticle(ArticleSummary):
    """An article with its text."""

    author: str | None
    based_on: OriginBody | None
    text: str = Field(description="The cleaned text in which `start` and `end` of citations count Unicode characters.")


def summary_of(article: Article) -> ArticleSummary:
    """What lists tell of an article."""
    return ArticleSummary(
        id=article.id,
        title=article.title,
        source=article.source,
        published=article.published,
        url=article.url,
        place=article.place,
    )


def whole(article: Article) -> WholeArticle:
    """All that the API tells of an article."""
    told = article.based_on
    based_on = told and OriginBody(
        title=told.title,
        source=told.source,
        author=told.author,
        published=told.published.isoformat() if told.published else None,
        url=told.url,
    )
    return WholeArticle(**dict(summary_of(article)), author=article.author, based_on=based_on, text=article.text)
