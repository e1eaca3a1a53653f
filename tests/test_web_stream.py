"""Answers as server-sent events: their order, their errors, and what happens when the client or the server leaves."""

import asyncio
import json
import threading
from functools import partial

import pytest
from fastapi.testclient import TestClient
from test_web_fake import XSS, FakeAnswerer

from web import create_app
from web.api.stream import HEARTBEAT, AnswerStream, answer_events
from web.asking import Asking
from web.pool import BusyError, WorkerPool


def parsed(text):
    """[(event, data), ...]; comments are left out."""
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    lines = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(found["event"], json.loads(found["data"])) for found in lines]


def streamed(client, question, **body):
    response = client.post("/api/ask/stream", json={"question": question, **body})
    assert response.status_code == 200 and response.headers["content-type"].startswith("text/event-stream")
    return parsed(response.text)


def test_status_citations_and_the_whole_answer(client, service):
    found = streamed(client, "Ba Bể?")
    assert [name for name, _ in found] == ["status", "status", "citations", "done"]
    assert [data["stage"] for name, data in found if name == "status"] == ["retrieve", "read"]
    assert found[-1][1] == json.loads(json.dumps(service.ask("Ba Bể?").to_dict()))
    assert found[-2][1] == {"citations": found[-1][1]["citations"]}


def test_sentences_of_a_language_model_come_as_they_are_checked(client):
    found = streamed(client, "viết về Ba Bể?")
    assert [name for name, _ in found] == ["status", "status", "status", "token", "citations", "done"]
    assert found[3][1] == {"text": f"{XSS} [1]"}


def test_a_refusal_is_done_too(client):
    name, answer = streamed(client, "thời tiết?")[-1]
    assert (name, answer["answered"], answer["reason"]) == ("done", False, "not_found")


@pytest.mark.parametrize(("question", "slug", "status"), [("hỏng", "damaged", 503), ("lỗi", "internal-error", 500)])
def test_errors_are_events_with_the_problem(client, question, slug, status):
    response = client.post("/api/ask/stream", json={"question": question})
    name, problem = parsed(response.text)[-1]
    assert (name, problem["type"], problem["status"]) == ("error", f"urn:hoibao:{slug}", status)
    assert problem["instance"] == response.headers["x-request-id"]
    assert "secret" not in response.text


@pytest.mark.parametrize(("body", "status"), [({"question": ""}, 422), ({"question": "a" * 2_001}, 422), ({}, 422)])
def test_what_is_refused_before_it_starts_is_a_plain_problem(client, body, status):
    response = client.post("/api/ask/stream", json=body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_limits_are_those_of_ask(client, service, monkeypatch):
    assert client.post("/api/ask/stream", json={"question": "ă" * 1_000_000}).status_code == 413
    assert client.post("/api/ask/stream", content=b"{}", headers={"content-type": "text/plain"}).status_code == 415
    assert client.get("/api/ask/stream").status_code == 405

    def full(self, work):
        raise BusyError

    monkeypatch.setattr(WorkerPool, "submit", full)
    with TestClient(create_app(service), raise_server_exceptions=False) as busy:
        assert busy.post("/api/ask/stream", json={"question": "Ba Bể?"}).status_code == 503


class Gated(FakeAnswerer):
    """Waits at its first stage until the gate is opened; remembers what it got as far as."""

    def __init__(self):
        super().__init__()
        self.gate = threading.Event()
        self.reached = []

    def ask(self, question, history=(), filters=None, on_stage=None, on_sentence=None):
        self.reached.append(question)
        self.gate.wait(5)
        answer = super().ask(question, history, filters, on_stage, on_sentence)
        self.reached.append(f"{question} xong")
        return answer


def asking(service, pool, question="Ba Bể?"):
    return Asking(service, pool, question, [], None)


async def test_heartbeats_while_nothing_happens():
    service, pool = Gated(), WorkerPool()
    events = answer_events(asking(service, pool), leaving=asyncio.Event(), request_id="x", heartbeat=0.01)
    assert [await anext(events), await anext(events)] == [HEARTBEAT, HEARTBEAT]
    assert HEARTBEAT.startswith(b":")
    service.gate.set()
    rest = b"".join([piece async for piece in events if piece != HEARTBEAT])
    assert [name for name, _ in parsed(rest.decode())] == ["status", "status", "citations", "done"]


async def test_a_queued_question_says_so():
    service, pool = Gated(), WorkerPool(workers=1)
    asking(service, pool)
    events = answer_events(asking(service, pool), leaving=asyncio.Event(), request_id="x")
    assert parsed((await anext(events)).decode()) == [("status", {"stage": "queued"})]
    service.gate.set()


async def test_the_stream_ends_when_the_server_leaves():
    service, pool, leaving = Gated(), WorkerPool(), asyncio.Event()
    events = answer_events(asking(service, pool), leaving=leaving, request_id="x")
    first = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0.01)
    assert not first.done()
    leaving.set()
    ((name, problem),) = parsed((await asyncio.wait_for(first, 1)).decode())
    assert (name, problem["type"]) == ("error", "urn:hoibao:leaving")
    assert [piece async for piece in events] == []
    service.gate.set()


async def _left(service, pool, when=lambda: True):
    """Stream to a client that goes away as soon as `when` holds."""
    stream = AnswerStream(asking(service, pool, "bỏ dở"), partial(answer_events, leaving=asyncio.Event(), request_id="x"))

    async def receive():
        while not when():
            await asyncio.sleep(0.001)
        return {"type": "http.disconnect"}

    async def send(message):
        pass

    await asyncio.wait_for(stream({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send), 5)


async def test_queued_work_is_given_up_when_the_client_leaves():
    service, pool = Gated(), WorkerPool(workers=1)
    first = asking(service, pool, "đang làm")
    await _left(service, pool)
    service.gate.set()
    assert (await first.answer()).answered
    await asyncio.get_running_loop().run_in_executor(None, pool._executor.shutdown)
    assert service.reached == ["đang làm", "đang làm xong"]


async def test_running_work_ends_at_its_next_stage_when_the_client_leaves():
    service, pool = Gated(), WorkerPool(workers=1)
    await _left(service, pool, when=lambda: service.reached)
    service.gate.set()
    await asyncio.get_running_loop().run_in_executor(None, pool._executor.shutdown)
    assert service.reached == ["bỏ dở"]
    assert not pool.saturated
