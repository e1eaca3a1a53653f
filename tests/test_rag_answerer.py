"""Question to answer over a small index really built, with an embedder that can be read off."""

import re
from dataclasses import replace
from datetime import date

import pytest
from test_rag_fakes import ARTICLES, HAI_VAN, NAM_HUA, SON_HA, open_small

from corpus import HoiBaoError
from rag import Filters
from rag.answerer import MAX_CHARACTERS, MAX_TURNS, checked
from rag.retrieve import articles_of


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    return open_small(tmp_path_factory.mktemp("index"))


ANSWERS = [
    ("Huyện Sơn Hạ có bao nhiêu đảng viên?", "1.240 đảng viên", "son-ha"),
    ("Huyện Nậm Hua có bao nhiêu đảng viên?", "875 đảng viên", "nam-hua"),
    ("Đảng bộ huyện Sơn Hạ có mấy chi bộ?", "38 chi bộ", "son-ha"),
    ("Ai là Bí thư Huyện ủy Sơn Hạ?", "Lò Văn Tiến", "son-ha"),
    ("Bà Quàng Thị Mai giữ chức vụ gì?", "Phó Bí thư Huyện ủy Nậm Hua", "nam-hua"),
    ("Nghị quyết số 05-NQ/HU được ban hành ngày nào?", "ngày 12/3/2020", "son-ha"),
    ("huyen son ha co bao nhieu dang vien", "1.240 đảng viên", "son-ha"),
]


@pytest.mark.parametrize(("question", "short", "source"), ANSWERS)
def test_an_answer_is_short_and_cited_where_it_stands(answerer, question, short, source):
    answer = answerer.ask(question)
    assert answer.answered
    assert answer.reason is None
    assert answer.short_answer == short
    assert answer.citations[0].article_id == source
    assert short in answer.citations[0].quote
    assert 0 < answer.confidence <= 1
    assert (answer.question, answer.mode, answer.nearest) == (question, "extractive", ())


def test_every_quote_and_every_number_in_the_text_holds(answerer):
    for question, _, _ in [*ANSWERS, ("Huyện Sơn Hạ coi trọng việc gì như thế nào?", "", "")]:
        answer = answerer.ask(question, refuse=False)
        numbers = {citation.number for citation in answer.citations}
        assert {int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)} == numbers == set(range(1, len(numbers) + 1))
        for citation in answer.citations:
            text = answerer.article(citation.article_id).text
            assert text[citation.start : citation.end] == citation.quote
            assert citation.quote in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Huyện Mường Pồ có bao nhiêu đảng viên?",  # a district that no article mentions
        "Ai là Chủ tịch UBND huyện Sơn Hạ?",  # an office that the article does not mention
        "Nghị quyết 99-NQ/HU ban hành ngày nào?",
        "Giá vàng hôm nay bao nhiêu?",
        "Tàu vũ trụ bay nhanh thế nào?",
    ],
)
def test_what_no_article_holds_is_refused(answerer, question):
    answer = answerer.ask(question)
    assert (answer.answered, answer.short_answer, answer.citations) == (False, None, ())
    assert answer.reason in {"not_found", "low_confidence"}
    assert answer.answer.startswith("Không tìm thấy")
    assert 1 <= len(answer.nearest) <= 3
    assert {near.article_id for near in answer.nearest} <= {article.id for article in ARTICLES}


def test_without_refusal_something_is_always_answered(answerer):
    answer = answerer.ask("Huyện Mường Pồ có bao nhiêu đảng viên?", refuse=False)
    assert answer.answered
    assert answer.citations


def test_filters_limit_what_is_searched(answerer):
    question = "Huyện Sơn Hạ có bao nhiêu đảng viên?"
    assert answerer.ask(question, filters=Filters(source=("báo thử",))).answered
    assert answerer.ask(question, filters=Filters(place=("sơn hạ", "x"))).answered
    # The other articles do not hold it, and are all that is offered.
    for filters in (Filters(source=("Báo Mẫu",)), Filters(place=("Nậm Hua",)), Filters(to=date(2021, 12, 31))):
        answer = answerer.ask(question, filters=filters)
        assert not answer.answered
        assert [near.article_id for near in answer.nearest] == ["nam-hua"]
        assert set(answer.retrieved) == {"nam-hua"}


