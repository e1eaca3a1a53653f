"""Greetings and the like are answered politely; one in front of a question does not swallow it."""

import time

import pytest
from test_rag_fakes import open_small

from rag.courtesy import courtesy, question_alone


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    return open_small(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("kind", "messages"),
    [
        ("greeting", ["Xin chào", "chào bạn!", "Chào buổi sáng", "chao ban", "hello", "Cho mình hỏi với ạ"]),
        ("thanks", ["Cảm ơn bạn nhiều nhé!", "OK cảm ơn bạn", "cam on", "Hay quá"]),
        ("farewell", ["Tạm biệt", "Cảm ơn, tạm biệt!", "Hẹn gặp lại bạn", "Chúc bạn một ngày mới tốt lành"]),
        ("identity", ["Bạn là ai?", "ban la ai", "Bạn là người hay máy?", "Ai tạo ra bạn?"]),
        ("ability", ["Bạn làm được gì?", "Tôi có thể hỏi những gì?", "Chào bạn, bạn giúp được gì cho mình?"]),
    ],
)
def test_courtesies_are_told_apart(kind, messages):
    assert {message: courtesy(message) for message in messages} == dict.fromkeys(messages, kind)


@pytest.mark.parametrize(
    "question",
    [
        "Chào cờ đầu tuần ở đâu?",
        "Cảm ơn ai?",
        "Ông ấy là ai?",
        "Bạn biết gì về huyện Sơn Hạ?",
        "Huyện làm được gì?",
        "Chào bạn, huyện Sơn Hạ có mấy chi bộ?",
        "Được bao nhiêu?",
        "Sơn Hạ",
        "",
    ],
)
def test_a_question_is_no_courtesy(question):
    assert courtesy(question) is None


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Chào bạn, cho mình hỏi huyện Sơn Hạ có mấy chi bộ?", "huyện Sơn Hạ có mấy chi bộ?"),
        ("Chào bạn cho mình hỏi huyện Sơn Hạ có mấy chi bộ? Cảm ơn bạn!", "huyện Sơn Hạ có mấy chi bộ?"),
        ("chao ban cho minh hoi huyen son ha co may chi bo", "huyen son ha co may chi bo"),
        ("Cảm ơn bạn. Còn huyện Nậm Hua?", "Còn huyện Nậm Hua?"),
        ("Chào anh Minh, Sơn Hạ có mấy chi bộ?", "Sơn Hạ có mấy chi bộ?"),
        ("Chào cờ đầu tuần, học sinh làm gì?", "Chào cờ đầu tuần, học sinh làm gì?"),
        ("Cho vay vốn ở Sơn Hạ thế nào?", "Cho vay vốn ở Sơn Hạ thế nào?"),
        ("Được kết nạp bao nhiêu đảng viên?", "Được kết nạp bao nhiêu đảng viên?"),
        ("Dạ hội ở Sơn Hạ thế nào?", "Dạ hội ở Sơn Hạ thế nào?"),
        ("Chào bạn", "Chào bạn"),
        ("?!", "?!"),
    ],
)
def test_the_question_is_taken_out_of_its_courtesies(message, question):
    assert question_alone(message) == question


def test_a_greeting_gets_a_polite_answer_that_offers_questions(answerer):
    answer = answerer.ask("Xin chào!")
    assert (answer.answered, answer.reason, answer.short_answer) == (False, "out_of_scope", None)
    assert (answer.citations, answer.nearest, answer.confidence) == ((), (), 0.0)
    assert answer.answer.startswith("Xin chào bạn!")
    assert f"“{answerer.examples[0]}”" in answer.answer
    assert "Không tìm thấy" not in answer.answer
    assert answer.index_version == "v000001"
    assert answerer.ask("Cảm ơn bạn").answer == "Không có gì, rất vui được giúp bạn."


def test_a_greeting_before_a_question_changes_nothing_of_its_answer(answerer):
    plain = answerer.ask("Huyện Sơn Hạ có mấy chi bộ?")
    message = "Chào bạn, cho mình hỏi huyện Sơn Hạ có mấy chi bộ?"
    greeted = answerer.ask(message)
    assert greeted.answer == plain.answer
    assert (greeted.question, greeted.standalone_question, greeted.notes) == (message, message, ())


def test_thanks_between_the_turns_do_not_cut_the_talk(answerer):
    history = [("Huyện Sơn Hạ có bao nhiêu đảng viên?", "1.240 đảng viên."), ("Cảm ơn bạn", "Không có gì.")]
    answer = answerer.ask("Cảm ơn nhé. Còn huyện Nậm Hua?", history)
    assert answer.short_answer == "875 đảng viên"
    assert answer.standalone_question == "Huyện Nậm Hua có bao nhiêu đảng viên?"
    # The examples in a polite reply are no topic of the talk.
    greeted = [*history[:1], ("Xin chào", "Chẳng hạn: “TP Hải Vân có bao nhiêu cây xanh?”")]
    assert answerer.ask("Ở đó có mấy chi bộ?", greeted).standalone_question == "Ở huyện Sơn Hạ có mấy chi bộ?"


def test_a_flood_of_courtesies_takes_no_time():
    began = time.process_time()
    for piece in ("chào bạn ", "dạ ", "cảm ơn nhiều ", "a, ", "cho mình hỏi ", "bạn ơi "):
        courtesy((piece * 2000)[:2000])
        question_alone((piece * 2000)[:2000])
    assert time.process_time() - began < 5
