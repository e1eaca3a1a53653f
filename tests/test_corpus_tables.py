"""Rows of a table are told with the heads of their columns."""

import pytest

from corpus.tables import tables_told


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            "Xã | Số hộ | Hộ nghèo\nNà Lốc | 40 | 12\nXã Pác Lung | 55 | 8",
            "Xã Nà Lốc – Số hộ: 40; Hộ nghèo: 12.\nXã Pác Lung – Số hộ: 55; Hộ nghèo: 8.",
        ),
        ("TT | Đơn vị | Vốn (triệu đồng)\n1 | Trạm xá | 120", "Trạm xá – Vốn: 120 triệu đồng."),
        ("Xã | Tỷ lệ (%) | Ghi chú\nNà Lốc | 18,4 | -", "Xã Nà Lốc – Tỷ lệ: 18,4%."),
        (" | Năm 2022 | Năm 2023\nSố hộ | 40 | 31", "Số hộ – Năm 2022: 40; Năm 2023: 31."),
    ],
)
def test_each_row_tells_what_it_counts(table, told):
    assert tables_told(f"Trước bảng.\n\n{table}\n\nSau bảng.") == f"Trước bảng.\n\n{told}\n\nSau bảng."


@pytest.mark.parametrize(
    "text",
    [
        "Trang chủ | Tin tức | Thời sự",  # one line
        "Trang chủ | Tin tức\nThời sự | Pháp luật",  # no figures
        "2021 | 31\n2022 | 40",  # no heads
        "Xã | Số hộ | Hộ nghèo\nNà Lốc | 40",  # rows of another length
        "Xã | Số hộ\n | 40",  # a row without a name
    ],
)
def test_anything_else_stays_as_it_is(text):
    assert tables_told(text) == text
