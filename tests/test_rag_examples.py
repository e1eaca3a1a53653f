"""The example questions of an empty page are ones that the system itself answers."""

from types import SimpleNamespace

import pytest
from test_rag_fakes import ARTICLES, HAI_VAN, open_small

from corpus import Article
from rag.examples import SURE, WANTED, _candidates, example_questions


def test_each_example_is_answered_surely_and_from_an_article(tmp_path):
    answerer = open_small(tmp_path)
    found = answerer.examples
    assert 1 <= len(found) <= WANTED
    assert len(set(found)) == len(found)
    for question in found:
        answer = answerer.ask(question)
        assert answer.answered
        assert answer.short_answer
        assert answer.confidence >= SURE


@pytest.mark.parametrize("text", ["", "Không có gì để đếm ở đây.", "1 2 3", "có 12"])
def test_a_corpus_without_facts_gives_no_example(tmp_path, text):
    article = Article(id="trong", title="", text=text or "…")
    assert open_small(tmp_path, [article]).examples == []


def test_names_keep_the_form_they_have_in_the_article(tmp_path):
    article = Article(id="tp", title=HAI_VAN.title, text="TP Hải Vân có 12 phường xã. Phường Yên Thịnh có 35 tổ dân phố.")
    found = open_small(tmp_path, [article, *ARTICLES]).examples
    assert not [question for question in found if "Tp " in question or question[0].islower()]
    assert any("TP Hải Vân" in question or "Phường Yên Thịnh" in question for question in found)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Làng Kon Pring có 48 hộ trồng mắc ca.", "Làng Kon Pring có bao nhiêu hộ trồng mắc ca?"),
        ("Huyện Sơn Hạ có 41 tổ chức cơ sở đảng, gồm 17 đảng bộ.", "Huyện Sơn Hạ có bao nhiêu tổ chức cơ sở đảng?"),
        ("Huyện Sơn Hạ có 312 đảng viên sinh hoạt ở 16 chi bộ.", "Huyện Sơn Hạ có bao nhiêu đảng viên?"),
        ("Huyện Sơn Hạ có 38 chi bộ ở xã.", "Huyện Sơn Hạ có bao nhiêu chi bộ?"),
    ],
)
def test_what_is_counted_is_not_cut(sentence, question):
    assert next(_candidates(Article(id="a", title="", text=sentence))).question == question


COUNTED = "Huyện Sơn Hạ có {} đảng viên."
HELD = "Ông Lò Văn {}, Bí thư Huyện ủy Sơn Hạ, cho biết huyện làm tốt."
ISSUED = "Nghị quyết số {}-NQ/HU ngày 12/3/2020 về phát triển kinh tế rừng đặt ra ba việc."


def _examples(*texts, refused=()):
    """The examples of these articles where every question but the refused ones is answered rightly, and what was asked."""
    articles = {f"a{number:02}": Article(id=f"a{number:02}", title="", text=text) for number, text in enumerate(texts)}
    made = {one.question: one for article in articles.values() for one in _candidates(article)}
    asked = []

    def ask(question):
        asked.append(question)
        told = SimpleNamespace(article_id=made[question].article)
        return SimpleNamespace(
            answered=question not in refused, confidence=1.0, short_answer=made[question].expected or "x", citations=[told]
        )

    return example_questions(articles, ask), asked


def test_each_kind_has_its_turn_before_one_comes_again():
    names = ("Sơn Hạ", "Nậm Hua", "Pá Hu", "Mường Lát")
    texts = [
        f"{COUNTED.format(312)} {HELD.format('An')}".replace("Sơn Hạ", name) + f" {ISSUED.format(number)}"
        for number, name in enumerate(names, 10)
    ]
    examples = [
        "Huyện Sơn Hạ có bao nhiêu đảng viên?",
        "Ai là Bí thư Huyện ủy Nậm Hua?",
        "Nghị quyết số 12-NQ/HU được ban hành khi nào?",
        "Nghị quyết số 13-NQ/HU nói về việc gì?",
    ]
    assert _examples(*texts) == (examples, examples)


def test_a_kind_comes_again_where_others_are_not_made_or_not_answered():
    counts = [COUNTED.format(312).replace("Sơn Hạ", name) for name in ("Sơn Hạ", "Nậm Hua", "Pá Hu", "Mường Lát")]
    assert len(_examples(*counts)[0]) == WANTED
    refused = ["Ai là Bí thư Huyện ủy Sơn Hạ?", "Lò Văn An giữ chức vụ gì?"]
    found, asked = _examples(*counts, HELD.format("An"), refused=refused)
    assert set(refused) < set(asked) and len(found) == WANTED and all("bao nhiêu" in question for question in found)


def test_no_more_is_asked_than_before_a_page_that_opens():
    texts = [f"Xã Pá Hu {name} có 12 hộ nghèo." for name in "ABCDEFGHIKLMNOPQRSTUVXY"]
    made = [f"Xã Pá Hu {name} có bao nhiêu hộ nghèo?" for name in "ABCDEFGHIKLMNOPQRSTUVXY"]
    assert _examples(*texts, refused=made) == ([], made[:12])


def test_a_long_answer_or_one_that_lacks_the_fact_makes_no_example():
    one = next(_candidates(Article(id="a", title="", text=HELD.format("An"))))
    assert one.expected == "Lò Văn An"

    def met(short):
        return one.is_met_by(
            SimpleNamespace(answered=True, confidence=1.0, short_answer=short, citations=[SimpleNamespace(article_id="a")])
        )

    assert met("ông Lò Văn An")
    assert not met("ông Lò Văn Bình") and not met(None) and not met("Lò Văn An" + " và huyện" * 7)
