"""What stands around a number and makes another claim of it: over, under, about, at least, at most."""

from collections.abc import Sequence
from typing import Literal

Bound = Literal["", "more", "less", "least", "most", "nearly", "about", "beyond", "beneath", "after", "top"]

# The words of each bound, as they stand right before a number; the longer ones are looked for first.
_WORDS: dict[Bound, str] = {
    "most": (
        "không được vượt quá|không vượt quá|không được quá|không quá|không hơn|không nhiều hơn|"
        "không cao hơn|không lớn hơn|tối đa|nhiều nhất|cao nhất|chậm nhất|muộn nhất"
    ),
    "least": "không dưới|không thấp hơn|không ít hơn|ít nhất|tối thiểu|thấp nhất|sớm nhất",
    "less": "chưa đến|chưa tới|chưa đầy|không đến|không tới|không đầy|dưới",
    "beneath": "ít hơn|thấp hơn|nhỏ hơn|kém",
    "about": "xấp xỉ|ước chừng|ước khoảng|khoảng|chừng|độ|ước",
    "more": "vượt quá|trên|hơn|quá|ngoài",
    "beyond": "nhiều hơn|cao hơn|lớn hơn|vượt",  # a bound, or the difference to something else
    "nearly": "gần",
    "after": "sau",  # a while: "sau 12 tháng" or "quá 12 tháng"
    "top": "nhiều nhất là|cao nhất là",  # the largest of several, or "at most"
}
_BEFORE = sorted(
    ((tuple(words.split()), bound) for bound, listed in _WORDS.items() for words in listed.split("|")),
    key=lambda item: -len(item[0]),
)
_BETWEEN = frozenset(
    ("ngày", "vào", "là", "đạt", "có", "được", "tháng", "năm", "cả", "tuổi")
)  # may stand between a bound and its number
_FAR = 7  # words behind a number in which "trở lên" belongs to it
_MAY_BE_ONE: tuple[set[Bound], ...] = (
    {"beyond", ""}, {"beyond", "more"}, {"beneath", ""}, {"beneath", "less"},
    {"after", ""}, {"after", "more"}, {"top", ""}, {"top", "most"},
)  # fmt: skip
_ENDS = frozenset((",", ";", ".", ":", "("))
_BESIDES = ("ngoài",)  # opens a clause: beside these twenty million


def bound_of(keys: Sequence[str], at: int, end: int) -> Bound:
    """The bound of the number `keys[at:end]`; "" where it is meant exactly."""
    for offset in (0, 1, 2):
        head = list(keys[max(0, at - offset - 4) : at - offset])
        if offset and keys[at - offset] not in _BETWEEN:
            break
        for words, bound in _BEFORE:
            if tuple(head[-len(words) :]) != words or _bounds_another(words, head, keys[at - offset : at]):
                continue
            ratio = words == ("trên",) and len(head) > 1 and head[-2][0].isdigit()  # "33 trên 34 phiếu"
            return "" if ratio else bound
    for place in range(end, min(end + _FAR, len(keys) - 1)):
        if keys[place] in _ENDS or keys[place][0].isdigit():
            break
        if keys[place] == "trở" and keys[place + 1] in {"lên", "xuống"}:
            return "least" if keys[place + 1] == "lên" else "most"
    return ""


def _bounds_another(words: tuple[str, ...], head: Sequence[str], between: Sequence[str]) -> bool:
    """Whether a word of a bound stands before the number with another sense."""
    if words == _BESIDES:
        return len(head) == 1 or head[-2] in _ENDS
    # "trên đường có 5 người"; but "quá tuổi sáu mươi"
    return words in {("trên",), ("quá",)} and bool(between) and tuple(between) != ("tuổi",)


def agree(bound: Bound, told: Bound) -> bool:
    """Whether two bounds of one number may mean the same: a difference is told with or without its "hơn"."""
    return bound == told or {bound, told} in _MAY_BE_ONE
