"""The real page in a real browser, over the fake answerer."""

import re
from contextlib import contextmanager

import pytest
from browsing import ENGLISH, SPOKEN, ask, in_browser, listening, serious, settled, visiting
from test_web_fake import BA_BE, NASTY, QUOTE, XSS, FakeAnswerer

from web import Limits, create_app

pytestmark = in_browser
# Before any script of the page, as gradio's keep the function that they find.
COUNT_FRAMES = """
  const frame = window.requestAnimationFrame.bind(window);
  window.framesAsked = 0;
  window.requestAnimationFrame = (callback) => ((window.framesAsked += 1), frame(callback));
"""
IN_A_SECOND = """async () => {
  const before = window.framesAsked;
  await new Promise((end) => setTimeout(end, 1000));
  return window.framesAsked - before;
}"""


@contextmanager
def serving(root_path=""):
    """The address of a running server."""
    with listening(create_app(FakeAnswerer(delay=0.3), root_path=root_path)) as port:
        yield f"http://127.0.0.1:{port}{root_path}/"


@pytest.fixture(scope="module")
def site():
    with serving() as address:
        yield address


@pytest.fixture
def slow_site():
    """Each stage lasts long enough to be seen on a busy machine."""
    with listening(create_app(FakeAnswerer(delay=2.0))) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def visit(site, browser):
    with visiting(site, browser) as open_page:
        yield open_page


def test_the_stages_are_told(slow_site, browser):
    with visiting(slow_site, browser) as visit:
        page = visit()
        page.locator("#question textarea").fill("Ba Bể đã kết nạp bao nhiêu đảng viên?")
        page.keyboard.press("Enter")
        page.get_by_text("Đang tìm trong kho bài…").wait_for()
        page.get_by_text("Đang chọn câu trả lời…").wait_for()
        page.locator(".hb-card").wait_for()


def test_question_to_marked_sentence(visit):
    page = visit()
    page.locator("#question textarea").wait_for()
    page.keyboard.type("Ba Bể đã kết nạp bao nhiêu đảng viên?")  # the box has the focus
    page.keyboard.press("Enter")
    page.locator(".hb-card").wait_for()
    assert page.locator(".hb-short").inner_text() == "325/600"
    assert page.locator("#question textarea").input_value() == ""
    assert page.locator(".hb-card .hb-quote").inner_text() == QUOTE
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Mở bài").click()
    reader = opened.value
    marked = reader.locator("mark#trich-dan")
    marked.wait_for()
    assert marked.inner_text() == QUOTE
    assert reader.evaluate("(top => top >= 0 && top < innerHeight)(document.querySelector('mark').getBoundingClientRect().top)")
    assert reader.title() == f"{BA_BE.title} – Hỏi Báo"
    reader.get_by_role("link", name="Về trang hỏi đáp").click()
    reader.locator("#question textarea").wait_for()


def test_citation_leads_to_its_card_and_keeps_the_conversation(visit):
    page = visit()
    turn = ask(page, "Ba Bể?")
    turn.locator(".hb-cite").first.click()
    assert page.evaluate("document.activeElement.id") == "nguon-1-1"
    assert page.locator(".hb-turn").count() == 1


def test_follow_up_refusal_and_errors(visit):
    page = visit()
    ask(page, "Ba Bể?")
    refused = ask(page, "thời tiết?")
    assert refused.locator(".hb-refused").count() == 1
    assert refused.get_by_text("Các bài gần nhất").count() == 1
    assert "Mã lỗi" in ask(page, "câu gây lỗi").locator(".hb-failed").inner_text()
    assert ask(page, "kho hỏng").locator(".hb-failed").inner_text() == "Kho bài đang hỏng."
    assert "2.000 ký tự" in ask(page, "dài " * 900).locator(".hb-failed").inner_text()
    assert ask(page, "Ba Bể?").locator(".hb-card").count() == 1  # and it goes on
    assert page.locator(".hb-turn").count() == 6


def test_a_question_that_is_too_long_can_be_mended(visit):
    page = visit()
    question = "dài " * 900 + "hết?"
    turn = ask(page, question)
    assert len(turn.locator(".hb-question").inner_text()) < 300
    assert page.locator("#fresh:enabled").is_visible()
    page.get_by_role("button", name="Sửa câu hỏi").click()
    assert page.locator("#question textarea").input_value() == question


def test_example_and_new_conversation(visit):
    page = visit()
    example = page.locator(".hb-example").first
    example.wait_for()
    question = example.inner_text()
    example.click()
    page.locator(".hb-card").wait_for()
    assert question in page.locator(".hb-question").inner_text()
    assert page.locator(".hb-example").first.is_hidden()
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.locator(".hb-turn").wait_for(state="detached")
    page.locator(".hb-example").first.wait_for()


