"""What of a text can be right or wrong by itself: numbers, dates, document ids, names of people and places, offices."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from rag.figures import figures
from rag.names import mentions
from rag.tokens import Atom, Token
from rag.wording import HONORIFICS, OFFICE_HEADS

_OFFICES = [tuple(head.split()) for head in OFFICE_HEADS]
_OPENING = frozenset('.!?:…“"-–')
_CHANGES_OFFICE = frozenset(("phó", "nguyên", "tổng"))


def facts(text: str, tokens: Sequence[Token]) -> list[Atom]:
    """The facts of a text, whose tokens these are, in order."""
    return sorted([*figures(tokens), *_named(text, tokens), *_offices(tokens)], key=lambda atom: (atom.at, atom.end))


def _named(text: str, tokens: Sequence[Token]) -> Iterator[Atom]:
    for mention in mentions(text):
        inside = [at for at, token in enumerate(tokens) if mention.at <= token.start and token.end <= mention.end]
        if inside:
            kind: Literal["person", "place"] = "person" if mention.name.is_person else "place"
            yield Atom(kind, mention.name.key, inside[0], inside[-1] + 1, unit=mention.name.area)
    for at, (before, token) in enumerate(pairwise(tokens), 1):  # "bà Tuyến", called by her last name alone
        alone = token.capital and not (at + 1 < len(tokens) and tokens[at + 1].capital)
        if alone and before.key in HONORIFICS:
            yield Atom("person", token.key, at, at + 1)


def _offices(tokens: Sequence[Token]) -> Iterator[Atom]:
    keys = tuple(token.key for token in tokens)
    for at in range(len(keys)):
        for words in _OFFICES:
            if keys[at : at + len(words)] == words:
                first = at - 1 if at and keys[at - 1] in _CHANGES_OFFICE else at
                yield Atom("office", " ".join(keys[first : at + len(words)]), first, at + len(words))


def capitalised(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """Capitalised words, and pairs of neighbours, as keys; a word that opens a sentence may be no name and is left out."""
    for at, token in enumerate(tokens):
        if token.capital and not _opens(tokens, at):
            yield (token.key,)
    for at, (first, second) in enumerate(pairwise(tokens)):
        if first.capital and second.capital and not _opens(tokens, at):
            yield (first.key, second.key)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].key in _OPENING
