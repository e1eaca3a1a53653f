"""The web application: REST API, article reader and chat page behind one set of limits and headers."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Scope

from corpus import HoiBaoError
from web.api import api_router
from web.chat import build_chat, theme
from web.page import ChatPage
from web.pool import BusyError, WorkerPool
from web.problems import BAD_JSON, BAD_REQUEST, NO_ARTICLE, NOT_FOUND, WRONG_METHOD, Problem, ProblemError, explain, respond
from web.reader import PageFrame, article_page, missing_page
from web.security import Shield
from web.service import Answerer

STATIC = Path(__file__).parent / "static"
_READ = ["GET", "HEAD"]
_ALL = [*_READ, "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class WebApp(FastAPI):
    """FastAPI with the shield outside of everything, so that error responses carry its headers too."""

    shield: Callable[[ASGIApp], ASGIApp]
    leaving: asyncio.Event  # to be set when the server is told to stop

    def build_middleware_stack(self) -> ASGIApp:
        return self.shield(super().build_middleware_stack())


def create_app(service: Answerer, *, root_path: str = "", frame_ancestors: Iterable[str] = ()) -> WebApp:
    """The application over one answerer; `root_path` is the prefix it is served below, `frame_ancestors` may embed it."""
    root_path = "/" + root_path.strip("/") if root_path.strip("/") else ""
    frame = PageFrame(base=f"{root_path}/", version=_static_version())
    pool = WorkerPool()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        pool.close()

    app = WebApp(title="Hỏi Báo", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.leaving = asyncio.Event()
    app.shield = partial(
        Shield,
        refuse=partial(_refuse, frame),
        leaving=app.leaving,
        root_path=root_path,
        frame_ancestors=tuple(frame_ancestors),
    )
    app.add_middleware(ChatPage, frame=frame)
    app.add_middleware(CORSMiddleware, allow_origins=[])  # its presence keeps gradio from reflecting any origin
    _add_problem_handlers(app)
    _add_health(app, service)
    app.include_router(api_router(service, pool))
    _add_reader(app, service, frame)
    _add_widget(app)
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    _keep_from_gradio(app)
    _mount_chat(app, service, pool, root_path)
    return app


def _add_problem_handlers(app: FastAPI) -> None:
    """Every failure becomes one problem; only the unexpected is logged with its cause."""

    async def on_error(request: Request, error: Exception) -> Response:
        request_id: str = request.state.request_id
        return respond(_translate(error) or explain(error, request_id), request_id)

    for kind in (RequestValidationError, HTTPException, HoiBaoError, BusyError, Exception):
        app.add_exception_handler(kind, on_error)


def _translate(error: Exception) -> Problem | None:
    """The problem behind an error of the framework's own; None for ours, which explain themselves."""
    if isinstance(error, RequestValidationError):
        found = error.errors()
        return BAD_JSON if any(one["type"] == "json_invalid" for one in found) else _misshapen(found[0])
    if isinstance(error, HTTPException) and not isinstance(error, ProblemError):
        return {400: BAD_JSON, 404: NOT_FOUND, 405: WRONG_METHOD}.get(error.status_code, BAD_REQUEST)
    return None


def _misshapen(found: dict[str, Any]) -> Problem:
    """Names the field: `filters.from`."""
    field = ".".join(str(part) for part in found["loc"] if part != "body")
    if not field:
        return BAD_REQUEST
    return replace(
        BAD_REQUEST,
        vietnamese=f"Yêu cầu không đúng định dạng ở trường “{field}”.",
        english=f"{BAD_REQUEST.english} {field}: {found['msg']}.",
    )


def _add_health(app: FastAPI, service: Answerer) -> None:
    @app.head("/healthz", include_in_schema=False)
    @app.get("/healthz", summary="The process runs")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.head("/readyz", include_in_schema=False)
    @app.get("/readyz", summary="Index open, model loaded")
    def readyz() -> dict[str, Any]:
        return {"status": "ready", "index_version": service.index_version, **service.describe()}

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> FileResponse:
        return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")


def _add_reader(app: FastAPI, service: Answerer, frame: PageFrame) -> None:
    @app.api_route("/bai/{article_id}", methods=_READ, response_class=HTMLResponse, include_in_schema=False)
    def read(article_id: str, start: str | None = None, end: str | None = None) -> HTMLResponse:
        article = service.article(article_id)
        if article is None:
            return HTMLResponse(missing_page(frame, "Không tìm thấy bài báo", NO_ARTICLE.vietnamese), 404)
        return HTMLResponse(article_page(frame, article, start, end))


def _add_widget(app: FastAPI) -> None:
    @app.api_route("/widget.js", methods=_READ, include_in_schema=False)
    def widget() -> FileResponse:
        """At an address of its own, without a version: other sites' pages name it."""
        return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers={"Cache-Control": "max-age=600"})


def _keep_from_gradio(app: FastAPI) -> None:
    """gradio takes whatever no route takes; what reaches these has the right address and a method that is not for it."""

    def wrong_method() -> None:
        raise ProblemError(WRONG_METHOD)

    for path in ("/api/{rest:path}", "/bai/{rest:path}", "/healthz", "/readyz", "/openapi.json", "/favicon.ico", "/widget.js"):
        app.add_api_route(path, wrong_method, methods=_ALL, include_in_schema=False)


def _refuse(frame: PageFrame, scope: Scope) -> Response:
    """Nothing here: a page for a reader, a problem for a program."""
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return HTMLResponse(missing_page(frame, "Không tìm thấy trang", NOT_FOUND.vietnamese), 404)
    return respond(NOT_FOUND, scope["state"]["request_id"])


def _mount_chat(app: FastAPI, service: Answerer, pool: WorkerPool, root_path: str) -> None:
    gr.mount_gradio_app(
        app,
        build_chat(service, pool),
        path="/",
        root_path=root_path or None,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
    )


def _static_version() -> str:
    """Changes with any file in web/static, so that browsers fetch the new one."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))).hexdigest()[:10]
