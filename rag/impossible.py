"""What a claim cannot say of its own figures: a part above its whole, a rise to less, a fall to more."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations

from rag.sources import Reading
from rag.tokens import Atom

_AMONG = (("trong",), ("trong", "số"), ("trong", "tổng", "số"), ("trên", "tổng", "số"))
_UP, _DOWN = frozenset("lên đến tới".split()), frozenset("xuống còn".split())
_FAR = 8  # words between the two figures of a change


def is_impossible(claim: Reading) -> bool:
    """Whether two figures of the claim, which measure the same, stand against its own words."""
    figures = [atom for atom in claim.atoms if atom.kind == "number" and _value(atom) is not None]
    return any(
        _same_measure(first, second, claim.keys)
        and (_above_its_whole(first, second, claim.keys) or _turned(first, second, claim.keys))
        for first, second in combinations(figures, 2)
        if first.end <= second.at <= first.end + _FAR
    )


def _value(atom: Atom) -> Decimal | None:
    try:
        return Decimal(atom.value)
    except InvalidOperation:  # a time of day, a ratio
        return None


def _same_measure(first: Atom, second: Atom, keys: Sequence[str]) -> bool:
    """What the first one measures or counts may be left out: "2 trong 5 xã", "từ 6.000 lên 9.500 đồng"."""
    nouns = [keys[atom.end] if atom.end < len(keys) else "" for atom in (first, second)]
    if not first.unit and nouns[0] in {"trong", *_UP, *_DOWN}:
        return second.unit != "%"
    return first.unit == second.unit and (bool(first.unit) or nouns[0] == nouns[1])


def _above_its_whole(part: Atom, whole: Atom, keys: Sequence[str]) -> bool:
    """Whether "5 trong số 3 xã" makes a part larger than its whole."""
    between = tuple(keys[part.end : whole.at])
    if not any(between[-len(words) :] == words and len(between) <= len(words) + 2 for words in _AMONG):
        return False
    return _known(part) > _known(whole)


def _turned(first: Atom, second: Atom, keys: Sequence[str]) -> bool:
    """Whether "từ 9 lên 6" or "từ 6 xuống 9" goes the other way."""
    if keys[first.at - 1 : first.at] != ["từ"] or first.at == 0 or second.bound or first.bound:
        return False
    leading = keys[second.at - 1]
    before = set(keys[max(0, first.at - _FAR) : first.at])
    rises, falls = "tăng" in before or "lên" in before, "giảm" in before or "hạ" in before
    if leading == "lên" or (leading in _UP and rises and not falls):
        return _known(second) < _known(first)
    if leading == "xuống" or (leading in _DOWN and (falls or "xuống" in keys[first.end : second.at])):
        return _known(second) > _known(first)
    return False


def _known(atom: Atom) -> Decimal:
    return Decimal(atom.value)
