"""The time that a question speaks of, on Sunday 22 November 2026 in Vietnam."""

from datetime import date

import pytest

from corpus import fold
from rag.periods import Period, months_back, until, vietnam_today, whole
from rag.time_words import timing

TODAY = date(2026, 11, 22)

# (question, first and last day of each period)
PERIODS = [
    ("Năm 2022 Sơn Hạ kết nạp bao nhiêu đảng viên?", "2022-01-01 2022-12-31"),
    ("Sơn Hạ kết nạp bao nhiêu đảng viên trong 2022?", "2022-01-01 2022-12-31"),
    ("Kết quả World Cup 2022?", "2022-01-01 2022-12-31"),
    ("nhiệm kỳ 2015 - 2020", "2015-01-01 2020-12-31"),
    ("nhiệm kỳ 2015-2020", "2015-01-01 2020-12-31"),
    ("giai đoạn 2021–2025", "2021-01-01 2025-12-31"),
    ("năm học 2022-2023", "2022-01-01 2023-12-31"),
    ("từ 2019 đến 2021", "2019-01-01 2021-12-31"),
    ("từ năm 2019 tới năm 2021", "2019-01-01 2021-12-31"),
    ("từ năm 2020 đến nay", "2020-01-01 2026-11-22"),
    ("tính từ năm 2020, Ba Chẽ có gì mới", "2020-01-01 2026-11-22"),
    ("trước năm 2020", "1900-01-01 2019-12-31"),
    ("sau năm 2020", "2021-01-01 2026-11-22"),
    ("đến năm 2030 phấn đấu", "2030-01-01 2030-12-31"),
    ("năm 2021 và 2022 ra sao", "2021-01-01 2021-12-31", "2022-01-01 2022-12-31"),
    ("những năm 1990", "1990-01-01 1999-12-31"),
    ("quý III/2023", "2023-07-01 2023-09-30"),
    ("quý 3 năm 2023", "2023-07-01 2023-09-30"),
    ("quý một năm nay", "2026-01-01 2026-03-31"),
    ("tháng 5/2021", "2021-05-01 2021-05-31"),
    ("tháng 2 năm 2024", "2024-02-01 2024-02-29"),
    ("tháng năm năm 2021", "2021-05-01 2021-05-31"),
    ("tháng mười hai 2021", "2021-12-01 2021-12-31"),
    ("tháng 9 năm ngoái", "2025-09-01 2025-09-30"),
    ("từ tháng 5/2021 đến tháng 8/2021", "2021-05-01 2021-08-31"),
    ("họp vào 11/2022 ở đâu", "2022-11-01 2022-11-30"),
    ("6 tháng đầu năm 2022", "2022-01-01 2022-06-30"),
    ("9 tháng đầu năm 2022", "2022-01-01 2022-09-30"),
    ("sáu tháng cuối năm 2022", "2022-07-01 2022-12-31"),
    ("nửa đầu năm 2022", "2022-01-01 2022-06-30"),
    ("đầu năm 2022", "2022-01-01 2022-04-30"),
    ("giữa năm 2022", "2022-05-01 2022-08-31"),
    ("cuối năm ngoái", "2025-09-01 2025-12-31"),
    ("từ đầu năm 2022 tới tháng 11", "2022-01-01 2022-12-31"),
    ("ngày 5/6/2021", "2021-06-05 2021-06-05"),
    ("5.6.2021", "2021-06-05 2021-06-05"),
    ("ngày 5 tháng 6 năm 2021", "2021-06-05 2021-06-05"),
    ("2021-06-05", "2021-06-05 2021-06-05"),
    ("từ 1/1/2022 đến 30/6/2022", "2022-01-01 2022-06-30"),
    ("hôm nay", "2026-11-22 2026-11-22"),
    ("chiều nay", "2026-11-22 2026-11-22"),
    ("hôm qua", "2026-11-21 2026-11-21"),
    ("tối qua", "2026-11-21 2026-11-21"),
    ("hôm kia", "2026-11-20 2026-11-20"),
    ("tuần này", "2026-11-16 2026-11-22"),
    ("tuần trước", "2026-11-09 2026-11-15"),
    ("tuần vừa qua", "2026-11-09 2026-11-15"),
    ("tháng này", "2026-11-01 2026-11-30"),
    ("tháng trước", "2026-10-01 2026-10-31"),
    ("quý này", "2026-10-01 2026-12-31"),
    ("quý trước", "2026-07-01 2026-09-30"),
    ("năm nay", "2026-01-01 2026-12-31"),
    ("năm ngoái", "2025-01-01 2025-12-31"),
    ("năm qua", "2025-01-01 2025-12-31"),
    ("năm kia", "2024-01-01 2024-12-31"),
    ("kết nạp từ đầu năm?", "2026-01-01 2026-11-22"),
    ("từ đầu tháng đến nay", "2026-11-01 2026-11-22"),
    ("15 năm qua", "2011-11-22 2026-11-22"),
    ("ba tháng gần đây", "2026-08-22 2026-11-22"),
    ("10 ngày qua", "2026-11-12 2026-11-22"),
    ("3 năm trước", "2023-01-01 2023-12-31"),
    ("cách đây 2 tuần", "2026-11-02 2026-11-08"),
]  # fmt: skip


