"""The page of `eval.run --html` holds what comes from outside as text, loads nothing, and works when a browser opens the file."""

import re
from dataclasses import replace

import pytest
from browsing import in_browser, serious
from pypdf import PdfReader
from reported import Reader, report
from test_eval_fakes import opener, quote, told

from eval.page import (
    report_page,
)
from eval.run import main
from eval.sets.questions import Question

HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;</style></details>$x_{"


@pytest.fixture(scope="module")
def page():
    return report_page(report())


# safety --------------------------------------------------------------------------------------------------------------


def hostile():
    citation = replace(quote("ba-be", "325/600"), title=HOSTILE, url=f"https://x/{HOSTILE}", quote=HOSTILE, article_id=HOSTILE)
    answer = replace(
        told(HOSTILE, HOSTILE, [citation], (HOSTILE,)), standalone_question=HOSTILE + "!", notes=(HOSTILE,), reason=HOSTILE
    )
    asked = Question(
        HOSTILE, HOSTILE, (HOSTILE,), ((HOSTILE,),), (HOSTILE,), category=HOSTILE, split=HOSTILE, history=((HOSTILE,) * 2,)
    )
    refused = replace(answer, answered=False, citations=())
    rows = [(replace(asked, id=str(at), answers=("x",) * (at % 2)), one) for at, one in enumerate((answer, refused, answer))]
    known = {"cpu": HOSTILE, "packages": {HOSTILE: HOSTILE}, "question_file": HOSTILE, "command": HOSTILE, HOSTILE: [HOSTILE]}
    return report(rows, **known)


def test_texts_from_outside_stay_texts():
    found = report_page(hostile())
    parsed = Reader(found, "en")
    assert {tag for tag, _ in parsed.tags} & {"img", "script", "iframe", "object", "link"} == set()
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]
    assert found.count("</style>") == 1
    assert "<img src=x onerror=alert(1)>\"'&amp;</style></details>$x_{" in "\n".join(parsed.lines)


def test_nothing_may_be_loaded_or_run(page):
    parsed = Reader(page, "en")
    policy = next(attributes for tag, attributes in parsed.tags if attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert all(link.startswith("#") for link in parsed.links)
    assert {*re.findall(r"url\(.", page)} == {"url(#"}
    assert "@import" not in page


def test_a_page_that_cannot_be_drawn_is_known_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    seen = []
    with pytest.raises(Exception, match=r"matplotlib.*pip install -r requirements.txt"):
        main(["--html", str(tmp_path / "r.html")], opener({}, seen=seen))
    assert seen == []


# in a browser --------------------------------------------------------------------------------------------------------


@pytest.fixture(params=[report, hostile], ids=["nine", "hostile"])
def file(request, tmp_path):
    found = tmp_path / "report.html"
    found.write_text(report_page(request.param(), "http://127.0.0.1:1"), encoding="utf-8")
    return found


class TestInBrowser:
    pytestmark = in_browser

    @pytest.fixture
    def opened(self, browser, file):
        context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
        tab, wrong = context.new_page(), []
        tab.on("console", lambda message: wrong.append(message.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("request", lambda request: request.url != file.as_uri() and wrong.append(request.url))
        tab.goto(file.as_uri())
        yield tab
        context.close()
        assert wrong == []

    def test_a_phone_shows_it_whole_and_silently(self, opened):
        opened.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert opened.evaluate("document.documentElement.scrollWidth") == 390
        assert serious(opened) == []

    def test_the_language_is_chosen_without_a_script(self, opened):
        vietnamese, english = opened.get_by_role("heading", name="Tóm tắt"), opened.get_by_role("heading", name="In short")
        assert (vietnamese.is_visible(), english.is_visible()) == (True, False)
        opened.get_by_label("English").check()
        assert (vietnamese.is_visible(), english.is_visible()) == (False, True)
        opened.get_by_label("Tiếng Việt").press("Space")
        assert vietnamese.is_visible()

    def test_paper_holds_what_is_folded_on_the_screen(self, opened, tmp_path):
        opened.pdf(path=tmp_path / "report.pdf", format="A4")
        text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "report.pdf").pages).split())
        assert "Nguồn hệ thống dẫn" in text
        assert "recall@10" in text
        assert "Lọc theo" not in text


class TestFilters:
    pytestmark = in_browser

    def test_failures_are_filtered_by_cause_and_kind(self, browser, tmp_path):
        (tmp_path / "r.html").write_text(report_page(report()), encoding="utf-8")
        tab = browser.new_page()
        tab.goto((tmp_path / "r.html").as_uri())

        def shown():
            return [one.inner_text() for one in tab.locator(".failure .asked").all() if one.is_visible()]

        assert len(shown()) == 7
        tab.get_by_role("radio", name="Không tìm thấy bài (1)").check()
        assert shown() == ["Câu lost hỏi bao nhiêu?"]
        assert not tab.locator(".none").is_visible()
        tab.get_by_role("radio", name="khác (1)").check()
        assert shown() == []
        assert tab.locator(".none").is_visible()
        tab.get_by_role("radio", name="tất cả (7)").first.check()
        assert shown() == ["Câu source hỏi bao nhiêu?"]
        assert [one.is_visible() for one in tab.locator(".group").all()].count(True) == 1
        tab.close()

    def test_a_link_to_a_failure_opens_it(self, browser, tmp_path):
        (tmp_path / "r.html").write_text(report_page(report()), encoding="utf-8")
        tab = browser.new_page()
        tab.goto((tmp_path / "r.html").as_uri() + "#q-0")
        assert tab.locator("#q-0").is_visible()
        assert not tab.locator("#q-1").is_visible()
        tab.close()
