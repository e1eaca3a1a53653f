"""The article reader, and an answer as the page shows it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_web_fake import BA_BE, QUOTE, XSS

from web import render
from web.reader import PageFrame, article_page, cited_span
from web.words import confidence, origin, seconds, vietnamese_date, web_address

ROOT = Path(__file__).parent.parent


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
