"""A claim and a passage taken apart, so that they can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import Lexicon
from rag.abbreviations import spelled_out
from rag.alignment import Ground
from rag.dates import agrees
from rag.facts import facts
from rag.figures import with_short_units
from rag.tokens import Atom, Token, tokenized
from rag.wording import HONORIFICS


@dataclass(frozen=True)
class Reading:
    """A text with abbreviations spelled out, taken apart."""

    text: str
    tokens: list[Token]
    keys: list[str]
    atoms: list[Atom]
    ground: Ground


def read(text: str, lexicon: Lexicon) -> Reading:
    """Take a text apart."""
    spelled = with_short_units(spelled_out(text, lexicon))
    tokens = tokenized(spelled)
    keys = [token.key for token in tokens]
    return Reading(spelled, tokens, keys, facts(spelled, tokens), Ground(keys))


class Source:
    """A passage taken apart: its sentences, its head, and the years that may be meant in it."""

    def __init__(self, head: str, sentences: Sequence[str], year: int | None, lexicon: Lexicon) -> None:
        self.opening = head
        self.texts = tuple(sentences)
        self.lexicon = lexicon
        self.body = read(" ".join(sentences), lexicon)
        self.sentences = [read(sentence, lexicon).keys for sentence in sentences]
        self.head = read(head, lexicon)
        told = [atom.day[2] for atom in self.body.atoms if atom.day]
        self.years = {found for found in (*told, year) if found}
        self.names = {atom.value for atom in self.head.atoms if atom.kind in {"person", "place"}}
        capital = [*self.body.tokens, *self.head.tokens]
        self.last_names = {one.key for one, two in pairwise(capital) if one.capital and not two.capital}
        self.first_names = {
            two.key for one, two in pairwise(capital) if two.capital and (not one.capital or one.key in HONORIFICS)
        }
        words = [token.key for token in self.body.tokens if token.kind == "word" and token.key != "và"]
        self.initials = "".join(word[0] for word in words)  # what "Văn hóa, Thể thao và Du lịch" is shortened to
        self.text = f" {' '.join(self.body.keys)} \n {' '.join(self.head.keys)} "


def same(atom: Atom, other: Atom, source: Source) -> bool:
    """Whether a fact of a claim is this one of the passage."""
    if atom.kind == "number":
        return other.kind == "number" and (atom.value == other.value or atom.value in other.value.split("/"))
    if atom.kind == "date":
        return bool(other.day and atom.day and agrees(atom.day, other.day, source.years))
    if atom.kind in {"person", "place"}:
        return other.kind in {"person", "place"} and (_ends_with(atom.value, other.value) or _ends_with(other.value, atom.value))
    return (atom.kind, atom.value) == (other.kind, other.value)


def _ends_with(name: str, part: str) -> bool:
    """Whether a name is this one, or ends with it as people are called by their last name."""
    return f" {name}".endswith(f" {part}")
