"""Questions over the collection: how many articles, which, what there is, and what one says; each line cites its article."""

import re
from datetime import date

import pytest
from fakes import article
from test_rag_fakes import LEXICON, open_small

from rag import Filters
from rag.collection import BY_WORDS, NAMED
from rag.overview import Overview, overview
from rag.question import understand

CHE = article(
    "che",
    "Xã Lũng Phố trồng cây chè trên đồi cao. Cây chè giúp 40 hộ thoát nghèo trong năm qua.",
    "Cây chè ở Lũng Phố",
    published=date(2023, 4, 1),
    source="Báo Vùng Cao",
)
TRUONG = article(
    "truong",
    "Trường bán trú Nà Bản có 12 phòng học mới. Thầy cô trồng cây xanh quanh sân trường vào mùa xuân.",
    "Trường mới ở Nà Bản",
    published=date(2024, 9, 5),
)
DUONG = article(
    "duong",
    "Con đường vào bản Pác Lung dài 3 km đã hoàn thành. Dọc hai bên đường, người dân trồng chè và trồng cây xanh.",
    "Đường mới vào Pác Lung",
)
ARTICLES = (CHE, TRUONG, DUONG)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    return open_small(tmp_path_factory.mktemp("index"), ARTICLES)


def ids(answer):
    return [citation.article_id for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Có bao nhiêu bài nói về cây chè?", Overview("count", "cây chè")),
        ("Trong kho có mấy bài viết đề cập đến Nà Bản?", Overview("count", "Nà Bản")),
        ("Bài nào nói về cây chè?", Overview("articles", "cây chè")),
        ("Những bài báo nào viết về cây chè vậy?", Overview("articles", "cây chè")),
        ("Có bài nào nói về cây chè không?", Overview("articles", "cây chè")),
        ("Trong kho có bài nào nói chuyện cây chè không?", Overview("articles", "cây chè")),
        ("Liệt kê các bài về cây chè giúp mình với", Overview("articles", "cây chè")),
        ("Nà Bản được nhắc đến trong những bài nào?", Overview("articles", "Nà Bản")),
        ("Có bao nhiêu bài đăng năm 2023?", Overview("count", "", "năm 2023")),
        ("Bài nào được đăng vào năm 2023?", Overview("articles", "", "năm 2023")),
        ("Bài nào của Báo Vùng Cao?", Overview("articles", "", "", "Báo Vùng Cao")),
        ("Báo Vùng Cao có những bài nào?", Overview("articles", "", "", "Báo Vùng Cao")),
        ("Liệt kê các bài của Báo Vùng Cao", Overview("articles", "", "", "Báo Vùng Cao")),
        ("Có bao nhiêu bài lấy từ nguồn Báo Vùng Cao?", Overview("count", "", "", "Báo Vùng Cao")),
        ("Bài nào của năm 2023?", Overview("articles", "", "năm 2023")),
        ("Kho bài có những gì?", Overview("contents", "")),
        ("Trong kho có bao nhiêu bài?", Overview("contents", "")),
        ("Bạn có những bài nào?", Overview("contents", "")),
        ("trong kho co bao nhieu bai", Overview("contents", "")),
        ("Tóm tắt bài về cây chè", Overview("summary", "cây chè")),
        ("Tóm tắt bài “Cây chè ở Lũng Phố” giúp tôi", Overview("summary", "Cây chè ở Lũng Phố")),
        ("Bài về cây chè nói gì?", Overview("summary", "cây chè")),
        ("Nội dung chính của bài về cây chè là gì?", Overview("summary", "cây chè")),
        ("Bài học kinh nghiệm của Nà Bản là gì?", None),
        ("Ai viết bài về cây chè?", None),
        ("Nội dung Nghị quyết 07 là gì?", None),
        ("Huyện có bao nhiêu bài thuốc nam?", None),
        ("Bài báo về cây chè đăng hôm nào?", None),
        ("Xã Nà Bản có bao nhiêu hộ nghèo?", None),
    ],
)
def test_what_is_wished_of_the_collection(question, expected):
    assert overview(understand(question, LEXICON)) == expected


