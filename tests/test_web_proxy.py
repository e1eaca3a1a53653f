"""The site below /hoi-bao/ behind Debian's nginx, set up as docs/embed.md says; restarts, and two readers at once."""

import re
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import ask, free_port, in_browser, listening, visiting
from test_web_embed import GUIDE
from test_web_fake import QUOTE, FakeAnswerer

from web import create_app

NGINX = Path("/usr/sbin/nginx")
PREFIX = "/hoi-bao"
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""

pytestmark = [
    *in_browser,
    pytest.mark.skipif(not NGINX.exists(), reason="no /usr/sbin/nginx: apt-get install nginx-light"),
]


@contextmanager
def behind_nginx(folder, app_port, more=""):
    """The address of the site behind an nginx that runs the guide's server block, without TLS and on a free port.

    `more` are lines that the block for the site has besides.
    """
    port = free_port()
    server = re.search(r"```nginx\n(.*?)```", GUIDE, re.S).group(1)
    server = server.replace("proxy_buffering off;", f"proxy_buffering off;\n{more}")
    server = re.sub(r"^\s*ssl_certificate.*\n", "", server, flags=re.M)
    for written, here in [
        ("443 ssl", f"127.0.0.1:{port}"),
        ("127.0.0.1:7860", f"127.0.0.1:{app_port}"),
        ("/var/www", str(folder)),
    ]:
        assert written in server
        server = server.replace(written, here)
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, server=server), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", folder, "-c", configuration], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}{PREFIX}/"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def service():
    return FakeAnswerer(delay=0.2)


@pytest.fixture(scope="module")
def site(service, tmp_path_factory):
    with (
        listening(create_app(service, root_path=PREFIX)) as port,
        behind_nginx(tmp_path_factory.mktemp("nginx"), port) as address,
    ):
        yield address


@pytest.fixture
def visit(site, browser):
    with visiting(site, browser) as open_page:
        yield open_page


def test_a_question_and_its_article_below_the_prefix(visit, site, service, monkeypatch):
    monkeypatch.setattr(service, "delay", 2.0)  # each stage lasts long enough to be seen on a busy machine
    page = visit(site.removesuffix("/"))  # nginx adds the slash
    assert page.url == site
    page.locator("#question textarea").fill("Ba Bể?")
    page.keyboard.press("Enter")
    page.get_by_text("Đang chọn câu trả lời…").wait_for()  # the proxy holds nothing back
    page.locator(".hb-card").wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Mở bài").click()
    assert opened.value.locator("mark#trich-dan").inner_text() == QUOTE
    assert opened.value.url.startswith(f"{site}bai/ba-be?")
    opened.value.get_by_role("link", name="Về trang hỏi đáp").click()
    opened.value.locator("#question textarea").wait_for()
    assert opened.value.url == site


def test_two_readers_at_once_have_histories_of_their_own(visit, service):
    first, second = visit(), visit()
    service.asked.clear()
    for page, question in ((first, "Ba Bể một?"), (second, "Ba Bể hai?")):  # sent before either is answered
        page.locator("#question textarea").fill(question)
    for page in (first, second):
        page.keyboard.press("Enter")
    for page in (first, second):
        page.locator(".hb-card").wait_for()
        page.locator("#send:enabled").wait_for()
    ask(first, "Còn thêm?")
    ask(second, "Còn gì nữa?")
    histories = {question: [before for before, _ in history] for question, history, _ in service.asked}
    assert histories == {
        "Ba Bể một?": [],
        "Ba Bể hai?": [],
        "Còn thêm?": ["Ba Bể một?"],
        "Còn gì nữa?": ["Ba Bể hai?"],
    }
    assert first.locator(".hb-question").all_inner_texts() != second.locator(".hb-question").all_inner_texts()


def test_restart_in_the_middle_of_a_conversation(browser, tmp_path):
    """The reader is told, the page opens itself again with the conversation, and the next question is answered."""
    port = free_port()
    with behind_nginx(tmp_path, port) as address:
        context = browser.new_context()
        page = context.new_page()
        with listening(create_app(FakeAnswerer(), root_path=PREFIX), port):
            page.goto(address)
            ask(page, "Ba Bể một?")
        box = page.locator("#question textarea")
        box.fill("Ba Bể hai?")
        box.press("Enter")
        page.get_by_text("Mất kết nối với máy chủ.").wait_for()
        with listening(create_app(FakeAnswerer(), root_path=PREFIX), port):
            page.get_by_text("Mất kết nối với máy chủ.").wait_for(state="hidden", timeout=60_000)
            page.locator(".hb-ready #send:enabled").wait_for(timeout=60_000)
            page.locator("#luot-1 .hb-card").wait_for()
            assert page.locator("#question textarea").input_value() == "Ba Bể hai?"
            assert ask(page, "Ba Bể ba?").locator(".hb-card").count() == 1
            assert page.locator(".hb-turn").count() == 2
        context.close()
