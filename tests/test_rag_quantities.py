"""Figures as values: bounds, which is larger for certain, and sums."""

from decimal import Decimal

import pytest

from rag.quantities import comparable, outlier, quantity, total, written


def figure(text):
    found = quantity(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("1.240 đảng viên", "1240", "1240", "1240", "đảng viên"),
        ("trên 4.900 đảng viên", "4900", "4900", "5000", "đảng viên"),
        ("Gần 390 đảng viên", "390", "380", "390", "đảng viên"),
        ("khoảng 700 hộ", "700", "600", "800", "hộ"),
        ("ít nhất 12 lớp", "12", "12", "Infinity", "lớp"),
        ("tối đa 12 lớp", "12", "0", "12", "lớp"),
        ("70,5%", "70.5", "70.5", "70.5", "%"),
        ("hơn 2,5 tỷ đồng", "2500000000", "2500000000", "2600000000", "đồng"),
        ("ba đội", "3", "3", "3", "đội"),
        ("1.500.000,5 đồng", "1500000.5", "1500000.5", "1500000.5", "đồng"),
    ],
)
def test_a_figure_has_a_value_bounds_and_a_unit(text, value, low, high, unit):
    found = figure(text)
    assert (found.value, found.low, found.high, found.unit) == (Decimal(value), Decimal(low), Decimal(high), unit)


def test_a_ratio_keeps_its_whole():
    assert (figure("325/600").value, figure("325/600").whole) == (325, 600)


@pytest.mark.parametrize("text", ["năm 2021", "1,250 người", "12/3/2020", "Lò Văn Tiến", "", "3/0", "từ 5 đến 7 lớp"])
def test_what_is_no_figure_or_can_be_read_in_two_ways_is_none(text):
    assert quantity(text) is None


@pytest.mark.parametrize(
    ("one", "other", "largest", "least"),
    [
        ("1.240 đảng viên", "875 đảng viên", 0, 1),
        ("875", "1.240 đảng viên", 1, 0),
        ("trên 4.900 đảng viên", "3.753 đảng viên", 0, 1),
        ("trên 4.900 đảng viên", "4.950 đảng viên", None, None),  # may be 4.960, may be 4.901
        ("gần 150 hộ", "150 hộ", None, None),
        ("12,5%", "9%", 0, 1),
        ("12%", "9 hộ", None, None),
        ("12 hộ", "9 xã", None, None),
        ("325/600", "98/300", 0, 1),  # more, and the larger share
        ("325/600", "98/100", None, None),  # more, but the smaller share
        ("325/600", "98", None, None),
        ("5 xã", "5 xã", None, None),
    ],
)
def test_one_is_larger_only_for_certain(one, other, largest, least):
    figures = [figure(one), figure(other)]
    assert outlier(figures, least=False) == largest
    assert outlier(figures, least=True) == least


def test_of_three_the_largest_stands_above_both():
    three = [figure("10 xã"), figure("12 xã"), figure("trên 10 xã")]
    assert outlier(three, least=False) is None  # trên 10 may reach 20
    assert outlier([figure("10 xã"), figure("25 xã"), figure("trên 10 xã")], least=False) == 1


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["1.240 đảng viên", "875 đảng viên"], "2.115 đảng viên"),
        (["trên 4.900 đảng viên", "3.753"], "trên 8.653 đảng viên"),
        (["gần 390 hộ", "10 hộ"], "gần 400 hộ"),
        (["gần 390 hộ", "trên 10 hộ"], "khoảng 400 hộ"),
        (["0,5 ha", "0,75 ha"], "1,25 ha"),
        (["12%", "13%"], None),
        (["3/5", "1/5"], None),
        (["3 xã", "4 hộ"], None),
    ],
)
def test_a_sum_keeps_what_its_parts_leave_open(parts, expected):
    assert total([figure(part) for part in parts]) == expected


def test_numbers_are_written_as_vietnamese_does():
    assert [written(Decimal(text)) for text in ("1240", "2.50", "1000000", "0.25")] == ["1.240", "2,5", "1.000.000", "0,25"]
    assert comparable([figure("5"), figure("6 xã")])
    assert not comparable([figure("5 hộ"), figure("6 xã")])
