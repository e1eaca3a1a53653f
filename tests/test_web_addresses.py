"""Each address takes its methods and tells the others which; gradio sees none of what it does not serve."""

import http.client
import json

import pytest
from browsing import listening
from test_web_fake import FakeAnswerer

from web import create_app
from web.guard.addresses import methods_of

APP = create_app(FakeAnswerer())
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND", "XYZ"]
ADDRESSES = {
    "/": "GET, HEAD",
    "/kho": "GET, HEAD",
    "/bai/ba-be": "GET, HEAD",
    "/widget.js": "GET, HEAD",
    "/site/base.css": "GET, HEAD",
    "/healthz": "GET, HEAD",
    "/openapi.json": "GET, HEAD",
    "/metrics": "GET",
    "/favicon.ico": "GET",
    "/theme.css": "GET",
    "/api/articles": "GET",
    "/api/articles/ba-be": "GET",
    "/v1/models": "GET",
    "/v1/models/hoi-bao": "GET",
    "/api/ask": "POST",
    "/api/ask/stream": "POST",
    "/api/feedback": "POST",
    "/v1/chat/completions": "POST",
    "/gradio_api/queue/join": "POST",
}


@pytest.fixture(scope="module")
def connection():
    with listening(APP) as port:
        found = http.client.HTTPConnection("127.0.0.1", port)
        yield found
        found.close()


@pytest.mark.parametrize(("path", "allowed"), ADDRESSES.items())
def test_any_other_method_is_told_which_are_taken(connection, path, allowed):
    for method in METHODS:
        connection.request(method, path)
        told = connection.getresponse()
        body = told.read()
        if method in allowed.split(", "):
            assert told.status not in {404, 405, 501}, (method, path)
            continue
        assert (told.status, told.headers["Allow"]) == (405, allowed), (method, path)
        assert "Content-Security-Policy" in told.headers
        if method == "HEAD":
            assert body == b""
        elif path.startswith("/v1/"):
            assert json.loads(body)["error"]["code"] == "wrong-method"
        else:
            problem = json.loads(body)
            assert told.headers["Content-Type"] == "application/problem+json"
            assert problem["detail"] == "Địa chỉ này không nhận cách gọi này."
            assert problem["detail_en"] == f"This address takes {allowed.replace(', ', ' and ')} alone."


@pytest.mark.parametrize("method", ["GET", "POST", "TRACE", "XYZ"])
@pytest.mark.parametrize("path", ["/api/nothing", "/v1/embeddings", "/gradio_api/info", "/nothing"])
def test_where_there_is_nothing_no_method_finds_it(connection, path, method):
    connection.request(method, path)
    told = connection.getresponse()
    body = json.loads(told.read())
    assert told.status == 404
    assert (body["error"]["code"] if path.startswith("/v1/") else body["type"]).endswith("not-found")


def test_the_described_routes_are_on_the_list():
    for path, operations in APP.openapi()["paths"].items():
        taken = methods_of(path.replace("{article_id}", "x").replace("{model}", "x"))
        assert {method.upper() for method in operations} == set(taken) - {"HEAD"}, path
