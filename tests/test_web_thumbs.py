"""What readers say of an answer: the buttons, the form, and that a complaint becomes a candidate for the evaluation."""

import html
import json
import re
from dataclasses import replace

import pytest
from browsing import ENGLISH, SPOKEN, ask, in_browser, listening, serious, visiting
from test_web_fake import QUOTE, XSS, FakeAnswerer

from eval.review import main as review
from web import Limits, create_app
from web.chat.thumbs import LONGEST_WORDS, OF_ANSWERS, OF_REFUSALS, complaint_forms, thumbs
from web.chat.turns import Turn
from web.feedback import LONGEST_ANSWER, LONGEST_REASON

ANSWER = FakeAnswerer().ask("Ba Bể?")
THANKS = "Cảm ơn bạn đã góp ý."


# --- without a browser


def test_what_is_judged_stands_on_one_line_and_stays_text():
    turn = Turn(3, f"Ba\n\nBể? {XSS}" + "x" * 3_000, "", replace(ANSWER, answer="y" * 9_000), done=True)
    line = thumbs(turn)
    assert "\n" not in line and "<img" not in line
    judged = json.loads(html.unescape(re.search(r'name="down" value="([^"]*)"', line)[1]))
    assert judged == {"question": turn.question[:2_000], "answer": "y" * LONGEST_ANSWER, "index_version": "v000001"}
    assert thumbs(replace(turn, answer=None)) == ""


def test_a_reason_and_all_that_may_be_written_find_room_in_a_line_of_feedback():
    assert LONGEST_WORDS + max(map(len, OF_ANSWERS + OF_REFUSALS)) + 2 * len(" – ") + 200 <= LONGEST_REASON
    assert complaint_forms().count("<label") == len(OF_ANSWERS) + len(OF_REFUSALS) + 2


# --- in a browser


@pytest.fixture
def told(tmp_path):
    return tmp_path / "feedback.jsonl"


