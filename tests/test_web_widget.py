"""docs/embed-example.html, served from another origin, with the chat inside, in a browser that blocks third-party cookies."""

import time
from contextlib import contextmanager

import pytest
from browsing import ask, free_port, in_browser, launched, listening, visiting
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from test_web_embed import EXAMPLE
from test_web_fake import QUOTE, FakeAnswerer

from web import create_app

HOST = "https://hoibao.example"

pytestmark = in_browser


class CookieWatch:
    """ASGI middleware that remembers every cookie that comes in or goes out."""

    def __init__(self, app):
        self.app = app
        self.seen = []

    async def __call__(self, scope, receive, send):
        async def watch(message):
            self.seen += [value for name, value in message.get("headers", []) if name == b"set-cookie"]
            await send(message)

        self.seen += [value for name, value in scope.get("headers", []) if name == b"cookie"]
        await self.app(scope, receive, watch)


def host_app(page):
    """Another site: one page at every address."""
    return Starlette(routes=[Route("/", lambda request: HTMLResponse(page))])


@contextmanager
def both_sites():
    """The addresses of the chat and of a host page on another site ("localhost"), and the cookies that the chat saw."""
    host_port = free_port()
    watch = CookieWatch(create_app(FakeAnswerer(), frame_ancestors=[f"http://localhost:{host_port}"]))
    with listening(watch) as port:
        site = f"http://127.0.0.1:{port}"
        page = EXAMPLE.replace(HOST, site)
        with listening(host_app(page), host_port):
            yield f"{site}/", f"http://localhost:{host_port}/", watch.seen


@pytest.fixture(scope="module")
def browser():
    """Here one that blocks third-party cookies and storage."""
    with launched("--test-third-party-cookie-phaseout") as found:
        yield found


@pytest.fixture(scope="module")
def sites():
    with both_sites() as found:
        yield found


@pytest.fixture
def visit(sites, browser):
    site, host, cookies = sites
    with visiting(site, browser, elsewhere=[host.split("/")[2]]) as open_page:
        yield lambda **traits: open_page(host, **traits)
    assert cookies == []


def frame_of(page, place):
    """The chat in the inline box (0) or in the floating one (1)."""
    return page.frame_locator("iframe").nth(place)


def until(holds):
    """Wait for it; Playwright's own waiting for a function needs `eval`, which the host page forbids."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come true in ten seconds")


def test_inline_box_answers(visit):
    page = visit()
    chat, frame = frame_of(page, 0), page.locator("iframe").nth(0)
    chat.locator("#question textarea").wait_for()
    assert page.evaluate("[document.activeElement.tagName, scrollY]") == ["BODY", 0]  # it takes no focus
    assert chat.locator(".hb-top").is_hidden()
    turn = ask(chat, "Ba Bể?")
    assert turn.locator(".hb-quote").inner_text() == QUOTE
    until(lambda: frame.bounding_box()["height"] > 500)
    turn.locator(".hb-cite").first.click()
    with page.context.expect_page() as opened:
        turn.get_by_role("link", name="Mở bài").click()
    assert opened.value.locator("mark#trich-dan").inner_text() == QUOTE
    ask(chat, "thời tiết?")
    until(lambda: frame.bounding_box()["height"] == 640)  # as tall as it may become
