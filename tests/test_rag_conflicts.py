"""Different figures for one thing: the newest leads, the others keep their dates; and notes on the age of an answer."""

from datetime import date

import pytest
from fakes import article
from test_rag_fakes import open_small

OLD = article("cu", "Đảng bộ xã Lũng Phố hiện có 300 đảng viên.", "Lũng Phố năm nào cũng tiến bộ", published=date(2021, 5, 3))
NEW = article("moi", "Đảng bộ xã Lũng Phố hiện có 320 đảng viên.", "Lũng Phố đổi thay", published=date(2024, 2, 1))
UNDATED = article("khong-ngay", "Đảng bộ xã Lũng Phố hiện có 310 đảng viên.", "Chuyện ở Lũng Phố")
TODAY = date(2024, 3, 15)


def ask(folder, articles, question="Xã Lũng Phố có bao nhiêu đảng viên?"):
    return open_small(folder, articles).ask(question, today=TODAY)


@pytest.mark.parametrize("order", [(OLD, NEW, UNDATED), (UNDATED, NEW, OLD)])
def test_the_newest_leads_and_undated_ones_say_so(tmp_path, order):
    answer = ask(tmp_path, order)
    assert answer.short_answer == "320 đảng viên"
    assert answer.answer == (
        "320 đảng viên [1]\nĐảng bộ xã Lũng Phố hiện có 320 đảng viên. [1]\n"
        "Theo bài ngày 3/5/2021: 300 đảng viên [2]\nĐảng bộ xã Lũng Phố hiện có 300 đảng viên. [2]\n"
        "Theo bài không rõ ngày: 310 đảng viên [3]\nĐảng bộ xã Lũng Phố hiện có 310 đảng viên. [3]"
    )
    assert [citation.article_id for citation in answer.citations] == ["moi", "cu", "khong-ngay"]
    assert answer.notes == (
        "Các bài đưa số liệu khác nhau: 320 đảng viên (bài ngày 1/2/2024); 300 đảng viên (bài ngày 3/5/2021); "
        "310 đảng viên (bài không rõ ngày).",
    )


@pytest.mark.parametrize(
    "other",
    [
        "Đảng bộ xã Lũng Phố hiện có 320 đảng viên, sinh hoạt đều đặn.",  # the same figure
        "Đảng bộ xã Lũng Phố hiện có trên 300 đảng viên.",  # 300 to 400 holds 320
        "Đảng bộ xã Nà Bản hiện có 275 đảng viên.",  # another place
        "Đảng bộ xã Lũng Phố hiện có 14 chi bộ.",  # another thing
        "Từ đầu năm, Đảng bộ xã Lũng Phố có 12 đảng viên.",  # another stretch of time
        "Đảng bộ xã Lũng Phố có 25 đảng viên được khen thưởng.",  # a change of it
        "Đảng bộ xã Lũng Phố hiện có 25 đảng viên nữ.",  # a part of it
    ],
)
def test_what_does_not_contradict_is_no_conflict(tmp_path, other):
    answer = ask(tmp_path, [NEW, article("khac", other, "Bài khác", published=date(2023, 1, 1))])
    assert (answer.short_answer, answer.notes) == ("320 đảng viên", ())
    assert [citation.article_id for citation in answer.citations] == ["moi"]


def test_another_year_is_no_conflict_where_the_question_names_one(tmp_path):
    articles = [
        article("a", "Năm 2022, xã Lũng Phố trồng 12 ha chè.", "Chè Lũng Phố", published=date(2022, 12, 1)),
        article("b", "Năm 2023, xã Lũng Phố trồng 15 ha chè.", "Mùa chè", published=date(2023, 12, 1)),
    ]
    answer = ask(tmp_path, articles, "Năm 2022 xã Lũng Phố trồng bao nhiêu ha chè?")
    assert (answer.short_answer, answer.notes) == ("12 ha chè", ())


@pytest.mark.parametrize(
    ("question", "articles", "note"),
    [
        ("Hiện nay xã Lũng Phố có bao nhiêu đảng viên?", [OLD], "Câu trả lời lấy từ bài ngày 3/5/2021, có thể không còn đúng"),
        ("Năm nay xã Lũng Phố có bao nhiêu đảng viên?", [OLD], "Câu trả lời lấy từ bài ngày 3/5/2021, có thể không còn đúng"),
        ("Hien nay xa Lung Pho co bao nhieu dang vien?", [OLD], "Câu trả lời lấy từ bài ngày 3/5/2021, có thể không còn đúng"),
        ("Hiện nay xã Lũng Phố có bao nhiêu đảng viên?", [UNDATED], "Câu trả lời lấy từ bài không rõ ngày"),
        ("Hiện nay xã Lũng Phố có bao nhiêu đảng viên?", [NEW], None),  # six weeks old
        ("Năm nay xã Lũng Phố có bao nhiêu đảng viên?", [NEW], None),
        ("Xã Lũng Phố có bao nhiêu đảng viên?", [OLD], None),
        ("Từ năm 2021 xã Lũng Phố có bao nhiêu đảng viên?", [OLD], None),
    ],
)
def test_an_old_article_says_its_age_where_the_question_is_about_now(tmp_path, question, articles, note):
    answer = ask(tmp_path, articles, question)
    assert answer.answered
    if note is None:
        assert answer.notes == ()
    else:
        assert len(answer.notes) == 1
        assert answer.notes[0].startswith(note)
