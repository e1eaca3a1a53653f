"""What is offered below an answer: after it, in time that nobody else needs, gone with the next question."""

import asyncio
import json
import threading

import pytest
from browsing import ask, in_browser, listening, serious, visiting
from test_web_fake import FakeAnswerer

from rag.filters import Filters
from web import Limits, create_app
from web.chat.conversation import Conversation
from web.chat.suggesting import Suggesting
from web.pool import WorkerPool

OFFERED = ["Ba Bể có bao nhiêu chi bộ?", "Ba Bể có bao nhiêu hộ?"]


@pytest.fixture
def pool():
    found = WorkerPool()
    yield found
    found.close()


async def answered(service, pool, question="Ba Bể?", **more):
    return [turns async for turns in Conversation(service, pool).ask(question, [], **more)][-1]


async def test_they_follow_the_last_answer_and_are_kept(pool):
    service = FakeAnswerer()
    suggesting = Suggesting(pool)
    turns = await answered(service, pool)
    assert await suggesting.after(service, turns, "", "v") == OFFERED
    assert await suggesting.after(service, turns, "", "another") == OFFERED
    assert service.led_on == [("Ba Bể?", [("Ba Bể?", turns[-1].answer.answer)], None)]


async def test_a_refusal_an_error_and_an_empty_page_lead_nowhere(pool):
    service = FakeAnswerer()
    suggesting = Suggesting(pool)
    for turns in ([], await answered(service, pool, "thời tiết?"), await answered(service, pool, "lỗi")):
        assert await suggesting.after(service, turns, "", "v") == []
    assert service.led_on == []


async def test_filters_go_with_them_and_other_filters_speak_against_them(pool):
    service = FakeAnswerer()
    suggesting = Suggesting(pool)
    chosen = json.dumps({"source": ["Báo A"]})
    turns = await answered(service, pool, filters=chosen)
    assert await suggesting.after(service, turns, "", "v") == []
    assert await suggesting.after(service, turns, "{", "v") == []
    assert await suggesting.after(service, turns, chosen, "v") == OFFERED
    assert service.led_on[0][2] == Filters(source=("Báo A",))


async def test_they_stand_still_while_a_question_is_answered_and_end_with_the_next(pool):
    service = FakeAnswerer()
    suggesting = Suggesting(pool)
    turns = await answered(service, pool)
    answering, tried, ended = threading.Event(), threading.Event(), []

    def slow(answer, history, filters, go_on):
        tried.set()
        ended.append(go_on())
        return OFFERED

    service.suggestions = slow
    somebody = pool.submit(lambda: answering.wait(10))
    search = asyncio.ensure_future(suggesting.after(service, turns, "", "v"))
    while not tried.is_set():
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert ended == []  # it waits for the other's answer
    suggesting.cancel("v")
    assert await search == []
    assert ended == [False]
    answering.set()
    await somebody
    assert await suggesting.after(service, turns, "", "v") == OFFERED  # what was cut off is not kept
    assert ended == [False, True]


async def test_an_error_costs_nothing_but_the_suggestions(pool):
    service = FakeAnswerer()

    def broken(*_):
        raise RuntimeError("secret cause")

    service.suggestions = broken
    assert await Suggesting(pool).after(service, await answered(service, pool), "", "v") == []


@pytest.mark.browser
class TestInTheBrowser:
    pytestmark = in_browser

    def test_one_is_pressed_and_answered(self, browser):
        with listening(create_app(FakeAnswerer(delay=0.2))) as port, visiting(f"http://127.0.0.1:{port}/", browser) as visit:
            page = visit(viewport={"width": 390, "height": 800})
            ask(page, "Ba Bể?")
            offered = page.locator("#suggested .hb-ask")
            offered.first.wait_for()
            assert offered.all_inner_texts() == OFFERED
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            offered.nth(1).click()
            page.locator("#luot-2 .hb-card").wait_for()
            assert page.locator("#luot-2 .hb-question").inner_text().endswith(OFFERED[1])
            ask(page, "im lặng")
            page.wait_for_timeout(500)
            assert offered.count() == 0
            ask(page, "Ba Bể?")
            offered.first.wait_for()
            page.get_by_role("button", name="Cuộc trò chuyện mới").click()
            page.locator(".hb-turn").first.wait_for(state="detached")
            assert offered.count() == 0

    def test_a_limited_visitor_stops_a_running_answer(self, browser):
        service = FakeAnswerer(delay=4)
        with listening(create_app(service, limits=Limits(questions_per_minute=1))) as port:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            page.locator("#question textarea").fill("Ba Bể?")
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Dừng").click()
            page.locator(".hb-stopped").wait_for(timeout=3_000)
            page.locator("#send:enabled").wait_for()
            assert page.locator("#hb-offline").is_hidden()
            page.locator("#question textarea").fill("Ba Bể hai?")
            page.keyboard.press("Enter")
            page.locator("#hb-offline", has_text="Bạn hỏi nhanh quá").wait_for()  # a question still counts
            context.close()
