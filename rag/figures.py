"""Numbers with their units, rates and bounds, in digits or in words."""

import re
from collections.abc import Iterator, Sequence

from rag.bounds import bound_of
from rag.dates import date_at
from rag.tokens import Atom, Token

_DIGITS = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_BEHIND_TENS = {**_DIGITS, "một": 1, "mốt": 1, "tư": 4, "lăm": 5, "năm": 5}
_SCALES = {"nghìn": "nghìn", "ngàn": "nghìn", "triệu": "triệu", "tỷ": "tỷ", "tỉ": "tỷ"}
# Units of measure, each in one way of writing; whatever else stands behind a number is a noun that it counts.
_MEASURES = {
    **{
        unit: unit
        for unit in (
            "đồng ha km m cm mm kg g tấn tạ yến lít giờ phút giây ngày tuần tháng năm tuổi độ điểm lần usd kw kv kva mw % m2 m3 "
            "km2 công sào dặm"
        ).split()
    },
    **{"mét": "m", "ký": "kg"},
}
_TWO_WORDS = {("hải", "lý"): "hải lý"}
# Longer ways of writing them, which are shortened before a text is taken apart.
_SHORTENED = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), short)
    for words, short in (
        ("phần trăm", "%"),
        ("(?:ki-lô-mét|kilômét|ki lô mét|km) vuông|km²", "km2"),
        ("ki-lô-mét|kilômét|ki lô mét|cây số", "km"),
        ("(?:mét|m) vuông|m²", "m2"),
        ("(?:mét|m) khối|m³", "m3"),
        ("héc-ta|hécta|hecta|hec-ta|héc ta", "ha"),
        ("ki-lô-gam|kilôgam|ki-lô|ki lô|cân", "kg"),
    )
)
_RANGE = frozenset(("-", "–", "đến", "tới"))


def with_short_units(text: str) -> str:
    """The text with its units in the one way of writing that both sides are compared in."""
    for words, short in _SHORTENED:
        text = words.sub(short, text)
    return text


def figures(tokens: Sequence[Token]) -> Iterator[Atom]:
    """Numbers, dates and document ids, in order."""
    keys = [token.key for token in tokens]
    at = 0
    while at < len(tokens):
        kind, end = tokens[at].kind, at + 1
        if kind == "id":
            yield Atom("id", keys[at], at, end)
        elif kind == "time":
            yield Atom("number", _clock(keys[at]), at, end, "giờ")
        elif clock := _spoken_clock(keys, at):
            hour, end = clock
            yield Atom("number", hour, at, end, "giờ")
        elif kind == "number":
            found = date_at(tokens, at) or _number(keys, at, end, _plain(keys[at]))
            end = found.end
            yield found
        elif spelled := _spelled(tokens, at):
            value, end = spelled
            yield _number(keys, at, end, str(value))
        elif keys[at] == "một" and bound_of(keys, at, end):  # else it is an article
            yield _number(keys, at, end, "1")
        at = end


def _number(keys: Sequence[str], at: int, end: int, value: str) -> Atom:
    unit, behind = _unit(keys, end)
    if not unit and end + 1 < len(keys) and keys[end] in _RANGE and keys[end + 1][0].isdigit():  # "2,5 - 3,8 triệu đồng"
        unit, behind = _unit(keys, end + 2)
    rate = keys[behind + 1] if keys[behind : behind + 1] == ["/"] and behind + 1 < len(keys) else ""
    return Atom("number", value, at, end, unit, _MEASURES.get(rate, rate), bound_of(keys, at, end))


def _plain(written: str) -> str:
    """1.386 -> 1386, 2,50 -> 2.5; a ratio keeps its stroke."""
    return "/".join(_plain_part(part) for part in written.split("/"))


def _plain_part(part: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", part):
        part = part.replace(".", "")
    part = part.replace(",", ".")
    if re.fullmatch(r"\d+\.\d+", part):
        part = part.rstrip("0").rstrip(".")
    return part.lstrip("0") or "0"


def _clock(written: str) -> str:
    hour, _, minute = written.replace(":", "h").partition("h")
    return f"{int(hour)}:{int(minute or 0):02}"


def _spoken_clock(keys: Sequence[str], at: int) -> tuple[str, int] | None:
    """The time of day, or the hours, of "7 giờ 30 phút", and where it ends."""
    if not keys[at].isdecimal() or keys[at + 1 : at + 2] != ["giờ"]:
        return None
    minute = keys[at + 2] if at + 2 < len(keys) else ""
    if not (minute.isdecimal() and len(minute) == 2 and int(minute) < 60):
        return _clock(keys[at]), at + 2
    return _clock(f"{keys[at]}h{minute}"), at + 3 + (keys[at + 3 : at + 4] == ["phút"])


def _unit(keys: Sequence[str], at: int) -> tuple[str, int]:
    """Scale and measure of the number that ends at `at`, and where they end."""
    parts: list[str] = []
    while at < len(keys) and keys[at] in _SCALES and len(parts) < 2:
        parts.append(_SCALES[keys[at]])
        at += 1
    pair = (keys[at], keys[at + 1]) if at + 1 < len(keys) else ("", "")
    if pair in _TWO_WORDS:
        return " ".join([*parts, _TWO_WORDS[pair]]), at + 2
    if at < len(keys) and keys[at] in _MEASURES:
        return " ".join([*parts, _MEASURES[keys[at]]]), at + 1
    return " ".join(parts), at


def _spelled(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The number that is written in words at `at`, and where it ends; None in a name, a day of the week, a village's number."""
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    inner = tokens[at].capital and (at > 0 and tokens[at - 1].kind != "mark")
    if tokens[at].key not in _DIGITS or follows is None or follows.kind != "word" or follows.capital or inner:
        return None
    if at and tokens[at - 1].key in {"thứ", "bản", "thôn"}:
        return None
    value, end = _DIGITS[tokens[at].key], at + 1
    if value < 10 and follows.key in {"mươi", "chục"}:
        value, end = value * 10, end + 1
    unit = _BEHIND_TENS.get(tokens[end].key) if end < len(tokens) and value >= 10 else None
    if unit is not None and unit < 10 and not (value == 10 and tokens[end].key == "năm"):
        value, end = value + unit, end + 1
    return value, end
