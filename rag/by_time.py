"""The time that a number of a sentence belongs to, where others are told with theirs.

"Năm 2022 di dời 64 hộ, năm 2023 là 118 hộ và năm nay 78 hộ"; "185 ha năm 2022 lên 342 ha năm 2023";
"lập với 23 thành viên, nay có 96".
"""

import re

NOW = "nay"
_YEAR = r"(?:\d{1,2}[/.-]){0,2}(?P<year>(?:19|20)\d\d)(?:\s?[-–]\s?(?:19|20)\d\d)?(?![\d/])"
# Ahead of a number the last of these tells its time, but not "so với năm 2022", "từ năm 2022" or the day of a document.
_AHEAD = re.compile(
    r"(?P<other>(?:\b(?:so với|từ|lần|cùng kỳ|của nghị quyết|giai đoạn|nhiệm kỳ)"
    r"(?: cùng kỳ| cuối| đầu| tháng| ngày)*|\d\S*-\S+) )?"
    rf"(?:\b(?:năm(?: học)?|vụ|tháng|quý \w+|ngày|vào|sang|hồi|cuối|đầu|giữa|hết|đến)[ /]{_YEAR}"
    r"|\b(?P<now>năm nay|(?:đến |tới |hiện |ngày )?nay|hiện tại|hiện|bây giờ)\b)"
)
# What began then goes on since: "thành lập năm 2015, hợp tác xã có 45 thành viên".
_BEGUN = re.compile(
    r"\b(?:thành lập|ra đời|sinh|xây(?: dựng)?|khánh thành|hoàn thành|khởi công|ban hành|công nhận|đạt chuẩn|bắt đầu|triển khai)"
    r"(?: (?:từ|vào|hồi))* ?$"
)
_PART = re.compile(
    r"(?:\bquý (?:[ivx]+|\d)|\b\d{1,2} tháng(?: (?:đầu|cuối))?|\b(?:hết |đến |trong )*tháng \d{1,2}"
    r"|\bnửa (?:đầu|cuối)|\b(?:đầu|giữa))"
    r"(?:[/ ]| năm | của )+(?P<year>(?:19|20)\d\d)"
)
# Behind it, before the next mark: "185 ha năm 2022", "31,4% cuối năm 2021".
_BEHIND = re.compile(
    r"(?: (?!(?:so|từ|đến|tới|giai|nhiệm|kế|và|theo|nghị|còn|trong)\b)[^\W\d_]+(?:/[^\W\d_]+)?){0,3}? (?:vào |hồi |của )?"
    rf"(?:(?:cuối|đầu|giữa) )?(?:năm(?: học)?|vụ) {_YEAR}"
)


def year_of(key: str, start: int, end: int) -> str:
    """The year that a sentence (match key) tells for the number at `key[start:end]`: "2022", NOW, or "" where it tells none."""
    behind = _BEHIND.match(key, end)
    if behind:
        return behind["year"]
    told = [found for found in _AHEAD.finditer(key, 0, start) if not found["other"]]
    return (told[-1]["year"] or NOW) if told else ""


def is_of_another_year(key: str, start: int, end: int, year: str) -> bool:
    """Whether a number of a sentence that does not tell this year is of another one, for good and all."""
    own = year_of(key, start, end)
    if own in {"", NOW, year}:
        return False
    ahead = [found for found in _AHEAD.finditer(key, 0, start) if not found["other"]]
    return _BEHIND.match(key, end) is not None or not _BEGUN.search(key[: ahead[-1].start()])


def is_of_a_part(key: str, start: int, year: str) -> bool:
    """Whether the time told last before a number is a quarter, a month or some months of this year."""
    parts = list(_PART.finditer(key, 0, start))
    return bool(parts) and parts[-1]["year"] == year and year_of(key, start, start) == year
