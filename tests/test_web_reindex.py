"""An administrator brings the index up to date from the page; nobody else does, and nobody where no secret is set."""

import threading
import time
from contextlib import contextmanager
from functools import partial

import pytest
from browsing import ENGLISH, SPOKEN, ask, in_browser, listening, serious, visiting
from fastapi import FastAPI
from fastapi.testclient import TestClient
from test_rag_fakes import NAM_HUA, SON_HA, E5Like, FakeReader
from test_web_fake import FakeAnswerer

from corpus import HoiBaoError, SetAside
from index import BuildReport, refresh_index
from index.publish import builder_lock
from rag import LiveAnswerer
from web import create_app
from web.admin.reindexing import Reindexing
from web.admin.routes import TRIES_PER_MINUTE, add_admin
from web.pages.frame import PageFrame

SECRET = "một mã bí mật"
HERE = "/kho/cap-nhat"


def write(folder, article):
    (folder / f"{article.id}.md").write_text(
        f"---\nid: {article.id}\ntitle: {article.title}\nplace: {article.place}\n---\n{article.text}\n", encoding="utf-8"
    )


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "bài"
    folder.mkdir()
    write(folder, SON_HA)
    return folder


@pytest.fixture
def rebuild(tmp_path, corpus):
    """As app.py makes it; the index is built once."""
    found = partial(refresh_index, tmp_path / "index", corpus, E5Like(), columns="")
    found(told=lambda *_: None)
    return found


@pytest.fixture
def site(tmp_path, rebuild):
    service = LiveAnswerer(tmp_path / "index", E5Like(), FakeReader())
    return create_app(service, rebuild=lambda told: rebuild(told=told), admin_secret=SECRET)


def ended(client, response):
    """The page of a build once it has ended."""
    assert response.status_code == 303
    for _ in range(200):
        page = client.get(response.headers["location"]).text
        if "data-running" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the build does not end")


def post(client, secret=SECRET, **headers):
    return client.post(HERE, data={"secret": secret}, headers=headers, follow_redirects=False)


def test_the_outcome_is_told_and_served(site, corpus):
    with TestClient(site) as client:
        assert f'<a href="{HERE[1:]}">Cập nhật kho bài</a>' in client.get("/kho").text
        assert "Kho bài không có gì thay đổi." in ended(client, post(client))
        write(corpus, NAM_HUA)
        (corpus / "son-ha.md").write_text("---\nid: son-ha\ntitle: Sơn Hạ\n---\nHuyện Sơn Hạ có 39 chi bộ.\n", encoding="utf-8")
        (corpus / "<b>.docx").write_bytes(b"x")
        page = ended(client, post(client))
        assert "<strong>Kho bài đã được cập nhật.</strong> Trang đang dùng bản v000002 với 2 bài" in page
        for row in ('Bài mới</th><td>1', 'Bài có thay đổi</th><td>1', 'Bài đã bỏ</th><td>0', '&lt;b&gt;.docx</th>'):  # fmt: skip
            assert row in page
        (corpus / "nam-hua.md").unlink()
        assert "Bài đã bỏ</th><td>1" in ended(client, post(client))
        assert (
            client.post("/api/ask", json={"question": "Huyện Sơn Hạ có bao nhiêu chi bộ?"}).json()["short_answer"] == "39 chi bộ"
        )


def test_a_wrong_secret_starts_nothing_and_is_not_tried_for_long(site):
    client = TestClient(site)
    for wrong in ("", "sai", SECRET + " ", SECRET[:-1]):
        response = post(client, wrong)
        assert (response.status_code, "Mã quản trị không đúng." in response.text) == (403, True)
    assert client.post(HERE, json={"secret": SECRET}, follow_redirects=False).status_code == 403
    limited = post(client)  # the right one, but one too many
    assert (limited.status_code, TRIES_PER_MINUTE) == (429, 5)
    assert 0 < int(limited.headers["retry-after"]) <= 12
    assert client.get("/kho").text.count("v000001") == 1


def test_no_other_site_starts_a_build_and_no_address_holds_the_secret(site):
    client = TestClient(site)
    for foreign in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ):
        assert post(client, **foreign).status_code == 403
    assert post(client, **{"origin": "http://testserver"}).status_code == 303
    assert client.get(f"{HERE}?secret={SECRET}").status_code == 200  # the form again
    assert client.get(f"{HERE}/unknown-ticket").status_code == 404
    assert "set-cookie" not in client.get(HERE).headers


@pytest.mark.parametrize("given", [{}, {"admin_secret": SECRET}, {"rebuild": lambda told: None}])
def test_where_it_is_not_set_there_is_nothing(given):
    client = TestClient(create_app(FakeAnswerer(), **given))
    assert "cap-nhat" not in client.get("/kho").text
    assert [client.get(HERE).status_code, post(client).status_code, client.get(f"{HERE}/x").status_code] == [404] * 3


