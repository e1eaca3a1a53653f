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
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Scope

from rag.bound import Bound
from web.admin.reindexing import Rebuild, Reindexing
from web.admin.routes import add_admin
from web.api.described import DESCRIPTION, TITLE, completed
from web.api.routes import api_router
from web.bound import bounded
from web.chat.blocks import build_chat, theme
from web.chat.template import ChatPage
from web.feedback import FeedbackFile
from web.guard.free_events import free_events
from web.guard.gate import Gate
from web.guard.security import Shield
from web.handlers import add_problem_handlers
from web.health import health_router
from web.limits import Limits
from web.metrics import Measured
from web.openai.errors import respond_to
from web.openai.routes import openai_router
from web.pages.corpus_page import corpus_page
from web.pages.corpus_search import CorpusSearch
from web.pages.frame import PageFrame, missing_page
from web.pages.reader import Marks, article_page
from web.pool import WorkerPool
from web.problems import NO_ARTICLE, NOT_FOUND, Problem, headers_of
from web.sentence_link import linked_ranges
from web.service import Answerer

STATIC = Path(__file__).parent / "static"
_READ = ["GET", "HEAD"]


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
    limits: Limits

    def openapi(self) -> dict[str, Any]:
        return completed(super().openapi(), self.limits)

    def build_middleware_stack(self) -> ASGIApp:
        return self.shield(super().build_middleware_stack())


def create_app(
    service: Answerer,
    *,
    root_path: str = "",
    frame_ancestors: Iterable[str] = (),
    feedback: Path | None = None,
    limits: Limits | None = None,
    bound: Bound | None = None,
    rebuild: Rebuild | None = None,
    admin_secret: str = "",
) -> WebApp:
    """The application over one answerer.

    `root_path` is the prefix it is served below, `frame_ancestors` may embed it, `feedback` is the file for readers' verdicts.
    `limits` says who may ask and how much; None counts nobody's questions. `bound` names the part of the corpus that there is.
    Whoever knows `admin_secret` may have the index brought up to date by `rebuild`; without either nobody may.
    """
    root_path = "/" + root_path.strip("/") if root_path.strip("/") else ""
    frame = PageFrame(base=f"{root_path}/", version=_static_version())
    limits = limits or Limits()
    pool = WorkerPool(waiting=limits.queue)
    measured = Measured(bounded(service, bound or Bound()), pool, limits.max_question)
    chat = build_chat(measured, pool, limits.max_body)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        pool.close()

    app = WebApp(title=TITLE, description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.limits = limits
    app.leaving = asyncio.Event()
    app.shield = partial(
        Shield,
        refuse=partial(_turn_away, frame),
        leaving=app.leaving,
        root_path=root_path,
        frame_ancestors=tuple(frame_ancestors),
        max_body=limits.max_body,
    )
    _add_layers(app, frame, limits, chat)
    add_problem_handlers(app)
    app.include_router(health_router(measured))
    app.include_router(api_router(measured, pool, app.leaving, FeedbackFile(feedback) if feedback else None))
    app.include_router(openai_router(measured, pool, app.leaving, frame))
    _add_reader(app, measured, frame)
    reindexing = Reindexing(measured, rebuild) if rebuild and admin_secret else None
    add_admin(app, frame, reindexing, admin_secret, lambda request: limits.client(request.scope))
    _add_corpus_page(app, measured, frame, updating=reindexing is not None)
    _add_widget(app)
    app.mount("/site", _Static(directory=STATIC), name="site")
    _mount_chat(app, chat, root_path)
    return app


def _add_layers(app: FastAPI, frame: PageFrame, limits: Limits, chat: gr.Blocks) -> None:
    app.add_middleware(ChatPage, frame=frame)
    app.add_middleware(Gate, limits=limits, refuse=partial(_turn_away, frame), free=free_events(chat))
    app.add_middleware(  # outside of the gate, so that a browser may read its problems; without it gradio reflects any origin
        CORSMiddleware,
        allow_origins=limits.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["*"],  # of these origins alone; the scripts of OpenAI's clients send a dozen of their own
        expose_headers=["X-Request-ID", "X-Total-Count", "Retry-After"],
    )


def _add_reader(app: FastAPI, service: Answerer, frame: PageFrame) -> None:
    @app.api_route("/bai/{article_id}", methods=_READ, response_class=HTMLResponse, include_in_schema=False)
    def read(request: Request, article_id: str) -> HTMLResponse:
        article = service.article(article_id)
        if article is None:
            return HTMLResponse(missing_page(frame, "Không tìm thấy bài báo", NO_ARTICLE.vietnamese), 404)
        marks = Marks.of(article.text, *linked_ranges(request.query_params))
        site = f"{request.url.scheme}://{request.url.netloc}{frame.base}"
        return HTMLResponse(article_page(frame, article, marks, service.copies(article_id), site))


def _add_corpus_page(app: FastAPI, service: Answerer, frame: PageFrame, *, updating: bool) -> None:
    @app.api_route("/kho", methods=_READ, response_class=HTMLResponse, include_in_schema=False)
    def browse(request: Request) -> HTMLResponse:
        framed = request.headers.get("sec-fetch-dest") in {"iframe", "frame"}
        search = CorpusSearch.of(request.query_params)
        return HTMLResponse(corpus_page(frame, service, search, updating=updating and not framed))


def _add_widget(app: FastAPI) -> None:
    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> FileResponse:
        return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")

    @app.api_route("/widget.js", methods=_READ, include_in_schema=False)
    def widget() -> FileResponse:
        """At an address of its own, without a version: other sites' pages name it."""
        return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers={"Cache-Control": "max-age=600"})


def _turn_away(frame: PageFrame, scope: Scope, problem: Problem) -> Response:
    """A reader who opens a page gets one, a program gets the problem."""
    if scope["method"] in _READ and "text/html" in Headers(scope=scope).get("accept", ""):
        heading = "Không tìm thấy trang" if problem is NOT_FOUND else "Không mở được trang"
        page = missing_page(frame, heading, problem.vietnamese)
        return HTMLResponse(page, problem.status, headers_of(problem))
    return respond_to(scope, problem)


def _mount_chat(app: FastAPI, chat: gr.Blocks, root_path: str) -> None:
    gr.mount_gradio_app(
        app,
        chat,
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
