"""One ASGI layer around everything: which addresses exist, how large a body may be, and the headers of every response."""

import asyncio
import re
import secrets
from collections.abc import Callable, Iterable, MutableMapping
from typing import cast

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.guard.addresses import STREAMS, methods_of
from web.problems import NOT_FOUND, Problem, ProblemError, large_body, new_id, wrong_method

MAX_BODY = 64 * 1024
# A secret is typed there: no other page may lay itself over it, whichever may embed the chat.
NEVER_FRAMED = re.compile(r"/kho/cap-nhat(/.*)?", re.S)


def make_csp(nonce: str, frame_ancestors: Iterable[str] = ()) -> str:
    """The content security policy; gradio sets style attributes and its own inline scripts carry the nonce."""
    ancestors = " ".join(frame_ancestors) or "'none'"
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        ]
    )


class Shield:
    """Hands what web/guard/addresses.py does not list to `refuse` and adds the headers; `frame_ancestors` may embed the site.

    The site begins at `root_path`, whether or not the proxy in front takes the prefix off. Once `leaving` is set, the
    streams that each open page holds end, so that the server can stop.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        refuse: Callable[[Scope, Problem], Response],
        leaving: asyncio.Event,
        root_path: str = "",
        frame_ancestors: Iterable[str] = (),
        max_body: int = MAX_BODY,
    ) -> None:
        self.app = app
        self.refuse = refuse
        self.root_path = root_path
        self.frame_ancestors = tuple(frame_ancestors)
        self.leaving = leaving
        self.max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["root_path"] = self.root_path
        if scope["path"] == self.root_path:
            scope["path"] += "/"
        elif not scope["path"].startswith(self.root_path + "/"):
            scope["path"] = self.root_path + scope["path"]
        state: MutableMapping[str, object] = scope.setdefault("state", {})
        state["nonce"] = nonce = secrets.token_urlsafe(16)
        state["request_id"] = request_id = new_id()

        path = route_path(scope)
        ancestors = () if NEVER_FRAMED.fullmatch(path) else self.frame_ancestors

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.add_headers(MutableHeaders(scope=message), nonce, request_id, ancestors)
            await send(message)

        methods = methods_of(path)
        if scope["method"] not in methods and not (methods and _is_preflight(scope)):
            problem = wrong_method(methods) if methods else NOT_FOUND
            await self.refuse(scope, problem)(scope, receive, send_with_headers)
            return
        if STREAMS.fullmatch(path):
            receive = _until(self.leaving, receive)
        await self.app(scope, _counted(receive, self.max_body), send_with_headers)

    def add_headers(self, headers: MutableHeaders, nonce: str, request_id: str, frame_ancestors: tuple[str, ...]) -> None:
        """The headers that every response carries."""
        headers["Content-Security-Policy"] = make_csp(nonce, frame_ancestors)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers["X-Request-ID"] = request_id
        if not frame_ancestors:
            headers["X-Frame-Options"] = "DENY"


def _is_preflight(scope: Scope) -> bool:
    """A browser that asks what another origin may do; CORSMiddleware answers it."""
    headers = Headers(scope=scope)
    return scope["method"] == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


def _counted(receive: Receive, most: int) -> Receive:
    """Count a body as it streams in, whatever its Content-Length says."""
    received = 0

    async def count() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise ProblemError(large_body(most))
        return message

    return count


def _until(leaving: asyncio.Event, receive: Receive) -> Receive:
    """Tell a stream that its reader has gone, once the server is leaving."""

    async def listen() -> Message:
        tasks = [asyncio.ensure_future(receive()), asyncio.ensure_future(leaving.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return cast(Message, tasks[0].result()) if tasks[0].done() else {"type": "http.disconnect"}
        finally:
            for task in tasks:
                task.cancel()

    return listen


def route_path(scope: Scope) -> str:
    """The path below the site's prefix."""
    path: str = scope["path"]
    return path[len(scope["root_path"]) :]
