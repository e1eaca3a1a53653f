"""The REST API, the reader and the page's HTML, without a browser."""

import asyncio
import json
import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_web_fake import BA_BE, NASTY

from web import create_app
from web.guard.security import MAX_BODY, _until
from web.pool import BusyError, WorkerPool

ROOT = Path(__file__).parent.parent


def problem(response, status, slug):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "detail_en", "instance"}
    assert (body["type"], body["status"]) == (f"urn:hoibao:{slug}", status)
    assert body["instance"] == response.headers["x-request-id"]
    return body


# --- asking


def test_answer_is_the_contract(client, service):
    question = "Ba Bể đã kết nạp bao nhiêu đảng viên?"
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(service.ask(question).to_dict()))
    assert list(response.json()) == [
        "question", "standalone_question", "answered", "reason", "short_answer", "answer", "confidence", "mode", "notes",
        "citations", "nearest", "timings_ms", "index_version",
    ]  # fmt: skip


def test_history_and_filters_reach_the_answerer(client, service):
    body = {
        "question": "Còn Ba Chẽ?",
        "history": [["Ba Bể?", "325/600"]],
        "filters": {"source": ["Báo Bắc Kạn"], "place": [], "from": "2022-01-01", "to": None},
    }
    assert client.post("/api/ask", json=body).status_code == 200
    _, history, filters = service.asked[-1]
    assert history == [("Ba Bể?", "325/600")]
    assert (filters.source, str(filters.from_), filters.to) == (("Báo Bắc Kạn",), "2022-01-01", None)


def test_refusal_is_an_answer(client):
    body = client.post("/api/ask", json={"question": "thời tiết?"}).json()
    assert (body["answered"], body["citations"], len(body["nearest"])) == (False, [], 2)


@pytest.mark.parametrize("question", ["", "   ", "\u200b\n", "?!"])
def test_empty_question(client, question):
    assert "chưa nhập" in problem(client.post("/api/ask", json={"question": question}), 422, "empty-question")["detail"]


def test_long_question(client):
    problem(client.post("/api/ask", json={"question": "a" * 2_001}), 422, "question-too-long")
    assert client.post("/api/ask", json={"question": "a" * 2_000}).status_code == 200


def test_million_characters_are_cut_off(client):
    problem(client.post("/api/ask", json={"question": "ă" * 1_000_000}), 413, "body-too-large")


def test_body_without_a_length_is_counted_as_it_streams(client):
    sent = 0

    def chunks():
        nonlocal sent
        for _ in range(1_000):
            sent += 1024
            yield b" " * 1024

    problem(client.post("/api/ask", content=chunks(), headers={"content-type": "application/json"}), 413, "body-too-large")


def test_largest_body(client):
    body = json.dumps({"question": "Ba Bể?", "history": [["Ba Chẽ?", ""]]})
    full = body.replace('""', '"' + "x" * (MAX_BODY - len(body)) + '"')
    assert len(full) == MAX_BODY
    assert client.post("/api/ask", content=full, headers={"content-type": "application/json"}).status_code == 200


def test_long_history(client):
    turns = [["q", "a"]] * 21
    problem(client.post("/api/ask", json={"question": "Ba Bể?", "history": turns}), 422, "history-too-long")
    assert client.post("/api/ask", json={"question": "Ba Bể?", "history": turns[:20]}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {}, [], "x", {"question": 1}, {"question": None}, {"question": ["x"]}, {"question": "x", "history": [["q"]]},
        {"question": "x", "history": "q"}, {"question": "x", "filters": {"from": "hôm qua"}}, {"question": "x", "filters": []},
    ],
)  # fmt: skip
def test_wrong_shape(client, body):
    problem(client.post("/api/ask", json=body), 422, "invalid-request")


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"source": "Báo Bắc Kạn"}, "filters.source"),
        ({"place": [1]}, "filters.place.0"),
    ],
)
def test_a_filter_of_the_wrong_shape_is_named(client, filters, field):
    found = problem(client.post("/api/ask", json={"question": "x", "filters": filters}), 422, "invalid-request")
    assert found["detail"] == f"Yêu cầu không đúng định dạng ở trường “{field}”."
    assert field in found["detail_en"]


@pytest.mark.parametrize("day", ["hôm qua", "2022-02-30", "31/1/2022", "2022-1-31", 1643587200, "0000-01-01"])
@pytest.mark.parametrize("field", ["from", "to"])
def test_what_is_no_day_is_told_the_form_of_one(client, field, day):
    mended = "Hãy viết ngày theo mẫu năm-tháng-ngày, ví dụ 2022-01-31."
    found = problem(client.post("/api/ask", json={"question": "x", "filters": {field: day}}), 422, "invalid-request")
    assert found["detail"] == f"Yêu cầu không đúng định dạng ở trường “filters.{field}”. {mended}"
    assert f"filters.{field}: it is no day such as 2022-01-31." in found["detail_en"]
    listed = problem(client.get("/api/articles", params={field: day}), 422, "invalid-request")
    assert listed["detail"] == f"Yêu cầu không đúng định dạng ở trường “{field}”. {mended}"


