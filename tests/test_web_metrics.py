"""The numbers of `/metrics`: what each question adds, and what never appears there."""

import asyncio
import threading

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from test_web_fake import FakeAnswerer

from corpus import HoiBaoError
from web import create_app
from web.asking import GivenUpError
from web.metrics import Measured
from web.pool import BusyError, WorkerPool


def numbers(text):
    """{(name, labels): value} of every sample."""
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


@pytest.fixture
def site():
    with TestClient(create_app(FakeAnswerer()), raise_server_exceptions=False) as client:
        yield client


def test_questions_are_counted_by_outcome(site):
    for question in ("Ba Bể?", "Ba Bể?", "thời tiết?", "hỏng", "lỗi"):
        site.post("/api/ask", json={"question": question})
    site.post("/api/ask/stream", json={"question": "Ba Bể?"})
    site.post("/api/ask", json={"question": ""})  # never reached the answerer
    found = numbers(site.get("/metrics").text)
    counted = {labels[0][1]: value for (name, labels), value in found.items() if name == "hoibao_questions_total"}
    assert counted == {"answered": 3, "refused_not_found": 1, "failed": 2}


def test_times_by_stage(site):
    site.post("/api/ask", json={"question": "Ba Bể?"})
    found = numbers(site.get("/metrics").text)
    stages = {labels[0][1]: value for (name, labels), value in found.items() if name == "hoibao_stage_seconds_count"}
    assert stages == {"retrieve": 1, "read": 1, "total": 1}
    assert found["hoibao_stage_seconds_sum", (("stage", "retrieve"),)] == pytest.approx(0.0091)


def test_the_index_in_use(site):
    found = numbers(site.get("/metrics").text)
    assert found["hoibao_index_info", (("model", "fake"), ("version", "v000001"))] == 1
    assert found["hoibao_index_articles", ()] == 2


def test_no_question_and_no_client_is_told(site):
    site.post("/api/ask", json={"question": "Bí mật của Ba Bể?"}, headers={"x-forwarded-for": "203.0.113.9"})
    response = site.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert not any(word in response.text for word in ("mật", "Bể", "203.0.113.9", "testclient"))


async def _queued():
    pool, gate = WorkerPool(workers=1, waiting=2), threading.Event()
    measured = Measured(FakeAnswerer(), pool)
    work = [pool.submit(lambda: gate.wait(5)) for _ in range(3)]
    with pytest.raises(BusyError):
        pool.submit(lambda: None)
    found = numbers(measured.text().decode())
    gate.set()
    await asyncio.gather(*work)
    return found


async def test_queue_and_refusals():
    found = await _queued()
    assert found["hoibao_queue_length", ()] == 2
    assert found["hoibao_questions_running", ()] == 1
    assert found["hoibao_busy_refusals_total", ()] == 1


def test_a_question_given_up_is_no_failure():
    measured = Measured(FakeAnswerer(), WorkerPool())

    def left(_):
        raise GivenUpError

    with pytest.raises(GivenUpError):
        measured.ask("Ba Bể?", on_stage=left)
    assert numbers(measured.text().decode())["hoibao_questions_total", (("outcome", "given_up"),)] == 1


def test_metrics_are_told_without_an_index(monkeypatch):
    def damaged(self):
        raise HoiBaoError("damaged", mend="rebuild", vietnamese="Hỏng.", exit_code=1)

    monkeypatch.setattr(FakeAnswerer, "describe", damaged)
    text = Measured(FakeAnswerer(), WorkerPool()).text().decode()
    assert "hoibao_queue_length" in text and "hoibao_index_info" not in text
