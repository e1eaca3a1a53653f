"""The conversation outlives the server and a reload, in the tab that it was held in; files of it are saved from the page."""

import io
import json
import tempfile
from pathlib import Path

import docx
import pytest
from browsing import ask, free_port, in_browser, listening
from test_web_fake import QUOTE, FakeAnswerer

from web import Limits, create_app
from web.chat.kept import UNANSWERED

pytestmark = in_browser
ANSWERED = f"{QUOTE} [1]"


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def visit(browser, port):
    """Open the chat in a browser of its own."""
    contexts = []

    def open_page(path=""):
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.goto(f"http://127.0.0.1:{port}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def running(port, **traits):
    """A server of its own on this port: nothing of an earlier one is left in its memory."""
    return listening(create_app(FakeAnswerer(**traits)), port)


def questions(page):
    return [text.removeprefix("Câu hỏi:").strip() for text in page.locator(".hb-question").all_inner_texts()]


def reopened(page):
    page.reload()
    page.locator(".hb-ready #send:enabled").wait_for()


def test_a_follow_up_after_a_restart_is_asked_with_the_conversation_before_it(port, visit):
    service = FakeAnswerer()
    with listening(create_app(FakeAnswerer()), port):
        first, second = visit(), visit()
        ask(first, "Ba Bể?")
        ask(second, "thời tiết?")
        box = first.locator("#question textarea")
    box.fill("Còn Ba Chẽ?")
    box.press("Enter")  # nobody answers
    first.get_by_text("Mất kết nối với máy chủ.").wait_for()
    with listening(create_app(service), port):
        first.get_by_text("Mất kết nối với máy chủ.").wait_for(state="hidden", timeout=60_000)
        first.locator("#luot-1 .hb-card").wait_for(timeout=60_000)
        assert first.locator("#luot-1 .hb-short").inner_text() == "325/600"
        first.locator("#send:enabled").wait_for()
        assert box.input_value() == "Còn Ba Chẽ?"
        box.press("Enter")
        first.locator("#luot-2 .hb-card").wait_for()
        assert questions(first) == ["Ba Bể?", "Còn Ba Chẽ?"]
        reopened(second)
        second.locator("#luot-1 .hb-refused").wait_for()
        assert questions(second) == ["thời tiết?"]  # each browser has its own
    assert [asked[:2] for asked in service.asked] == [("Còn Ba Chẽ?", [("Ba Bể?", ANSWERED)])]


def test_a_restart_that_the_page_did_not_notice(port, visit):
    service = FakeAnswerer()
    with running(port):
        page = visit()
        ask(page, "Ba Bể?")
        page.locator("#suggested .hb-ask").first.wait_for()  # the last thing on its way; who loses it notices
    with listening(create_app(service), port):
        ask(page, "Còn Ba Chẽ?")
        assert questions(page) == ["Ba Bể?", "Còn Ba Chẽ?"]
    assert service.asked[-1][1] == [("Ba Bể?", ANSWERED)]


def test_a_small_body_keeps_the_newest_turns(port, visit):
    """One turn of these takes some 1,450 bytes, and half of a body is for them."""
    limits = Limits(max_body=9_000)
    with listening(create_app(FakeAnswerer(), limits=limits), port):
        page = visit()
        for question in ("Ba Bể một?", "Ba Bể hai?", "Ba Bể ba?", "Ba Bể bốn?"):
            ask(page, question)
        assert len(questions(page)) == 4
        reopened(page)
        page.locator("#luot-4 .hb-card").wait_for()
        assert questions(page) == ["Ba Bể hai?", "Ba Bể ba?", "Ba Bể bốn?"]


def test_a_question_on_its_way_comes_back_to_be_asked_again(port, visit):
    with running(port, delay=3.0):
        page = visit()
        page.locator("#question textarea").fill("Ba Bể?")
        page.keyboard.press("Enter")
        page.locator(".hb-status").wait_for()
        page.wait_for_function("sessionStorage.length && JSON.parse(Object.values(sessionStorage)[0]).turns")
    with running(port):
        reopened(page)
        page.locator("#luot-1").get_by_text(UNANSWERED).wait_for()
        page.get_by_role("button", name="Hỏi lại").click()
        page.locator("#luot-2 .hb-card").wait_for()
        assert questions(page) == ["Ba Bể?"]


def test_a_new_conversation_is_empty_for_good_and_no_tab_shares_it(port, visit):
    with running(port):
        page = visit()
        ask(page, "Ba Bể?")
        other = page.context.new_page()
        other.goto(page.url)
        other.locator(".hb-ready #send:enabled").wait_for()
        assert questions(other) == []
        page.get_by_role("button", name="Cuộc trò chuyện mới").click()
        page.locator(".hb-turn").wait_for(state="detached")
        page.wait_for_function("JSON.parse(Object.values(sessionStorage)[0]).turns === ''")
        reopened(page)
        page.locator(".hb-example").first.wait_for()
        assert questions(page) == []


def test_a_linked_question_is_asked_once_and_another_link_begins_anew(port, visit):
    with running(port):
        page = visit("?q=Ba+B%E1%BB%83%3F")
        page.locator("#luot-1 .hb-card").wait_for()
        page.locator("#send:enabled").wait_for()
        ask(page, "thời tiết?")
        reopened(page)
        page.locator("#luot-2").wait_for()
        assert questions(page) == ["Ba Bể?", "thời tiết?"]
        page.goto(page.url.split("?")[0] + "?q=Sau+n%C3%A0y%3F")
        page.locator("#luot-1 .hb-card").wait_for()
        assert questions(page) == ["Sau này?"]


def test_pages_of_different_parts_of_the_corpus_have_conversations_of_their_own(port, visit):
    with running(port):
        page = visit()
        ask(page, "Ba Bể?")
        page.goto(page.url + "?source=Kh%C3%A1c")
        page.locator(".hb-ready #send:enabled").wait_for()
        ask(page, "thời tiết?")
        assert questions(page) == ["thời tiết?"]
        page.goto(page.url.replace("source", "folder"))
        page.locator(".hb-ready #send:enabled").wait_for()
        ask(page, "thời tiết nữa?")
        assert questions(page) == ["thời tiết nữa?"]
        page.goto(page.url.split("?")[0])
        page.locator("#luot-1 .hb-card").wait_for()
        assert questions(page) == ["Ba Bể?"]


@pytest.mark.parametrize(
    "stored", ["x", "[]", '{"turns": "[{}]", "sent": []}', '{"turns": "<img src=x>", "sent": "x", "draft": 1}']
)
def test_what_was_tampered_with_is_nothing(port, visit, stored):
    with running(port):
        page = visit()
        page.locator(".hb-ready #send:enabled").wait_for()
        page.goto(page.url + "kho")  # leaving the chat writes what it remembers
        page.evaluate("(stored) => sessionStorage.setItem('hoibao:/', stored)", stored)
        page.goto(page.url.removesuffix("kho"))
        assert ask(page, "Ba Bể?").locator(".hb-card").count() == 1
        assert questions(page) == ["Ba Bể?"]


def test_a_page_without_storage_works_as_long_as_it_is_open(port, visit, browser):
    with running(port):
        context = browser.new_context()
        context.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('forbidden'); } })")
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        ask(page, "Ba Bể?")
        ask(page, "thời tiết?")
        assert questions(page) == ["Ba Bể?", "thời tiết?"]
        context.close()


