"""Citation recall and precision by the rules of ALCE (Gao et al. 2023, "Enabling LLMs to Generate Text with Citations").

Their rules, with the judge named in the report's environment (`citation_judge`) in place of a language model for English:

- Recall: a statement counts where its citations together support it; one without a citation, or with a number that no citation
  has, does not. Per answer: supported statements / statements.
- Precision: a citation of a supported statement counts unless it alone does not support it and the others still do without it;
  those of unsupported statements never count. Per answer: citations that count / citations in the text, 0 where there are none.

Both are means over answers. What a citation says is its quote below the title and day of its article, as ALCE's judge reads the
title of a passage.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus import tokens
from eval.asking.pipeline import Answer, Citation, claims

CONTAINMENT = "tokens and numbers stand in the cited quotes, titles and days"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MARK = re.compile(r"\s*\[(\d{1,3})\]")

Judge = Callable[[str, Sequence[Citation]], bool]  # whether the citations together support the statement


class Supports(Protocol):
    """The check that guards a language model's sentences: `rag.Guard`, or a fake of it in tests."""

    @property
    def name(self) -> str:
        """What it is, for the report."""
        ...

    def supports(self, claim: str, cited: Sequence[Citation]) -> bool:
        """Whether the quotes together support the claim."""
        ...


@dataclass(frozen=True)
class Statement:
    """One statement of an answer without its marks, and the numbers that it cites, each once."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True)
class CitationScore:
    """ALCE's two shares for one answer, 0..1."""

    recall: float
    precision: float


def citation_score(answer: Answer, guard: Supports | None) -> CitationScore | None:
    """Recall and precision of one answer; None for a refusal or an answer that says nothing.

    `guard` judges what a language model wrote (mode "llm"); quotes, and everything where there is no guard, are judged by
    `contained`.
    """
    found = statements(answer) if answer.answered else []
    if not found:
        return None
    judge = guard.supports if guard and answer.mode == "llm" else contained
    by_number = {citation.number: citation for citation in answer.citations}
    supported = counting = 0
    for statement in found:
        known = [by_number[number] for number in statement.cited if number in by_number]
        if known and len(known) == len(statement.cited) and judge(statement.text, known):
            supported += 1
            counting += sum(_counts(statement.text, number, known, judge) for number in range(len(known)))
    citations = sum(len(statement.cited) for statement in found)
    return CitationScore(supported / len(found), counting / citations if citations else 0.0)


def statements(answer: Answer) -> list[Statement]:
    """The statements of an answer: the sentences of a language model; of an extractive answer its lines, each one quote,
    one short answer or one sentence put together by rule."""
    if answer.mode == "llm":
        return [Statement(claim.text, claim.cited) for claim in claims([answer.answer])]
    found = [Statement(_MARK.sub("", line).strip(), _numbers(line)) for line in answer.answer.split("\n")]
    return [one for one in found if one.text]


def contained(statement: str, cited: Sequence[Citation]) -> bool:
    """Whether every token of the statement, numbers included, stands in what the citations say.

    Order and roles are not looked at, so this suits quotes, whose words `exact_quote` holds to the article. What rules conclude
    ("Ba Bể nhiều hơn Ba Chẽ", a total) stands in no quote and is not supported by it: for such answers a lower bound.
    """
    said = {token for citation in cited for part in _says(citation) for token in tokens(part)}
    wanted = tokens(statement)
    return bool(wanted) and all(token in said for token in wanted)


def judge_name(guard: Supports | None) -> str:
    """The judge of a run, for its report."""
    if guard is None:
        return f"all answers: {CONTAINMENT}"
    return f"extractive answers: {CONTAINMENT}; language model: {guard.name}"


def _counts(statement: str, at: int, cited: Sequence[Citation], judge: Judge) -> bool:
    """Whether a citation of a supported statement is needed: it supports it alone, or the others do not without it."""
    others = [*cited[:at], *cited[at + 1 :]]
    return not others or judge(statement, [cited[at]]) or not judge(statement, others)


def _says(citation: Citation) -> tuple[str, str, str]:
    day = _DAY.match(citation.published or (citation.based_on or {}).get("published") or "")
    return citation.title, "/".join(str(int(part)) for part in reversed(day.groups())) if day else "", citation.quote


def _numbers(line: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in _MARK.findall(line)))
