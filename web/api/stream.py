"""An answer as server-sent events: `status`, `token`, `citations`, `done`, or `error` with the problem."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.types import Receive, Scope, Send

from web.asking import Asking
from web.problems import as_dict, explain

HEARTBEAT_S = 15.0  # shorter than the minute after which proxies commonly drop a silent connection
HEARTBEAT = format_sse_event(comment="ping")
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the second keeps nginx from collecting the events


class AnswerStream(EventSourceResponse):
    """Sends the events that `make` puts together; the question is given up however the response ends."""

    def __init__(self, asking: Asking, make: Callable[[Asking], AsyncIterator[bytes]]) -> None:
        super().__init__(make(asking), headers=HEADERS)
        self._asking = asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the answer is there, the client leaves or the server does."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._asking.give_up()


async def answer_events(
    asking: Asking, *, leaving: asyncio.Event, request_id: str, heartbeat: float = HEARTBEAT_S
) -> AsyncIterator[bytes]:
    """The events of one question, encoded; ends with `done` or `error`."""
    if asking.waits:
        yield event("status", {"stage": "queued"})
    async for kind, text in asking.news(leaving, heartbeat):
        if kind == "quiet":
            yield HEARTBEAT
        else:
            yield event(kind, {"stage" if kind == "status" else "text": text})
    outcome = asking.outcome()
    if isinstance(outcome, BaseException):
        yield event("error", as_dict(explain(outcome, request_id), request_id))
        return
    answer = outcome.to_dict()
    yield event("citations", {"citations": answer["citations"]})
    yield event("done", answer)


def event(name: str | None, data: Any) -> bytes:
    """One event, its data as one line of JSON."""
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
