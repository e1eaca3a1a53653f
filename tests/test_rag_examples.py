"""The example questions of an empty page are ones that the system itself answers."""

import pytest
from test_rag_fakes import ARTICLES, HAI_VAN, open_small

from corpus import Article
from rag.examples import SURE, WANTED, _candidates


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
    assert [asked for _, asked in _candidates(Article(id="a", title="", text=sentence))] == [question]