def test_days_are_inclusive_and_an_undated_article_fails_them(answerer):
    everything = {article.id for article in ARTICLES}

    def kept(**limits):
        return set(answerer.ask("Có gì mới trong năm?", filters=Filters(**limits)).retrieved)

    assert kept() == everything
    assert kept(from_=date(1900, 1, 1)) == {"son-ha", "nam-hua"}  # hai-van has no date
    assert kept(from_=date(2022, 5, 3)) == {"son-ha"}
    assert kept(from_=date(2022, 5, 4)) == set()
    assert kept(to=date(2021, 7, 1)) == {"nam-hua"}  # by the day of the text it is based on
    assert kept(to=date(2021, 6, 30)) == set()


def test_nothing_left_to_search_is_a_refusal_without_a_guess(answerer):
    answer = answerer.ask("Huyện Sơn Hạ có bao nhiêu đảng viên?", filters=Filters(source=("Báo Lạ",)))
    assert (answer.answered, answer.reason, answer.nearest, answer.retrieved) == (False, "not_found", (), ())


def test_a_follow_up_says_how_it_was_understood(answerer):
    answer = answerer.ask("Còn huyện Nậm Hua?", [("Huyện Sơn Hạ có bao nhiêu đảng viên?", "1.240 đảng viên.")])
    assert answer.short_answer == "875 đảng viên"
    assert (answer.question, answer.standalone_question) == ("Còn huyện Nậm Hua?", "Huyện Nậm Hua có bao nhiêu đảng viên?")
    assert answer.notes[0] == "Câu hỏi được hiểu là: Huyện Nậm Hua có bao nhiêu đảng viên?"
    alone = answerer.ask("Huyện Nậm Hua có bao nhiêu đảng viên?")
    assert (alone.standalone_question, alone.notes) == (alone.question, ())


def test_a_comparison_answers_side_by_side(answerer):
    answer = answerer.ask("Huyện Sơn Hạ hay huyện Nậm Hua có nhiều đảng viên hơn?")
    assert answer.answered
    assert "1.240" in answer.answer
    assert "875" in answer.answer
    assert [citation.article_id for citation in answer.citations] == ["son-ha", "nam-hua"]


def test_a_comparison_with_one_side_unknown_gives_the_other_and_says_so(answerer):
    answer = answerer.ask("Huyện Sơn Hạ hay huyện Mường Pồ có nhiều đảng viên hơn?")
    assert answer.answered
    assert "1.240" in answer.answer
    assert [citation.article_id for citation in answer.citations] == ["son-ha"]
    (note,) = answer.notes
    assert "Mường Pồ" in note
    assert not answerer.ask("Huyện Mường Pồ hay huyện Pá Lò có nhiều đảng viên hơn?").answered


def test_stages_and_times_are_told(answerer):
    stages = []
    answer = answerer.ask("Huyện Sơn Hạ có mấy chi bộ?", on_stage=stages.append)
    assert stages == ["retrieve", "read"]
    times = answer.timings_ms
    assert times.keys() == {"retrieve", "read", "total"}
    assert 0 <= times["retrieve"] + times["read"] <= times["total"] + 1
    assert answer.index_version == "v000001"


@pytest.mark.parametrize(
    ("question", "history"),
    [(ANSWERS[0][0], []), ("Còn Nậm Hua?", [(ANSWERS[0][0], "1.240 đảng viên")]), ("Xin chào!", [])],
)
def test_what_is_found_is_what_an_answer_read(answerer, question, history):
    hits, answer = answerer.find(question, history), answerer.ask(question, history)
    found = tuple(articles_of(hits))
    assert found == answer.retrieved
    assert hits == answerer.find(answer.standalone_question)
    assert found[:1] == {"Còn Nậm Hua?": ("nam-hua",), "Xin chào!": ()}.get(question, ("son-ha",))


