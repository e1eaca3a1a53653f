"""What the widget's attributes change, in a browser: language, colours, and the part of the corpus that it is bound to."""

from contextlib import contextmanager

import pytest
from browsing import ask, free_port, in_browser, listening, visiting
from test_web_fake import FakeAnswerer
from test_web_widget import HOST, frame_of, host_app

from rag.bound import Bound
from web import create_app

pytestmark = in_browser
BLUE, YELLOW, OURS = "rgb(11, 83, 148)", "rgb(255, 221, 0)", "rgb(150, 32, 27)"
BLACK, WHITE = "rgb(0, 0, 0)", "rgb(255, 255, 255)"


@contextmanager
def widget(browser, attributes, language="vi", service=None, bound=None, **traits):
    """A visitor's page with one script tag that has these attributes."""
    script = f'<script src="{HOST}/widget.js" {attributes}></script>'
    page = f'<!doctype html><html lang="{language}"><title>x</title><p>Trang</p>{script}'
    port = free_port()
    app = create_app(service or FakeAnswerer(), frame_ancestors=[f"http://localhost:{port}"], bound=bound)
    with listening(app) as own:
        site = f"http://127.0.0.1:{own}"
        with (
            listening(host_app(page.replace(HOST, site)), port),
            visiting(f"{site}/", browser, elsewhere=[f"localhost:{port}"]) as open_page,
        ):
            yield open_page(f"http://localhost:{port}/", **traits)


def colours(page, selector):
    return page.locator(selector).evaluate("(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]")


ENGLISH, VIETNAMESE = ("en", "Ask the newspaper", "Close"), ("vi", "Hỏi Báo", "Đóng")


@pytest.mark.parametrize(
    ("attributes", "language", "words"),
    [
        ('data-lang="en"', "vi", ENGLISH),
        ("", "en-GB", ENGLISH),
        ('data-lang="vi"', "en", VIETNAMESE),
        ('data-lang="fr"', "en", VIETNAMESE),
    ],
)
def test_language(browser, attributes, language, words):
    code, title, close = words
    with widget(browser, attributes, language) as page:
        assert page.locator(".launch").inner_text() == title
        assert page.locator(".launch").evaluate("(one) => one.getRootNode().host.lang") == code
        page.locator(".launch").click()
        assert page.locator("iframe").get_attribute("title") == title
        assert page.get_by_role("dialog", name=title).count() == 1
        assert page.get_by_role("button", name=close).get_attribute("title") == close
        chat = frame_of(page, 0)
        chat.locator("#question textarea").wait_for()
        assert chat.locator("html").get_attribute("lang") == "vi"  # what is asked and answered stays Vietnamese
        assert chat.locator("#send").inner_text() == "Gửi"


def test_english_words_where_the_chat_cannot_be_shown(browser):
    with widget(browser, 'data-lang="en" data-mode="inline"') as page:
        frame_of(page, 0).locator("#question textarea").wait_for()
        assert page.locator(".note").is_hidden()
        assert page.locator(".note").text_content() == "The chat could not be opened in this page. Open in a new tab"


@pytest.mark.parametrize(
    ("attributes", "button", "text", "inside"),
    [
        ('data-color="#0b5394"', BLUE, WHITE, BLUE),
        ('data-color="#0B5394" data-theme="dark"', BLUE, WHITE, BLUE),
        ('data-color="#ffdd00"', YELLOW, BLACK, OURS),  # white text on it could not be read: the chat keeps its own
        ('data-color="red;background:url(//evil)"', OURS, WHITE, OURS),
        ("", OURS, WHITE, OURS),
    ],
)
def test_colours(browser, attributes, button, text, inside):
    with widget(browser, attributes) as page:
        assert colours(page, ".launch") == [button, text]
        page.locator(".launch").click()
        assert colours(page, ".bar") == [button, text]
        chat = frame_of(page, 0)
        chat.locator("#question textarea").fill("Ba Bể?")
        assert colours(chat, "#send") == [inside, WHITE]


@pytest.mark.parametrize(("theme", "dark"), [("dark", True), ("light", False), ("auto", True)])
def test_theme(browser, theme, dark):
    """The visitor's machine is dark; the attribute decides."""
    with widget(browser, f'data-theme="{theme}" data-mode="inline"', color_scheme="dark") as page:
        chat = frame_of(page, 0)
        chat.locator("#question textarea").wait_for()
        for place, selector in ((page, ".panel"), (chat, "body")):
            red = int(colours(place, selector)[0].split("(")[1].split(",")[0])
            assert (red < 100) == dark, selector


def test_a_widget_of_one_source(browser):
    service = FakeAnswerer()
    with widget(browser, 'data-source="Báo Bắc Kạn" data-mode="inline"', service=service) as page:
        chat = frame_of(page, 0)
        ask(chat, "Ba Bể?")
        assert service.asked[-1][2].bounds == (Bound(("Báo Bắc Kạn",)),)
        chat.locator("#filters summary").click()
        offered = chat.locator("#filters input[name=source]").evaluate_all("(all) => all.map((one) => one.value)")
        assert offered == ["Báo Bắc Kạn", "Hỏi Báo (bài mẫu)"]  # an article of both, and none of any other source
        assert "source=B%C3%A1o+B%E1%BA%AFc+K%E1%BA%A1n" in page.locator(".note a").evaluate("(one) => one.href")


def test_a_widget_of_a_folder(browser):
    service = FakeAnswerer()
    with widget(browser, 'data-folder="xa/son-ha" data-mode="inline"', service=service) as page:
        ask(frame_of(page, 0), "Ba Bể?")
        assert service.asked[-1][2].bounds == (Bound(folders=("xa/son-ha",)),)


def test_a_page_cannot_leave_what_the_site_is_bound_to(browser):
    service = FakeAnswerer()
    with widget(browser, 'data-source="Báo khác" data-mode="inline"', service=service, bound=Bound(("Báo Bắc Kạn",))) as page:
        ask(frame_of(page, 0), "Ba Bể?")
        assert service.asked[-1][2].bounds == (Bound(("Báo khác",)), Bound(("Báo Bắc Kạn",)))  # both must hold
        assert frame_of(page, 0).locator("#filters input").count() == 0


def test_a_source_that_there_is_none_of_offers_nothing(browser):
    class OfOneSource(FakeAnswerer):
        def example_questions(self, bounds=()):
            return [] if bounds else super().example_questions()

    with widget(browser, 'data-source="Báo khác" data-mode="inline"', service=OfOneSource()) as page:
        chat = frame_of(page, 0)
        chat.locator("#question textarea").wait_for()
        chat.locator("#examples").wait_for(state="hidden")
