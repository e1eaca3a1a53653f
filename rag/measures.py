"""What tells a supported claim from one that uses the passage's words for something else."""

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
_ENDS_PHRASE = frozenset(
    "trong so từ đến của do và được đã là để cho với còn vào tại ở thuộc gồm có bị thì mà nên nhưng theo qua trên dưới".split()
)


@dataclass(frozen=True)
class Measures:
    """All lie in about -1..1, 0 where nothing is wrong; fitted weights follow their order."""

    number_swap: float  # two numbers of the claim suit each other's places better than their own: by how much
    number_other: float  # a number that the claim does not name suits a place of it better
    date_swap: float
    date_other: float
    name_swap: float
    name_other: float
    office_swap: float
    office_other: float
    counted: float  # least share of the words behind a number that stand behind it there, from 1
    foreign: float  # share of the claim's words that the passage lacks
    added_no: float
    lost_no: float
    turn: float
    opposed: float
    quantity: float
    spread: float  # share of the claim's words that its best sentence lacks
    wide: float  # and that its best two neighbouring sentences lack
    far: float  # how far the cosine to the nearest sentence falls below 0.95, times ten


def measured(claim: Reading, source: Source, cosine: float) -> Measures:
    """The measures of a claim, given its cosine to the nearest sentence."""
    words = [token.key for token in claim.tokens if token.kind == "word" and token.key not in FUNCTION_WORDS]
    distinct = set(words) | {token.key for token in claim.tokens if token.kind == "number"}
    lacking = [len(distinct - set(sentence)) for sentence in source.sentences]
    best = source.sentences[lacking.index(min(lacking))]
    two = [len(distinct - {*one, *other}) for one, other in zip(source.sentences, source.sentences[1:], strict=False)]
    roles = list(_roles(claim, source))
    return Measures(
        *(measure for group in ("number", "date", "name", "office") for measure in _misplaced(roles, group, claim, source)),
        counted=max((_uncounted(atom, claim, source) for atom in claim.atoms if _is_figure(atom, claim)), default=0.0),
        foreign=sum(f" {word} " not in source.text for word in words) / max(len(words), 1),
        added_no=added_no(claim.keys, source.body.keys),
        lost_no=min(lost_no(claim.keys, source.body.keys), 3),
        turn=brought_turn(claim.keys, source.body.keys),
        opposed=opposed(claim.keys, best),
        quantity=other_quantity(claim.keys, source.body.keys),
        spread=min(lacking) / max(len(distinct), 1),
        wide=min([*two, *lacking]) / max(len(distinct), 1),
        far=10 * max(0.95 - cosine, 0.0),
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
    return swap, other


def _uncounted(atom: Atom, claim: Reading, source: Source) -> float:
    """Share of the words behind a number that do not stand behind it in the passage."""
    words = _phrase(claim.keys, atom.end)
    if not words:
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
