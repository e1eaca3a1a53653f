"""The widget's file, the page for a frame, and docs/embed.md held against both; tests/test_web_widget.py has the browser."""

import re
from pathlib import Path

from fastapi.testclient import TestClient

from web import create_app

ROOT = Path(__file__).parent.parent
WIDGET = ROOT / "web" / "static" / "widget.js"
EXAMPLE = (ROOT / "docs" / "embed-example.html").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "embed.md").read_text(encoding="utf-8")


def test_widget_is_one_small_file(client):
    response = client.get("/widget.js")
    assert response.status_code == 200 and response.headers["content-type"].startswith("text/javascript")
    assert response.content == WIDGET.read_bytes() and len(response.content) < 12 * 1024
    assert client.head("/widget.js").status_code == 200
    assert client.post("/widget.js").status_code == 405
    for forbidden in ("innerHTML", "insertAdjacentHTML", "eval(", "document.write", "http://", ".cookie", "Storage"):
        assert forbidden not in response.text


def test_page_for_a_frame(client):
    framed, whole = client.get("/?embed=1").text, client.get("/").text
    assert '<html\n\tlang="vi" data-embed' in framed and "site/embed.js" in framed and "site/embed.css" in framed
    assert '"autofocus":true' not in framed
    assert "data-embed" not in whole and "site/embed" not in whole and '"autofocus":true' in whole
    assert "data-embed" not in client.get("/?embed=0").text


def test_no_cookie_is_set(service):
    with TestClient(create_app(service, frame_ancestors=["https://intranet.example"])) as client:
        for path in ("/?embed=1", "/widget.js", "/bai/ba-be", "/api/articles"):
            assert "set-cookie" not in client.get(path).headers


def test_guide_names_every_attribute():
    used = set(re.findall(r"\bgiven\.(\w+)", WIDGET.read_text(encoding="utf-8")))
    assert used == {"mode", "title", "color", "theme", "lang", "height", "target", "source", "folder"}
    assert used == set(re.findall(r"^\| `data-(\w+)`", GUIDE, re.M))


def test_guide_gives_the_sandbox_of_the_widget():
    sandbox = re.search(r'"(allow-scripts [^"]+)"', WIDGET.read_text(encoding="utf-8")).group(1)
    assert sandbox in GUIDE


def test_guide_gives_the_policy_of_the_example():
    policy = re.search(r'Policy" content="([^"]+)"', EXAMPLE).group(1)
    assert policy in GUIDE.replace("\n", " ")
