"""Comparisons and totals over invented districts: the verdict and the sum only where the figures allow them."""

import pytest
from fakes import article
from test_rag_fakes import open_small

from rag.side_by_side import ADDED, NO_TOTAL, PLAINLY, SEEN, SUBTRACTED, UNDECIDED

ARTICLES = (
    article("lung-pho", "Đảng bộ xã Lũng Phố hiện có 320 đảng viên. Xã Lũng Phố trồng trên 40 ha chè.", "Xã Lũng Phố"),
    article("na-ban", "Đảng bộ xã Nà Bản hiện có 275 đảng viên. Xã Nà Bản trồng 12 ha chè.", "Xã Nà Bản"),
    article("pac-lung", "Đảng bộ xã Pác Lung hiện có 275 đảng viên. Xã Pác Lung trồng 45 ha chè.", "Xã Pác Lung"),
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    return open_small(tmp_path_factory.mktemp("index"), ARTICLES)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Xã Lũng Phố hay xã Nà Bản có nhiều đảng viên hơn?", "Lũng Phố nhiều hơn Nà Bản [1] [2]"),
        ("Xã Lũng Phố hay xã Nà Bản có ít đảng viên hơn?", "Nà Bản ít hơn Lũng Phố [1] [2]"),
        ("Xã Nà Bản và xã Lũng Phố, xã nào trồng nhiều ha chè hơn?", "Lũng Phố nhiều hơn Nà Bản [1] [2]"),
        ("Xã Nà Bản hay xã Pác Lung có nhiều đảng viên hơn?", "Nà Bản và Pác Lung bằng nhau [1] [2]"),
        ("So sánh số đảng viên của xã Lũng Phố với xã Nà Bản", "Lũng Phố nhiều hơn Nà Bản [1] [2]"),
    ],
)
def test_the_larger_is_named_before_the_figures(answerer, question, verdict):
    answer = answerer.ask(question)
    first, second, third, *_ = answer.answer.split("\n")
    assert first == verdict
    assert second.endswith("[1]")
    assert third.endswith("[2]")
    assert (answer.short_answer, answer.notes) == (None, ())


def test_a_difference_is_told_where_it_is_asked_for(answerer):
    answer = answerer.ask("Xã Lũng Phố có nhiều đảng viên hơn xã Nà Bản bao nhiêu người?")
    assert answer.answer.startswith("Lũng Phố nhiều hơn Nà Bản 45 đảng viên [1] [2]\n")  # 320 - 275
    assert answer.notes == (SUBTRACTED,)


def test_figures_that_leave_it_open_name_no_winner(answerer):
    answer = answerer.ask("Xã Lũng Phố hay xã Pác Lung trồng nhiều ha chè hơn?")  # trên 40, 45
    assert answer.answer.startswith("Lũng Phố: trên 40 ha")
    assert answer.notes == (UNDECIDED,)


def test_a_question_that_weighs_nothing_gets_no_verdict(answerer):
    answer = answerer.ask("Xã Lũng Phố và xã Nà Bản có bao nhiêu đảng viên?")
    assert answer.answer.startswith("Lũng Phố: 320 đảng viên [1]\nNà Bản: 275 đảng viên [2]\n")
    assert answer.notes == ()


def test_half_a_comparison_gives_that_half_and_no_verdict(answerer):
    answer = answerer.ask("Xã Lũng Phố hay xã Bó Sinh có nhiều đảng viên hơn?")
    assert answer.answer.startswith("Lũng Phố: 320 đảng viên [1]\n")
    assert answer.notes == ("Không tìm thấy thông tin về Bó Sinh trong kho bài.",)


@pytest.mark.parametrize(
    "question",
    [
        "Tổng cộng ba xã Lũng Phố, Nà Bản và Pác Lung có bao nhiêu đảng viên?",
        "Ba xã Lũng Phố, Nà Bản và Pác Lung có tất cả bao nhiêu đảng viên?",
        "Ba xã Lũng Phố, Nà Bản, Pác Lung cộng lại có bao nhiêu đảng viên?",
        "Tổng số đảng viên của xã Lũng Phố, xã Nà Bản và xã Pác Lung là bao nhiêu?",
        "tong cong ba xa lung pho, na ban va pac lung co bao nhieu dang vien",
    ],
)
def test_a_total_shows_its_addends(answerer, question):
    answer = answerer.ask(question)
    lines = answer.answer.split("\n")
    assert lines[:4] == [
        "Tổng cộng: 870 đảng viên [1] [2] [3]",  # 320 + 275 + 275
        "Lũng Phố: 320 đảng viên [1]",
        "Nà Bản: 275 đảng viên [2]",
        "Pác Lung: 275 đảng viên [3]",
    ]
    assert answer.notes[-1] == ADDED
    assert [citation.article_id for citation in answer.citations] == ["lung-pho", "na-ban", "pac-lung"]


