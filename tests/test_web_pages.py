"""The article reader and the corpus page in a real browser, with and without JavaScript, on phone and desktop."""

import pytest
from browsing import ENGLISH, SPOKEN, ask, in_browser, serious, settled
from test_web_fake import BA_BE, BA_BE_COPY, QUOTE
from test_web_page import site, visit  # noqa: F401

from web.sentence_link import Cited, fingerprint
from web.words import reader_path

pytestmark = in_browser
NEXT = "Kết quả này bằng 54% kế hoạch."
SCREENS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


def cited(quote, number):
    start = BA_BE.text.index(quote)
    return Cited(start, start + len(quote), fingerprint(quote), number)


READER = reader_path("ba-be", cited(QUOTE, 1), [cited(NEXT, 2)])
GONE = READER.replace(fingerprint(QUOTE), fingerprint("Câu đã bị xóa."))
CORPUS = "kho?q=đảng+viên"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("path", [READER, GONE, CORPUS, "kho?from=x", "bai/nope"])
def test_fits_every_screen_and_everyone(site, browser, path, width, scheme):  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(site + path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []
    assert [text for text in page.evaluate(SPOKEN) if ENGLISH.search(text)] == []
    context.close()


def test_axe_would_say_so(site, browser):  # noqa: F811
    page = browser.new_page()
    page.goto(f"{site}kho")
    page.evaluate("document.querySelector('label[for=place]').remove()")
    assert [found.split(":")[0] for found in serious(page)] == ["label"]
    page.close()


def test_from_a_citation_to_the_next_without_javascript(site, browser):  # noqa: F811
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(site + READER)
    mark = page.locator("mark#trich-dan")
    assert mark.inner_text() == QUOTE and 0 < mark.bounding_box()["y"] < 800
    page.get_by_role("link", name="Câu sau →").click()
    assert page.locator("mark#trich-dan").inner_text() == NEXT
    page.get_by_role("link", name="← Câu trước").click()
    assert page.locator("mark#trich-dan").inner_text() == QUOTE
    page.get_by_text("Liên kết đến câu này").click()
    page.goto(page.locator(".hb-address").inner_text())
    assert page.locator("mark#trich-dan").inner_text() == QUOTE
    page.get_by_role("link", name=BA_BE_COPY.title).click()
    assert page.locator("mark#trich-dan").inner_text() == QUOTE and page.locator("h1").inner_text() == BA_BE_COPY.title
    context.close()


def test_a_click_selects_the_whole_address(visit):  # noqa: F811
    page = visit()
    settled(page)
    page.goto(page.url + READER)
    page.locator("summary").click()
    page.locator(".hb-address").click()
    assert page.evaluate("getSelection().toString().trim()") == page.locator(".hb-address").inner_text()


def test_from_the_chat_to_the_corpus_and_to_a_sentence(visit):  # noqa: F811
    page = visit()
    settled(page)
    page.get_by_role("link", name="Xem kho bài").click()
    page.get_by_label("Từ trong tiêu đề hoặc nội dung").fill("4.900")
    page.get_by_label("Đến ngày").fill("2022")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("heading", name="1 bài tìm được").wait_for()
    page.get_by_role("link", name="Mở ở câu này").click()
    assert page.locator("mark#trich-dan").inner_text() == "Toàn Đảng bộ huyện Ba Bể hiện có trên 4.900 đảng viên."


def test_the_chat_opens_the_reader_at_its_citation(visit):  # noqa: F811
    page = visit()
    turn = ask(page, "Ba Bể?")
    with page.context.expect_page() as opened:
        turn.get_by_role("link", name="Mở bài").click()
    assert opened.value.locator("mark#trich-dan").inner_text() == QUOTE
    assert opened.value.get_by_text("Nguồn 1").count() == 1
