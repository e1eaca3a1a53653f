"""True claims with one fact exchanged by a program: falsified sentences in numbers, to fit and try the guard with.

Written ones (eval/llm_sentences.jsonl) are few; of these there are several for each true sentence. A program puts in what else of
the kind stands in the passage, near it, so that every word of the sentence is still told there.
"""

from collections.abc import Iterator
from typing import Literal

from rag.chain import are_rivals, is_figure
from rag.polarity import denied, noes
from rag.sources import Reading, Source, same
from rag.tokens import Atom
from rag.wording import FUNCTION_WORDS

Kind = Literal["number", "date", "person", "place", "swap", "negation"]

_KINDS = ("number", "date", "person", "place")
_NEAREST = 4  # facts of the passage that are put in the place of one
_REACH = 3  # words behind a denial of the passage that it may be put before in the claim
_VERBS = frozenset(("được", "có", "phải"))  # function words that a denial governs
_YES = frozenset(("đã", "vẫn", "cũng"))  # a denial stands in their place
Edit = tuple[tuple[int, int], str]  # a stretch of the claim and what is put there


def falsified(claim: Reading, source: Source) -> dict[str, Kind]:
    """The claim falsified in one place, in each way that its passage offers, with the kind of each."""
    found: dict[str, Kind] = {}
    for kind, edits in (*_exchanged(claim, source), *_swapped(claim), *_denials_dropped(claim), *_denials_added(claim, source)):
        text = claim.text
        for (start, end), words in sorted(edits, reverse=True):
            text = text[:start] + words + text[end:]
        if text != claim.text:
            found.setdefault(text, kind)
    return found


def _facts(claim: Reading) -> list[Atom]:
    """The facts that can be taken for others; of two that overlap the longer."""
    kept: list[Atom] = []
    for atom in sorted(claim.atoms, key=lambda atom: atom.at - atom.end):
        told = atom.kind in _KINDS and (atom.kind != "number" or is_figure(atom, claim))
        if told and not any(atom.at < other.end and other.at < atom.end for other in kept):
            kept.append(atom)
    return sorted(kept, key=lambda atom: atom.at)


def _exchanged(claim: Reading, source: Source) -> Iterator[tuple[Kind, list[Edit]]]:
    facts, body = _facts(claim), source.body
    for atom in facts:
        own = [other.at for other in body.atoms if same(atom, other, source)]
        rivals: dict[str, int] = {}
        for other in body.atoms:
            named = any(same(one, other, source) for one in facts)
            if named or not are_rivals(atom, other) or (other.kind == "number" and not is_figure(other, body)):
                continue
            away = min((abs(other.at - at) for at in own), default=0)
            words = _written(body, other)
            rivals[words] = min(rivals.get(words, away), away)
        for words in sorted(rivals, key=lambda words: rivals[words])[:_NEAREST]:
            yield atom.kind, [(_stretch(claim, atom), words)]  # type: ignore[misc]


def _swapped(claim: Reading) -> Iterator[tuple[Kind, list[Edit]]]:
    facts = _facts(claim)
    for number, one in enumerate(facts):
        for other in facts[number + 1 :]:
            if are_rivals(one, other):
                yield (
                    "swap",
                    [(_stretch(claim, one), _written(claim, other)), (_stretch(claim, other), _written(claim, one))],
                )


def _denials_dropped(claim: Reading) -> Iterator[tuple[Kind, list[Edit]]]:
    for at in noes(claim.keys):
        token = claim.tokens[at]
        if token.key == "chưa":
            yield "negation", [((token.start, token.end), "đã")]
        else:
            yield "negation", [((token.start, min(token.end + 1, len(claim.text))), "")]


def _denials_added(claim: Reading, source: Source) -> Iterator[tuple[Kind, list[Edit]]]:
    """A denial of the passage, before a word that it governs there and nothing governs in the claim."""
    keys, free = source.body.keys, denied(claim.keys)
    for at in noes(keys):
        for governed in keys[at + 1 : at + 1 + _REACH]:
            if not governed[0].isalpha():
                break
            if governed in FUNCTION_WORDS and governed not in _VERBS:
                continue
            for place, key in enumerate(claim.keys):
                if key == governed and not free[place]:
                    yield "negation", [_denial_before(claim, place, keys[at])]
            if governed not in FUNCTION_WORDS:
                break


def _denial_before(claim: Reading, place: int, denial: str) -> Edit:
    token, before = claim.tokens[place], claim.tokens[place - 1]
    if place and before.key in _YES:
        return (before.start, before.end), denial
    return (token.start, token.start), f"{denial} "


def _stretch(reading: Reading, atom: Atom) -> tuple[int, int]:
    return reading.tokens[atom.at].start, reading.tokens[atom.end - 1].end


def _written(reading: Reading, atom: Atom) -> str:
    start, end = _stretch(reading, atom)
    return reading.text[start:end]
