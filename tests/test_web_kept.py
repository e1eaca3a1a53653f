"""The conversation as the browser keeps it: what comes back is the same, or nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from test_web_fake import XSS, FakeAnswerer

from rag.filters import Filters
from web.chat import render
from web.chat.kept import UNANSWERED, pack, unpack
from web.chat.turns import Turn

FAKE = FakeAnswerer()
ASKED = datetime(2026, 3, 2, 8, 5, tzinfo=UTC)
LIMITS = Filters(source=("Báo A",), from_=date(2022, 1, 1))


def turn(number, question, filters=LIMITS):
    answer = FAKE.ask(question)
    return Turn(number, question, "<p>drawn</p>", answer, done=True, filters=filters, asked=ASKED)


def offers(refused):
    return [f"Hỏi thay cho {refused.question}"]


TURNS = [turn(1, "Ba Bể?"), turn(3, "thời tiết?", Filters()), Turn(4, "Còn Ba Chẽ?", "<p>…</p>", asked=ASKED)]
ROOM = 32_000


def changed(change):
    """What `pack` wrote of the first turn, after this change."""
    (row,) = json.loads(pack(TURNS[:1], ROOM))
    change(row)
    return json.dumps([row])


def test_turns_come_back_as_they_were_and_are_drawn_anew():
    first, refused, waiting = unpack(pack(TURNS, ROOM), FAKE.article, offers)
    assert [replace(one, html="") for one in (first, refused)] == [replace(one, html="") for one in TURNS[:2]]
    assert "325/600" in first.html and "Kết quả này bằng 54% kế hoạch." in first.html  # the neighbour of the quote
    assert "Các bài gần nhất" in refused.html
    assert "Hỏi thay cho thời tiết?" in refused.html and "Hỏi thay cho" not in first.html + waiting.html
    assert (waiting.number, waiting.answer, waiting.done) == (4, None, True)  # it was on its way when the server went
    assert UNANSWERED in waiting.html


def test_only_the_newest_turns_that_find_room_are_kept():
    sizes = [len(json.dumps(pack([one], ROOM)[1:-1], ensure_ascii=False).encode()) for one in TURNS]
    numbers = lambda room: [one["number"] for one in json.loads(pack(TURNS, room) or "[]")]  # noqa: E731
    assert numbers(sum(sizes)) == [1, 3, 4]
    assert numbers(sum(sizes) - 1) == [3, 4]
    assert numbers(sizes[2]) == [4]
    assert pack(TURNS, sizes[2] - 1) == "" == pack([], ROOM)
    assert numbers(10**6) == [1, 3, 4]
    assert len(json.loads(pack([replace(TURNS[2], number=n) for n in range(1, 61)], 10**6))) == 50


def test_nothing_kept_is_no_turn():
    assert unpack("", FAKE.article, offers) == [] == unpack("[]", FAKE.article, offers)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.update(extra=1),
        lambda row: row.update(number=0),
        lambda row: row.update(question=""),
        lambda row: row.update(question="a" * 4_001),
        lambda row: row.update(question="\ud800"),
        lambda row: row.update(asked="yesterday"),
        lambda row: row.update(asked="2026-03-02T08:05:00"),  # where?
        lambda row: row["filters"].update({"from": "2023-01-01", "to": "2022-01-01"}),
        lambda row: row.update(answer="325"),
        lambda row: row["answer"].update(mode="html"),
        lambda row: row["answer"].update(confidence=1.1),
        lambda row: row["answer"].update(confidence=float("nan")),
        lambda row: row["answer"]["timings_ms"].update(total=float("inf")),
        lambda row: row["answer"].update(notes=["x"] * 101),
        lambda row: row["answer"]["citations"][0].update(number=1000),
        lambda row: row["answer"]["citations"][0].update(number="1'>"),
        lambda row: row["answer"]["citations"][0].update(start=-1),
        lambda row: row["answer"]["citations"][0].update(start=9, end=8),
        lambda row: row["answer"].pop("answer"),
    ],
)
def test_what_pack_did_not_write_is_dropped(change):
    assert unpack(changed(change), FAKE.article, offers) == []


@pytest.mark.parametrize("text", ["x", "{}", "null", "[1]", "[" * 2_000, pack(TURNS[:1] * 2, ROOM)])
def test_other_shapes_and_orders_are_dropped(text):
    assert unpack(text, FAKE.article, offers) == []


def test_too_many_turns_are_dropped():
    rows = [{**json.loads(pack(TURNS[2:], ROOM))[0], "number": number} for number in range(1, 52)]
    assert len(unpack(json.dumps(rows[:50]), FAKE.article, offers)) == 50
    assert unpack(json.dumps(rows), FAKE.article, offers) == []


def test_markup_that_comes_back_stays_text():
    hostile = unpack(pack([turn(1, f"<b> {XSS}")], ROOM), FAKE.article, offers)
    assert len(hostile) == 1
    page = render.conversation(hostile)
    assert "<img" not in page and "<script" not in page and "javascript:" not in page and "&lt;img" in page
