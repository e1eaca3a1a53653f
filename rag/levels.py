"""From one level to another: of "giảm từ 15 ngày xuống 9 ngày" the second number is what there is, the first what there was."""

import re
from dataclasses import dataclass

# Closed classes; "từ 10 ha trở lên" is a bound.
_CHANGE = re.compile(
    r"\btừ (?:[^\W\d_]+ ){0,2}(?P<before>\d[\d.,/]*)(?P<unit>[^\d;:,]{0,40}?)\b(?<!trở )(?:xuống|lên|còn|thành)"
    r"(?: (?:còn|đến|tới|thành))? (?:[^\W\d_]+ ){0,2}(?P<now>\d[\d.,/]*)"
)
_ASKS_BEFORE = re.compile(
    r"\b(?:trước (?:đây|kia|đó|khi|lúc)|(?:lúc|hồi|ngày) trước|ban đầu|(?:lúc|thoạt|hồi) đầu"
    r"|(?:lúc|khi|hồi|ngày|thuở|buổi) (?:mới |vừa |còn )?(?:thành lập|lập|ra đời|ra mắt|bắt đầu)"
    r"|vốn (?:rộng|dài|cao|có|là|chỉ))\b"
)
_NAMES_A_TIME = re.compile(r"\b(?:19|20)\d\d\b|\b(?:đầu|cuối) (?:năm|nhiệm kỳ|kỳ|quý|tháng)\b")


@dataclass(frozen=True)
class Change:
    """Offsets of the numbers before and after a change; `behind` is where the unit of the first stands: "từ 15 xuống 9 ngày"."""

    before: int
    now: int
    behind: int


def changes(key: str) -> list[Change]:
    """The changes that a match key without dates tells."""
    return [
        Change(told.start("before"), told.start("now"), told.end("before") if told["unit"].strip() else told.end("now"))
        for told in _CHANGE.finditer(key)
    ]


def asks_before(question: str) -> bool | None:
    """Whether a question (match key) asks for the level before a change; None where it names a time, which tells by itself."""
    if _ASKS_BEFORE.search(question):
        return True
    return None if _NAMES_A_TIME.search(question) else False
