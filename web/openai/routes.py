"""The part of OpenAI's API that chat clients use: `POST /v1/chat/completions` and `GET /v1/models`."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import format_sse_event

from web.api.event_docs import chunk_stream
from web.api.problem_docs import QUESTION, problems
from web.api.routes import require_json
from web.api.stream import HEARTBEAT, HEARTBEAT_S, AnswerStream
from web.asking import Asking
from web.openai.errors import openai_error
from web.openai.request import MODEL, ChatRequest
from web.openai.response import COMPLETION, THE_MODEL, ChatCompletion, Model, ModelList, completion, first_chunk, last_chunks
from web.pages.frame import PageFrame
from web.pool import WorkerPool
from web.problems import EMPTY_QUESTION, LONG_QUESTION, NO_QUESTION, UNKNOWN_MODEL, UNSUPPORTED, ProblemError, explain
from web.service import Answerer

_CHAT = "/v1/chat/completions"
_DONE = format_sse_event(data_str="[DONE]")
_OK: dict[int | str, dict[str, Any]] = {
    200: {
        "model": ChatCompletion,
        "description": "The answer; with `stream` its chunks as server-sent events, the last of them `data: [DONE]`.",
        "content": {
            "application/json": {"examples": {"answered": {"summary": "An answer", "value": COMPLETION}}},
            **chunk_stream("ChatCompletionChunk", "OpenAIErrorBody"),
        },
    }
}


def openai_router(service: Answerer, pool: WorkerPool, leaving: asyncio.Event, frame: PageFrame) -> APIRouter:
    """The routes below `/v1`."""
    router = APIRouter(prefix="/v1", tags=["openai"])
    asked_wrongly = problems(_CHAT, *QUESTION, EMPTY_QUESTION, LONG_QUESTION, NO_QUESTION, UNSUPPORTED, UNKNOWN_MODEL)

    @router.post(
        "/chat/completions",
        summary="Answer the last question of a talk, in OpenAI's form",
        dependencies=[Depends(require_json)],
        responses={**_OK, **asked_wrongly},
    )
    async def chat(body: ChatRequest, request: Request) -> Response:
        question, history = body.checked()
        filters = body.hoibao.filters.to_filters() if body.hoibao and body.hoibao.filters else None
        site = f"{request.url.scheme}://{request.url.netloc}{frame.base}"
        request_id = request.state.request_id
        head = {"id": f"chatcmpl-{request_id}", "created": int(time.time()), "model": MODEL}
        asking = Asking(service, pool, question, history, filters)
        if not body.stream:
            return JSONResponse(completion(await asking.answer(), head, site))
        usage = bool(body.stream_options and body.stream_options.include_usage)
        chunks = partial(_chunks, leaving=leaving, request_id=request_id, head=head, site=site, usage=usage)
        return AnswerStream(asking, chunks)

    @router.get("/models", summary="The only model", responses=problems("/v1/models"))
    def models() -> ModelList:
        return ModelList(object="list", data=[THE_MODEL])

    @router.get("/models/{model}", summary="One model", responses=problems("/v1/models/x", UNKNOWN_MODEL))
    def one_model(model: str) -> Model:
        if model != MODEL:
            raise ProblemError(UNKNOWN_MODEL)
        return THE_MODEL

    return router


async def _chunks(
    asking: Asking,
    *,
    leaving: asyncio.Event,
    request_id: str,
    head: dict[str, Any],
    site: str,
    usage: bool,
    heartbeat: float = HEARTBEAT_S,
) -> AsyncIterator[bytes]:
    """The answer comes in one piece: what a language model writes may still be replaced, and a chunk cannot be taken back."""
    yield _data(first_chunk(head))
    async for kind, _ in asking.news(leaving, heartbeat):
        if kind == "quiet":
            yield HEARTBEAT
    outcome = asking.outcome()
    if isinstance(outcome, BaseException):
        yield _data(openai_error(explain(outcome, request_id), request_id))
        return
    for chunk in last_chunks(outcome, head, site, usage=usage):
        yield _data(chunk)
    yield _DONE


def _data(found: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(found, ensure_ascii=False))
