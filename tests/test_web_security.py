"""What the site refuses, the headers on every response, the page that gradio serves, and the start of the server."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from web import create_app

ROOT = Path(__file__).parent.parent


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


def test_an_option_is_refused_rather_than_passed_over():
    run = subprocess.run(
        [sys.executable, "app.py", "--port", "1"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
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