@pytest.mark.parametrize(
    ("body", "field", "meant"),
    [
        ({"question": "x", "histroy": []}, "histroy", "có phải ý bạn là “history”?"),
        ({"question": "x", "filters": {"from_": "2022-01-01"}}, "from_", "có phải ý bạn là “from”?"),
        ({"question": "x", "k": 3}, "k", "Các trường được nhận: question, history, filters."),
        ({"quesiton": "x"}, "quesiton", "có phải ý bạn là “question”?"),
    ],
)
def test_an_unknown_field_is_named_with_its_mend(client, body, field, meant):
    for path in ("/api/ask", "/api/ask/stream"):
        found = problem(client.post(path, json=body), 422, "unknown-field")
        assert f"“{field}”" in found["detail"] and meant in found["detail"]
        assert f"no field {field}" in found["detail_en"]


def test_a_filter_that_admits_nothing_by_itself(client):
    filters = {"from": "2022-02-01", "to": "2022-01-31"}
    found = problem(client.post("/api/ask", json={"question": "x", "filters": filters}), 422, "refused-input")
    assert found["detail"] == "Bộ lọc ngày có ngày đầu (1/2/2022) sau ngày cuối (31/1/2022)."
    problem(client.post("/api/ask", json={"question": "x", "filters": {"source": [" "]}}), 422, "refused-input")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 60_000, b'{"question": 1e99999'])
def test_bad_json(client, body):
    problem(client.post("/api/ask", content=body, headers={"content-type": "application/json"}), 400, "invalid-json")


def test_lone_surrogate_is_refused(client):
    response = client.post("/api/ask", content=rb'{"question": "\ud800"}', headers={"content-type": "application/json"})
    assert response.status_code == 422


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"])
def test_other_content_types(client, kind):
    response = client.post("/api/ask", content=b'{"question": "x"}', headers={"content-type": kind})
    problem(response, 415, "unsupported-media-type")


def test_damage_is_told_in_vietnamese(client):
    assert problem(client.post("/api/ask", json={"question": "hỏng"}), 503, "damaged")["detail"] == "Kho bài đang hỏng."


def test_unexpected_error_has_an_id_and_no_cause(client, caplog):
    response = client.post("/api/ask", json={"question": "lỗi"})
    body = problem(response, 500, "internal-error")
    assert body["instance"] in body["detail"]
    assert "secret" not in response.text and "Traceback" not in response.text
    assert "content-security-policy" in response.headers
    assert any(body["instance"] in record.message and record.exc_info for record in caplog.records)


def test_full_queue_says_when_to_come_back(service, monkeypatch):
    def full(self, work):
        raise BusyError

    monkeypatch.setattr(WorkerPool, "submit", full)
    with TestClient(create_app(service), raise_server_exceptions=False) as busy:
        response = busy.post("/api/ask", json={"question": "Ba Bể?"})
    problem(response, 503, "busy")
    assert int(response.headers["retry-after"]) > 0


async def _fill(pool, gate):
    futures = [pool.submit(lambda: gate.wait(5)) for _ in range(3)]
    with pytest.raises(BusyError):
        pool.submit(lambda: gate.wait(5))
    assert futures[-1].cancel()  # a place given up in the queue is free again
    gate.set()
    assert await futures[0] and await futures[1]
    return await pool.submit(lambda: "free")


def test_pool_is_bounded():
    pool = WorkerPool(workers=2, waiting=1)
    assert asyncio.run(_fill(pool, threading.Event())) == "free"
    pool.close()


def test_open_streams_end_when_the_server_stops():
    async def stop():
        leaving = asyncio.Event()
        listen = _until(leaving, asyncio.Event().wait)
        waiting = asyncio.ensure_future(listen())
        await asyncio.sleep(0)
        leaving.set()
        return await asyncio.wait_for(waiting, 1)

    assert asyncio.run(stop()) == {"type": "http.disconnect"}


# --- articles


def test_articles(client):
    first = client.get("/api/articles").json()[0]
    assert set(first) == {"id", "title", "source", "published", "url", "place"}
    whole = client.get("/api/articles/ba-be").json()
    assert set(whole) == {"id", "title", "source", "url", "published", "author", "place", "based_on", "text"}
    assert whole["text"] == BA_BE.text
    assert whole["based_on"]["published"] == "2022-11-23"
    assert client.get("/api/articles/bài xấu").json()["id"] == NASTY.id


def test_unknown_article(client):
    problem(client.get("/api/articles/nope"), 404, "unknown-article")


def test_wrong_method_and_unknown_address(client):
    problem(client.get("/api/ask"), 405, "wrong-method")
    problem(client.get("/api/nothing"), 404, "not-found")
    page = client.get("/nothing", headers={"accept": "text/html"})
    assert page.status_code == 404 and "Không tìm thấy trang" in page.text and 'lang="vi"' in page.text


def test_health(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["index_version"] == "v000001"
    assert client.get("/openapi.json").status_code == 200
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


# --- reader