@pytest.fixture
def site(told):
    with listening(create_app(FakeAnswerer(delay=0.1), feedback=told)) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def visit(site, browser):
    with visiting(site, browser) as open_page:
        yield open_page


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class TestPage:
    pytestmark = in_browser

    def test_a_complaint_is_listed_by_the_review(self, visit, told, capsys):
        page = visit()
        ask(page, "Ba Bể?")
        turn = ask(page, "Còn huyện nào nữa?")
        turn.get_by_role("button", name="Chưa đúng").click()
        turn.get_by_label("Số liệu sai hoặc đã cũ").check()
        turn.get_by_label("Bạn viết thêm nếu muốn").fill("Năm 2023 là 330.")
        turn.get_by_role("button", name="Gửi góp ý").click()
        turn.get_by_text(THANKS).wait_for()
        (row,) = rows(told)
        assert {key: row[key] for key in ("verdict", "question", "reason", "history", "answer", "index_version")} == {
            "verdict": "down",
            "question": "Còn huyện nào nữa?",
            "reason": "Số liệu sai hoặc đã cũ – Năm 2023 là 330.",
            "history": [["Ba Bể?", f"{QUOTE} [1]"]],
            "answer": f"{QUOTE} [1]",
            "index_version": "v000001",
        }
        assert review(["--feedback", str(told), "--to", str(told.with_name("questions.jsonl"))]) == 0
        out = capsys.readouterr().out
        assert f"{row['id']}  {row['at']}  Còn huyện nào nữa?\n    reason: Số liệu sai hoặc đã cũ – Năm 2023 là 330.\n" in out

    def test_it_cannot_be_sent_twice_not_even_after_a_reload(self, visit, told):
        page = visit()
        turn = ask(page, "Ba Bể?")
        turn.get_by_role("button", name="Hữu ích").dblclick()
        turn.get_by_text(THANKS).wait_for()
        assert page.evaluate("document.activeElement.textContent") == THANKS  # nobody is thrown to the top of the page
        assert turn.get_by_role("button", name="Hữu ích").count() == 0
        ask(page, "thời tiết?")  # draws the conversation anew
        page.reload()
        page.locator("#luot-2").wait_for()
        assert page.locator("#luot-1").get_by_text(THANKS).count() == 1
        page.locator("#luot-2").get_by_role("button", name="Chưa đúng").click()
        page.get_by_label("Kho bài có câu trả lời").wait_for()  # a refusal has reasons of its own
        assert [(row["verdict"], row["reason"]) for row in rows(told)] == [("up", "")]
        page.get_by_role("button", name="Cuộc trò chuyện mới").click()
        page.locator(".hb-turn").first.wait_for(state="detached")
        ask(page, "Ba Bể?")  # numbers begin again, thanks do not
        assert page.get_by_text(THANKS).count() == 0

    def test_with_the_keyboard_alone(self, visit, told):
        page = visit()
        turn = ask(page, "Ba Bể?")
        down = turn.get_by_role("button", name="Chưa đúng")
        down.focus()
        assert down.get_attribute("aria-expanded") == "false"
        page.keyboard.press("Enter")
        assert down.get_attribute("aria-expanded") == "true"
        page.keyboard.press("Escape")
        assert turn.get_by_role("group", name="Chưa đúng ở điểm nào?").count() == 0
        assert page.evaluate("document.activeElement.name") == "down"
        page.keyboard.press("Enter")
        for key in ("Space", "ArrowDown", "Tab"):
            page.keyboard.press(key)
        page.keyboard.type("sai huyện")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        turn.get_by_text(THANKS).wait_for()
        assert [row["reason"] for row in rows(told)] == ["Không trả lời đúng câu hỏi – sai huyện"]

    def test_what_is_half_written_outlives_the_next_answer(self, visit, told):
        page = visit()
        page.locator("#filters summary").click()
        page.get_by_label("Báo Bắc Kạn").check()
        turn = ask(page, "Ba Bể?")
        turn.get_by_role("button", name="Chưa đúng").click()
        turn.get_by_role("button", name="Gửi góp ý").click()
        alert = turn.get_by_role("alert")
        assert alert.inner_text() == "Bạn hãy chọn một lý do hoặc viết vài chữ."
        box = alert.bounding_box()
        assert box["y"] + box["height"] <= page.locator("#composer").bounding_box()["y"]  # which stays at the foot of the window
        turn.get_by_label("Lý do khác").check()
        ask(page, "thời tiết?")
        assert page.locator("#luot-1").get_by_label("Lý do khác").is_checked()
        page.locator("#luot-1").get_by_role("button", name="Gửi góp ý").click()
        page.locator("#luot-1").get_by_text(THANKS).wait_for()
        assert [row["reason"] for row in rows(told)] == ["Lý do khác – Chỉ tìm trong các bài có nguồn “Báo Bắc Kạn”."]

    @pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
    def test_the_form_fits_and_is_spoken_in_vietnamese(self, visit, width, scheme):
        page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
        turn = ask(page, "Ba Bể?")
        turn.get_by_role("button", name="Chưa đúng").click()
        page.locator("#export summary").click()
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [text for text in page.evaluate(SPOKEN) if ENGLISH.search(text)] == []
        for part in (turn.get_by_role("button", name="Gửi góp ý"), turn.locator(".hb-choice").first):
            assert part.bounding_box()["height"] >= 44

    @pytest.mark.parametrize(
        ("limits", "feedback", "told"),
        [
            ({"questions_per_minute": 2}, True, "Bạn hỏi nhanh quá, hãy chờ một lát rồi hỏi tiếp."),
            ({}, False, "Máy chủ này không nhận góp ý."),
        ],
    )
    def test_a_refusal_is_told_and_nothing_is_lost(self, browser, tmp_path, limits, feedback, told):
        path = tmp_path / "feedback.jsonl" if feedback else None
        with listening(create_app(FakeAnswerer(), limits=Limits(**limits), feedback=path)) as port:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            turn = ask(page, "Ba Bể?")
            if limits:
                ask(page, "Ba Bể hai?")
            turn.get_by_role("button", name="Chưa đúng").click()
            turn.get_by_label("Bạn viết thêm nếu muốn").fill("sai")
            turn.get_by_role("button", name="Gửi góp ý").click()
            turn.get_by_role("alert").get_by_text(told).wait_for()
            assert turn.get_by_label("Bạn viết thêm nếu muốn").input_value() == "sai"
            assert turn.get_by_role("button", name="Gửi góp ý").is_enabled()
            context.close()