def test_articles_that_speak_of_a_topic_are_counted_and_named(answerer):
    answer = answerer.ask("Có bao nhiêu bài nói về trồng cây xanh?")
    # The article on tea has "trồng" and "cây", but not "xanh".
    assert answer.short_answer == "2 bài"
    assert answer.answer == (
        "2 bài [1] [2]\n“Trường mới ở Nà Bản” (5/9/2024) [1]\n“Đường mới vào Pác Lung” (không rõ ngày) [2]"  # the newest first
    )
    assert [citation.quote for citation in answer.citations] == [
        "Thầy cô trồng cây xanh quanh sân trường vào mùa xuân.",
        "Dọc hai bên đường, người dân trồng chè và trồng cây xanh.",
    ]
    assert answer.confidence == BY_WORDS
    assert "có thể chưa được tính" in answer.notes[0]


def test_an_article_with_the_topic_in_its_title_leads(answerer):
    assert ids(answerer.ask("Bài nào nói về cây chè?"))[0] == "che"
    assert ids(answerer.ask("bai nao noi ve cay che")) == ids(answerer.ask("Bài nào nói về cây chè?"))
    # Both words are in the article on the road, but nowhere side by side.
    assert ids(answerer.ask("Bài nào nói về cây chè?")) == ["che"]


def test_a_topic_of_no_article_is_refused(answerer):
    answer = answerer.ask("Có bao nhiêu bài nói về bóng đá?")
    assert (answer.answered, answer.reason, answer.citations) == (False, "not_found", ())
    assert not answerer.ask("Tóm tắt bài về bóng đá").answered
    assert not answerer.ask("Bài nào đăng năm 2019?").answered


def test_articles_of_a_time_and_filters(answerer):
    answer = answerer.ask("Có bao nhiêu bài đăng năm 2023?")
    assert (answer.short_answer, ids(answer)) == ("1 bài", ["che"])
    assert answer.notes == ("1 bài không rõ ngày nên không được tính.",)
    filtered = answerer.ask("Bài nào nói về trồng cây xanh?", filters=Filters(from_=date(2024, 1, 1)))
    assert ids(filtered) == ["truong"]


def test_the_collection_lists_its_articles_newest_first(answerer):
    answer = answerer.ask("Kho bài có những gì?")
    assert answer.answer.splitlines()[0] == "Kho có 3 bài, bài có ngày từ 1/4/2023 đến 5/9/2024:"
    assert ids(answer) == ["truong", "che", "duong"]


def test_articles_of_a_source(answerer):
    for question in ("Bài nào của Báo Vùng Cao?", "báo vùng cao có những bài nào", "Những bài nào của Vùng Cao?"):
        answer = answerer.ask(question)
        assert (ids(answer), answer.confidence) == (["che"], 1.0)
    assert answerer.ask("Bài nào của Báo Vùng Cao?").answer.startswith("Kho có 1 bài của Báo Vùng Cao:\n“Cây chè ở Lũng Phố”")
    assert answerer.ask("Có bao nhiêu bài của Báo Vùng Cao?").short_answer == "1 bài"
    # What is no source is looked for in the articles.
    assert not any(
        "Kho có" in answerer.ask(question).answer for question in ("Bài nào của Báo Biển?", "Nà Bản có những bài nào?")
    )


def test_of_many_articles_a_few_are_named_and_all_counted(tmp_path):
    many = [article(f"b{n}", f"Thôn {n} trồng cây chè trên đồi.", f"Bài {n}") for n in range(NAMED + 2)]
    answer = open_small(tmp_path, many).ask("Có bao nhiêu bài nói về cây chè?")
    assert answer.short_answer == "7 bài"  # NAMED is 5
    assert len(answer.citations) == 5
    assert answer.answer.splitlines()[-1] == "… và 2 bài khác."
    six = open_small(tmp_path / "six", many[: NAMED + 1]).ask("Có bao nhiêu bài nói về cây chè?")
    assert len(six.citations) == 6 and "bài khác" not in six.answer  # one more is named rather than counted


def test_a_summary_quotes_the_article_in_order_from_its_lead(answerer):
    answer = answerer.ask("Tóm tắt bài về Nà Bản")
    assert answer.answer.splitlines()[0] == "“Trường mới ở Nà Bản” (5/9/2024) [1]"
    assert [citation.quote for citation in answer.citations] == [
        "Trường bán trú Nà Bản có 12 phòng học mới.",
        "Thầy cô trồng cây xanh quanh sân trường vào mùa xuân.",
    ]
    for citation in answer.citations:
        assert TRUONG.text[citation.start : citation.end] == citation.quote
    assert answer.short_answer is None


