"""What a talk has said so far, as a follow-up takes it up again."""

import re
from dataclasses import dataclass, replace

from corpus import CAPITALS
from rag import referring as say
from rag.names import Seen


@dataclass(frozen=True)
class Talk:
    """What was said last, in words that stand alone, the names so far, the likeliest meant first, and all that was asked."""

    question: str
    answer: str
    seen: tuple[Seen, ...]
    asked: tuple[str, ...] = ()  # the questions so far, the last one first

    @property
    def place(self) -> Seen | None:
        """The place that the talk is about."""
        return next((seen for seen in self.seen if not seen.is_person), None)

    @property
    def person(self) -> Seen | None:
        """The person that the talk is about."""
        return next((seen for seen in self.seen if seen.is_person), None)

    @property
    def paper(self) -> str | None:
        """The document of the last question, else the numbered one that its answer names: "Nghị quyết số 05-NQ/HU"."""
        return antecedent(say.PAPER, replace(self, answer="")) or antecedent(say.PAPER, replace(self, question=""), say.NUMBERED)


def antecedent(noun: str, talk: Talk, named: str = "") -> str | None:
    """Where the talk has this noun (a pattern) with a number, a year or a name behind it, or what `named` describes."""
    name = rf"[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*)*"
    behind = named or (
        rf"\d+(?:/\d{{4}})?(?:[-/][^\W\d_]+)*(?:\s?[-–]\s?\d{{4}})?|[“\"][^”\"]+[”\"]|(?:(?i:{say.AREAS}) )*{name}"
    )
    for text in (talk.question, talk.answer):
        found = re.search(rf"(?<!\w)(?i:{noun})(?: số)? (?:{behind})(?!\w)", text)
        if found:
            return found.group()
    return None
