"""What tells a supported claim from one that uses the passage's words for something else."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rag.alignment import Role, role
from rag.chain import Chain, is_figure
from rag.polarity import added_no, brought_turn, lost_no, opposed, other_quantity
from rag.sources import Reading, Source, same
from rag.tokens import Atom
from rag.wording import FUNCTION_WORDS, PERSON_UNITS

# Facts that can be taken for one another.
_GROUPS = {"number": "number", "date": "date", "person": "name", "place": "name", "office": "office"}
_APART = frozenset(("%", "giờ"))  # shares and times of day are no rivals of other numbers
# Words that a paraphrase brings along, and those of bounds, which are compared by themselves.
LIGHT = frozenset(
    "phải số đạt tổng mức tính ông bà đồng chí "
    "tối thiểu đa ít nhất nhiều trên hơn gần khoảng dưới trở lên xuống quá chậm muộn".split()
)

_PERSONS = frozenset((*PERSON_UNITS, "em", "anh", "chị", "ông", "bà", "cụ", "cháu")) - {"hộ dân"}
_NO_NOUNS = frozenset("chỉ mới đều vẫn nên do trở trên dưới hơn so trong xuống ngay".split())  # behind a number that stands alone


@dataclass(frozen=True)
class Measures:
    """All are 0 where nothing is wrong; fitted weights follow their order."""

    swap: float  # by how much the claim's way through the passage is shorter with two facts exchanged
    other: float  # how much better a fact that the claim does not name suits the place of one; a square root, at most 1
    cost: float  # of the way through the passage past its words and names, for each of them
    turns_back: float  # how often the way goes back
    counted: float  # 1 where another noun stands behind a number there, .5 where none does
    lost_no: float
    added_no: float
    contrary: float  # opposites, turns and quantities that the claim brings along


def measured(claim: Reading, source: Source) -> Measures:
    """The measures of a claim."""
    words = [token.key for token in claim.tokens if token.kind == "word" and token.key not in FUNCTION_WORDS]
    distinct = (set(words) | {token.key for token in claim.tokens if token.kind == "number"}) - LIGHT
    lacking = [len(distinct - set(sentence)) for sentence in source.sentences]
    best = source.sentences[lacking.index(min(lacking))]
    chain = Chain(claim, source)
    keys, told = claim.keys, source.body.keys
    return Measures(
        swap=chain.gain_of_a_swap(),
        other=max((_misplaced(one, claim, source) for one in _roles(claim, source)), default=0.0),
        cost=chain.cost(),
        turns_back=chain.turns_back(),
        counted=max((_uncounted(atom, claim, source) for atom in claim.atoms if atom.kind == "number"), default=0.0),
        lost_no=lost_no(keys, told, chain.stands()),
        added_no=added_no(keys, told, best),
        contrary=brought_turn(keys, told) + opposed(keys, best) + other_quantity(keys, told),
    )


def _roles(claim: Reading, source: Source) -> Iterator[Role]:
    for atom in claim.atoms:
        group = _GROUPS.get(atom.kind)
        # What the whole article is about is said of every sentence; "hai", "ba" count whatever stands behind them.
        if (
            group is None
            or (group == "name" and atom.value in source.names)
            or (group == "number" and not is_figure(atom, claim))
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
    return atom.kind != "number" or is_figure(atom, reading)


def _misplaced(one: Role, claim: Reading, source: Source) -> float:
    """By how much a fact that the claim does not name suits the place of this one better."""
    named = [atom for atom in claim.atoms if _GROUPS.get(atom.kind) == _GROUPS[one.atom.kind]]
    outside = (share for rival, share in one.rivals if not any(same(atom, rival, source) for atom in named))
    # The small ones tell most: a true claim seldom has any.
    return math.sqrt(max(0.0, max(outside, default=0.0) - one.own))


def _uncounted(atom: Atom, claim: Reading, source: Source) -> float:
    """Whether the noun behind a number stands behind it nowhere in the passage."""
    noun = _noun_behind(atom, claim)
    if atom.unit or not noun:
        return 0.0
    behind = {_noun_behind(other, source.body) for other in source.body.atoms if same(atom, other, source)}
    if not behind or noun in behind:
        return 0.0
    persons = _counts_persons(atom, claim) and any(
        _counts_persons(other, source.body) for other in source.body.atoms if same(atom, other, source)
    )
    return 0.5 if persons or "" in behind else 1.0  # "46 thành viên" may be "46 người"


def _counts_persons(atom: Atom, reading: Reading) -> bool:
    behind = reading.keys[atom.end : atom.end + 2]
    return behind[:1] != [] and (behind[0] in _PERSONS or " ".join(behind) in _PERSONS)


def _noun_behind(atom: Atom, reading: Reading) -> str:
    """The first word of what a number counts; "" where that is left out."""
    noun = reading.keys[atom.end] if atom.end < len(reading.keys) else ""
    return noun if noun[:1].isalpha() and noun not in (FUNCTION_WORDS - _PERSONS) | _NO_NOUNS else ""
