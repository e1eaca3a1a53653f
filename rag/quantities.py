"""Figures as values: what "trên 4.900 đảng viên" says at least and at most, which of two is larger, and what they add up to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus import match_key
from rag.wording import NUMBER_WORDS, QUALIFIERS

_SCALES = {"trăm": 2, "nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_ABOVE, _BELOW, _AROUND = {"trên", "hơn"}, {"gần", "gần như", "dưới"}, {"khoảng", "xấp xỉ", "chừng"}
_AT_LEAST, _AT_MOST = {"ít nhất", "tối thiểu"}, {"tối đa"}
_FIGURE = re.compile(
    rf"(?:(?P<qualifier>{'|'.join(sorted(QUALIFIERS, key=len, reverse=True))}) )?"
    rf"(?:(?P<number>\d[\d.,]*)(?:/(?P<whole>\d[\d.,]*))?|(?P<spoken>{'|'.join(NUMBER_WORDS)}))(?:\s?(?P<percent>%))?"
    rf"(?P<scale>(?: (?:{'|'.join(_SCALES)})\b)*)(?P<unit>[^\d]*)"
)
_INFINITE = Decimal("Infinity")


@dataclass(frozen=True)
class Quantity:
    """A figure: its value lies between `low` and `high`; `whole` is the 600 of 325/600; `unit` a match key, "%" for percent."""

    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    whole: Decimal | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it is one number rather than "trên ..." or "gần ..."."""
        return self.low == self.high


def quantity(written: str) -> Quantity | None:
    """The figure that a short answer is; None for what is none, or can be read in two ways ("1,250").

    A qualified figure is taken to be rounded to its last digit other than 0: "trên 4.900" lies in 4900..5000.
    """
    found = _FIGURE.fullmatch(" ".join(match_key(written).split()))
    if found is None:
        return None
    number = Decimal(NUMBER_WORDS[found["spoken"]]) if found["spoken"] else _number(found["number"])
    whole = _number(found["whole"]) if found["whole"] else None
    if number is None or (found["whole"] and not whole):
        return None
    scale = Decimal(10) ** sum(_SCALES[word] for word in found["scale"].split())
    low, high = _bounds(found["qualifier"] or "", number)
    unit = "%" if found["percent"] else found["unit"].strip(" .,;:")
    return Quantity(number * scale, low * scale, high * scale, unit, whole)


def passes(limit: str, told: Quantity) -> bool | None:
    """Whether a figure is surely within "trên 300", "dưới 10%", "ít nhất 5"; None where that is left open."""
    bound = quantity(limit)
    if bound is None or bound.is_exact:
        return None
    word = match_key(limit).rpartition(" ")[0]
    if word in _ABOVE:
        return True if told.low > bound.value else False if told.high <= bound.value else None
    if word in _AT_LEAST:
        return True if told.low >= bound.value else False if told.high < bound.value else None
    if word == "dưới":
        return True if told.high < bound.value else False if told.low >= bound.value else None
    if word in _AT_MOST:
        return True if told.high <= bound.value else False if told.low > bound.value else None
    return None


def comparable(figures: Sequence[Quantity]) -> bool:
    """Whether all count the same: the same unit (one may leave it out), and all or none out of a whole."""
    units = {figure.unit for figure in figures}
    kinds = {(figure.unit == "%", figure.whole is not None) for figure in figures}
    return len(kinds) == 1 and len(units - {""}) <= 1


def outlier(figures: Sequence[Quantity], least: bool) -> int | None:
    """Which one is the largest (or least) for certain; None where the figures leave it open.

    "325/600" is larger than another such figure only where both the part and its share are.
    """
    if not comparable(figures):
        return None
    for at, one in enumerate(figures):
        others = [other for place, other in enumerate(figures) if place != at]
        if all(_surely_above(other, one) if least else _surely_above(one, other) for other in others):
            return at
    return None


def total(figures: Sequence[Quantity]) -> str | None:
    """What they add up to, as it is written ("trên 8.653 đảng viên"); None for shares and for what does not count the same."""
    if not comparable(figures) or any(figure.unit == "%" or figure.whole is not None for figure in figures):
        return None
    units = [figure.unit for figure in figures if figure.unit]
    value = sum((figure.value for figure in figures), Decimal(0))
    low, high = sum((one.low for one in figures), Decimal(0)), sum((one.high for one in figures), Decimal(0))
    qualifier = "" if low == high else "trên " if low == value else "gần " if high == value else "khoảng "
    return f"{qualifier}{written(value)} {units[0] if units else ''}".strip()


def written(value: Decimal) -> str:
    """As Vietnamese writes numbers: 1.240 and 2,5."""
    return f"{value.normalize():,f}".translate(str.maketrans(",.", ".,"))


def _number(text: str) -> Decimal | None:
    text = text.rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d+(?:[.,]\d{1,2}|,\d{4,})?|0,\d+", text):
        return Decimal(text.replace(",", "."))
    return None


def _bounds(qualifier: str, number: Decimal) -> tuple[Decimal, Decimal]:
    digits = number.normalize().as_tuple()
    step = Decimal(10) ** int(digits.exponent)
    if qualifier in _AT_LEAST:
        return number, _INFINITE
    if qualifier in _AT_MOST:
        return Decimal(0), number
    above = step if qualifier in _ABOVE | _AROUND else 0
    below = step if qualifier in _BELOW | _AROUND else 0
    return number - below, number + above


def _surely_above(one: Quantity, other: Quantity) -> bool:
    if one.whole and other.whole and one.low / one.whole <= other.high / other.whole:
        return False
    return one.low > other.high
