"""Each limit of a site: too many questions, too long ones, foreign origins, no secret, a user that nobody vouches for."""

import re
from functools import partial
from ipaddress import ip_network

import pytest
from fastapi.testclient import TestClient
from test_web_fake import FakeAnswerer

from web import Limits, create_app
from web.pool import WorkerPool

JOIN = {"data": [], "fn_index": 0, "session_hash": "s"}
PROXY = ip_network("10.0.0.1")


def site(client=("198.51.100.7", 1), **limits):
    return TestClient(create_app(FakeAnswerer(), limits=Limits(**limits)), raise_server_exceptions=False, client=client)


def asked(client, **headers):
    return client.post("/api/ask", json={"question": "Ba Bể?"}, headers=headers).status_code


def test_the_page_and_the_api_share_one_count():
    client = site(questions_per_minute=3)
    assert asked(client) == 200
    assert client.post("/api/ask/stream", json={"question": "Ba Bể?"}).status_code == 200
    assert client.post("/api/feedback", json={}).status_code == 422  # what is unusable counts too
    for path in ("/api/ask", "/api/ask/stream", "/api/feedback", "/gradio_api/queue/join"):
        response = client.post(path, json=JOIN)
        assert (response.status_code, response.headers["content-type"]) == (429, "application/problem+json")
        assert 0 < int(response.headers["retry-after"]) <= 20
        assert response.json()["detail"] == "Bạn hỏi nhanh quá, hãy chờ một lát rồi hỏi tiếp."
    assert client.get("/api/articles").status_code == client.get("/").status_code == 200  # reading is not counted


def test_stopping_is_never_counted_nor_refused():
    client = site(questions_per_minute=1)
    number = {event.name: number for number, event in client.app.routes[-1].app.get_blocks().fns.items()}
    stop, question = ({**JOIN, "fn_index": number[name]} for name in ("stop", "ask"))
    post = partial(client.post, "/gradio_api/queue/join")
    assert [post(json=stop).status_code for _ in range(3)] == [200] * 3
    assert post(json=question).status_code != 429
    for counted in (question, {**stop, "fn_index": str(number["stop"])}, [stop], {}):
        assert post(json=counted).status_code == 429
    assert post(content=b"{").status_code == post(content=b"[" * 60_000).status_code == 429
    assert [post(json=stop).status_code for _ in range(3)] == [200] * 3
    assert post(json={**stop, "data": ["x" * 70_000]}).status_code == 413


def test_a_forwarded_address_counts_only_from_the_trusted_proxy():
    direct = site(questions_per_minute=1, trusted_proxies=(PROXY,))
    assert [asked(direct, **{"x-forwarded-for": address}) for address in ("1.1.1.1", "2.2.2.2")] == [200, 429]
    behind = site(client=("10.0.0.1", 1), questions_per_minute=1, trusted_proxies=(PROXY,))
    assert [asked(behind, **{"x-forwarded-for": address}) for address in ("1.1.1.1", "2.2.2.2", "1.1.1.1")] == [200, 200, 429]


def test_the_longest_question_of_a_site_holds_on_every_way_in():
    client = site(max_question=10)
    response = client.post("/api/ask", json={"question": "Ba Bể có gì?"})
    assert (response.status_code, response.json()["type"]) == (422, "urn:hoibao:question-too-long")
    assert response.json()["detail"] == "Câu hỏi dài quá 10 ký tự, bạn hãy rút gọn lại."
    assert "question-too-long" in client.post("/api/ask/stream", json={"question": "Ba Bể có gì?"}).text
    assert asked(client) == 200


def test_the_largest_body_of_a_site():
    client = site(max_body=1_024)
    response = client.post("/api/ask", json={"question": "Ba Bể?", "history": [["a", "x" * 1_000]]})
    assert (response.status_code, response.json()["detail"]) == (413, "Nội dung gửi lên vượt quá 1 KB.")
    assert client.post("/gradio_api/queue/join", json={**JOIN, "data": ["x" * 1_000]}).status_code == 413


def test_the_queue_of_a_site_is_its_pools_bound(monkeypatch):
    made = []
    monkeypatch.setattr("web.server.WorkerPool", lambda waiting: made.append(waiting) or WorkerPool(waiting=waiting))
    create_app(FakeAnswerer(), limits=Limits(queue=7))
    assert made == [7]


@pytest.mark.parametrize(("origin", "allowed"), [("https://intranet.example", True), ("https://evil.example", False)])
def test_only_named_origins_may_call(origin, allowed):
    client = site(allowed_origins=("https://intranet.example",), access_token="s3", questions_per_minute=1)
    preflight = client.options("/api/ask", headers={"origin": origin, "access-control-request-method": "POST"})
    assert preflight.headers.get("access-control-allow-origin") == (origin if allowed else None)
    told = client.post("/api/ask", json={"question": "Ba Bể?"}, headers={"origin": origin})
    assert told.status_code == 401 and ("access-control-allow-origin" in told.headers) == allowed
    assert "access-control-allow-credentials" not in told.headers


@pytest.mark.parametrize(
    "path", ["/", "/kho", "/api/articles", "/bai/ba-be", "/metrics", "/readyz", "/openapi.json", "/gradio_api/app_id"]
)
def test_without_the_secret_nothing_of_the_articles_is_shown(path):
    client = site(access_token="bí mật")
    assert client.get(path).status_code == 401
    for wrong in ("Bearer sai", "Bearer ", "Basic bí mật", "bí mật"):
        assert client.get(path, headers={"authorization": wrong.encode()}).status_code == 401
    assert client.get(path, headers={"authorization": "Bearer bí mật".encode()}).status_code == 200
    assert {client.get(free).status_code for free in ("/healthz", "/site/base.css", "/widget.js")} == {200}


def test_a_reader_without_the_secret_sees_a_page_and_a_program_a_problem():
    client = site(access_token="s3")
    page = client.get("/", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["www-authenticate"]) == (401, "Bearer")
    assert "Bạn chưa được phép dùng trang này." in page.text and 'lang="vi"' in page.text
    assert client.get("/api/articles").json()["type"] == "urn:hoibao:not-allowed"


def test_a_user_is_believed_from_the_trusted_proxy_alone():
    limits = {"user_header": "X-Remote-User", "trusted_proxies": (PROXY,)}
    named = {"x-remote-user": "lan"}
    assert [asked(site(client=("10.0.0.1", 1), **limits), **found) for found in (named, {}, {"x-remote-user": " "})] == [
        200,
        401,
        401,
    ]
    assert asked(site(**limits), **named) == 401
    assert asked(site(**limits), **named, **{"x-forwarded-for": "10.0.0.1"}) == 401
    assert asked(site(**limits), authorization="Bearer ") == 401  # no secret is set, so none is right


def test_links_have_the_scheme_that_the_trusted_proxy_tells():
    def link(client):
        page = client.get("/bai/ba-be?start=0&end=9", headers={"x-forwarded-proto": "https", "host": "bao.example"})
        return re.search(r'class="hb-address">(\w+://[^/]+)', page.text)[1]

    assert link(site(client=("10.0.0.1", 1), trusted_proxies=(PROXY,))) == "https://bao.example"
    assert link(site(trusted_proxies=(PROXY,))) == "http://bao.example"
