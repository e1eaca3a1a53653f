"""What tells a supported claim from one that uses the passage's words for something else."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.alignment import Role, role
from rag.polarity import added_no, brought_turn, lost_no, opposed, other_quantity
from rag.sources import Reading, Source, same
from rag.tokens import Atom
from rag.wording import FUNCTION_WORDS

# Facts that can be taken for one another.
_GROUPS = {"number": "number", "date": "date", "person": "name", "place": "name", "office": "office"}
_APART = frozenset(("%", "giờ"))  # shares and times of day are no rivals of other numbers
_NEAR = 8  # words from a number
_PHRASE = 4  # words behind a number that say what it counts
_ENDS_PHRASE = FUNCTION_WORDS - {"người", "cái", "chiếc", "phần", "bài"} | {"so", "thuộc", "nên", "nhưng", "qua", "trên", "dưới"}


@dataclass(frozen=True)
class Measures:
    """All are 0 where nothing is wrong, most at most 1; fitted weights follow their order. Gains are square roots."""

    number_swap: float  # how much better two numbers of the claim suit each other's places than their own
    number_other: float  # how much better one that the claim does not name suits a place of it
    date_swap: float
    date_other: float
    name_swap: float
    name_other: float
    office_other: float
    counted: float  # least share of the words behind a number that stand behind it there, from 1
    added_no: float
    lost_no: float
    turn: float
    opposed: float
    quantity: float
    spread: float  # share of the claim's words that its best sentence lacks


# Words that a paraphrase brings along, and those of bounds, which are compared by themselves.
_LIGHT = frozenset(
    "phải số đạt tổng mức tính ông bà đồng chí "
    "tối thiểu đa ít nhất nhiều trên hơn gần khoảng dưới trở lên xuống quá chậm muộn".split()
)


def measured(claim: Reading, source: Source) -> Measures:
    """The measures of a claim."""
    words = [token.key for token in claim.tokens if token.kind == "word" and token.key not in FUNCTION_WORDS]
    distinct = (set(words) | {token.key for token in claim.tokens if token.kind == "number"}) - _LIGHT
    lacking = [len(distinct - set(sentence)) for sentence in source.sentences]
    best = source.sentences[lacking.index(min(lacking))]
    roles = list(_roles(claim, source))
    gains = {group: _misplaced(roles, group, claim, source) for group in ("number", "date", "name", "office")}
    return Measures(
        number_swap=gains["number"][0],
        number_other=gains["number"][1],
        date_swap=gains["date"][0],
        date_other=gains["date"][1],
        name_swap=gains["name"][0],
        name_other=gains["name"][1],
        office_other=gains["office"][1],
        counted=max((_uncounted(atom, claim, source) for atom in claim.atoms if atom.kind == "number"), default=0.0),
        added_no=added_no(claim.keys, source.body.keys, best),
        lost_no=min(lost_no(claim.keys, source.body.keys), 3),
        turn=brought_turn(claim.keys, source.body.keys),
        opposed=opposed(claim.keys, best),
        quantity=other_quantity(claim.keys, source.body.keys),
        spread=min(lacking) / max(len(distinct), 1),
    )


def _roles(claim: Reading, source: Source) -> Iterator[Role]:
    for atom in claim.atoms:
        group = _GROUPS.get(atom.kind)
        # What the whole article is about is said of every sentence; "hai", "ba" count whatever stands behind them.
        if (
            group is None
            or (group == "name" and atom.value in source.names)
            or (group == "number" and not _is_figure(atom, claim))
        ):
            continue
        told = [other for other in source.body.atoms if _comparable(atom, other) and _counts(other, source.body)]
        claimed = [other for other in claim.atoms if _comparable(atom, other) and _counts(other, claim)]
        found = role(atom, told, claimed, claim.ground, source.body.ground, lambda one, other: same(one, other, source))
        if found:
            yield found


def _comparable(atom: Atom, other: Atom) -> bool:
    if _GROUPS.get(atom.kind) != _GROUPS.get(other.kind):
        return False
    return atom.kind != "number" or not ({atom.unit, other.unit} & _APART) or atom.unit == other.unit


def _counts(atom: Atom, reading: Reading) -> bool:
    return atom.kind != "number" or _is_figure(atom, reading)


def _is_figure(atom: Atom, reading: Reading) -> bool:
    """Whether a number is written in digits."""
    return atom.kind == "number" and reading.keys[atom.at][0].isdigit()


def _misplaced(roles: Sequence[Role], group: str, claim: Reading, source: Source) -> tuple[float, float]:
    """By how much two facts of the claim suit each other's places better, and one that it does not name suits one of them."""
    mine = [one for one in roles if _GROUPS[one.atom.kind] == group]

    def is_same(one: Atom, other: Atom) -> bool:
        return same(one, other, source)

    swap = other = 0.0
    for number, one in enumerate(mine):
        for two in mine[number + 1 :]:
            gain = one.share_of(two.atom, is_same) + two.share_of(one.atom, is_same) - one.own - two.own
            swap = max(swap, gain)
        named = [atom for atom in claim.atoms if _GROUPS.get(atom.kind) == group]
        outside = (share for rival, share in one.rivals if not any(is_same(atom, rival) for atom in named))
        other = max(other, max(outside, default=0.0) - one.own)
    # The small ones tell most: a true claim seldom has any.
    return math.sqrt(swap), math.sqrt(other)


def _uncounted(atom: Atom, claim: Reading, source: Source) -> float:
    """Share of the words behind a number that do not stand behind it in the passage."""
    words = _phrase(claim.keys, atom.end)
    if not _is_figure(atom, claim):
        words = words[:1]
    if not words or atom.unit:
        return 0.0
    found = [other for other in source.body.atoms if same(atom, other, source)]
    behind = [set(source.body.keys[other.at : other.end + _NEAR]) for other in found]
    weights = {word: source.body.ground.weight(word) for word in words}
    total = sum(weights.values())
    if not total:
        return 0.0
    return 1 - max((sum(weights[word] for word in words if word in near) / total for near in behind), default=0.0)


def _phrase(keys: Sequence[str], at: int) -> list[str]:
    words: list[str] = []
    for key in keys[at : at + _PHRASE]:
        if not key[0].isalpha() or key in _ENDS_PHRASE:
            break
        words.append(key)
    return list(dict.fromkeys(words))