def test_buttons_rest_while_answering(visit):
    page = visit()
    page.locator("#question textarea").fill("Ba Bể?")
    page.get_by_role("button", name="Gửi").click()
    page.locator("#send:disabled").wait_for()
    page.locator("#fresh:disabled").wait_for()
    page.locator(".hb-card").wait_for()
    page.locator("#send:enabled").wait_for()
    page.locator("#fresh:enabled").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_fits_every_screen(visit, width, scheme):
    page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    ask(page, "Ba Bể?")
    ask(page, "thời tiết?")
    page.locator("#filters summary").click()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    red, green, blue = map(int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3])
    assert (red + green + blue < 150) == (scheme == "dark")
    for selector in ("#send", "#fresh", "#question textarea"):
        assert page.locator(selector).bounding_box()["height"] >= 44
    box = page.locator("#composer").bounding_box()
    assert box["y"] + box["height"] <= 801  # the question box is never out of sight


def test_an_idle_page_draws_nothing(site, browser):
    context = browser.new_context()
    context.add_init_script(COUNT_FRAMES)
    page = context.new_page()
    page.goto(site)
    ask(page, "Ba Bể?")
    page.locator("#suggested .hb-ask").first.wait_for()
    assert any(page.evaluate(IN_A_SECOND) < 10 for _ in range(10))  # whoever draws for good asks for sixty, second by second
    context.close()


def test_the_open_filters_stand_clear_of_the_question_box(visit):
    page = visit()
    page.locator("#filters summary").click()
    form, row = (page.locator(one).bounding_box() for one in ("#filters .hb-filter-form", "#composer-row"))
    assert row["y"] - form["y"] - form["height"] >= 6


