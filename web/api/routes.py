"""The REST API: ask a question, list the articles, read one."""

import asyncio
import json
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from web.api.answer_schema import EXAMPLE, EXAMPLES, AnswerBody
from web.api.article_query import ArticleQuery
from web.api.article_schema import ArticleSummary, WholeArticle, summary_of, whole
from web.api.event_docs import answer_stream
from web.api.problem_docs import BODY, QUESTION, problems
from web.api.schemas import AskRequest
from web.api.stream import AnswerStream, answer_events
from web.asking import Asking
from web.feedback import Feedback, FeedbackFile, FeedbackKept
from web.pool import WorkerPool
from web.problems import (
    BAD_REQUEST,
    EMPTY_QUESTION,
    FEEDBACK_FULL,
    LONG_HISTORY,
    LONG_QUESTION,
    NO_ARTICLE,
    NO_FEEDBACK,
    NOT_FOUND,
    NOT_JSON,
    REFUSED_INPUT,
    UNKNOWN_FIELD,
    ProblemError,
)
from web.service import Answerer

_ASKED_WRONGLY = (*QUESTION, EMPTY_QUESTION, LONG_QUESTION, LONG_HISTORY)
_EVENTS = "".join(
    f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    for name, data in [
        ("status", {"stage": "retrieve"}),
        ("status", {"stage": "read"}),
        ("citations", {"citations": EXAMPLE["citations"]}),
        ("done", EXAMPLE),
    ]
)
_ANSWERED: dict[str, Any] = {
    "model": AnswerBody,
    "description": "The answer, or a refusal with the nearest articles.",
    "content": {"application/json": {"examples": EXAMPLES}},
}
_STREAMED: dict[str, Any] = {
    "description": "The events `status`, `token`, `citations`, then `done` with the whole answer or `error` with a problem.",
    "content": answer_stream(_EVENTS),
}
_LISTED: dict[str, Any] = {
    "headers": {"X-Total-Count": {"description": "How many were found, with any parameter.", "schema": {"type": "integer"}}}
}


def api_router(service: Answerer, pool: WorkerPool, leaving: asyncio.Event, feedback: FeedbackFile | None = None) -> APIRouter:
    """The routes below `/api`."""
    router = APIRouter(prefix="/api", tags=["api"])
    _add_asking(router, service, pool, leaving)
    _add_feedback(router, feedback)
    _add_articles(router, service)
    return router


def _add_asking(router: APIRouter, service: Answerer, pool: WorkerPool, leaving: asyncio.Event) -> None:
    def begin(body: AskRequest) -> Asking:
        filters = body.filters.to_filters() if body.filters else None
        return Asking(service, pool, body.checked_question(), body.history, filters)

    @router.post(
        "/ask",
        summary="Answer a question, with citations",
        dependencies=[Depends(require_json)],
        responses={200: _ANSWERED, **problems("/api/ask", *_ASKED_WRONGLY)},
    )
    async def ask(body: AskRequest) -> JSONResponse:
        answer = await begin(body).answer()
        return JSONResponse(answer.to_dict())

    @router.post(
        "/ask/stream",
        summary="The same as server-sent events",
        dependencies=[Depends(require_json)],
        response_class=Response,
        responses={200: _STREAMED, **problems("/api/ask/stream", *_ASKED_WRONGLY)},
    )
    async def ask_stream(body: AskRequest, request: Request) -> AnswerStream:
        events = partial(answer_events, leaving=leaving, request_id=request.state.request_id)
        return AnswerStream(begin(body), events)


def _add_feedback(router: APIRouter, feedback: FeedbackFile | None) -> None:
    @router.post(
        "/feedback",
        status_code=201,
        summary="Say whether an answer was good",
        dependencies=[Depends(require_json)],
        responses=problems("/api/feedback", *BODY, EMPTY_QUESTION, LONG_QUESTION, NO_FEEDBACK, FEEDBACK_FULL),
    )
    def give_feedback(body: Feedback) -> FeedbackKept:
        if feedback is None:
            raise ProblemError(NO_FEEDBACK)
        return FeedbackKept(id=feedback.append(body))


def _add_articles(router: APIRouter, service: Answerer) -> None:
    @router.get(
        "/articles",
        summary="List the articles",
        responses={200: _LISTED, **problems("/api/articles", BAD_REQUEST, UNKNOWN_FIELD, REFUSED_INPUT)},
    )
    def all_articles(request: Request, response: Response, query: Annotated[ArticleQuery, Query()]) -> list[ArticleSummary]:
        """Without parameters all, in the order of their ids. With any: those found, the newest first (with words, those that
        have them in the title first), and `X-Total-Count` tells how many there are beyond `limit`."""
        if not request.query_params:
            return [summary_of(article) for article in service.articles()]
        found = service.find_articles(query.q, query.to_filters())
        response.headers["X-Total-Count"] = str(len(found))
        end = None if query.limit is None else query.offset + query.limit
        return [summary_of(article) for article in found[query.offset : end]]

    @router.get(
        "/articles/{article_id}",
        summary="One article with its cleaned text",
        responses=problems("/api/articles/x", NO_ARTICLE, NOT_FOUND),
    )
    def one_article(article_id: str) -> WholeArticle:
        article = service.article(article_id)
        if article is None:
            raise ProblemError(NO_ARTICLE)
        return whole(article)


def require_json(request: Request) -> None:
    """Refuse what a plain HTML form of another site could send."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise ProblemError(NOT_JSON)
