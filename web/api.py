"""The REST API: ask a question, list the articles, read one."""

from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from corpus import Article
from web.article_query import ArticleQuery
from web.pool import WorkerPool
from web.problems import NO_ARTICLE, NOT_JSON, ProblemError
from web.schemas import AskRequest
from web.service import Answerer


def api_router(service: Answerer, pool: WorkerPool) -> APIRouter:
    """The routes below `/api`."""
    router = APIRouter(prefix="/api", tags=["api"])

    @router.post("/ask", summary="Answer a question, with citations", dependencies=[Depends(_require_json)])
    async def ask(body: AskRequest) -> JSONResponse:
        question = body.checked_question()
        filters = body.filters.to_filters() if body.filters else None
        answer = await pool.submit(partial(service.ask, question, body.history, filters))
        return JSONResponse(answer.to_dict())

    @router.get("/articles", summary="List the articles")
    def all_articles(request: Request, response: Response, query: Annotated[ArticleQuery, Query()]) -> list[dict[str, Any]]:
        """Without parameters all, in the order of their ids. With any: those found, the newest first (with words, those that
        have them in the title first), and `X-Total-Count` tells how many there are beyond `limit`."""
        if not request.query_params:
            return [_summary(article) for article in service.articles()]
        found = service.find_articles(query.q, query.to_filters())
        response.headers["X-Total-Count"] = str(len(found))
        end = None if query.limit is None else query.offset + query.limit
        return [_summary(article) for article in found[query.offset : end]]

    @router.get("/articles/{article_id}", summary="One article with its cleaned text")
    def one_article(article_id: str) -> dict[str, Any]:
        article = service.article(article_id)
        if article is None:
            raise ProblemError(NO_ARTICLE)
        return _whole(article)

    return router


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise ProblemError(NOT_JSON)


def _summary(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": _iso(article.published),
        "url": article.url,
        "place": article.place,
    }


def _whole(article: Article) -> dict[str, Any]:
    origin = article.based_on
    based_on = origin and {
        "title": origin.title,
        "source": origin.source,
        "author": origin.author,
        "published": _iso(origin.published),
        "url": origin.url,
    }
    return {**_summary(article), "author": article.author, "based_on": based_on, "text": article.text}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
