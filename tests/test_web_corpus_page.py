"""The corpus page as it is served."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from test_web_fake import BA_BE, XSS, FakeAnswerer

from web import create_app


class Shelf(FakeAnswerer):
    """45 articles, the second of which hostile; 250 files set aside."""

    def articles(self):
        return [
            replace(BA_BE, id=f"bai-{place}", title=f"Bài số {place}", source=XSS if place == 1 else "Báo A & B")
            for place in range(45)
        ]

    def set_aside(self):
        return super().set_aside() * 250


@pytest.fixture(scope="module")
def shelf():
    with TestClient(create_app(Shelf())) as client:
        yield lambda path: client.get(path).text


def test_the_whole_corpus(client):
    page = client.get("/kho").text
    assert '<html lang="vi">' in page and "<script" not in page and "<title>Kho bài – Hỏi Báo</title>" in page
    assert '<h2 id="tim-thay">2 bài</h2>' in page and '<a href="bai/ba-be">' in page
    assert "<dt>Phiên bản</dt><dd>v000001</dd><dt>Mô hình</dt><dd>fake</dd>" in page
    assert '<th scope="row">tin/&lt;b&gt;hỏng.pdf</th><td>Tệp PDF không có chữ.</td>' in page
    assert "Trùng nội dung với 1 bài khác." in page
    assert "số bài theo tháng, 11/2022; nhiều nhất là 1 bài" in page and "1 bài không rõ ngày" in page


def test_everything_is_escaped(client):
    page = client.get("/kho", params={"q": XSS, "place": XSS, "from": XSS, "source": XSS}).text
    assert "<img" not in page and "<script" not in page and "&lt;script&gt;" in page


def test_search_and_filters(client):
    page = client.get("/kho", params={"q": "4.900", "source": "Báo Bắc Kạn", "from": "2022"}).text
    assert "1 bài tìm được" in page and "<mark>4.900</mark>" in page
    assert '<option value="Báo Bắc Kạn" selected>' in page and 'name="from" value="2022"' in page
    assert "Không có bài nào" in client.get("/kho?q=xôi").text
    assert "Không có bài nào" in client.get("/kho?to=2021").text


def test_what_cannot_be_searched_is_told(client):
    page = client.get("/kho?from=hôm+qua").text
    assert '<p role="alert">“hôm qua” không phải là một ngày' in page and 'value="hôm qua"' in page
    assert "ngày đầu (1/2/2022) sau ngày cuối (31/1/2022)" in client.get("/kho?from=2/2022&to=1/2022").text


def test_pages(shelf):
    first, last = shelf("/kho?q=số"), shelf("/kho?q=số&page=99")
    assert "45 bài tìm được, đang xem 1–20" in first and 'rel="prev"' not in first
    assert '<a rel="next" href="kho?q=s%E1%BB%91&amp;page=2">' in first
    assert "đang xem 41–45" in last and "Trang 3/3" in last and 'rel="next"' not in last


def test_counts_lead_to_their_articles(shelf):
    page = shelf("/kho")
    assert '<a href="kho?source=B%C3%A1o+A+%26+B">Báo A &amp; B</a></th><td>44</td>' in page
    assert '<a href="kho?from=2022-11-01&amp;to=2022-11-30">11/2022</a></th><td>45</td>' in page


def test_what_was_set_aside_is_folded_where_it_is_much(shelf):
    page = shelf("/kho")
    assert "<details><summary>250 tệp" in page and page.count("hỏng.pdf") == 200 and "và 50 tệp khác." in page


def test_it_is_linked_and_only_read(client):
    assert '<a href="kho">' in client.get("/").text and '<a href="kho">' in client.get("/bai/ba-be").text
    assert client.post("/kho").status_code == 405
    assert client.get("/kho/").status_code == 404 and client.head("/kho").status_code == 200
