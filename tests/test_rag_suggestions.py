"""What leads on from an answer: only what the system itself answers, with what it was made to ask for."""

from dataclasses import replace

import pytest
from test_rag_fakes import NAM_HUA, SON_HA, open_small

from rag.answer import Answer, Citation
from rag.suggestions import SURE, NoTimeError, suggestions

ARTICLES = {one.id: one for one in (SON_HA, NAM_HUA)}
ASKED = "Đảng bộ huyện Sơn Hạ có bao nhiêu đảng viên?"
MEMBERS = "Trong năm 2021, huyện Sơn Hạ kết nạp bao nhiêu đảng viên mới?"
SECRETARY = "Ai là Bí thư Huyện ủy Sơn Hạ?"
ELSEWHERE = "Đảng bộ huyện Nậm Hua có bao nhiêu đảng viên?"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    return open_small(tmp_path_factory.mktemp("index"))


def told(question, article, quote, short, **fields):
    start = article.text.index(quote)
    cited = Citation(1, article.id, article.title, None, None, None, quote, start, start + len(quote), 0.9)
    made = Answer(question, question, True, None, short, f"{short} [1]\n{quote} [1]", 0.9, citations=(cited,))
    return replace(made, **{"retrieved": ("son-ha", "nam-hua")} | fields)


FIRST = told(ASKED, SON_HA, "Đảng bộ huyện Sơn Hạ hiện có 1.240 đảng viên, sinh hoạt ở 38 chi bộ.", "1.240 đảng viên")
RIGHT = {
    ELSEWHERE: told(ELSEWHERE, NAM_HUA, "Toàn Đảng bộ huyện Nậm Hua có 875 đảng viên.", "875 đảng viên"),
    MEMBERS: told(MEMBERS, SON_HA, "Trong năm 2021, huyện Sơn Hạ kết nạp 56 đảng viên mới", "56 đảng viên mới"),
    SECRETARY: told(SECRETARY, SON_HA, "Ông Lò Văn Tiến, Bí thư Huyện ủy Sơn Hạ", "Lò Văn Tiến"),
}


def found(lexicon, answers, history=((ASKED, FIRST.answer),), go_on=lambda: True):
    asked = []

    def ask(question):
        asked.append(question)
        return answers.get(question, replace(FIRST, answered=False, standalone_question=question))

    return suggestions(FIRST, history, ARTICLES, lexicon, ask, go_on), asked


def test_the_same_of_another_place_and_what_else_the_article_tells(answerer):
    assert found(answerer.index.lexicon, RIGHT)[0] == [ELSEWHERE, MEMBERS, SECRETARY]


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (MEMBERS, {"confidence": SURE - 0.01}),
        (MEMBERS, {"answered": False}),
        (MEMBERS, {"short_answer": "21 nữ"}),  # another figure of the right sentence
        (MEMBERS, {"citations": FIRST.citations}),  # another sentence
        (MEMBERS, {"citations": (replace(RIGHT[MEMBERS].citations[0], article_id="nam-hua"),)}),  # another article's
        (MEMBERS, {"standalone_question": "Câu hỏi khác?"}),  # after this talk it would be understood as another
        (ELSEWHERE, {"short_answer": "875 hộ"}),  # not what is counted
        (ELSEWHERE, {"citations": FIRST.citations}),  # another article
        (SECRETARY, {"short_answer": " ".join(["Lò Văn Tiến"] * 6)}),  # a short answer that has run on
    ],
)
def test_what_is_not_surely_answered_as_meant_is_left_out(answerer, question, change):
    kept, asked = found(answerer.index.lexicon, RIGHT | {question: replace(RIGHT[question], **change)})
    assert question in asked
    assert kept == [one for one in RIGHT if one != question]


def test_nothing_that_was_asked_or_read_is_offered_again(answerer):
    history = ((SECRETARY, RIGHT[SECRETARY].answer), (ASKED, FIRST.answer))
    kept, asked = found(answerer.index.lexicon, RIGHT, history)
    assert SECRETARY not in asked
    assert ASKED not in asked
    assert kept == [ELSEWHERE, MEMBERS]


def test_a_question_in_somebodys_own_words_is_not_asked_of_another_place(answerer):
    loose = replace(FIRST, standalone_question="Cho mình hỏi huyện Sơn Hạ có bao nhiêu đảng viên?")
    asked = []
    suggestions(loose, (), ARTICLES, answerer.index.lexicon, lambda one: asked.append(one) or FIRST, lambda: True)
    assert not [question for question in asked if "Nậm Hua" in question]


def test_it_ends_when_there_is_no_time(answerer):
    left = iter([True, True, True, False])
    kept, asked = found(answerer.index.lexicon, RIGHT, go_on=lambda: next(left, False))
    assert (kept, asked) == ([ELSEWHERE, MEMBERS], [ELSEWHERE, MEMBERS])

    def late(question):
        raise NoTimeError

    assert suggestions(FIRST, (), ARTICLES, answerer.index.lexicon, late, lambda: True) == []


def test_a_real_answerer_offers_what_it_answers(answerer):
    answer = answerer.ask(ASKED)
    history = [(ASKED, answer.answer)]
    offered = answerer.suggestions(answer, history, None, lambda: True)
    assert offered
    assert ASKED not in offered
    for question in offered:
        again = answerer.ask(question, history)
        assert again.answered
        assert again.confidence >= SURE
    assert answerer.suggestions(replace(answer, index_version="v000009"), history, None, lambda: True) == []
    assert answerer.suggestions(answer, history, None, lambda: False) == []
