"""Who may come in and how often: one ASGI layer in front of the page and the API alike."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from hmac import compare_digest

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.limits import Limits, peer
from web.problems import LIMITED, NOT_ALLOWED, Problem
from web.rate import RateLimit
from web.security import route_path

OPEN = re.compile(r"/healthz|/widget\.js|/site/[\w.-]+|/favicon\.ico")  # nothing of the articles is in them
COUNTED = re.compile(r"/api/.+|/v1/.+|/gradio_api/queue/join")


class Gate:
    """Asks for the secret or for a user that the proxy vouches for, where one of them is set, and counts what is posted."""

    def __init__(self, app: ASGIApp, *, limits: Limits, refuse: Callable[[Scope, Problem], Response]) -> None:
        self.app = app
        self._limits = limits
        self._refuse = refuse
        self._rate = RateLimit(limits.questions_per_minute) if limits.questions_per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or answer it with the problem."""
        problem = None
        if scope["type"] == "http":
            scope["scheme"] = self._limits.scheme(scope)  # in links that are copied from a page
            problem = self._problem(scope)
        if problem is None:
            await self.app(scope, receive, send)
        else:
            await self._refuse(scope, problem)(scope, receive, send)

    def _problem(self, scope: Scope) -> Problem | None:
        path = route_path(scope)
        if not OPEN.fullmatch(path) and not self._is_known(scope):
            return NOT_ALLOWED
        if self._rate is None or scope["method"] != "POST" or not COUNTED.fullmatch(path):
            return None
        wait = self._rate.take(self._limits.client(scope))
        return replace(LIMITED, retry_after=math.ceil(wait)) if wait else None

    def _is_known(self, scope: Scope) -> bool:
        limits, headers = self._limits, Headers(scope=scope)
        if not limits.access_token and not limits.user_header:
            return True
        if limits.user_header and limits.trusts(peer(scope)) and headers.get(limits.user_header, "").strip():
            return True
        kind, _, secret = headers.get("authorization", "").partition(" ")
        told = kind.lower() == "bearer" and compare_digest(secret.strip().encode("latin-1"), limits.access_token.encode())
        return bool(limits.access_token) and told
