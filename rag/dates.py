"""Dates as they stand in a text: 5/4, 12/2023, ngày 7 và 8/6, ngày 2 tháng 9 năm 2024, năm 2021."""

import re
from collections.abc import Collection, Sequence

from rag.bounds import bound_of
from rag.tokens import Atom, Day, Token

_LEADS = frozenset(
    "ngày tháng năm sáng chiều tối đêm hôm mùng mồng trưa đến từ trước sau hết , và ( - – :".split()
)  # before 5/4, which is a ratio elsewhere
_WEEKDAYS = frozenset("hai ba tư năm sáu bảy nhật".split())  # behind "thứ" or "chủ"
_LUNAR = frozenset(("giêng", "chạp"))  # months that are called by name
_DAYS = frozenset(("ngày", "mùng", "mồng"))
_SPAN = frozenset(("và", "đến", "-", "–", ","))
_AHEAD = re.compile(r"\d{1,2}/(\d{1,2})(?:/(\d{4}))?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def date_at(tokens: Sequence[Token], at: int) -> Atom | None:
    """The date that starts with the number at `at`, or None where that number is no date."""
    parts = tokens[at].key.split("/")
    if not all(part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    found = _written(numbers, tokens, at) if len(numbers) > 1 else _spoken(numbers[0], tokens, at)
    if found is None:
        return None
    day, end = found
    value = "/".join("" if part is None else str(part) for part in day)
    return Atom("date", value, at, end, bound=bound_of([token.key for token in tokens], at, end), day=day)


def agrees(claimed: Day, told: Day, years: Collection[int]) -> bool:
    """Whether a date is the one told, as far as it says; a year that is not told may be one of `years`."""
    for place, (mine, other) in enumerate(zip(claimed, told, strict=True)):
        unsaid = other is None and place == 2 and mine in years
        if mine is not None and mine != other and not unsaid:
            return False
    return True


def _written(numbers: Sequence[int], tokens: Sequence[Token], at: int) -> tuple[Day, int] | None:
    if len(numbers) == 3 and numbers[2] >= 1900:
        return (numbers[0], numbers[1], numbers[2]), at + 1
    if len(numbers) == 2 and numbers[1] >= 1900 and 1 <= numbers[0] <= 12:
        return (None, numbers[0], numbers[1]), at + 1
    fits = len(numbers) == 2 and 1 <= numbers[0] <= 31 and 1 <= numbers[1] <= 12
    return ((numbers[0], numbers[1], None), at + 1) if fits and _leads(tokens, at) else None


def _leads(tokens: Sequence[Token], at: int) -> bool:
    """Whether 5/4 is a date behind what stands before it: "ngày 5/4", "thứ Tư 5/4"."""
    weekday = at > 1 and tokens[at - 1].key in _WEEKDAYS and tokens[at - 2].key in {"thứ", "chủ"}
    return not at or weekday or tokens[at - 1].key in _LEADS


def _spoken(number: int, tokens: Sequence[Token], at: int) -> tuple[Day, int] | None:
    before = tokens[at - 1].key if at else ""
    behind = [token.key for token in tokens[at + 1 : at + 5]] + [""] * 4
    if _YEAR.fullmatch(tokens[at].key):
        return (None, None, number), at + 1
    of_month = behind[0] == "tháng" and (behind[1].partition("/")[0].isdecimal() or behind[1] in _LUNAR)  # "tối 28 tháng 10"
    if (before in _DAYS or of_month) and 1 <= number <= 31:
        return _of_month(number, behind, at)
    if before == "tháng" and 1 <= number <= 12:
        if behind[0] == "năm" and _YEAR.fullmatch(behind[1]):
            return (None, number, int(behind[1])), at + 3
        return (None, number, None), at + 1
    return None


def _of_month(number: int, behind: Sequence[str], at: int) -> tuple[Day, int]:
    """A day whose month and year stand behind it, as far as they do."""
    if behind[0] == "tháng":
        month, _, year = behind[1].partition("/")
        if behind[2] == "năm" and _YEAR.fullmatch(behind[3]):
            return (number, _int(month), int(behind[3])), at + 5
        return (number, _int(month), _int(year)), at + 3
    if behind[0] in _SPAN and behind[1].isdecimal() and behind[2] == "tháng":  # "ngày 5 và 6 tháng 6"
        return (number, _int(behind[3].partition("/")[0]), None), at + 1
    ahead = _AHEAD.fullmatch(behind[2] if behind[1] == "ngày" else behind[1]) if behind[0] in _SPAN else None
    return (number, _int(ahead.group(1)), _int(ahead.group(2))) if ahead else (number, None, None), at + 1


def _int(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
