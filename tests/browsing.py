"""Real servers and a real browser for the tests that are marked `browser`."""

import re
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
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ENGLISH = re.compile(
    r"\b(about|api|are|built|busy|button|cancel|chat|chatbot|clear|click|close|connection|copy|dark|delete|done|download|error|"
    r"expand|gradio|history|image|input|language|light|load|loading|lost|message|open|output|please|powered|processing|queue|"
    r"record|reload|retry|run|running|search|send|server|settings|share|show|status|stop|submit|system|text|textbox|the|theme|"
    r"try|undo|upload|use|via|wait|waiting|with|your)\b",
    re.I,
)
# Everything a person can see or hear: text that is rendered, and the attributes that browsers and screen readers speak.
SPOKEN = """() => {
  const found = [document.title];
  for (const element of document.querySelectorAll("body *")) {
    if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) continue;
    for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt", "aria-roledescription"])
      if (element.hasAttribute(name)) found.push(element.getAttribute(name));
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE && node.textContent.trim()) found.push(node.textContent.trim());
  }
  return found;
}"""
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
    config = uvicorn.Config(app, port=port, log_level="critical", proxy_headers=False, timeout_graceful_shutdown=1)  # as app.py
    server = uvicorn.Server(config)
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
    lost = []  # tabs whose stream broke off, with what gradio said of it

    def complain(page, text):
        if text.startswith("Unexpected error Connection errored out."):
            lost.append((page, text))
        # A page that is loaded anew gives up what it was fetching, and gradio does not catch that.
        elif not text.startswith("AbortError: signal is aborted without reason"):
            complaints.append(text)

    def leave(page, frame):
        """Whoever loads a tab anew breaks its stream off; nothing else may."""
        if frame == page.main_frame:
            lost[:] = [one for one in lost if one[0] is not page]

    def watch(page):
        page.on("console", lambda message: message.type in {"error", "warning"} and complain(page, message.text))
        page.on("pageerror", lambda error: complain(page, str(error)))
        page.on("framenavigated", lambda frame: leave(page, frame))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    def open_page(address=site, **traits):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-US"} | traits)
        context.on("page", watch)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    # What gradio says of a tab that is closed in the middle of something is no visitor's concern.
    heard = [*complaints, *(text for _, text in lost)]
    for context in contexts:
        context.close()
    assert heard == []
    assert hosts - set(elsewhere) == {urlsplit(site).netloc}


def settled(page):
    """Wait until gradio has heard the answer to its first question; who leaves before makes it complain of a lost stream."""
    page.evaluate("""async () => {
      const heard = () => performance.getEntriesByType("resource").some((one) => one.name.includes("queue/data"));
      while (!heard()) await new Promise((again) => setTimeout(again, 50));
    }""")


def ask(page, question):
    """Type a question, press Enter, wait for what comes; `page` may be a frame."""
    before = page.locator(".hb-turn").count()
    box = page.get_by_placeholder("Nhập câu hỏi…")
    box.fill(question)
    box.press("Enter")
    turn = page.locator(".hb-turn").nth(before)
    turn.locator(".hb-answer, .hb-failed").wait_for(timeout=60_000)
    page.locator("#send:enabled").wait_for()
    return turn


def serious(page):
    """What axe finds serious or worse, as "rule: element"."""
    page.evaluate(f"{AXE};null")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    worst = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
    return [f"{one['id']}: {node['html']}" for one in worst for node in one["nodes"]]