def periods_of(text, today=TODAY):
    return [f"{period.first} {period.last}" for period in timing(text, today).periods]


@pytest.mark.parametrize("case", PERIODS, ids=lambda case: case[0])
def test_a_time_is_understood(case):
    question, *periods = case
    assert periods_of(question) == periods


@pytest.mark.parametrize("case", PERIODS, ids=lambda case: case[0])
def test_a_time_typed_without_diacritics_is_understood_alike(case):
    question, *periods = case
    assert periods_of(fold(question)) == periods


NO_TIMES = [
    "Nghị quyết 2015", "Nghị quyết số 2015 nói gì?", "Luật Đất đai 2013", "Nghị định 46/2016/NĐ-CP", "Nghị quyết 07-NQ/TU",
    "năm học", "năm học mới", "khóa XV", "nhiệm kỳ này", "Đại hội XIII", "những năm qua", "nhiều năm qua", "mấy năm nay",
    "hai mươi năm qua", "có 2015 người", "đến 2015 đảng viên", "2.015 hộ", "325/600", "24/7", "1.500.000 đồng", "năm nào",
    "tháng nào", "ngày 30/4", "tháng 5", "tháng 13/2021", "ngày 31/2/2021", "quý III", "quý khách", "Quý Mùi", "năm người",
    "năm trước đó", "3 năm trước đó", "quốc lộ 2021A", "bảy tháng tuổi", "trước mắt", "ngày càng", "999 năm qua",
]  # fmt: skip


@pytest.mark.parametrize("question", NO_TIMES)
def test_what_is_no_time(question):
    assert periods_of(question) == []


NEWEST = [
    "số liệu mới nhất",
    "gần đây",
    "thời gian qua",
    "Bí thư hiện nay",
    "hiện tại",
    "Ba Chẽ hiện có",
    "bây giờ",
    "đến nay",
    "so lieu moi nhat",
]
NOT_NEWEST = [
    "năm 2022",
    "đảng viên mới",
    "ở gần đây",
    "trạm y tế gần nhất",
    "trẻ nhất",
    "thực hiện có hiệu quả",
    "3 tháng gần đây",
]


@pytest.mark.parametrize(("question", "newest"), [*((q, True) for q in NEWEST), *((q, False) for q in NOT_NEWEST)])
def test_whether_the_state_of_now_is_asked_for(question, newest):
    assert timing(question, TODAY).newest is newest


def test_without_a_day_to_count_from_only_what_is_absolute_counts():
    assert periods_of("năm ngoái, tháng này, hôm qua, 3 năm qua, đầu năm nay và năm 2022", None) == ["2022-01-01 2022-12-31"]


def test_counting_back_over_ends_of_months_and_years():
    assert months_back(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_back(date(2024, 1, 15), 1) == date(2023, 12, 15)
    assert whole("month", date(2024, 1, 15), 1) == Period(date(2023, 12, 1), date(2023, 12, 31))
    assert whole("quarter", date(2024, 2, 15), 1) == Period(date(2023, 10, 1), date(2023, 12, 31))
    assert whole("week", date(2024, 1, 1), 0) == Period(date(2024, 1, 1), date(2024, 1, 7))  # a Monday
    assert until(date(2024, 2, 29), "year", 1) == Period(date(2023, 2, 28), date(2024, 2, 29))


def test_the_share_of_one_period_in_another():
    year, may = Period(date(2021, 1, 1), date(2021, 12, 31)), Period(date(2021, 5, 1), date(2021, 5, 31))
    assert may.share_in(year) == 1
    assert year.share_in(may) == 31 / 365
    assert may.share_in(Period(date(2021, 5, 31), date(2022, 1, 1))) == 1 / 31
    assert may.share_in(Period(date(2022, 1, 1), date(2022, 1, 1))) == 0


def test_today_is_the_day_in_vietnam(monkeypatch):
    from datetime import UTC, datetime

    from rag import periods

    class Clock(datetime):
        @classmethod
        def now(cls, zone):
            return datetime(2025, 12, 31, 17, 0, tzinfo=UTC).astimezone(zone)

    monkeypatch.setattr(periods, "datetime", Clock)
    assert vietnam_today() == date(2026, 1, 1)  # five in the afternoon in London is midnight in Hanoi
