"""The buttons of a turn, and the text that one of them copies."""

from dataclasses import replace

from test_web_fake import QUOTE, XSS, FakeAnswerer

from rag.filters import Filters
from web.chat.plain_text import answer_as_text, source_line
from web.chat.turn_actions import ask_button, turn_actions
from web.chat.turns import Turn

ANSWER = FakeAnswerer().ask("Ba Bể?")
REFUSAL = FakeAnswerer().ask("thời tiết?")


def _names(html):
    return [piece.split('"')[0] for piece in html.split(' name="')[1:]]


def test_which_buttons_a_turn_has():
    answered = Turn(1, "Ba Bể?", "", ANSWER, done=True)
    assert turn_actions(replace(answered, done=False), last=True) == ""
    assert _names(turn_actions(answered, last=False)) == ["copy", "link", "up", "down"]
    assert _names(turn_actions(answered, last=True)) == ["copy", "link", "again", "edit", "up", "down"]
    assert _names(turn_actions(replace(answered, answer=None), last=True)) == ["again", "edit"]
    limited = replace(answered, filters=Filters(source=("Báo A",)))
    assert "unlimited" not in _names(turn_actions(limited, last=True))
    refused = replace(limited, answer=REFUSAL)
    assert _names(turn_actions(refused, last=True)) == ["link", "again", "edit", "unlimited", "up", "down"]


def test_buttons_escape_and_keep_to_one_line():
    html = ask_button(f"một\n\nhai {XSS}")
    assert "\n" not in html.split(">")[0]
    assert "&#10;&#10;hai &lt;img" in html and "<img" not in html and "<script" not in html


def test_an_answer_as_text():
    text = answer_as_text("Ba Bể?", ANSWER)
    assert text.splitlines()[:5] == ["Ba Bể?", "", f"{QUOTE} [1]", "", "Nguồn:"]
    assert text.endswith(f"Hỏi Báo (bài mẫu), viết lại theo “Ba Bể phát triển đảng viên”, Báo Bắc Kạn, 23/11/2022: “{QUOTE}”\n")


def test_a_short_answer_that_stands_nowhere_leads():
    assert answer_as_text("Ba Bể?", replace(ANSWER, short_answer="hơn nửa")).splitlines()[2] == "hơn nửa"


def test_only_addresses_of_the_web_are_copied():
    (citation,) = ANSWER.citations
    assert source_line(replace(citation, url="https://example.org/a")).endswith("” https://example.org/a")
    assert source_line(replace(citation, url="javascript:alert(1)")).endswith("”")