def test_an_empty_secret_is_no_secret():
    app = FastAPI()
    add_admin(app, PageFrame("/", "1"), Reindexing(FakeAnswerer(), lambda told: None), "", lambda request: "")
    assert post(TestClient(app), "").status_code == 404


def test_it_is_never_shown_in_a_frame():
    app = create_app(FakeAnswerer(), rebuild=lambda told: None, admin_secret=SECRET, frame_ancestors=("https://a.example",))
    client = TestClient(app)
    assert "cap-nhat" in client.get("/kho").text
    assert "cap-nhat" not in client.get("/kho", headers={"sec-fetch-dest": "iframe"}).text
    for path in (HERE, f"{HERE}/x"):
        headers = client.get(path).headers
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "x-frame-options" not in client.get("/kho").headers


@contextmanager
def reindexing(rebuild):
    with TestClient(create_app(FakeAnswerer(), rebuild=rebuild, admin_secret=SECRET)) as client:
        yield client


def test_progress_is_told_by_its_stage_and_one_build_runs_at_a_time():
    go_on, reached = threading.Event(), threading.Event()

    def slow(told):
        told("embed", 32, 128)
        reached.set()
        go_on.wait(10)
        return BuildReport("v000001", True, 2, 2, 1, 0, (SetAside("a", "b"),), 0.5, 0)

    with reindexing(slow) as client:
        first = post(client)
        reached.wait(10)
        page = client.get(first.headers["location"]).text
        assert '<p id="buoc" role="status">Bước 3/5: Lập chỉ mục các đoạn mới (32/128 đoạn)</p>' in page
        assert 'value="37"' in page  # a quarter of the way from 20 to 90
        assert post(client).headers["location"] == first.headers["location"]
        go_on.set()
        assert "data-running" not in ended(client, first)
        assert post(client).headers["location"] != first.headers["location"]


def test_an_error_is_told_with_its_mend():
    def refused(told):
        raise HoiBaoError("m", mend="n", vietnamese="Không tìm thấy <thư mục>.", cure="Tạo lại thư mục.")

    def broken(told):
        raise RuntimeError("secret cause")

    def elsewhere(told):
        return BuildReport("v000007", True, 2, 2, 1, 0, (), 0.5, 0)

    for rebuild, told in (
        (refused, "Không tìm thấy &lt;thư mục&gt;. Tạo lại thư mục."),
        (broken, "Đã có lỗi ngoài dự kiến"),
        (elsewhere, "bản cũ vẫn phục vụ"),
    ):
        with reindexing(rebuild) as client:
            page = ended(client, post(client))
            assert told in page
            assert "secret cause" not in page


def test_a_build_of_the_command_line_comes_first(site, tmp_path):
    with TestClient(site) as client, builder_lock(tmp_path / "index"):
        page = ended(client, post(client))
    assert "Đang có một lần lập chỉ mục khác; xin thử lại sau. Chờ lần ấy xong rồi bấm lại" in page


@pytest.mark.browser
class TestInTheBrowser:
    pytestmark = in_browser

    def test_a_new_article_is_asked_about_without_a_restart(self, site, corpus, browser):
        with listening(site) as port:
            with visiting(f"http://127.0.0.1:{port}/", browser) as visit:
                page = visit(viewport={"width": 390, "height": 800})
                assert ask(page, "Huyện Nậm Hua có bao nhiêu đảng viên?").locator(".hb-refused").count() == 1
                write(corpus, NAM_HUA)
                admin = page.context.new_page()
                admin.goto(f"http://127.0.0.1:{port}/kho")
                admin.get_by_role("link", name="Cập nhật kho bài").click()
                admin.get_by_label("Mã quản trị").fill(SECRET)
                assert serious(admin) == []
                admin.get_by_role("button", name="Cập nhật ngay").click()
                admin.get_by_text("Kho bài đã được cập nhật.").wait_for()
                assert admin.locator("tr", has_text="Bài mới").inner_text().split()[-1] == "1"
                assert serious(admin) == []
                assert [text for text in admin.evaluate(SPOKEN) if ENGLISH.search(text)] == []
                assert admin.evaluate("document.documentElement.scrollWidth") <= 390
                assert ask(page, "Huyện Nậm Hua có bao nhiêu đảng viên?").locator(".hb-short").inner_text() == "875 đảng viên[1]"
            context = browser.new_context()  # the refusal is an error in the console of the browser
            stranger = context.new_page()
            stranger.goto(f"http://127.0.0.1:{port}{HERE}")
            stranger.get_by_label("Mã quản trị").fill("không phải mã này")
            stranger.keyboard.press("Enter")
            stranger.get_by_text("Mã quản trị không đúng.").wait_for()
            context.close()
