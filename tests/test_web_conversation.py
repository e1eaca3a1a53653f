"""Asking from the page, without a browser."""

import time

import pytest
from test_web_fake import FakeAnswerer

from rag.filters import Filters
from web.chat import render
from web.chat.conversation import SEARCHING, SHORT, STAGES, Conversation
from web.pool import WorkerPool


@pytest.fixture
def pool():
    found = WorkerPool()
    yield found
    found.close()


async def _last(asking):
    return [turns async for turns in asking][-1]


async def test_filters_reach_the_answerer_and_are_named(pool):
    service = FakeAnswerer()
    (turn,) = await _last(Conversation(service, pool).ask("Ba Bể?", [], filters='{"source": ["Báo A"]}'))
    assert service.asked[-1][2] == Filters(source=("Báo A",))
    assert "Chỉ tìm trong các bài có nguồn “Báo A”." in render.conversation([turn])


async def test_bad_filters_are_told_and_nothing_is_asked(pool):
    service = FakeAnswerer()
    (turn,) = await _last(Conversation(service, pool).ask("Ba Bể?", [], filters='{"from": "2023-01-01", "to": "2022-01-01"}'))
    assert "ngày đầu" in turn.html and turn.done and service.asked == []


async def test_stages_are_told_only_when_they_last(pool):
    quick = [turns[-1] async for turns in Conversation(FakeAnswerer(), pool).ask("Ba Bể?", [])]
    assert [turn.done for turn in quick] == [False, True] and SEARCHING in quick[0].html
    slow = [turns[-1] async for turns in Conversation(FakeAnswerer(delay=3 * SHORT), pool).ask("Ba Bể?", [])]
    assert [turn.done for turn in slow] == [False, False, True]
    assert SEARCHING in slow[0].html and STAGES["read"] in slow[1].html


async def test_stop_ends_the_question_and_its_work(pool):
    service = FakeAnswerer(delay=2 * SHORT)
    talk = Conversation(service, pool)
    states, begun = [], time.monotonic()
    async for turns in talk.ask("Ba Bể?", [], visitor="v"):
        states.append(turns[-1])
        talk.stop("someone else")
        if len(states) == 2:
            talk.stop("v")
    assert time.monotonic() - begun < 30
    assert states[-1].answer is None and states[-1].done
    assert "Đã dừng theo yêu cầu của bạn." in states[-1].html
    (again,) = await _last(talk.ask("Ba Bể?", [], visitor="v"))
    assert again.answer.answered


async def test_what_was_stopped_or_failed_is_no_history(pool):
    service = FakeAnswerer()
    talk = Conversation(service, pool)
    first = await _last(talk.ask("lỗi", []))
    second = await _last(talk.ask("Ba Bể?", first, 2))
    await _last(talk.ask("Còn Ba Chẽ?", second, 3))
    assert [question for question, _ in service.asked[-1][1]] == ["Ba Bể?"]
    assert [turn.number for turn in second] == [1, 2]


async def test_a_refusal_offers_questions_but_not_under_filters(pool):
    talk = Conversation(FakeAnswerer(), pool)
    assert len(talk.examples()) == 3
    (refused,) = await _last(talk.ask("thời tiết?", []))
    assert refused.html.count('name="ask"') == 3
    (limited,) = await _last(talk.ask("thời tiết?", [], filters='{"source": ["Báo A"]}'))
    assert 'name="ask"' not in limited.html