def test_that_article_is_the_one_the_talk_was_about(answerer):
    first = answerer.ask("Bài nào nói về trồng cây xanh?")
    history = [(first.question, first.answer)]
    assert answerer.ask("Tóm tắt bài đó", history).standalone_question == "Tóm tắt bài “Trường mới ở Nà Bản”"
    assert answerer.ask("Bài thứ hai nói gì?", history).standalone_question == "Bài “Đường mới vào Pác Lung” nói gì?"
    quoted = [("Trường Nà Bản có bao nhiêu phòng học?", "Trường bán trú Nà Bản có 12 phòng học mới. [1]")]
    assert ids(answerer.ask("Tóm tắt bài này", quoted)) == ["truong", "truong"]
    assert not answerer.ask("Tóm tắt bài này").answered


ROOMS = ("Trường Nà Bản có bao nhiêu phòng học?", "12 phòng học [1]\nTrường bán trú Nà Bản có 12 phòng học mới. [1]")


@pytest.mark.parametrize(
    "question",
    [
        "Bài nào nói về chuyện này?",
        "Có bài nào viết về việc đó không?",
        "Thông tin này ở bài nào vậy?",
        "Theo bài nào?",
        "Số liệu đó lấy từ đâu ra?",
        "Nguồn ở đâu?",
        "bai nao noi ve chuyen nay",
    ],
)
def test_the_source_of_an_answer_is_the_article_that_it_quotes(answerer, question):
    answer = answerer.ask(question, [ROOMS])
    assert answer.standalone_question == "Cho xem bài “Trường mới ở Nà Bản”"
    assert answer.answer == "“Trường mới ở Nà Bản” (5/9/2024) [1]"
    assert ids(answer) == ["truong"]


def test_the_source_of_several_articles_and_of_none(answerer):
    both = ("So sánh?", f"Nà Bản: 12 [1]\n{ROOMS[1]}\nCây chè giúp 40 hộ thoát nghèo trong năm qua. [2]")
    assert ids(answerer.ask("Nguồn nào?", [ROOMS, both])) == ["truong", "che"]
    # Only the last answer is meant; a refusal has no source.
    assert not answerer.ask("Bài nào nói về chuyện này?", [ROOMS, ("Giá vàng?", "Không tìm thấy trong kho bài.")]).answered
    assert not answerer.ask("Nguồn ở đâu?").answered


def test_a_short_answer_that_stands_in_another_article_is_no_source(tmp_path):
    founded = article("lap", "Đội trồng rừng thôn Bắc lập năm 2018.", "Đội trồng rừng")
    planted = article("phu", "Năm 2020, đội trồng rừng thôn Bắc phủ xanh 12 ha đất trống quanh hồ.", "Hồ xanh trở lại")
    told = ("Ai phủ xanh đất trống?", f"Đội trồng rừng thôn Bắc [1]\n{planted.text} [1]")
    assert ids(open_small(tmp_path, [founded, planted]).ask("Bài nào?", [told])) == ["phu"]


def test_an_article_with_quotation_marks_in_its_title_is_found_by_it(tmp_path):
    one = article("gia", "Chi bộ thôn Bắc có 12 người, phần lớn đã lớn tuổi.", "Thôn Bắc lo đội ngũ “già hóa”")
    answerer = open_small(tmp_path, [one, CHE])
    told = ("?", "Chi bộ thôn Bắc có 12 người, phần lớn đã lớn tuổi. [1]\nCây chè giúp 40 hộ thoát nghèo trong năm qua. [2]")
    assert ids(answerer.ask("Nguồn ở đâu?", [told])) == ["gia", "che"]
    assert ids(answerer.ask("Nguồn ở đâu?", [("?", told[1].splitlines()[0])])) == ["gia"]


@pytest.mark.parametrize("question", ["Tổng cộng là bao nhiêu?", "Ai ban hành?", "Tăng bao nhiêu phần trăm?", "Nói rõ hơn"])
def test_a_question_that_names_nothing_is_refused(answerer, question):
    answer = answerer.ask(question)
    assert (answer.answered, answer.reason, answer.nearest) == (False, "not_found", ())


def test_every_mark_has_its_quote(answerer):
    for question in ("Kho bài có những gì?", "Bài nào nói về trồng cây xanh?", "Tóm tắt bài về cây chè"):
        answer = answerer.ask(question)
        marks = {int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)}
        assert marks == {citation.number for citation in answer.citations}