def test_no_total_without_every_addend(answerer):
    answer = answerer.ask("Tổng cộng hai xã Lũng Phố và Bó Sinh có bao nhiêu đảng viên?")
    assert answer.answer.startswith("Lũng Phố: 320 đảng viên [1]\n")
    assert "Tổng" not in answer.answer
    assert answer.notes == ("Không tìm thấy thông tin về Bó Sinh trong kho bài.", NO_TOTAL)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Những xã nào có trên 300 đảng viên?", {"Lũng Phố: 320 đảng viên"}),
        ("Những xã nào có dưới 300 đảng viên?", {"Nà Bản: 275 đảng viên", "Pác Lung: 275 đảng viên"}),
        # "trên 40" may be 41 or 49: not surely above 44.
        ("Các xã nào trồng trên 44 ha chè?", {"Pác Lung: 45 ha chè"}),
        (
            "Xã nào có nhiều đảng viên nhất?",
            {"Lũng Phố nhiều nhất", "Lũng Phố: 320 đảng viên", "Nà Bản: 275 đảng viên", "Pác Lung: 275 đảng viên"},
        ),
    ],
)
def test_a_line_for_each_place_that_fits(answerer, question, told):
    answer = answerer.ask(question)
    lines = {line.partition(" [")[0] for line in answer.answer.split("\n")}
    assert lines == told | {citation.quote for citation in answer.citations}
    assert answer.notes == (SEEN.format(count=3),)


def test_no_place_that_fits_is_refused(answerer):
    assert not answerer.ask("Những xã nào có trên 900 đảng viên?").answered


def test_places_of_which_a_thing_is_told_are_listed(tmp_path):
    told = (
        article("bac", "Xã Lũng Phố có đội văn nghệ quần chúng gồm 15 người.", "Lũng Phố"),
        article("nam", "Xã Nà Bản chưa có đội văn nghệ quần chúng.", "Nà Bản"),
        article("tay", "Xã Pác Lung có đội bóng chuyền. Xã Bó Sinh có đội văn nghệ quần chúng ở 4 bản.", "Pác Lung"),
    )
    answer = open_small(tmp_path, told).ask("Những xã nào có đội văn nghệ quần chúng?")
    # Nà Bản has none yet, and of Pác Lung nothing is told but its volleyball.
    assert {line.partition(" [")[0] for line in answer.answer.split("\n")[:2]} == {"Lũng Phố", "Bó Sinh"}
    assert sorted(citation.quote for citation in answer.citations) == [
        "Xã Bó Sinh có đội văn nghệ quần chúng ở 4 bản.",
        "Xã Lũng Phố có đội văn nghệ quần chúng gồm 15 người.",
    ]
    assert answer.notes == (SEEN.format(count=4), PLAINLY)


def test_the_sum_of_two_questions_is_that_of_their_figures(answerer):
    history = [("Xã Lũng Phố có bao nhiêu đảng viên?", "320 đảng viên"), ("Còn xã Nà Bản?", "275 đảng viên")]
    answer = answerer.ask("Tổng cộng là bao nhiêu?", history)
    assert answer.answer.startswith("Tổng cộng: 595 đảng viên [1] [2]\n")  # 320 + 275
    assert answerer.ask("Nơi nào nhiều hơn?", history).answer.startswith("Lũng Phố nhiều hơn Nà Bản [1] [2]\n")


YEARS = article(
    "moc-chau",
    "Năm 2023, xã Lũng Phố kết nạp 12 đảng viên mới. Năm 2024, xã Lũng Phố kết nạp 20 đảng viên mới. "
    "Trong hai năm 2021 và 2022, xã Lũng Phố trồng 15 ha chè.",
    "Xã Lũng Phố",
)


@pytest.mark.parametrize(
    "question",
    [
        "So sánh số đảng viên mới kết nạp của xã Lũng Phố năm 2023 và 2024",
        "Xã Lũng Phố kết nạp nhiều đảng viên mới hơn năm nào, 2023 hay 2024?",
        "Năm 2023 hay năm 2024 xã Lũng Phố kết nạp nhiều đảng viên mới hơn?",
    ],
)
def test_two_years_of_one_place_are_compared(tmp_path, question):
    answer = open_small(tmp_path, (YEARS,)).ask(question)
    first, *lines = answer.answer.splitlines()
    assert first == "Năm 2024 nhiều hơn năm 2023 [1] [2]"
    assert lines[:2] == ["Năm 2023: 12 đảng viên mới [1]", "Năm 2024: 20 đảng viên mới [2]"]
    assert [one.quote for one in answer.citations] == [
        "Năm 2023, xã Lũng Phố kết nạp 12 đảng viên mới.",
        "Năm 2024, xã Lũng Phố kết nạp 20 đảng viên mới.",
    ]


def test_by_how_much_one_year_is_more_is_told_apart_from_the_year(tmp_path):
    answer = open_small(tmp_path, (YEARS,)).ask("Xã Lũng Phố kết nạp đảng viên mới năm 2024 nhiều hơn năm 2023 bao nhiêu?")
    assert answer.answer.splitlines()[0] == "Năm 2024 nhiều hơn năm 2023 là 8 đảng viên mới [1] [2]"  # 20 - 12


def test_a_year_without_a_figure_is_told(tmp_path):
    answer = open_small(tmp_path, (YEARS,)).ask("So sánh số đảng viên mới kết nạp của xã Lũng Phố năm 2023 và 2019")
    assert answer.answer.startswith("Năm 2023: 12 đảng viên mới [1]\n")
    assert answer.notes == ("Không tìm thấy thông tin về năm 2019 trong kho bài.",)


def test_one_figure_of_two_years_is_not_told_of_each(tmp_path):
    answer = open_small(tmp_path, (YEARS,)).ask("So sánh diện tích chè xã Lũng Phố trồng năm 2021 và 2022")
    assert "Năm 2021:" not in answer.answer
