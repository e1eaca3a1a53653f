"""The REST API: ask a question, list the articles, read one."""

import asyncio
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from corpus import Article
from web.article_query import ArticleQuery
from web.asking import Asking
from web.feedback import Feedback, FeedbackFile
from web.pool import WorkerPool
from web.problems import NO_ARTICLE, NO_FEEDBACK, NOT_JSON, ProblemError
from web.schemas import AskRequest
from web.service import Answerer
from web.stream import AnswerStream, answer_events


def api_router(service: Answerer, pool: WorkerPool, leaving: asyncio.Event, feedback: FeedbackFile | None = None) -> APIRouter:
    """The routes below `/api`."""
    router = APIRouter(prefix="/api", tags=["api"])

    def begin(body: AskRequest) -> Asking:
        filters = body.filters.to_filters() if body.filters else None
        return Asking(service, pool, body.checked_question(), body.history, filters)

    @router.post("/ask", summary="Answer a question, with citations", dependencies=[Depends(_require_json)])
    async def ask(body: AskRequest) -> JSONResponse:
        answer = await begin(body).answer()
        return JSONResponse(answer.to_dict())

    @router.post("/ask/stream", summary="The same as server-sent events", dependencies=[Depends(_require_json)])
    async def ask_stream(body: AskRequest, request: Request) -> AnswerStream:
        events = partial(answer_events, leaving=leaving, request_id=request.state.request_id)
        return AnswerStream(begin(body), events)

    @router.post("/feedback", status_code=201, summary="Say whether an answer was good", dependencies=[Depends(_require_json)])
    def give_feedback(body: Feedback) -> dict[str, str]:
        if feedback is None:
            raise ProblemError(NO_FEEDBACK)
        return {"id": feedback.append(body)}

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
