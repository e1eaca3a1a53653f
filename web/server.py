"""The web application: REST API, article reader and chat page behind one set of limits and headers."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Scope

from web.api import api_router
from web.chat import build_chat, theme
from web.corpus_page import corpus_page
from web.corpus_search import CorpusSearch
from web.feedback import FeedbackFile
from web.gate import Gate
from web.handlers import add_problem_handlers
from web.limits import Limits
from web.metrics import Measured
from web.page import ChatPage
from web.page_frame import PageFrame, missing_page
from web.pool import WorkerPool
from web.problems import NO_ARTICLE, NOT_FOUND, WRONG_METHOD, Problem, ProblemError, headers_of, respond
from web.reader import Marks, article_page
from web.security import Shield
from web.sentence_link import linked_ranges
from web.service import Answerer

STATIC = Path(__file__).parent / "static"
_READ = ["GET", "HEAD"]
_ALL = [*_READ, "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class _Static(StaticFiles):
    """Asked for anew each time: scripts that scripts import carry no version in their address."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


class WebApp(FastAPI):
    """FastAPI with the shield outside of everything, so that error responses carry its headers too."""

    shield: Callable[[ASGIApp], ASGIApp]
    leaving: asyncio.Event  # to be set when the server is told to stop

    def build_middleware_stack(self) -> ASGIApp:
        return self.shield(super().build_middleware_stack())


def create_app(
    service: Answerer,
    *,
    root_path: str = "",
    frame_ancestors: Iterable[str] = (),
    feedback: Path | None = None,
    limits: Limits | None = None,
) -> WebApp:
    """The application over one answerer.

    `root_path` is the prefix it is served below, `frame_ancestors` may embed it, `feedback` is the file for readers' verdicts.
    `limits` says who may ask and how much; None counts nobody's questions.
    """
    root_path = "/" + root_path.strip("/") if root_path.strip("/") else ""
    frame = PageFrame(base=f"{root_path}/", version=_static_version())
    limits = limits or Limits()
    pool = WorkerPool(waiting=limits.queue)
    measured = Measured(service, pool, limits.max_question)

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
        max_body=limits.max_body,
    )
    app.add_middleware(ChatPage, frame=frame)
    app.add_middleware(Gate, limits=limits, refuse=partial(_turn_away, frame))
    app.add_middleware(  # outside of the gate, so that a browser may read its problems; without it gradio reflects any origin
        CORSMiddleware,
        allow_origins=limits.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["X-Request-ID", "X-Total-Count", "Retry-After"],
    )
    add_problem_handlers(app)
    _add_health(app, measured)
    app.include_router(api_router(measured, pool, app.leaving, FeedbackFile(feedback) if feedback else None))
    _add_reader(app, measured, frame)
    _add_corpus_page(app, measured, frame)
    _add_widget(app)
    app.mount("/site", _Static(directory=STATIC), name="site")
    _keep_from_gradio(app)
    _mount_chat(app, measured, pool, root_path, limits.max_body)
    return app


def _add_health(app: FastAPI, service: Measured) -> None:
    @app.head("/healthz", include_in_schema=False)
    @app.get("/healthz", summary="The process runs")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.head("/readyz", include_in_schema=False)
    @app.get("/readyz", summary="Index open, model loaded")
    def readyz() -> dict[str, Any]:
        return {"status": "ready", "index_version": service.index_version, **service.describe()}

    @app.get("/metrics", response_class=PlainTextResponse, summary="Counts and times for Prometheus")
    def metrics() -> Response:
        return Response(service.text(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> FileResponse:
        return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")


def _add_reader(app: FastAPI, service: Answerer, frame: PageFrame) -> None:
    @app.api_route("/bai/{article_id}", methods=_READ, response_class=HTMLResponse, include_in_schema=False)
    def read(request: Request, article_id: str) -> HTMLResponse:
        article = service.article(article_id)
        if article is None:
            return HTMLResponse(missing_page(frame, "Không tìm thấy bài báo", NO_ARTICLE.vietnamese), 404)
        marks = Marks.of(article.text, *linked_ranges(request.query_params))
        site = f"{request.url.scheme}://{request.url.netloc}{frame.base}"
        return HTMLResponse(article_page(frame, article, marks, service.copies(article_id), site))


def _add_corpus_page(app: FastAPI, service: Answerer, frame: PageFrame) -> None:
    @app.api_route("/kho", methods=_READ, response_class=HTMLResponse, include_in_schema=False)
    def browse(request: Request) -> HTMLResponse:
        return HTMLResponse(corpus_page(frame, service, CorpusSearch.of(request.query_params)))


def _add_widget(app: FastAPI) -> None:
    @app.api_route("/widget.js", methods=_READ, include_in_schema=False)
    def widget() -> FileResponse:
        """At an address of its own, without a version: other sites' pages name it."""
        return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers={"Cache-Control": "max-age=600"})


def _keep_from_gradio(app: FastAPI) -> None:
    """gradio takes whatever no route takes; what reaches these has the right address and a method that is not for it."""

    def wrong_method() -> None:
        raise ProblemError(WRONG_METHOD)

    for path in (
        *("/api/{rest:path}", "/bai/{rest:path}", "/kho", "/widget.js"),
        *("/healthz", "/readyz", "/metrics", "/openapi.json", "/favicon.ico"),
    ):
        app.add_api_route(path, wrong_method, methods=_ALL, include_in_schema=False)


def _refuse(frame: PageFrame, scope: Scope) -> Response:
    """Nothing here: a page for a reader, a problem for a program."""
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return HTMLResponse(missing_page(frame, "Không tìm thấy trang", NOT_FOUND.vietnamese), 404)
    return respond(NOT_FOUND, scope["state"]["request_id"])


def _turn_away(frame: PageFrame, scope: Scope, problem: Problem) -> Response:
    """A reader who opens a page gets one, a program gets the problem."""
    if scope["method"] in _READ and "text/html" in Headers(scope=scope).get("accept", ""):
        page = missing_page(frame, "Không mở được trang", problem.vietnamese)
        return HTMLResponse(page, problem.status, headers_of(problem))
    return respond(problem, scope["state"]["request_id"])


def _mount_chat(app: FastAPI, service: Answerer, pool: WorkerPool, root_path: str, max_body: int) -> None:
    gr.mount_gradio_app(
        app,
        build_chat(service, pool, max_body),
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
