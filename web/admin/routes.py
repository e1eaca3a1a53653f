"""The addresses of the administrator: who may bring the index up to date, and how often a secret may be tried."""

import hashlib
import math
from collections.abc import Callable
from hmac import compare_digest
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from web.admin.reindex_page import HERE, form_page, job_page
from web.admin.reindexing import Reindexing
from web.guard.rate import RateLimit
from web.pages.frame import PageFrame, missing_page
from web.problems import NOT_FOUND

TRIES_PER_MINUTE = 5  # of the secret, for one client address
WRONG = "Mã quản trị không đúng."
FOREIGN = "Yêu cầu không đến từ trang này; bạn hãy mở trang cập nhật của kho bài rồi bấm lại."
_NOT_KEPT = {"Cache-Control": "no-store"}


def add_admin(
    app: FastAPI, frame: PageFrame, reindexing: Reindexing | None, secret: str, client: Callable[[Request], str]
) -> None:
    """The routes below /kho/cap-nhat; without a secret or without anything that can rebuild there is nothing at them.

    `client` tells the address of whoever asks. No cookie is set: the secret comes with the one request that needs it.
    """
    tries = RateLimit(TRIES_PER_MINUTE)
    works = reindexing if secret else None

    @app.get(f"/{HERE}", include_in_schema=False)
    def show_form() -> Response:
        return _missing(frame) if works is None else HTMLResponse(form_page(frame), headers=_NOT_KEPT)

    @app.post(f"/{HERE}", include_in_schema=False)
    async def start(request: Request) -> Response:
        if works is None:
            return _missing(frame)
        if not _from_here(request):
            return HTMLResponse(form_page(frame, FOREIGN), 403, _NOT_KEPT)
        wait = math.ceil(tries.take(client(request)))
        if wait:
            told = f"Bạn đã thử quá nhiều lần, hãy chờ {wait} giây rồi thử lại."
            return HTMLResponse(form_page(frame, told), 429, {**_NOT_KEPT, "Retry-After": str(wait)})
        typed = (await request.form(max_files=0, max_fields=4)).get("secret", "")
        if not isinstance(typed, str) or not _same(typed, secret):
            return HTMLResponse(form_page(frame, WRONG), 403, _NOT_KEPT)
        return RedirectResponse(f"{frame.base}{HERE}/{works.start().ticket}", 303, _NOT_KEPT)

    @app.get(f"/{HERE}/{{ticket}}", include_in_schema=False)
    def show_job(ticket: str) -> Response:
        job = works.job(ticket) if works else None
        return _missing(frame) if job is None else HTMLResponse(job_page(frame, job), headers=_NOT_KEPT)


def _missing(frame: PageFrame) -> Response:
    return HTMLResponse(missing_page(frame, "Không tìm thấy trang", NOT_FOUND.vietnamese), 404)


def _same(typed: str, secret: str) -> bool:
    """In a time that tells nothing of the secret, its length included."""
    one, other = (hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (typed, secret))
    return compare_digest(one, other)


def _from_here(request: Request) -> bool:
    """Whether a page of this site sent the form, as far as the browser tells; without either header it is no browser."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