# --- files


def download(page, name):
    page.locator("#export summary").click()
    with page.expect_download() as begun:
        page.locator("#export").get_by_role("button", name=name).click()
    assert page.locator("#export details[open]").count() == 0
    return begun.value.suggested_filename, Path(begun.value.path()).read_bytes()


def cached():
    """What gradio keeps of files on the disk."""
    folder = Path(tempfile.gettempdir()) / "gradio"
    return sorted(folder.rglob("*")) if folder.exists() else []


def test_the_three_files_hold_the_conversation(port, visit):
    before = cached()
    with running(port):
        page = visit()
        assert page.locator("#export summary").is_hidden()  # nothing to save yet
        ask(page, "Ba Bể?")
        ask(page, "thời tiết?")
        reader = page.locator(".hb-open").evaluate("(link) => link.href")
        name, data = download(page, "Word")
        paper = docx.Document(io.BytesIO(data))
        assert name.startswith("hoi-bao-2") and name.endswith(".docx") and name.isascii()
        assert [one.text for one in paper.paragraphs if one.style.name == "Heading 1"] == ["1. Ba Bể?", "2. thời tiết?"]
        assert [one.text for one in paper.paragraphs if one.style.name == "Quote"] == [QUOTE]
        links = [link.url for one in paper.paragraphs for link in one.hyperlinks if link.address]
        assert links[0] == reader.replace("&n=1", "")
        name, data = download(page, "Markdown")
        assert name.endswith(".md") and f"> {QUOTE}\n" in data.decode() and "## 2. thời tiết?\n" in data.decode()
        name, data = download(page, "JSON")
        assert [one["answer"]["answered"] for one in json.loads(data)["turns"]] == [True, False]
        page.goto(links[0])
        assert page.locator("mark#trich-dan").inner_text() == QUOTE
    assert cached() == before


def test_the_same_file_twice_and_after_a_restart(port, visit):
    with running(port):
        page = visit()
        ask(page, "Ba Bể?")
        assert download(page, "JSON")[0] == download(page, "JSON")[0].replace("(1)", "")
    with running(port):
        (turn,) = json.loads(download(page, "JSON")[1])["turns"]
        assert turn["answer"]["answer"] == ANSWERED


def test_the_menu_with_the_keyboard(port, visit):
    with running(port):
        page = visit()
        ask(page, "Ba Bể?")
        page.locator("#export summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        assert page.locator("#export details[open]").count() == 0
        page.keyboard.press("Enter")  # the menu's name has the focus again
        page.keyboard.press("Tab")
        with page.expect_download() as begun:
            page.keyboard.press("Enter")
        assert begun.value.suggested_filename.endswith(".docx")
        page.get_by_text("Đã tải về hoi-bao-").wait_for(state="attached")
