"""The REST API, the reader and the page's HTML, without a browser."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_web_fake import BA_BE, NASTY, QUOTE, XSS, FakeAnswerer

from web import create_app, render
from web.pool import BusyError, WorkerPool
from web.reader import PageFrame, article_page, cited_span
from web.security import MAX_BODY, _until
from web.words import confidence, origin, seconds, vietnamese_date, web_address

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def service():
    return FakeAnswerer()


@pytest.fixture(scope="module")
def client(service):
    with TestClient(create_app(service), raise_server_exceptions=False) as found:
        yield found


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
        "filters": {"source": ["Báo Bắc Kạn"], "place": [], "from": "2022-01-01", "to": None, "later": 1},
        "unknown": True,
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
    body = json.dumps({"question": "Ba Bể?", "filler": ""})
    full = body.replace('"filler": ""', '"filler": "' + "x" * (MAX_BODY - len(body)) + '"')
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


def test_reader_marks_the_quote(client):
    start = BA_BE.text.index(QUOTE)
    page = client.get(f"/bai/ba-be?start={start}&end={start + len(QUOTE)}").text
    assert f'<mark id="trich-dan">{QUOTE}</mark> Kết quả' in page
    assert "Viết lại theo “Ba Bể phát triển đảng viên”, Báo Bắc Kạn, 23/11/2022, tác giả Đình Văn." in page
    assert '<html lang="vi">' in page and "<script" not in page


def test_reader_marks_across_paragraphs(client):
    page = client.get(f"/bai/ba-be?start=10&end={BA_BE.text.index(QUOTE) + 5}").text
    assert page.count("<mark") == 3 and page.count('id="trich-dan"') == 1


@pytest.mark.parametrize(
    "query",
    [
        "start=5", "start=5&end=5", "start=9&end=2", "start=-1&end=4", "start=0&end=99999999999", "start=a&end=b",
        "start=0&end=4&start=x", "start=٣&end=٩",
    ],
)  # fmt: skip
def test_reader_ignores_other_offsets(client, query):
    response = client.get(f"/bai/ba-be?{query}")
    assert response.status_code == 200 and "<mark" not in response.text


def test_cited_span():
    assert cited_span("một hai", "0", "3").end == 3
    assert cited_span("một hai", "3", "4") is None  # a blank
    assert cited_span("một hai", "0", "8") is None


def test_reader_escapes_everything(client):
    page = client.get("/bai/bài xấu?start=0&end=30").text
    assert "<img" not in page and "<script" not in page and "javascript:" not in page
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in page


def test_reader_shows_headings_but_keeps_a_signature():
    article = replace(
        BA_BE, text="Mở đầu.\n\nChuyện ở cơ sở\n\nChú thích ảnh: Một buổi họp\n\nVi Thu", published=date(2023, 1, 2)
    )
    page = article_page(PageFrame("/", "1"), article, None, None)
    assert page.count("<h2>") == 1 and "<h2>Chuyện ở cơ sở</h2>" in page and "<p>Vi Thu</p>" in page
    assert "Hỏi Báo (bài mẫu) · 02/01/2023" in page


def test_missing_article_page(client):
    response = client.get("/bai/nope")
    assert response.status_code == 404 and "Không có bài báo này trong kho." in response.text


# --- the chat's HTML


def test_turn_is_one_block_of_escaped_html(service):
    html = render.turn(1, XSS + "\n\n# x", render.answered(1, service.ask("<")))
    assert "\n" not in html and "<img" not in html and "<script" not in html and "javascript:" not in html
    assert "&lt;script&gt;" in html


def test_answer_links_to_its_sources(service):
    html = render.answered(7, service.ask("Ba Bể?"))
    start = BA_BE.text.index(QUOTE)
    assert '<p class="hb-short"><strong>325/600</strong></p>' in html
    assert '<sup><a class="hb-cite" href="#nguon-7-1" title="Xem nguồn 1">[1]</a></sup>' in html
    assert 'id="nguon-7-1"' in html
    assert f'href="bai/ba-be?start={start}&amp;end={start + len(QUOTE)}#trich-dan"' in html
    assert "Câu trả lời được máy trích từ các bài báo trong kho." in html
    assert "viết lại theo “Ba Bể phát triển đảng viên”, Báo Bắc Kạn, 23/11/2022" in html


def test_short_answer_stands_once(service):
    answer = replace(service.ask("Ba Bể?"), answer=f"325/600 [1]\n{QUOTE} [1]")
    html = render.answered(1, answer)
    assert html.count("<strong>") == 1 and html.count('href="#nguon-1-1"') == 2


def test_marker_without_a_source_stays_text(service):
    html = render.answered(1, replace(service.ask("Ba Bể?"), answer=f"{QUOTE} [1] [9]"))
    assert "[9]" in html and "#nguon-1-9" not in html


def test_refusal_is_marked_and_offers_articles(service):
    html = render.answered(1, service.ask("thời tiết?"))
    assert "hb-refused" in html and "Các bài gần nhất" in html and 'href="bai/b%C3%A0i%20x%E1%BA%A5u"' in html
    assert "hb-card" not in html


def test_words():
    assert vietnamese_date("2022-11-23") == "23/11/2022"
    assert vietnamese_date(None) == "không rõ ngày"
    assert vietnamese_date("hôm qua") == "hôm qua"
    assert (seconds(99.4), seconds(1234)) == ("dưới 0,1 giây", "1,2 giây")
    assert origin({"title": None, "source": None, "published": None}) == origin(None) == ""
    assert confidence(0.9) != confidence(0.6) != confidence(0.2)


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:text/html,x", "//host", "/path", "ftp://host", "http://[", "https:x"]
)
def test_only_web_addresses_become_links(url):
    assert web_address(url) is None


# --- limits of the surface


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://127.0.0.1:1/", "/gradio_api/file=https://example.org", "/gradio_api/%66ile=http://127.0.0.1:1/",
        "/gradio_api/file%3Dhttp%3A%2F%2F127.0.0.1%3A1%2F", "/gradio_api/%2566ile=http://127.0.0.1:1/",
        "/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd", "/file=/etc/passwd", "//gradio_api/file=http://x/",
        "/gradio_api//file=http://x/", "/gradio_api/proxy=http://x/", "/gradio_api/./file=x", "/GRADIO_API/file=http://x/",
        "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/runs", "/gradio_api/deep_link", "/config", "/monitoring",
        "/monitoring/summary", "/assets/..%2f..%2findex.html", "/assets/%2e%2e/index.html", "/site/..%2fserver.py",
        "/static/img/logo.svg",
        "/gradio_api/upload_progress", "/gradio_api/stream/a/b/1/playlist.m3u8", "/svelte/x", "/gradio_api/mcp", "/pwa_icon",
    ],
)  # fmt: skip
def test_gradio_offers_nothing_else(client, path):
    assert client.get(path, follow_redirects=False).status_code in {403, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload", "/gradio_api/call/ask", "/gradio_api/run/ask", "/gradio_api/api/ask", "/login",
        "/gradio_api/component_server", "/gradio_api/vibe-edit", "/gradio_api/process_recording",
    ],
)  # fmt: skip
def test_gradio_takes_nothing_else(client, path):
    assert client.post(path, json={"data": ["x"]}).status_code in {403, 404}


def test_gradio_bodies_are_limited_too(client):
    response = client.post("/gradio_api/queue/join", json={"data": ["x" * 100_000], "fn_index": 0, "session_hash": "s"})
    assert response.status_code == 413


@pytest.mark.parametrize(
    "path", ["/", "/api/articles", "/bai/ba-be", "/bai/nope", "/nothing", "/site/chat.css", "/theme.css", "/healthz"]
)
def test_headers_everywhere(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_frame_ancestors_can_be_named(service):
    with TestClient(create_app(service, frame_ancestors=["https://intranet.example"])) as client:
        headers = client.get("/").headers
    assert "frame-ancestors https://intranet.example" in headers["content-security-policy"]
    assert "x-frame-options" not in headers


@pytest.mark.parametrize("path", ["/", "/api/articles", "/api/ask", "/gradio_api/queue/join"])
def test_no_other_origin_is_allowed(client, path):
    headers = {"origin": "https://evil.example", "host": "hoibao.example"}
    asked = client.options(path, headers={**headers, "access-control-request-method": "POST"})
    for response in (client.get(path, headers=headers), asked):
        assert "access-control-allow-origin" not in response.headers


# --- the page


def test_page_is_ours(client):
    first, second = client.get("/"), client.get("/")
    page = first.text
    assert 'lang="vi"' in page and 'lang="en"' not in page and "<title>Hỏi Báo</title>" in page
    for foreign in (
        "gradio.app/",
        "githubusercontent",
        "@Gradio",
        "fonts.googleapis",
        "iframeResizer.contentWindow",
        "manifest.json",
    ):
        assert foreign not in page
    nonces = {response.headers["content-security-policy"].split("'nonce-")[1].split("'")[0] for response in (first, second)}
    assert len(nonces) == 2  # never the same twice
    assert page.count("<script") == page.count("<script nonce=")
    assert first.headers["cache-control"] == "no-store"


def test_page_drops_gradios_own_views(client):
    response = client.get("/?view=settings", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/")


def test_page_with_a_theme(client):
    assert 'data-theme="dark"' in client.get("/?__theme=dark").text
    assert "data-theme" not in client.get('/?__theme="><script>').text.split("<head>")[0]


@pytest.mark.parametrize("prefix", ["", "/hoi-bao"])
def test_root_path(service, prefix):
    with TestClient(create_app(service, root_path="/hoi-bao/")) as client:
        page = client.get(f"{prefix}/")
        assert page.status_code == 200 and '<base href="/hoi-bao/">' in page.text
        assert '<base href="/hoi-bao/">' in client.get(f"{prefix}/bai/ba-be").text
        assert client.get(f"{prefix}/api/articles/ba-be").status_code == 200
        assert client.get(f"{prefix}/site/chat.css").status_code == 200
        assert client.get(f"{prefix}/theme.css").status_code == 200
        assert client.get(f"{prefix}/gradio_api/file=http://x/").status_code == 404


# --- app.py


def test_busy_port_is_one_line_and_exit_2(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = os.environ | {"HOIBAO_PORT": str(port), "HOIBAO_INDEX": str(tmp_path)}
        run = subprocess.run(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert run.returncode == 2
    assert len(run.stderr.strip().splitlines()) == 1 and "HOIBAO_PORT" in run.stderr


def test_empty_corpus_is_one_line_and_exit_2(tmp_path):
    environment = os.environ | {
        "HOIBAO_PORT": "0",
        "HOIBAO_CORPUS": str(tmp_path / "none"),
        "HOIBAO_INDEX": str(tmp_path / "index"),
    }
    run = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 2
    assert len(run.stderr.strip().splitlines()) == 1 and "HOIBAO_" in run.stderr
