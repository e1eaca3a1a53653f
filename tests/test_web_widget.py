"""docs/embed-example.html, served from another origin, with the chat inside, in a browser that blocks third-party cookies."""

import re
import time
from contextlib import contextmanager

import pytest
from browsing import ask, free_port, in_browser, launched, listening, visiting
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from test_web_embed import EXAMPLE, GUIDE
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
    """Another site of one page, without an icon of its own."""
    icon = Route("/favicon.ico", lambda request: Response(status_code=204))
    return Starlette(routes=[Route("/", lambda request: HTMLResponse(page)), icon])


@contextmanager
def both_sites(page=EXAMPLE, allowed=None, root_path=""):
    """The addresses of the chat and of a host page on another site ("localhost"), and the cookies that the chat saw."""
    host_port = free_port()
    ancestors = [f"http://localhost:{host_port}"] if allowed is None else allowed
    watch = CookieWatch(create_app(FakeAnswerer(), root_path=root_path, frame_ancestors=ancestors))
    with listening(watch) as port:
        site = f"http://127.0.0.1:{port}{root_path}"
        origin = site.removesuffix(root_path)  # a path in a policy would have to name each file
        for directive in ("script-src", "frame-src"):
            page = page.replace(f"{directive} {HOST}", f"{directive} {origin}")
        page = page.replace(HOST, site)
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


@contextmanager
def hosted(browser, *arguments, **settings):
    """A visitor's page of a host of its own."""
    with both_sites(*arguments, **settings) as (site, host, cookies):
        with visiting(site, browser, elsewhere=[host.split("/")[2]]) as open_page:
            yield open_page(host)
        assert cookies == []


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


def test_floating_button_and_keyboard(visit):
    page = visit()
    launch, frame = page.locator(".launch"), page.locator("iframe").nth(1)
    assert page.locator("iframe").count() == 1 and launch.get_attribute("aria-expanded") == "false"
    launch.press("Enter")
    box = frame_of(page, 1).locator("#question textarea:focus")
    box.wait_for()
    assert launch.get_attribute("aria-expanded") == "true"
    page.keyboard.type("Ba Bể?")
    page.keyboard.press("Enter")
    frame_of(page, 1).locator(".hb-card").wait_for()
    page.keyboard.press("Escape")
    page.locator(".panel.float").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.className") == "launch"
    page.keyboard.press("Enter")
    box.wait_for()
    assert frame_of(page, 1).locator(".hb-card").count() == 1  # the conversation is still there
    page.get_by_role("button", name="Đóng").click()
    assert frame.is_hidden()


def test_a_new_answer_is_shown_from_its_question(visit):
    page = visit(reduced_motion="reduce")
    page.locator(".launch").press("Enter")
    chat = frame_of(page, 1)
    ask(chat, "Ba Bể?")
    turn = ask(chat, "Ba Bể có bao nhiêu đảng viên?")
    until(lambda: abs(turn.evaluate("turn => turn.getBoundingClientRect().top")) < 40)


def test_phone(visit):
    page = visit(viewport={"width": 390, "height": 800}, color_scheme="dark")
    page.locator(".launch").click()
    ask(frame_of(page, 1), "Ba Bể?")
    assert page.locator(".panel.float").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 800}
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("allowed", [[], ["https://intranet.example"]])
def test_any_other_origin_is_refused(browser, allowed):
    with both_sites(allowed=allowed) as (_, host, cookies):
        context = browser.new_context()
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(host)
        page.locator("#hoi-dap .note").wait_for(timeout=20_000)
        assert "Chưa mở được phần hỏi đáp trong trang này. Mở trong thẻ mới" in page.locator("#hoi-dap .note").inner_text()
        assert page.locator("#hoi-dap iframe").is_hidden()
        assert frame_of(page, 0).locator("#question").count() == 0
        assert any("frame" in text.lower() for text in complaints)
        context.close()
    assert cookies == []


def test_plain_frame_of_the_guide(browser):
    frame = re.search(r"<iframe .*?</iframe>", GUIDE, re.S).group()
    with hosted(browser, f"<!doctype html><title>x</title>{frame}") as page:
        assert ask(frame_of(page, 0), "Ba Bể?").locator(".hb-card").count() == 1


def test_below_a_prefix(browser):
    with hosted(browser, root_path="/hoi-bao") as page:
        assert ask(frame_of(page, 0), "Ba Bể?").locator(".hb-card").count() == 1
        assert "/hoi-bao/?embed=1&host=" in page.locator("iframe").nth(0).get_attribute("src")


def test_messages_of_others_are_not_heard(visit):
    page = visit()
    frame_of(page, 0).locator("#question textarea").wait_for()
    page.wait_for_timeout(500)
    before = page.locator("iframe").nth(0).bounding_box()["height"]
    page.evaluate("postMessage({ hoibao: 'height', height: 600 }, '*')")  # right words, wrong window
    page.wait_for_timeout(200)
    assert page.locator("iframe").nth(0).bounding_box()["height"] == before != 600


def test_frame_speaks_to_the_named_origin_alone(browser):
    """Framed by an allowed site that is not the one named by `host`: nothing is told, nothing is heard."""
    page_of = """<!doctype html><title>x</title><iframe src="{}" width="600" height="600"></iframe>"""
    with both_sites(page_of.format(f"{HOST}/?embed=1&host=https://other.example")) as (_, host, _):
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script("window.told = []; addEventListener('message', (event) => told.push(event.data))")
        page.goto(host)
        question = frame_of(page, 0).locator("#question textarea")
        question.wait_for()
        page.evaluate("document.querySelector('iframe').contentWindow.postMessage({ hoibao: 'focus' }, '*')")
        page.wait_for_timeout(500)
        assert page.evaluate("told") == []
        assert question.evaluate("box => document.activeElement === box") is False
        context.close()
