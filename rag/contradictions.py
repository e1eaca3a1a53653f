"""What a claim says that its passage does not: each is reason enough not to show it."""

from collections.abc import Iterator
from typing import Literal

from rag.facts import capitalised
from rag.sources import Reading, Source, same
from rag.tokens import Atom

Why = Literal["name", "number", "unit", "bound", "date", "id", "office", "area"]


def contradictions(claim: Reading, source: Source) -> Iterator[Why]:
    """Why the claim cannot be supported, each as a word; nothing where every fact of it stands in the passage."""
    for words in capitalised(claim.tokens):
        if f" {' '.join(words)} " not in source.text:
            yield "name"
    for atom in claim.atoms:
        if atom.kind == "number":
            yield from _wrong_number(atom, source)
        elif atom.kind == "date" and not _told_dates(atom, source):
            if atom.day and not (atom.day[:2] == (None, None) and atom.day[2] in source.years):
                yield "date"
        elif atom.kind in {"id", "office"} and not any(same(atom, other, source) for other in source.body.atoms):
            yield atom.kind
        elif atom.kind == "place" and atom.unit and _other_area(atom, source):
            yield "area"


def _wrong_number(atom: Atom, source: Source) -> Iterator[Why]:
    found = [other for other in source.body.atoms if same(atom, other, source)]
    if not found:
        yield "number"
        return
    measured = [other for other in found if other.unit == atom.unit or not (other.unit and atom.unit)]
    if not measured or not any(other.rate == atom.rate or not (other.rate and atom.rate) for other in measured):
        yield "unit"
    elif not any(other.bound == atom.bound for other in measured):
        yield "bound"


def _told_dates(atom: Atom, source: Source) -> list[Atom]:
    return [other for other in source.body.atoms if same(atom, other, source)]


def _other_area(atom: Atom, source: Source) -> bool:
    """Whether the passage knows the place, but only as another kind of it: a town that is a district there."""
    areas = {other.unit for part in (source.body, source.head) for other in part.atoms if other.value == atom.value}
    return bool(areas) and "" not in areas and atom.unit not in areas
