"""Who may come in and how often: one ASGI layer in front of the page and the API alike."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from hmac import compare_digest

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.guard.free_events import JOIN, event_of
from web.guard.rate import RateLimit
from web.guard.security import route_path
from web.limits import Limits, peer
from web.problems import LIMITED, NOT_ALLOWED, Problem, ProblemError

OPEN = re.compile(r"/healthz|/widget\.js|/site/[\w.-]+|/favicon\.ico")  # nothing of the articles is in them
COUNTED = re.compile(r"/api/.+|/v1/.+|/gradio_api/queue/join")


class Gate:
    """Asks for the secret or for a user that the proxy vouches for, where one of them is set, and counts what is posted.

    `free` are events of gradio's page that are not counted and never refused for their number.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Limits,
        refuse: Callable[[Scope, Problem], Response],
        free: frozenset[int] = frozenset(),
    ) -> None:
        self.app = app
        self._limits = limits
        self._refuse = refuse
        self._free = free
        self._rate = RateLimit(limits.questions_per_minute) if limits.questions_per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or answer it with the problem."""
        problem = None
        if scope["type"] == "http":
            scope["scheme"] = self._limits.scheme(scope)  # in links that are copied from a page
            try:
                problem, receive = await self._problem(scope, receive)
            except ProblemError as error:  # the body was too large to look into
                problem = error.problem
        if problem is None:
            await self.app(scope, receive, send)
        else:
            await self._refuse(scope, problem)(scope, receive, send)

    async def _problem(self, scope: Scope, receive: Receive) -> tuple[Problem | None, Receive]:
        """What speaks against the request, and its body, which had to be read where that hangs on it."""
        path = route_path(scope)
        if not OPEN.fullmatch(path) and not self._is_known(scope):
            return NOT_ALLOWED, receive
        if self._rate is None or scope["method"] != "POST" or not COUNTED.fullmatch(path):
            return None, receive
        if path == JOIN:
            event, receive = await event_of(receive)
            if event in self._free:
                return None, receive
        wait = self._rate.take(self._limits.client(scope))
        return (replace(LIMITED, retry_after=math.ceil(wait)) if wait else None), receive

    def _is_known(self, scope: Scope) -> bool:
        limits, headers = self._limits, Headers(scope=scope)
        if not limits.access_token and not limits.user_header:
            return True
        if limits.user_header and limits.trusts(peer(scope)) and headers.get(limits.user_header, "").strip():
            return True
        kind, _, secret = headers.get("authorization", "").partition(" ")
        told = kind.lower() == "bearer" and compare_digest(secret.strip().encode("latin-1"), limits.access_token.encode())
        return bool(limits.access_token) and told
