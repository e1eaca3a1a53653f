"""The time that a text speaks of: "quý III/2023", "nhiệm kỳ 2015 - 2020", "tháng trước", "mới nhất"."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus import fold, match_key
from rag.periods import DAY, Period, months, single_day, until, whole, years

_EVER = date(1900, 1, 1)
_MOST = 100  # of the days, weeks ... counted back


@dataclass(frozen=True)
class Timing:
    """The periods that a text names, in order, and whether it asks for how things are now or were lately."""

    periods: tuple[Period, ...] = ()
    newest: bool = False


_Build = Callable[[re.Match[str], date | None], Period | None]
_Point = tuple[int, int, Period]


@lru_cache(maxsize=4096)
def timing(text: str, today: date | None) -> Timing:
    """The times in a cleaned text; "năm ngoái" and the like count from `today`, and say nothing where that is None.

    A text without any diacritics is read as typed without them.
    """
    key = match_key(text)
    words = _BARE if fold(text) == key else _WRITTEN
    key = words.document.sub(lambda found: "#" * len(found.group()), key)
    points: list[_Point] = []
    for rule, build in words.rules:
        for found in rule.finditer(key):
            start, end = found.start("at") if "at" in rule.groupindex else found.start(), found.end()
            if all(end <= a or b <= start for a, b, _ in points) and (period := build(found, today)):
                points.append((start, end, period))
    points.sort(key=lambda point: point[0])
    rest = key
    for start, end, _ in points:
        rest = f"{rest[:start]}{'#' * (end - start)}{rest[end:]}"
    return Timing(tuple(_joined(key, points, words, today)), words.newest.search(rest) is not None)


def _joined(key: str, points: Sequence[_Point], words: "_Words", today: date | None) -> Iterator[Period]:
    """Two points with "đến" between them are one period; "từ", "trước", "sau" open one to a side."""
    at = 0
    while at < len(points):
        start, end, period = points[at]
        following = points[at + 1] if at + 1 < len(points) else None
        if following and words.until.fullmatch(key[end : following[0]]) and period.first <= following[2].last:
            yield Period(period.first, following[2].last)
            at += 2
            continue
        yield _opened(key[:start], key[end:], period, words, today)
        at += 1


def _opened(before: str, behind: str, period: Period, words: "_Words", today: date | None) -> Period:
    """The period, or what lies on one side of it: "từ năm 2020", "trước năm 2020", "từ năm 2022 đến tháng 11"."""
    if words.to_month.match(behind):
        return Period(period.first, date(period.first.year, 12, 31))
    if today and period.first <= today and (words.since.search(before) or words.to_now.match(behind)):
        return Period(period.first, today)
    if words.before.search(before):
        return Period(_EVER, period.first - DAY)
    if today and period.last < today and words.after.search(before):
        return Period(period.last + DAY, today)
    return period


# What the words of a text mean, folded: the number words and the steps back of "này", "trước", "kia".
_NUMBERS = {
    **{"mot": 1, "gieng": 1, "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9},
    **{"muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12, "i": 1, "ii": 2, "iii": 3, "iv": 4},
}
_BACK = {"nay": 0, "kia": 2}  # any other word: 1
_UNITS = {"": "day", "ngay": "day", "tuan": "week", "thang": "month", "quy": "quarter", "nam": "year"}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[fold(text)]


def _year(found: re.Match[str], today: date | None) -> int | None:
    given = found.groupdict()
    if given.get("y"):
        return int(given["y"])
    return today.year - _back(found) if today else None


def _back(found: re.Match[str]) -> int:
    return _BACK.get(fold(found["back"]), 1)


def _one_day(found: re.Match[str], _: date | None) -> Period | None:
    return single_day(int(found["y"]), _number(found["m"]), int(found["d"]))


def _one_month(found: re.Match[str], today: date | None) -> Period | None:
    year, month = _year(found, today), _number(found["m"])
    return months(year, month, month) if year and 1 <= month <= 12 else None


def _quarter(found: re.Match[str], today: date | None) -> Period | None:
    year, last = _year(found, today), 3 * _number(found["q"])
    return months(year, last - 2, last) if year else None


def _part_of_year(found: re.Match[str], today: date | None) -> Period | None:
    """As in "6 tháng đầu năm", "nửa cuối năm"; without a number a third of the year: "giữa năm 2022"."""
    year, given = _year(found, today), found.groupdict()
    length = _number(given["n"]) if given.get("n") else 6 if given.get("half") else 4
    if not year or not 1 <= length <= 12:
        return None
    first = {"dau": 1, "giua": 5, "cuoi": 13 - length}[fold(found["part"])]
    return months(year, first, first + length - 1)


def _whole_year(found: re.Match[str], today: date | None) -> Period | None:
    year = _year(found, today)
    return years(year, year) if year else None


def _plain_year(found: re.Match[str], today: date | None) -> Period | None:
    """A year without "năm" before it, unless it is the number of a document: "Luật Đất đai 2013"."""
    return None if _DOCUMENT_BEFORE.search(fold(found.string[: found.start()])) else _whole_year(found, today)


def _years(found: re.Match[str], _: date | None) -> Period | None:
    first, last = int(found["y"]), int(found["z"])
    return years(first, last) if first <= last else None


def _decade(found: re.Match[str], _: date | None) -> Period:
    return years(int(found["y"]), int(found["y"]) + 9)


def _relative(found: re.Match[str], today: date | None) -> Period | None:
    """As in "hôm qua", "tuần này", "tháng trước"."""
    return whole(_UNITS[fold(found["unit"])], today, _back(found)) if today else None


def _ago(found: re.Match[str], today: date | None) -> Period | None:
    """As in "3 năm trước": that year."""
    count = _number(found["n"])
    return whole(_UNITS[fold(found["unit"])], today, count) if today and count <= _MOST else None


def _lately(found: re.Match[str], today: date | None) -> Period | None:
    """As in "3 tháng qua", "15 năm gần đây"."""
    count = _number(found["n"])
    return until(today, _UNITS[fold(found["unit"])], count) if today and count <= _MOST else None


def _so_far(found: re.Match[str], today: date | None) -> Period | None:
    """As in "từ đầu năm"."""
    return Period(whole(_UNITS[fold(found["unit"])], today, 0).first, today) if today else None


_Y = r"(?P<y>(?:19|20)\d\d)(?![\d/])(?![.,]\d)"
_NUMBER = "mười một|mười hai|mười|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín"
_MONTH = rf"(?P<m>\d{{1,2}}|giêng|chạp|{_NUMBER})"
_OF_YEAR = rf"(?:(?:năm )?{_Y}|năm (?P<back>nay|này|ngoái|trước|qua)(?! đó))"
_PAST = "trước|ngoái|kia|qua|rồi|vừa qua|vừa rồi"
# Behind these, "năm qua" and "tháng qua" are no single year or month.
_MANY = "".join(
    f"(?<!{word} )" for word in ("những", "nhiều", "mấy", "các", "vài", "mươi", "lăm", "chục", "trăm", "hằng", "hàng")
)
_COUNTED = (
    "người|đảng viên|đoàn viên|hội viên|hộ|học sinh|em|cán bộ|đại biểu|lượt|cây|con|ha|tấn|kg|km|m|mét|đồng|triệu|tỷ|tỉ|nghìn|"
    "ngàn|suất|căn|trường hợp|chi bộ|lao động|vụ|ca"
)
_DOCUMENT_BEFORE = re.compile(
    r"\b(?:luat|nghi quyet|nghi dinh|thong tu|quyet dinh|chi thi|ke hoach|hien phap|cong van|van ban|quy dinh|huong dan|so|ma)"
    r"(?: [^\W\d_]+){0,4} $"
)
_UNIT = "(?P<unit>ngày|tuần|tháng|quý|năm)"
# The first rule that fits a stretch of text takes it, so the more exact ones come first.
_RULES: tuple[tuple[str, _Build], ...] = (
    (rf"(?<![\d/.,-])(?:ngày )?(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})\s?[/.-]\s?{_Y}", _one_day),
    (r"(?<![\d/-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", _one_day),
    (rf"(?<!\d)(?:ngày )?(?P<d>\d{{1,2}}) tháng {_MONTH},? (?:năm )?{_Y}", _one_day),
    (rf"\btháng {_MONTH}\s?[/,-]?\s?{_OF_YEAR}", _one_month),
    (rf"(?<![\d/.,-])(?<!số )(?<!quyết )(?P<m>0?[1-9]|1[0-2])/{_Y}", _one_month),
    (rf"\bquý (?P<q>iv|iii|ii|i|[1-4]|một|hai|ba|bốn|tư|nhất)\s?[/,-]?\s?{_OF_YEAR}", _quarter),
    (rf"\b(?P<n>\d{{1,2}}|{_NUMBER}) tháng (?P<part>đầu|cuối) (?:của )?{_OF_YEAR}", _part_of_year),
    (rf"\b(?P<half>nửa) (?:năm )?(?P<part>đầu|cuối) (?:của )?{_OF_YEAR}", _part_of_year),
    (rf"\b(?P<part>đầu|giữa|cuối) {_OF_YEAR}", _part_of_year),
    (r"\b(?:thập niên|thập kỷ|những năm) (?P<y>(?:19|20)\d0)(?!\d)", _decade),
    (r"(?<![\w/.,-])(?P<y>(?:19|20)\d\d)\s?[-–]\s?(?P<z>(?:19|20)\d\d)(?![\w/-])", _years),
    (rf"\bnăm {_Y}", _whole_year),
    (
        rf"\b(?:từ|đến|tới|trong|đoạn|kỳ|hồi|vào|học|khóa|sau|trước|và|hay|hoặc|với) (?P<at>{_Y})(?!\s(?:{_COUNTED})(?!\w))",
        _plain_year,
    ),
    (rf"(?<![\w/.,%#-]){_Y}(?=\s*(?:[?!;:)…]|[.,](?!\d)|$))", _plain_year),
    (rf"\b(?P<n>\d{{1,3}}|{_NUMBER}) {_UNIT} (?:trở lại đây|gần đây|vừa qua|vừa rồi|gần nhất|qua|nay)(?!\w)", _lately),
    (rf"\bcách đây (?P<n>\d{{1,3}}|{_NUMBER}) {_UNIT}(?!\w)", _ago),
    (rf"\b(?P<n>\d{{1,3}}|{_NUMBER}) {_UNIT} trước(?! đó)(?!\w)", _ago),
    (r"\b(?:sáng|trưa|chiều|tối|đêm) (?:hôm )?(?P<unit>)(?P<back>nay|qua)(?!\w)", _relative),
    (r"\bhôm (?P<unit>)(?P<back>nay|qua|kia)(?!\w)", _relative),
    (rf"{_MANY}(?<!\d )\b(?P<unit>tuần|tháng|quý|năm) (?P<back>nay|này|{_PAST})(?! đó)(?!\w)", _relative),
    (r"\btừ đầu (?P<unit>năm|tháng)(?! \d)(?: (?:đến|tới) nay)?(?!\w)", _so_far),
)
_NEWEST = (
    r"\b(?:mới nhất|mới đây|gần đây nhất|(?:lần|kỳ|đợt|hội) gần nhất|(?<!ở )(?<!nào )gần đây|(?:đến|tới) nay|ngày nay|bây giờ"
    r"|lúc này|thời gian (?:vừa )?qua"
    r"|(?<!thực )(?<!thể )(?<!xuất )(?<!phát )hiện (?:nay|tại|giờ|(?:đang )?(?:có|là|còn|đang)))(?!\w)"
)


@dataclass(frozen=True)
class _Words:
    """The patterns for match keys, or for texts typed without diacritics."""

    rules: tuple[tuple[re.Pattern[str], _Build], ...]
    newest: re.Pattern[str]
    document: re.Pattern[str]
    until: re.Pattern[str]
    since: re.Pattern[str]
    to_now: re.Pattern[str]
    to_month: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


def _words(form: Callable[[str], str]) -> _Words:
    return _Words(
        rules=tuple((re.compile(form(pattern)), build) for pattern, build in _RULES),
        newest=re.compile(form(_NEWEST)),
        document=re.compile(form(r"(?<![\w/])\d+(?:/\d{4})?[-/][^\W\d_]+(?:[-/]\w+)*|\bsố \d+(?:/\d+)?")),
        until=re.compile(form(r",?\s*(?:[-–]|(?:cho |kéo dài )?(?:đến|tới)(?: hết| cuối| nay là)?)\s*")),
        since=re.compile(form(r"\b(?:từ|kể từ|tính từ)(?: ngày| tháng)? $")),
        to_now=re.compile(form(r",? (?:cho )?(?:đến|tới) nay(?!\w)")),
        to_month=re.compile(form(r",? (?:đến|tới) (?:hết )?(?:tháng|quý) \d")),
        before=re.compile(form(r"(?<!năm )(?<!tháng )\btrước(?: ngày| tháng)? $")),
        after=re.compile(form(r"\bsau(?: ngày| tháng)? $")),
    )


def without_marks(pattern: str) -> str:
    """A pattern for texts typed without diacritics: as `fold`, but the case stays, which counts in a pattern."""
    decomposed = unicodedata.normalize("NFD", pattern.replace("đ", "d"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_WRITTEN, _BARE = _words(str), _words(without_marks)
