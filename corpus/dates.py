"""Dates as Vietnamese pages write them."""

import re
from datetime import date

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})(?!\d)", re.IGNORECASE)
_ISO_JOINT = re.compile(r"T(?=\d)|(?<=\d)Z\b")
_TIME = re.compile(r"\b\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?(?:\.\d+)?(?:\s?[AP]M)?\b", re.IGNORECASE)
_ZONE = re.compile(r"\(?\b(?:GMT|UTC)?\s?[+-]\s?\d{1,2}(?::?\d{2})?\)?", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|CN)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:cập nhật(?: lần cuối)?|đăng(?: lúc| ngày)?|ngày(?: đăng| xuất bản| viết)?|xuất bản|thời gian|lúc|giờ"
    r"|date|published|updated)\b",
    re.IGNORECASE,
)


def find_date(text: str) -> tuple[date, int, int] | None:
    """The first full date (day, month and year) in the text with its offsets; impossible dates are passed over."""
    found = [
        (day, match.start(), match.end())
        for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_IN_WORDS, (3, 2, 1)))
        for match in pattern.finditer(text)
        if (day := _day(*(int(match[group]) for group in order))) is not None
    ]
    return min(found, key=lambda item: item[1]) if found else None


def parse_date_line(line: str) -> date | None:
    """The date of a line that holds nothing but a date, a time and words such as "Thứ Tư" or "Cập nhật"; else None."""
    found = find_date(line)
    if found is None:
        return None
    day, start, end = found
    return day if is_time(line[:start] + " " + line[end:]) else None


def is_time(words: str) -> bool:
    """Whether these words say nothing, or nothing but an hour, a day of the week or "Cập nhật"."""
    for pattern in (_ISO_JOINT, _TIME, _ZONE, _WEEKDAY, _LABEL):
        words = pattern.sub(" ", words)
    return not any(c.isalnum() for c in words)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None
