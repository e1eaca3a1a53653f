"""Hostile text on every way into the pages, in a real browser: it stays text, and the detector sees it where it does not.

A payload of tests/hostile_payloads.jsonl says URL for an address and RUN for a script; both tell that they were reached. The
detector lays a page full of payloads beside the same page full of harmless text: the two may differ in no element and no
attribute. Nothing may run, be fetched, be blocked by the policy, open or navigate.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from browsing import ask, in_browser, listening, settled
from test_web_fake import FakeAnswerer

from corpus import Article, Origin, SetAside, clean
from rag.answer import Answer, Citation, Nearest
from web import create_app
from web.guard import security

FILE = Path(__file__).with_name("hostile_payloads.jsonl")
CORPUS_FIELD = 190  # characters; a field of the corpus page may have 200
BATCH = 1_800  # characters; a question may have 2,000
# Told through the console, which is heard from a page that navigates away too.
WATCH = """
  window.canary = (number) => console.error(`ran ${number}`);
  for (const name of ["alert", "confirm", "prompt"]) window[name] = () => console.error(name);
  const told = (event) => console.error(`${event.violatedDirective} ${event.blockedURI}`);
  document.addEventListener("securitypolicyviolation", told);
"""
SKELETON = """() => [...document.querySelectorAll("*")].map(
  (element) => [element.localName, ...element.getAttributeNames().sort()].join(" "))"""

pytestmark = in_browser


def payloads():
    """Every payload with its own address and script."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [
        json.loads(line).replace("URL", f"http://canary.invalid/{number}").replace("RUN", f"canary({number})")
        for number, line in enumerate(lines)
    ]


def harmless(text):
    """The same letters, lines and citation marks without anything that means something to a browser."""
    return re.sub(r"\[\d\]|[^\w\s:,]", lambda found: found[0] if len(found[0]) == 3 else ".", text)


def batches(texts, longest=BATCH):
    """Texts put together until they are as long as this."""
    found = [""]
    for text in texts:
        if len(found[-1]) + len(text) > longest:
            found.append("")
        found[-1] += f"{text} "
    return found


class HostileAnswerer(FakeAnswerer):
    """Every field of every answer and article is one of these texts."""

    def __init__(self, texts):
        super().__init__()
        self.texts = texts

    def ask(self, question, history=(), filters=None, on_stage=None, on_sentence=None):
        if on_sentence and "viết" in question:
            on_stage("write")
            for text in self.texts:
                on_sentence(text)
        told = {"question": question, "standalone_question": question, "index_version": "v000001", "notes": tuple(self.texts)}
        if "từ chối" in question:
            nearest = tuple(Nearest(text, text, text, text) for text in self.texts)
            return Answer(answered=False, reason="not_found", short_answer=None, answer="\n".join(self.texts), confidence=0.1,
                          nearest=nearest, **told)  # fmt: skip
        texts = self.texts if "viết" in question else self.texts[:3]
        citations = tuple(self._citation(number, text) for number, text in enumerate(texts, 1))
        answer = "\n".join(f"{text} [{number}]" for number, text in enumerate(texts, 1))
        return Answer(answered=True, reason=None, short_answer=self.texts[0], answer=answer, confidence=0.9, mode="llm",
                      citations=citations, **told)  # fmt: skip

    def _citation(self, number, text):
        """Quotes a paragraph of the article "0", so that its neighbours are shown too."""
        whole, quote = self.article("0").text, clean(text)
        start = whole.index(quote)
        origin = {"title": text, "source": text, "author": text, "published": text, "url": text}
        return Citation(number=number, article_id=text, title=text, source=text, url=text, published=text, quote=quote,
                        start=start, end=start + len(quote), score=0.5, copies=(text,), based_on=origin)  # fmt: skip

    def article(self, article_id):
        """The article "0" has every text as a paragraph and the first batch of them as its title, and so on; any other id
        is that of the first."""
        title = batches(self.texts)[int(article_id) if article_id.isdigit() else 0]
        return Article(id=article_id, title=title, text=clean("\n\n".join(self.texts)), source=title, author=title, url=title,
                       place=title, based_on=Origin(title=title, source=title, author=title, url=title))  # fmt: skip

    def articles(self):
        return [self.article("0")]

    def set_aside(self):
        return [SetAside(text, text) for text in self.texts]

    def example_questions(self, bounds=()):
        return batches(self.texts)[:4]

    def suggestions(self, answer, history, filters, go_on):
        return batches(self.texts)[:3]


