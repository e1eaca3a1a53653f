"""A claim laid along its passage: every fact and content word at the place that keeps the whole way short.

A true sentence walks through a clause or two of its passage; where two of its figures or names are exchanged it must go to and
fro. The shortest way is found by dynamic programming (Viterbi) over the places where each fact or word stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.sources import Reading, Source, same
from rag.tokens import Atom
from rag.wording import AREA_RANKS, FUNCTION_WORDS

# Set by hand, tried on the development half of eval/llm_sentences.jsonl.
_STEP = 0.03  # for each word between two places
_CROSSED = {",": 0.12, ";": 0.5, ".": 0.7, ":": 0.25, "(": 0.08, ")": 0.12, "!": 0.7, "?": 0.7}
_BACK = 0.25  # for going back
_ONE_PLACE = 0.3
_FARTHEST = 1.5
_LEFT_OUT = 0.7  # a word that stands there but not on the way
_FACT_LEFT_OUT = 2.0
_TOPIC_LEFT_OUT = 0.5  # a name of the title may stand for the article
_APART = frozenset(("%", "giờ"))  # shares and times of day are no rivals of other numbers
_GROUPS = {"person": "name", "place": "name"}

Place = tuple[int, int]  # first and last token


@dataclass(frozen=True)
class _Item:
    """A fact or a word of the claim, its places in the passage, and what it costs to leave it out."""

    atom: Atom | None
    places: tuple[Place, ...]
    left_out: float


@dataclass(frozen=True)
class Way:
    """Where the claim's items stand on the shortest way, as (item, place) in the order of the claim, and its costs."""

    stops: tuple[tuple[int, Place], ...]
    cost: float


def is_figure(atom: Atom, reading: Reading) -> bool:
    """Whether a number is written in digits; "hai", "ba" count whatever stands behind them."""
    return atom.kind == "number" and reading.keys[atom.at][0].isdigit()


def are_rivals(one: Atom, other: Atom) -> bool:
    """Whether two facts can be taken for one another."""
    if _GROUPS.get(one.kind, one.kind) != _GROUPS.get(other.kind, other.kind):
        return False
    if one.kind == "number" and one.unit != other.unit:
        return not (_APART & {one.unit, other.unit}) and not (one.unit and other.unit)
    if one.kind != other.kind:  # a person and a place, or what may be either
        place = one if one.kind == "place" else other
        return not place.unit
    ranks = AREA_RANKS.get(one.unit), AREA_RANKS.get(other.unit)
    return None in ranks or ranks[0] == ranks[1]


class Chain:
    """A claim laid along a passage."""

    def __init__(self, claim: Reading, source: Source) -> None:
        self._claim = claim
        self._source = source
        crossed = [0.0]
        for key in source.body.keys:
            crossed.append(crossed[-1] + _CROSSED.get(key, 0.0))
        self._crossed = crossed
        self._items = [item for _, item in sorted(self._laid_out(), key=lambda pair: pair[0])]
        self.way = self._shortest([item.places for item in self._items])

    def _laid_out(self) -> Iterator[tuple[int, _Item]]:
        claim, source = self._claim, self._source
        used: set[int] = set()
        for atom in sorted(claim.atoms, key=lambda atom: atom.at - atom.end):
            span = range(atom.at, atom.end)
            if used.isdisjoint(span):
                used.update(span)
                places = tuple((other.at, other.end - 1) for other in source.body.atoms if same(atom, other, source))
                yield atom.at, _Item(atom, places, self._left_out(atom))
        for at, token in enumerate(claim.tokens):
            if at not in used and token.kind != "mark" and token.key not in FUNCTION_WORDS:
                places = tuple((place, place) for place in source.body.ground.places.get(token.key, ()))
                yield at, _Item(None, places, _LEFT_OUT)

    def _left_out(self, atom: Atom) -> float:
        if atom.kind in _GROUPS and atom.value in self._source.names:
            return _TOPIC_LEFT_OUT
        return _LEFT_OUT if atom.kind == "number" and not is_figure(atom, self._claim) else _FACT_LEFT_OUT

    def _between(self, one: Place, other: Place) -> float:
        """What it costs to go from one place to another."""
        low, high = min(one, other), max(one, other)
        if high[0] <= low[1]:
            return _ONE_PLACE
        cost = _STEP * (high[0] - low[1] - 1) + self._crossed[high[0]] - self._crossed[low[1] + 1]
        return min(_FARTHEST, cost + (_BACK if other < one else 0.0))

    def _shortest(self, places: Sequence[Sequence[Place]]) -> Way:
        """The shortest way past these places of the items; an item without any is passed over for nothing."""
        ways: dict[Place | None, Way] = {None: Way((), 0.0)}
        for number, (item, here) in enumerate(zip(self._items, places, strict=True)):
            skipped = item.left_out if here else 0.0
            longer: dict[Place | None, Way] = {last: Way(way.stops, way.cost + skipped) for last, way in ways.items()}
            for place in here:
                cost, before = min(
                    ((way.cost + (self._between(last, place) if last else 0.0), way) for last, way in ways.items()),
                    key=lambda pair: pair[0],
                )
                if place not in longer or cost < longer[place].cost:
                    longer[place] = Way((*before.stops, (number, place)), cost)
            ways = longer
        return min(ways.values(), key=lambda way: way.cost)

    def cost(self) -> float:
        """Of the way, for each item, without the steps to and from numbers: they often stand apart in a true claim, too."""
        stops = self.way.stops
        to_numbers = sum(
            self._between(place, after)
            for (number, place), (following, after) in pairwise(stops)
            if self._is_number(number) or self._is_number(following)
        )
        return (self.way.cost - to_numbers) / max(len(self._items), 1)

    def turns_back(self) -> int:
        """How often the way goes back."""
        places = [place for _, place in self.way.stops]
        return sum(later < earlier for earlier, later in pairwise(places))

    def _is_number(self, at: int) -> bool:
        atom = self._items[at].atom
        return atom is not None and atom.kind == "number"

    def gain_of_a_swap(self) -> float:
        """By how much the way is shorter with two of the claim's facts exchanged, at best."""
        facts = [
            (at, item.atom)
            for at, item in enumerate(self._items)
            if item.atom and item.places and (item.atom.kind != "number" or is_figure(item.atom, self._claim))
        ]
        gain = 0.0
        for number, (at, one) in enumerate(facts):
            for there, other in facts[number + 1 :]:
                if are_rivals(one, other):
                    places = [item.places for item in self._items]
                    places[at], places[there] = places[there], places[at]
                    gain = max(gain, self.way.cost - self._shortest(places).cost)
        return gain

    def stands(self) -> set[int]:
        """The tokens of the passage that the claim stands on."""
        return {at for _, (first, last) in self.way.stops for at in range(first, last + 1)}
