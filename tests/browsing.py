"""Real servers and a real browser for the tests that are marked `browser`."""

import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip
in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium: apt-get install chromium"),
]


@contextmanager
def launched(*arguments):
    """Debian's chromium, driven by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *arguments])
        yield found
        found.close()


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def listening(app, port=None):
    """The port of a running server of this application."""
    import uvicorn

    port = port or free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@contextmanager
def visiting(site, browser, elsewhere=()):
    """Open the chat as a visitor with these traits; afterwards nothing may have gone wrong or out in any of their tabs.

    `elsewhere` are hosts that the tabs may speak to besides the site's own.
    """
    contexts, complaints, hosts = [], [], set()

    def watch(page):
        page.on("console", lambda message: message.type in {"error", "warning"} and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    def open_page(address=site, **traits):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-US"} | traits)
        context.on("page", watch)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert hosts - set(elsewhere) == {urlsplit(site).netloc}


def ask(page, question):
    """Type a question, press Enter, wait for what comes; `page` may be a frame."""
    before = page.locator(".hb-turn").count()
    box = page.get_by_placeholder("Nhập câu hỏi về nội dung các bài báo…")
    box.fill(question)
    box.press("Enter")
    turn = page.locator(".hb-turn").nth(before)
    turn.locator(".hb-answer, .hb-failed").wait_for(timeout=15_000)
    page.locator("#send:enabled").wait_for()
    return turn