def test_reading_one_article_never_refuses_and_looks_nowhere_else(answerer):
    answer = answerer.read("Huyện Sơn Hạ có bao nhiêu đảng viên?", NAM_HUA)
    assert answer.answered
    assert {citation.article_id for citation in answer.citations} == {"nam-hua"}
    assert answer.retrieved == ("nam-hua",)
    assert answerer.article("hai-van") == HAI_VAN
    assert answerer.article("none") is None


def test_reading_one_article_looks_nowhere_else_for_a_comparison_either(answerer):
    answer = answerer.read("Huyện Sơn Hạ hay huyện Nậm Hua có nhiều đảng viên hơn?", NAM_HUA)
    assert {citation.article_id for citation in answer.citations} == {"nam-hua"}


def test_without_refusal_a_comparison_is_answered_too(answerer):
    assert answerer.ask("Huyện Mường Pồ hay huyện Pá Lò có nhiều đảng viên hơn?", refuse=False).answered


@pytest.mark.parametrize("question", ["", "  \n", "\u200b\ufeff", "?!…", "\x00"])
def test_an_empty_question_is_an_error(answerer, question):
    with pytest.raises(HoiBaoError, match="empty"):
        answerer.ask(question)


def test_limits_of_question_and_history(answerer):
    assert len(checked("a" * MAX_CHARACTERS, ())) == MAX_CHARACTERS
    with pytest.raises(HoiBaoError, match="at most 2000"):
        checked("a" * (MAX_CHARACTERS + 1), ())
    with pytest.raises(HoiBaoError, match="at most 2000"):
        checked("a" + " " * (4 * MAX_CHARACTERS), ())
    assert checked(" a \n\n b ", [("a", "b")] * MAX_TURNS) == "a\n\nb"
    with pytest.raises(HoiBaoError, match="at most 20"):
        answerer.ask("a", [("a", "b")] * (MAX_TURNS + 1))


def test_an_odd_question_is_answered_or_refused_but_never_breaks(answerer):
    for question in ("a", "1", "%", "Sơn Hạ", "(((", "\\d+", "“", "😀 a", "a" * 2000, "bao nhiêu " * 200, "Sơn Hạ hay " * 180):
        if any(character.isalnum() for character in question):
            assert answerer.ask(question).index_version == "v000001"


def test_an_index_without_text_says_so(tmp_path):
    opened = open_small(tmp_path, [SON_HA])
    answer = replace(opened, index=replace(opened.index, chunks=())).ask("Huyện Sơn Hạ có bao nhiêu đảng viên?")
    assert (answer.answered, answer.reason, answer.nearest) == (False, "empty_index", ())


def test_a_citation_lists_the_copies_and_a_filter_brings_one_forward(tmp_path):
    reprint = replace(SON_HA, id="dang-lai", source="Báo Khác")
    answerer = open_small(tmp_path, [*ARTICLES, reprint])
    question = "Huyện Sơn Hạ có bao nhiêu đảng viên?"
    (cited,) = answerer.ask(question).citations
    assert (cited.article_id, cited.copies) == ("dang-lai", ("son-ha",))  # the smaller id stands for both
    (cited,) = answerer.ask(question, filters=Filters(source=("Báo Thử",))).citations
    assert (cited.article_id, cited.source, cited.copies) == ("son-ha", "Báo Thử", ("dang-lai",))
    assert cited.quote == SON_HA.text[cited.start : cited.end]
    assert all(one.copies == () for one in answerer.ask("Huyện Nậm Hua có bao nhiêu đảng viên?").citations)


def test_who_holds_another_office_yields_to_who_holds_the_one_that_is_asked_for(tmp_path):
    text = (
        "Ông Vàng A Chứ, Trưởng ban Tổ chức, hay trả lời thay Huyện ủy Sơn Hạ. Chỉ tiêu ở Sơn Hạ do Bí thư Lò Văn Tiến ấn định."
    )
    answer = open_small(tmp_path, [replace(SON_HA, text=text)]).ask("Ai đứng đầu Huyện ủy Sơn Hạ?", refuse=False)
    assert answer.short_answer == "Lò Văn Tiến"
