"""A short answer, and how near it stands to the words of its question."""

import re
from dataclasses import dataclass

from corpus import CAPITALS, tokens
from rag.question import Question

CLAUSE_END = re.compile(r"[,;:()–]| - ")
DOCUMENT_ID = re.compile(rf"(?:\bsố\s)?(?<![\w/])\d+(?:/\d{{4}})?(?:[-/](?=[{CAPITALS}])[^\W\d_]+\d{{0,2}})+(?:[-/][^\W\d_]+)*")
YEARS = r"(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d"  # "2015 - 2020", as a pattern


@dataclass(frozen=True)
class ShortAnswer:
    """A piece of the sentence from offset `start`, and how well its surroundings fit (0 or less: hardly; 3 and more: well)."""

    text: str
    fit: float
    start: int
    other: bool = False  # whether it is known to answer another question: a person who holds another office
    beside: tuple[str, ...] = ()  # what the sentence counts of the same, in its order, this piece included; often nothing

    @property
    def shown(self) -> str:
        """What a person reads: all that is counted, where this piece is but one of it."""
        return f"{', '.join(self.beside[:-1])} và {self.beside[-1]}" if self.beside else self.text

    @property
    def end(self) -> int:
        """Offset in the sentence behind its last character."""
        return self.start + len(self.text)


def cut(text: str, fit: float, start: int) -> ShortAnswer:
    """`text` may start with blanks, which are no part of it."""
    bare = text.strip()
    return ShortAnswer(bare, fit, start + text.find(bare))


def nearness(question: Question, sentence: str, start: int, end: int) -> float:
    """Share of the question's content words around a place, a word eight syllables away counting half; 0..1."""
    before = words_of(sentence[:start], 40, last=True)[::-1]
    after = words_of(CLAUSE_END.split(sentence[end:])[0], 40)
    weight: dict[str, float] = {}
    for side in (before, after):
        for distance, word in enumerate(side):
            if word in question.content:
                weight[word] = max(weight.get(word, 0), 0.5 ** (distance / 8))
    return sum(weight.values()) / max(len(question.content), 1)


def words_of(text: str, count: int, last: bool = False) -> list[str]:
    """The first tokens of a text, or its last ones."""
    found = tokens(text)
    return found[-count:] if last else found[:count]
