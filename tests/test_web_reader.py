"""The article reader, and an answer as the page shows it."""

import re
from dataclasses import replace
from datetime import date
from html import escape, unescape
from pathlib import Path

import pytest
from test_web_fake import BA_BE, BA_BE_COPY, QUOTE, XSS

from web.chat import render
from web.chat.turns import Turn
from web.pages.frame import PageFrame
from web.pages.reader import Marks, article_page
from web.passages import quote_contexts
from web.sentence_link import Cited, fingerprint
from web.words import confidence, origin, reader_path, seconds, vietnamese_date, web_address

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


def test_reader_escapes_everything(client):
    page = client.get("/bai/bài xấu?start=0&end=30").text
    assert "<img" not in page and "<script" not in page and "javascript:" not in page
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in page


def test_reader_shows_headings_but_keeps_a_signature():
    article = replace(
        BA_BE, text="Mở đầu.\n\nChuyện ở cơ sở\n\nChú thích ảnh: Một buổi họp\n\nVi Thu", published=date(2023, 1, 2)
    )
    page = article_page(PageFrame("/", "1"), article)
    assert page.count("<h2>") == 1 and "<h2>Chuyện ở cơ sở</h2>" in page and "<p>Vi Thu</p>" in page
    assert "Hỏi Báo (bài mẫu) · 2/1/2023" in page


def link_to(quote, text=BA_BE.text, number=None):
    start = text.index(quote)
    return Cited(start, start + len(quote), fingerprint(quote), number)


NEXT = "Kết quả này bằng 54% kế hoạch."
FIRST = "Toàn Đảng bộ huyện Ba Bể hiện có trên 4.900 đảng viên."


def test_reader_goes_from_citation_to_citation(client):
    one, two, three = (link_to(quote, number=place) for place, quote in enumerate((QUOTE, FIRST, NEXT), 1))
    page = client.get(f"/{reader_path('ba-be', two, [one, three])}").text
    assert f'<p><mark id="trich-dan">{FIRST}</mark></p>' in page
    assert f'<mark class="hb-other">{QUOTE}</mark> <mark class="hb-other">{NEXT}</mark>' in page
    assert "<span>Nguồn 2 · câu 2/3</span>" in page
    before, after = (re.search(f'rel="{way}" href="([^"]+)"', page)[1] for way in ("prev", "next"))
    assert before == escape(reader_path("ba-be", one, [two, three]))
    assert after == escape(reader_path("ba-be", three, [one, two]))
    last = client.get(f"/{unescape(after)}").text
    assert f'<mark id="trich-dan">{NEXT}</mark>' in last and 'rel="next"' not in last and 'rel="prev"' in last


def test_reader_ignores_other_ranges_that_are_none_of_the_text(client):
    beyond, changed = Cited(90_000, 90_010, fingerprint("x"), 2), Cited(0, 10, fingerprint("không có"), 3)
    page = client.get(f"/{reader_path('ba-be', link_to(QUOTE, number=1), [beyond, changed])}").text
    assert page.count("<mark") == 1 and "<span>Nguồn 1</span>" in page and 'rel="next"' not in page


def test_overlapping_citations_are_marked_once(client):
    both = f"{QUOTE} {NEXT}"
    page = client.get(f"/{reader_path('ba-be', link_to(QUOTE, number=1), [link_to(both, number=2)])}").text
    assert f'<mark id="trich-dan">{QUOTE}</mark><mark class="hb-other"> {NEXT}</mark>' in page


def test_reader_gives_a_link_to_the_sentence(client):
    page = client.get(f"/{reader_path('ba-be', link_to(QUOTE, number=1), [link_to(NEXT, number=2)])}").text
    path = escape(reader_path("ba-be", link_to(QUOTE)))
    assert f'<p class="hb-address">http://testserver/{path}</p>' in page and f'<a href="{path}">' in page
    start = BA_BE.text.index(QUOTE)
    old = client.get(f"/bai/ba-be?start={start}&end={start + len(QUOTE)}").text
    assert f'<p class="hb-address">http://testserver/{path}</p>' in old  # what is copied from an old link lasts


def test_link_to_a_sentence_survives_an_edit(client):
    article = replace(BA_BE, text=f"Tin thêm vào đầu bài.\n\n{BA_BE.text}")
    page = article_page(PageFrame("/", "1"), article, Marks.of(article.text, link_to(QUOTE)))
    assert f'<mark id="trich-dan">{QUOTE}</mark>' in page
    assert escape(reader_path("ba-be", link_to(QUOTE, article.text))) in page


