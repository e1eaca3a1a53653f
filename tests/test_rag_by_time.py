"""Numbers told year by year, or then and now: each belongs to its own time."""

import re

import pytest

from corpus import match_key
from index.lexicon import build_lexicon
from rag.by_time import NOW, year_of
from rag.question import understand
from rag.spans import best_fitting, short_answers

LEXICON = build_lexicon(["Huyện Sơn Hạ\nHuyện Sơn Hạ họp. HTX Nà Ư họp."])
MOVED = "Huyện Sơn Hạ đã dời được 260 hộ, trong đó năm 2022 dời 64 hộ, năm 2023 là 118 hộ và năm nay 78 hộ."
FOUNDED = "Thành lập ngày 12/5/2021 với 23 thành viên, HTX Nà Ư nay có 96 thành viên."
GROWN = "Từ 185 ha năm 2022, diện tích mắc ca của huyện Sơn Hạ lên 342 ha năm 2023 và 610 ha năm 2024."
YIELD = "Vụ 2023-2024, năng suất lúa của huyện Sơn Hạ đạt 4,2 tấn/ha, cao hơn mức 3,9 tấn/ha của vụ 2022-2023."


def short(question, sentence):
    found = best_fitting(short_answers(understand(question, LEXICON), sentence))
    return found and found.text


@pytest.mark.parametrize(
    ("sentence", "number", "year"),
    [
        (MOVED, "260", ""),
        (MOVED, "64", "2022"),
        (MOVED, "118", "2023"),
        (MOVED, "78", NOW),
        (FOUNDED, "23", "2021"),
        (FOUNDED, "96", NOW),
        (GROWN, "185", "2022"),
        (GROWN, "610", "2024"),
        (YIELD, "3,9", "2022"),
        ("Toàn xã có 11 đội, tăng 6 đội so với năm 2021.", "6", ""),  # compared, not counted then
        ("Năm 2023, ba xã đón 965 lượt, gấp hơn 2,3 lần năm 2021; riêng Bình Lăng 410 lượt.", "410", "2023"),
        ("Theo Kế hoạch số 86/KH-UBND ngày 12/6/2023, 7 xã được chọn.", "7", ""),  # the day of a document
        ("Đến tháng 4/2024, xã có 9 thôn.", "9", "2024"),
    ],
)
def test_the_year_of_a_number(sentence, number, year):
    found = re.search(rf"(?<![\d,]){number}(?![\d,/])", sentence)
    assert year_of(match_key(sentence), found.start(), found.end()) == year


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("Năm 2022 huyện Sơn Hạ thu bao nhiêu tấn tôm?", "Năm 2023 huyện Sơn Hạ thu 5.120 tấn tôm.", True),
        ("Năm 2023 huyện Sơn Hạ thu bao nhiêu tấn tôm?", "Năm 2023 huyện Sơn Hạ thu 5.120 tấn tôm.", False),
        ("Năm 2022 HTX Nà Ư có mấy thành viên?", "Thành lập năm 2015, HTX Nà Ư có 45 thành viên.", False),  # and has since
        ("Cả năm 2025 huyện Sơn Hạ thu bao nhiêu tấn tôm?", "Riêng quý I/2025, huyện Sơn Hạ thu 900 tấn tôm.", True),
        ("Quý I/2025 huyện Sơn Hạ thu bao nhiêu tấn tôm?", "Riêng quý I/2025, huyện Sơn Hạ thu 900 tấn tôm.", False),
    ],
)
def test_a_number_of_another_year_or_of_a_part_of_it_is_known_for_it(question, sentence, another):
    assert best_fitting(short_answers(understand(question, LEXICON), sentence)).other is another


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Năm 2022 huyện Sơn Hạ dời bao nhiêu hộ?", MOVED, "64 hộ"),
        ("Năm 2023 huyện Sơn Hạ dời bao nhiêu hộ?", MOVED, "118 hộ"),
        ("HTX Nà Ư lúc mới lập có mấy thành viên?", FOUNDED, "23 thành viên"),
        ("HTX Nà Ư hiện có mấy thành viên?", FOUNDED, "96 thành viên"),
        ("Diện tích mắc ca của huyện Sơn Hạ năm 2023 là bao nhiêu?", GROWN, "342 ha"),
        ("Năng suất lúa của huyện Sơn Hạ vụ 2022-2023 là bao nhiêu?", YIELD, "3,9 tấn/ha"),
    ],
)
def test_the_number_of_the_time_that_is_asked_for(question, sentence, answer):
    assert short(question, sentence) == answer