class Visit:
    """One tab that notices whatever hostile text could do; `findings` is what it noticed."""

    def __init__(self, browser, site):
        self.site = site
        self.findings = []
        self.context = browser.new_context()
        self.context.add_init_script(WATCH)
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def _watch(self, page):
        page.on("popup", lambda _: self.findings.append("a tab was opened"))
        page.on("dialog", lambda dialog: self.findings.append("a dialog was opened") or dialog.dismiss())
        page.on("request", self._request)
        page.on("console", lambda message: message.type in {"error", "warning"} and self.findings.append(message.text))
        page.on("pageerror", lambda error: self.findings.append(str(error)))

    def _request(self, request):
        if urlsplit(request.url).netloc != urlsplit(self.site).netloc:
            self.findings.append(f"fetched {request.url}")

    def _ask(self, question):
        from playwright.sync_api import TimeoutError as TooLate

        try:
            turn = ask(self.page, question)
            if turn.locator(".hb-answer:not(.hb-refused)").count():  # what leads on from it is drawn later
                self.page.locator("#suggested .hb-ask").first.wait_for(timeout=60_000)
        except TooLate:
            self.findings.append("a question had no answer")

    def skeleton(self, path, *questions):
        """The elements of a page, with their attributes' names, after these questions."""
        self.page.goto(self.site + path)
        if not path:
            settled(self.page)
        for question in questions:
            self._ask(question)
        self.page.wait_for_timeout(100 if path else 500)  # for what an element that is drawn late may start
        if not self.page.url.startswith(self.site + path):
            self.findings.append(f"went to {self.page.url}")
        return self.page.evaluate(SKELETON)


def findings(browser, *paths, asking=lambda texts: [], searching=lambda texts: []):
    """What is noticed on these pages and searches, after the questions made of the payloads, against the same of harmless
    text."""
    skeletons, found = [], []
    for texts in ([harmless(text) for text in payloads()], payloads()):
        with listening(create_app(HostileAnswerer(texts))) as port:
            visit = Visit(browser, f"http://127.0.0.1:{port}/")
            skeletons.append(Counter())
            for path in (*paths, *searching(texts)):
                skeletons[-1].update(visit.skeleton(path, *asking(texts)))
            visit.context.close()
            found += visit.findings
    plain, hostile = skeletons
    return found + list((hostile - plain) + (plain - hostile))


def no_escaping(monkeypatch, room="web."):
    """Take the escaping out of everything that makes HTML, or out of one module."""
    for name, module in list(sys.modules.items()):
        if name.startswith(room) and hasattr(module, "escape"):
            monkeypatch.setattr(module, "escape", lambda text: text)


def test_there_are_enough_and_no_two_are_the_same():
    found = FILE.read_text(encoding="utf-8").splitlines()
    assert len(found) == len(set(found)) >= 150
    assert all(len(json.loads(line)) < BATCH for line in found)


def test_harmless_text_has_the_same_lines_and_marks():
    assert harmless("<b>Có</b> [1]\n![x](http://a)") == ".b.Có..b. [1]\n..x..http:..a."


def test_as_questions_and_examples(browser):
    assert findings(browser, "", asking=batches) == []


@pytest.mark.parametrize("question", ["mô hình viết", "từ chối"])
def test_in_answers_and_cards(browser, question):
    """Sentences of a language model as they come and at the end; titles, sources, dates, quotes, copies and links; notes."""
    assert findings(browser, "", asking=lambda _: [question]) == []


def test_in_an_article(browser):
    assert findings(browser, "bai/0", "bai/0?start=0&end=2000") == []


def test_in_every_title(browser):
    assert findings(browser, *(f"bai/{number}" for number in range(len(batches(payloads()))))) == []


def test_on_the_corpus_page(browser):
    """Titles, sources, places and files set aside; then each field of the search, as the address carries it."""

    def searches(texts):
        for place, text in enumerate(batches(texts, CORPUS_FIELD)):
            yield f"kho?{('q', 'source', 'place', 'from', 'to')[place % 5]}={quote(text)}"

    assert findings(browser, "kho", searching=searches) == []


# --- the detector sees what gets through


def test_unescaped_filters_are_noticed(browser, monkeypatch):
    no_escaping(monkeypatch, "web.chat.filter_panel")
    assert any(text.startswith("script-src") for text in findings(browser, ""))


def test_an_unescaped_corpus_page_is_noticed(browser, monkeypatch):
    no_escaping(monkeypatch, "web.pages.corpus_page")
    assert any(text.startswith("img-src") for text in findings(browser, "kho"))


def test_unescaped_articles_are_noticed(browser, monkeypatch):
    no_escaping(monkeypatch)
    found = findings(browser, "bai/0")
    assert any(text.startswith("script-src") for text in found)  # the policy stopped them
    assert any(text.startswith("img") for text in found) and any(text.startswith("form") for text in found)


def test_unescaped_articles_run_without_the_policy(browser, monkeypatch):
    no_escaping(monkeypatch)
    monkeypatch.setattr(security, "make_csp", lambda *_: "default-src * 'unsafe-inline' data:")
    found = findings(browser, "bai/0")
    assert any(text.startswith("ran ") for text in found) and any(text.startswith("fetched ") for text in found)


def test_unescaped_answers_are_noticed(browser, monkeypatch):
    """gradio's sanitiser lets images pass; the policy is what keeps them from being fetched."""
    no_escaping(monkeypatch, "web.chat.render")
    found = findings(browser, "", asking=lambda _: ["mô hình viết"])
    assert any(text.startswith("img-src") for text in found) and any(text.startswith("img ") for text in found)


def test_unescaped_questions_are_noticed(browser, monkeypatch):
    no_escaping(monkeypatch, "web.chat.render")
    assert any("img-src" in text for text in findings(browser, "", asking=lambda texts: batches(texts)[:1]))
