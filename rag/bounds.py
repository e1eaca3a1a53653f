"""What stands around a number and makes another claim of it: over, under, about, at least, at most."""

from collections.abc import Sequence
from typing import Literal

Bound = Literal["", "more", "less", "least", "most", "nearly", "about"]

# The words of each bound, as they stand right before a number; the longer ones are looked for first.
_WORDS: dict[Bound, str] = {
    "most": (
        "không được vượt quá|không vượt quá|không được quá|không quá|không hơn|không nhiều hơn|"
        "không cao hơn|không lớn hơn|tối đa|nhiều nhất|cao nhất|chậm nhất|muộn nhất"
    ),
    "least": "không dưới|không thấp hơn|không ít hơn|ít nhất|tối thiểu|thấp nhất|sớm nhất",
    "less": "chưa đến|chưa tới|chưa đầy|không đến|không tới|không đầy|ít hơn|thấp hơn|nhỏ hơn|dưới",
    "about": "xấp xỉ|ước chừng|ước khoảng|khoảng|chừng|độ|ước",
    "more": "nhiều hơn|cao hơn|lớn hơn|vượt quá|trên|hơn|quá|ngoài|vượt",
    "nearly": "gần",
}
_BEFORE = sorted(
    ((tuple(words.split()), bound) for bound, listed in _WORDS.items() for words in listed.split("|")),
    key=lambda item: -len(item[0]),
)
_BETWEEN = frozenset(("ngày", "vào", "là", "đạt", "có", "được", "tháng", "năm", "cả"))  # may stand between a bound and its number
_FAR = 7  # words behind a number in which "trở lên" belongs to it
_ENDS = frozenset((",", ";", ".", ":", "("))


def bound_of(keys: Sequence[str], at: int, end: int) -> Bound:
    """The bound of the number `keys[at:end]`; "" where it is meant exactly."""
    for offset in (0, 1, 2):
        head = list(keys[max(0, at - offset - 4) : at - offset])
        if offset and keys[at - offset] not in _BETWEEN:
            break
        for words, bound in _BEFORE:
            if tuple(head[-len(words) :]) == words and not (words in {("trên",), ("quá",)} and offset):
                return bound
    for place in range(end, min(end + _FAR, len(keys) - 1)):
        if keys[place] in _ENDS:
            break
        if keys[place] == "trở" and keys[place + 1] in {"lên", "xuống"}:
            return "least" if keys[place + 1] == "lên" else "most"
    return ""