def test_a_sentence_that_is_gone_is_told(client):
    path = reader_path("ba-be", link_to("Ba Bể", "Ba Bể"), []).replace(fingerprint("Ba Bể"), fingerprint("Ba Chẽ"))
    page = client.get(f"/{path}").text
    assert '<p class="hb-gone" id="trich-dan" role="status">Câu mà liên kết này dẫn đến không còn nguyên văn' in page
    assert "<mark" not in page and "hb-citation" not in page
    other = client.get(f"/{path.replace('#', f'&also={link_to(NEXT, number=2)}#')}").text
    assert "Câu khác được trích từ bài này:" in other and f'<mark class="hb-other">{NEXT}</mark>' in other


def test_reader_names_place_and_copies(client):
    page = client.get(f"/{reader_path('ba-be', link_to(QUOTE, number=1))}").text
    assert '<p class="hb-facts">Hỏi Báo (bài mẫu) · Ba Bể</p>' in page
    there = escape(reader_path("ba-be-ban-in", link_to(QUOTE, BA_BE_COPY.text)))
    assert f'<h2>Bài trùng nội dung</h2><ul><li><a href="{there}">Ba Bể kết nạp đảng viên (bản in)</a>' in page
    opening = client.get(f"/{reader_path('ba-be', link_to(FIRST))}").text
    assert '<a href="bai/ba-be-ban-in">' in opening  # which leaves this sentence out
    assert "Bài trùng nội dung" not in client.get("/bai/bài xấu").text


def test_missing_article_page(client):
    response = client.get("/bai/nope")
    assert response.status_code == 404 and "Không có bài báo này trong kho." in response.text


# --- the chat's HTML


def shown(service, answer, number=1):
    return render.answered(number, answer, quote_contexts(answer.citations, service.article))


def test_turn_is_one_block_of_escaped_html(service):
    answer = service.ask("<")
    html = render.conversation([Turn(1, XSS + "\n\n# x", shown(service, answer), answer, done=True)])
    assert "\n" not in html and "<img" not in html and "<script" not in html and "javascript:" not in html
    assert "&lt;script&gt;" in html


def test_answer_links_to_its_sources(service):
    html = shown(service, service.ask("Ba Bể?"), 7)
    start = BA_BE.text.index(QUOTE)
    assert '<p class="hb-short"><strong>325/600</strong></p>' in html
    assert '<sup><a class="hb-cite" href="#nguon-7-1" title="Xem nguồn 1">[1]</a></sup>' in html
    assert 'id="nguon-7-1"' in html
    known = f"fp={fingerprint(QUOTE)}&amp;n=1"
    assert f'href="bai/ba-be?start={start}&amp;end={start + len(QUOTE)}&amp;{known}#trich-dan"' in html
    assert "Câu trả lời được máy trích từ các bài báo trong kho." in html
    assert "viết lại theo “Ba Bể phát triển đảng viên”, Báo Bắc Kạn, 23/11/2022" in html


def test_links_to_an_article_carry_its_other_citations(service):
    answer = service.ask("Ba Bể?")
    (first,) = answer.citations
    second = replace(first, number=2, start=0, end=6, quote="Toàn Đ")
    elsewhere = replace(first, number=3, article_id="bài xấu")
    html = shown(service, replace(answer, citations=(first, elsewhere, second)))
    links = [unescape(found) for found in re.findall(r'class="hb-open" href="([^"]+)"', html)]
    assert [link.split("#")[0].split("&also=")[1:] for link in links] == [
        [f"2.0-6.{fingerprint('Toàn Đ')}"], [], [f"1.{first.start}-{first.end}.{fingerprint(QUOTE)}"]
    ]  # fmt: skip


def test_short_answer_stands_once(service):
    answer = replace(service.ask("Ba Bể?"), answer=f"325/600 [1]\n{QUOTE} [1]")
    html = shown(service, answer)
    assert html.count("<strong>") == 1 and html.count('href="#nguon-1-1"') == 2


def test_marker_without_a_source_stays_text(service):
    html = shown(service, replace(service.ask("Ba Bể?"), answer=f"{QUOTE} [1] [9]"))
    assert "[9]" in html and "#nguon-1-9" not in html


def test_refusal_is_marked_and_offers_articles(service):
    html = shown(service, service.ask("thời tiết?"))
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