def test_each_text_is_of_one_face(visit):
    """A face without some Vietnamese letters would have them filled in from another."""
    page = visit()
    ask(page, "Ba Bể ở huyện nào, có bộ lọc ở đâu, về đề tài gì?")
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    session.send("CSS.enable")
    for selector in (".hb-top h1", ".hb-question", ".hb-title", ".hb-quote"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert len({font["familyName"] for font in fonts}) == 1, (selector, fonts)


def test_nothing_is_english(visit):
    page = visit()
    page.locator("#question textarea").wait_for()
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.title() == "Hỏi Báo"
    spoken = page.evaluate(SPOKEN)
    ask(page, "Ba Bể?")
    spoken += page.evaluate(SPOKEN)
    ask(page, "thời tiết?")
    ask(page, "câu gây lỗi")
    spoken += page.evaluate(SPOKEN)
    assert "Gửi" in spoken
    assert [text for text in spoken if ENGLISH.search(text)] == []


def test_markup_from_outside_stays_text(visit):
    page = visit()
    turn = ask(page, f"<b>đậm</b> {XSS}")
    assert XSS in turn.locator(".hb-question").inner_text()
    assert turn.locator("img, script, b").count() == 0
    assert turn.locator("a[href^='javascript']").count() == 0
    page.goto(page.url + "bai/" + NASTY.id)
    assert page.locator("h1").inner_text() == XSS
    assert page.locator("img, script").count() == 0


def test_screen_readers_hear_new_turns(visit):
    page = visit()
    ask(page, "Ba Bể?")
    log = page.get_by_role("log", name="Cuộc trò chuyện")
    assert log.count() == 1
    assert page.get_by_role("textbox", name="Câu hỏi").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1


def test_policy_blocks_inline_script(site, browser):
    """The policy is in force, not only sent: a script without the nonce does not run."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    context.close()


def test_two_visitors_do_not_share_a_conversation(visit):
    first, second = visit(), visit()
    ask(first, "Ba Bể?")
    second.locator("#question textarea").wait_for()
    assert second.locator(".hb-turn").count() == 0


def test_below_a_prefix(browser):
    with serving("/hoi-bao") as site, visiting(site, browser) as visit:
        page = visit()
        turn = ask(page, "Ba Bể?")
        turn.locator(".hb-cite").first.click()
        assert page.locator(".hb-turn").count() == 1
        with page.context.expect_page() as opened:
            turn.get_by_role("link", name="Mở bài").click()
        assert opened.value.locator("mark#trich-dan").inner_text() == QUOTE
        assert opened.value.url.startswith(site + "bai/ba-be?")


def test_lost_connection_is_told_in_vietnamese(browser):
    with serving() as site:
        context = browser.new_context()
        page = context.new_page()
        page.goto(site)
        page.locator("#question textarea").wait_for()
    page.locator("#question textarea").fill("Ba Bể?")
    page.keyboard.press("Enter")
    page.get_by_text("Mất kết nối với máy chủ.").wait_for()
    assert page.locator(".toast-wrap").is_hidden()
    context.close()


def test_a_limit_is_told_in_vietnamese_and_the_question_stays(browser):
    with listening(create_app(FakeAnswerer(), limits=Limits(questions_per_minute=1))) as port:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        ask(page, "Ba Bể một?")
        page.locator("#question textarea").fill("Ba Bể hai?")
        page.keyboard.press("Enter")
        page.locator("#hb-offline", has_text="Bạn hỏi nhanh quá, hãy chờ một lát rồi hỏi tiếp.").wait_for()
        assert page.locator("#question textarea").input_value() == "Ba Bể hai?"
        assert page.locator(".hb-turn").count() == 1
        page.get_by_role("button", name="Cuộc trò chuyện mới").click()  # asks nothing
        page.locator(".hb-example").first.wait_for()
        context.close()


def test_filter_refusal_retry_and_edit(visit):
    page = visit()
    page.locator("#filters summary").click()
    page.get_by_label("Báo Bắc Kạn").check()
    page.get_by_label("Từ ngày").fill("2022")
    assert page.locator("#filters summary").inner_text() == "Bộ lọc: Báo Bắc Kạn; từ 2022"
    refused = ask(page, "thời tiết?")
    assert page.locator("#filters details[open]").count() == 0
    assert refused.locator(".hb-limits").inner_text() == "Chỉ tìm trong các bài có nguồn “Báo Bắc Kạn”; từ 1/1/2022."
    page.get_by_role("button", name="Hỏi lại trong cả kho bài").click()
    page.locator("#luot-2 .hb-refused").wait_for()
    assert page.locator(".hb-limits").count() == 0 and page.locator(".hb-turn").count() == 1
    page.get_by_role("button", name="Bỏ lọc").click()
    page.locator("#send:enabled").wait_for()
    page.get_by_role("button", name="Sửa câu hỏi").click()
    assert page.locator("#question textarea").input_value() == "thời tiết?"
    page.locator("#question textarea").fill("Ba Bể?")
    page.keyboard.press("Enter")
    page.locator("#luot-3 .hb-card").wait_for()
    assert page.locator(".hb-turn").count() == 1


def test_a_stopped_question_is_asked_again(slow_site, browser):
    with visiting(slow_site, browser) as visit:
        page = visit()
        page.locator("#question textarea").fill("Ba Bể?")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Dừng").click()
        page.locator(".hb-stopped").wait_for()
        page.locator("#send:enabled").wait_for()
        page.get_by_role("button", name="Hỏi lại").click()
        page.locator("#luot-2 .hb-card").wait_for()
        assert page.locator(".hb-turn").count() == 1


def test_a_question_that_begins_while_the_stream_of_the_page_ends_is_answered(visit, site):
    """The server ends the stream of the page's own event before the question comes; the browser hears of that after."""
    page = visit()
    settled(page)
    streams, answered = [], []

    def hold(route):
        """Only the first stream: its end is told once the question has a number."""
        if streams:
            return route.continue_()
        streams.append(route)
        ended = route.fetch()
        streams.append(ended)
        while len(answered) < 2:
            page.wait_for_timeout(20)
        page.wait_for_timeout(300)
        route.fulfill(response=ended)

    def begin(route):
        while answered and len(streams) < 2:
            page.wait_for_timeout(20)
        response = route.fetch()
        answered.append(route.fulfill(response=response))

    page.route("**/queue/data*", hold)
    page.route("**/queue/join*", begin)
    page.goto(site + "?q=Ba%20B%E1%BB%83%3F")
    page.locator("#luot-1 .hb-card").wait_for(timeout=20_000)
    page.locator("#send:enabled").wait_for()
    page.locator("#suggested .hb-ask").first.wait_for()
    assert page.locator(".hb-turn").count() == 1
    page.unroute_all(behavior="wait")


def test_a_link_asks_its_question_and_can_be_copied(visit, site):
    page = visit()
    page.goto(site + "?q=Ba%20B%E1%BB%83%20%26%20x%3F&filters=x")
    turn = page.locator("#luot-1")
    turn.locator(".hb-card").wait_for()
    assert turn.locator(".hb-question").inner_text().endswith("Ba Bể & x?")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn.get_by_role("button", name="Sao chép đường dẫn").click()
    page.get_by_text("Đã sao chép đường dẫn đến câu hỏi.").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == site + "?q=Ba+B%E1%BB%83+%26+x%3F"
    page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")  # plain http
    turn.get_by_role("button", name="Sao chép kèm nguồn").click()
    page.get_by_text("Đã sao chép câu trả lời kèm nguồn.").wait_for(state="attached")
    assert QUOTE in page.evaluate("navigator.clipboard.readText()")
