"""What a claim says that its passage does not: each is reason enough not to show it."""

from collections.abc import Iterator, Sequence
from typing import Literal

from rag.bounds import agree
from rag.facts import capitalised
from rag.impossible import is_impossible
from rag.measures import LIGHT
from rag.names import Name
from rag.sources import Reading, Source, same
from rag.syllables import is_syllable
from rag.tokens import Atom
from rag.wording import AREA_RANKS, AREA_WORDS, BODIES, FUNCTION_WORDS, HONORIFICS

# Between two names they allow for another order: "được ông A trao", "A và B".
_EITHER_FIRST = frozenset("được bị do bởi nhận của và cùng với còn".split())

_MOST_BROUGHT = 0.34  # no true sentence of the development half brings many more of its own

# "Đảng bộ huyện Sơn Hạ đã giải tán": what is said of a known name is all its own. Of 2,420 true sentences two are so.
_ALL_BUT_NAMES = 0.7
_NAMING = frozenset(word for words in (*BODIES, *AREA_WORDS) for word in words.split())

# Behind these a number tells which one, not how many.
_NUMBERED = frozenset("khóa lớp khu tổ đội tầng phòng hạng điều khoản mục chương kỳ đợt".split())

Why = Literal["name", "number", "unit", "bound", "date", "id", "office", "area", "order", "words", "sums"]


def contradictions(claim: Reading, source: Source) -> Iterator[Why]:
    """Why the claim cannot be supported, each as a word; nothing where every fact of it stands in the passage."""
    if _turned_round(claim, source):
        yield "order"
    if is_impossible(claim):
        yield "sums"
    if _brought_along(claim, source) > _MOST_BROUGHT or _brought_along(claim, source, but_names=True) >= _ALL_BUT_NAMES:
        yield "words"
    if any(not _named(words, source) for words in capitalised(claim.tokens)):
        yield "name"
    for atom in claim.atoms:
        if atom.kind == "number":
            yield from _wrong_number(atom, source)
            if _other_numbered(atom, claim, source):
                yield "number"
        elif atom.kind == "date" and not _told_dates(atom, source):
            if atom.day and not (atom.day[:2] == (None, None) and atom.day[2] in source.years):
                yield "date"
        elif atom.kind in {"id", "office"} and not any(same(atom, other, source) for other in source.body.atoms):
            yield atom.kind
        elif atom.kind in {"person", "place"} and _called_a_person(atom, claim) and _only_a_place(atom, source):
            yield "name"
        elif atom.kind == "place" and atom.unit and _other_area(atom, source):
            yield "area"


def _brought_along(claim: Reading, source: Source, but_names: bool = False) -> float:
    """Share of the claim's content words, or of those that name nobody and nothing, that stand nowhere in the passage."""
    words = {token.key for token in claim.tokens if token.kind == "word"} - FUNCTION_WORDS - LIGHT
    if but_names:
        words -= _NAMING.union(*capitalised(claim.tokens), *_named_keys(claim))
    return len(words.difference(source.body.keys)) / max(len(words), 1)


def _named_keys(claim: Reading) -> Iterator[Sequence[str]]:
    return (claim.keys[atom.at : atom.end] for atom in claim.atoms if atom.kind in {"person", "place"})


def _named(words: tuple[str, ...], source: Source) -> bool:
    """Whether capitalised words stand in the passage: together, or the one ending a name there and the other beginning one."""
    if f" {' '.join(words)} " in source.text:
        return True
    shortened = any(not is_syllable(word) and word in source.initials for word in words)
    return shortened or (len(words) == 2 and words[0] in source.last_names and words[1] in source.first_names)


def _turned_round(claim: Reading, source: Source) -> bool:
    """Whether two persons stand the other way round than in the one sentence that has both: who gave is given."""
    persons = [atom for atom in claim.atoms if atom.kind == "person"]
    told = [atom for atom in source.body.atoms if atom.kind == "person"]
    for number, one in enumerate(persons):
        for two in persons[number + 1 :]:
            if _EITHER_FIRST & {*claim.keys[one.at : two.end]}:
                continue
            orders = {
                first.at < second.at
                for first in told
                for second in told
                if same(one, first, source) and same(two, second, source) and _in_one_clause(first, second, source)
            }
            if orders == {False}:
                return True
    return False


def _in_one_clause(first: Atom, second: Atom, source: Source) -> bool:
    low, high = sorted((first.at, second.at))
    return low != high and not (_EITHER_FIRST | {".", ";"}) & {*source.body.keys[low:high]}


def _wrong_number(atom: Atom, source: Source) -> Iterator[Why]:
    found = [other for part in (source.body, source.head) for other in part.atoms if same(atom, other, source)]
    if not found:
        yield "number"
        return
    measured = [other for other in found if _may_be(atom.unit, other.unit)]
    if not measured or not any(other.rate == atom.rate or not (other.rate and atom.rate) for other in measured):
        yield "unit"
    elif not any(agree(atom.bound, other.bound) for other in measured):
        yield "bound"


def _other_numbered(atom: Atom, claim: Reading, source: Source) -> bool:
    """Whether the passage has the number only elsewhere than behind the word that it numbers: "khóa 60" of "60 học viên"."""
    word = claim.keys[atom.at - 1] if atom.at else ""
    if word not in _NUMBERED or atom.unit or not claim.keys[atom.at][0].isdigit():
        return False
    parts = (source.body, source.head)
    told = [(part, other) for part in parts for other in part.atoms if same(atom, other, source)]
    known = any(word in part.keys for part in parts)
    return known and bool(told) and not any(other.at and part.keys[other.at - 1] == word for part, other in told)


def _called_a_person(atom: Atom, claim: Reading) -> bool:
    return not atom.unit and atom.at > 0 and claim.keys[atom.at - 1] in HONORIFICS


def _only_a_place(atom: Atom, source: Source) -> bool:
    """Whether a name that is not built as a person's stands in the passage behind an area word and nowhere else."""
    if Name(atom.value).is_person:  # "UBND huyện Lò Văn Tiến" is no district of that name
        return False
    told = [other for part in (source.body, source.head) for other in part.atoms if same(atom, other, source)]
    return bool(told) and all(other.kind == "place" and other.unit for other in told)


def _told_dates(atom: Atom, source: Source) -> list[Atom]:
    return [other for other in source.body.atoms if same(atom, other, source)]


def _may_be(unit: str, told: str) -> bool:
    """Whether two units may be one, where one or its measure may be left out ("200 triệu"); a share is never a count."""
    return unit == told or (
        "%" not in {unit, told} and any(f"{one} ".startswith(f"{two} ".lstrip()) for one, two in ((unit, told), (told, unit)))
    )


def _other_area(atom: Atom, source: Source) -> bool:
    """Whether the passage knows the place, but only as one of another rank: a town that is a district there."""
    told = {
        AREA_RANKS.get(other.unit) for part in (source.body, source.head) for other in part.atoms if other.value == atom.value
    }
    ranks = told - {None}
    return atom.unit in AREA_RANKS and bool(ranks) and AREA_RANKS[atom.unit] not in ranks
