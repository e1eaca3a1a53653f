"""The API called by scripts of other sites' pages, in a real browser: the named origin may, any other may not."""

import pytest
from browsing import free_port, in_browser, listening
from test_web_fake import QUOTE, FakeAnswerer
from test_web_widget import host_app

from web import Limits, create_app

pytestmark = in_browser
ASK = """async ([site, path, body, secret]) => {
  try {
    const headers = { "Content-Type": "application/json", ...(secret && { Authorization: `Bearer ${secret}` }) };
    const told = await fetch(site + path, { method: body ? "POST" : "GET", body, headers: body ? headers : {} });
    return [told.status, await told.text(), told.headers.get("X-Request-ID")];
  } catch (error) {
    return [0, error.name, null];
  }
}"""
QUESTION = '{"question": "Ba Bể?"}'


@pytest.fixture(scope="module")
def service():
    return FakeAnswerer()


@pytest.fixture(scope="module")
def sites(service):
    """The API, a page that may call it and one that may not, on three origins."""
    friend, stranger = free_port(), free_port()
    page = host_app("<!doctype html><title>Trang khác</title>")
    limits = Limits(allowed_origins=(f"http://localhost:{friend}",), access_token="s3")
    with (
        listening(create_app(service, limits=limits)) as port,
        listening(page, friend),
        listening(page, stranger),
    ):
        yield f"http://127.0.0.1:{port}", f"http://localhost:{friend}/", f"http://localhost:{stranger}/"


@pytest.fixture
def caller(sites, browser):
    """Calls the API from a page of one of the sites."""
    contexts = []

    def call(of, path, body=None, secret=""):
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.goto(of)
        return page.evaluate(ASK, [sites[0], path, body, secret])

    yield call
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_the_named_origin_may_ask(caller, sites, path):
    status, text, request_id = caller(sites[1], path, QUESTION, "s3")
    assert status == 200 and QUOTE in text and len(request_id) == 12


def test_it_can_read_what_went_wrong(caller, sites):
    status, text, _ = caller(sites[1], "/api/ask", QUESTION, "sai")
    assert status == 401 and "Bạn chưa được phép dùng trang này." in text


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/v1/chat/completions", "/api/feedback"])
def test_any_other_origin_may_not(caller, sites, service, path):
    service.asked.clear()
    assert caller(sites[2], path, QUESTION, "s3")[:2] == [0, "TypeError"]
    assert service.asked == []  # the browser asked whether it may, and sent no question


def test_any_other_origin_reads_nothing(caller, sites):
    assert caller(sites[2], "/healthz")[:2] == [0, "TypeError"]
    assert caller(sites[1], "/healthz")[0] == 200
