"""Whether a claim says of a number, date, name or office what the passage says of that one, not of its neighbour.

Each word around a fact is shared out among the facts of its kind by nearness, in the claim and in the passage. In a true claim
the words that belong to a fact belong to it in the passage, too; where two facts are swapped they belong to the other.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.tokens import Atom
from rag.wording import FUNCTION_WORDS

# Set by hand, tried on the development half of eval/llm_sentences.jsonl.
_FADE = 0.88  # of a link, per word between
_LEAST_LINK = 0.05
_CROSSED = {",": 0.75, ";": 0.35, ".": 0.3, ":": 0.6, "(": 0.9, ")": 0.7, "!": 0.3, "?": 0.3}  # what is left of a link across it

Same = Callable[[Atom, Atom], bool]


class Ground:
    """The words of a text, where each stands, and how closely two places are linked."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys
        self.places: dict[str, list[int]] = defaultdict(list)
        crossed = [0.0]
        for at, key in enumerate(keys):
            self.places[key].append(at)
            crossed.append(crossed[-1] + math.log(_CROSSED.get(key, 1.0)))
        self._crossed = crossed
        self._counts = Counter(keys)

    def weight(self, key: str) -> float:
        """How much a word tells of its neighbours: rarer ones more, what does not stand here nothing."""
        known = key in self._counts and key not in FUNCTION_WORDS and key[0].isalnum()
        return 1 / math.sqrt(self._counts[key]) if known else 0.0

    def link(self, place: int, atom: Atom) -> float:
        """1 inside the atom, less with every word and mark between."""
        if atom.at <= place < atom.end:
            return 1.0
        low, high = (place, atom.at) if place < atom.at else (atom.end - 1, place)
        return _FADE ** (high - low - 1) * math.exp(self._crossed[high] - self._crossed[low + 1])


@dataclass(frozen=True)
class Role:
    """How much of a fact's surroundings in the claim belongs to it in the passage, and to each other fact of its kind; 0..1."""

    atom: Atom
    own: float
    rivals: tuple[tuple[Atom, float], ...]


def role(atom: Atom, told: Sequence[Atom], claimed: Sequence[Atom], claim: Ground, passage: Ground, same: Same) -> Role | None:
    """The role of one fact; None where the passage has no other of its kind, or nothing of what surrounds it.

    `told` and `claimed` are the facts of that kind in the passage and in the claim.
    """
    own = {index for index, other in enumerate(told) if same(atom, other)}
    if not own or len(own) == len(told):
        return None
    total = 0.0
    shares = [0.0] * len(told)
    owned = 0.0
    for place, key in enumerate(claim.keys):
        link = claim.link(place, atom)
        weight = passage.weight(key)
        if atom.at <= place < atom.end or not weight or link < _LEAST_LINK:
            continue
        weight *= link * (link / sum(claim.link(place, other) for other in claimed)) ** 2
        total += weight
        here = _shares(key, told, passage)
        owned += weight * max(here[index] for index in own)
        shares = [share + weight * more for share, more in zip(shares, here, strict=True)]
    if not total:
        return None
    rivals = tuple((other, shares[index] / total) for index, other in enumerate(told) if index not in own)
    return Role(atom, owned / total, rivals)


def _shares(key: str, told: Sequence[Atom], passage: Ground) -> list[float]:
    """Of a word of the passage the best share that each fact has in one of its places."""
    best = [0.0] * len(told)
    for place in passage.places[key]:
        links = [passage.link(place, other) for other in told]
        whole = sum(links)
        best = [max(known, link / whole * math.sqrt(link)) for known, link in zip(best, links, strict=True)]
    return best
