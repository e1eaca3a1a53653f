"""One row per question: what was asked, what came back, and what it is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from corpus import Article, syllable_count
from eval.asking.failures import Failure
from eval.asking.pipeline import Answer, PlainAnswer, UnrankedAnswer
from eval.measures.alce import Supports, citation_score
from eval.measures.evidence import GoldQuote, gold_quotes, right_sentence
from eval.measures.matching import exact_match, f1
from eval.measures.metrics import cited, contains, correct, exact_quotes, gold_citations, short_enough
from eval.measures.ranking import RANKING_METRICS, first_gold_rank, rank_scores
from eval.sets.questions import Question


@dataclass(frozen=True)
class Asked:
    """One question, its answer and the time it took; with a `failure` the answer is empty and stands for nothing."""

    question: Question
    answer: Answer
    latency_ms: float
    failure: Failure | None = None

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing but text, so that what needs more is not defined."""
        return isinstance(self.answer, PlainAnswer)

    @property
    def judged(self) -> Answer:
        """The answer as it is searched for gold: a plain one as a whole, for want of a short answer."""
        return replace(self.answer, short_answer=self.answer.answer) if self.is_plain else self.answer


@dataclass(frozen=True)
class CitationRow:
    """A citation and whether its quote was found again; `exact` is None where the article's file cannot be read."""

    article_id: str
    title: str
    quote: str
    start: int
    end: int
    exact: bool | None
    url: str | None = None


@dataclass(frozen=True)
class Row:
    """One question's scores; None where a metric is not defined for the question."""

    id: str
    question: str
    standalone_question: str
    category: str
    split: str
    answerable: bool
    near_miss: bool
    answers: tuple[str, ...]
    all_of: tuple[tuple[str, ...], ...]
    articles: tuple[str, ...]
    answered: bool
    reason: str | None
    short_answer: str | None
    answer: str
    confidence: float | None
    mode: str
    notes: tuple[str, ...]
    exact_match: float | None
    f1: float | None
    contains: bool | None
    cited: bool | None
    correct: bool | None
    refused: bool
    ranking: Mapping[str, float]  # empty where the question has no gold article or nothing was retrieved by design
    rank: int | None
    retrieved: tuple[str, ...]
    citations: tuple[CitationRow, ...]
    gold_citations: int | None
    alce_recall: float | None
    alce_precision: float | None
    syllables: int
    latency_ms: float
    cause: str | None
    timings_ms: Mapping[str, float] = field(default_factory=dict)  # of the pipeline's stages, as in the answer
    error: str | None = None  # why there is no answer: neither answered nor refused
    history: tuple[tuple[str, str], ...] = ()
    gold_quotes: tuple[GoldQuote, ...] = ()  # of a failed question alone

    @property
    def right(self) -> bool | None:
        """Correct if answerable, refused if not; None where there is no gold text."""
        return self.correct if self.answerable else self.refused

    def to_dict(self) -> dict[str, Any]:
        """The row of the contract: ranking metrics stand beside the others, null where not defined."""
        found = asdict(self)
        ranking = found.pop("ranking")
        return {**found, **{name: ranking.get(name) for name in RANKING_METRICS}}


def score(
    asked: Sequence[Asked],
    articles: Mapping[str, Article] | None,
    *,
    gold_passage: bool = False,
    guard: Supports | None = None,
) -> list[Row]:
    """Rows in the order asked; `guard` judges a language model's sentences.

    With the gold passage given, ranking and citations say nothing and are left undefined.
    """
    ranked = {} if gold_passage else {a.question.id: a for a in asked if _is_ranked(a)}
    ranking = rank_scores(
        {name: one.question.articles for name, one in ranked.items()},
        {name: one.answer.retrieved for name, one in ranked.items()},
    )
    return [_row(one, ranking.get(one.question.id, {}), articles, gold_passage, guard) for one in asked]


def _is_ranked(one: Asked) -> bool:
    return one.question.answerable and bool(one.question.articles) and not isinstance(one.answer, UnrankedAnswer)


def _row(
    one: Asked,
    ranking: Mapping[str, float],
    articles: Mapping[str, Article] | None,
    gold_passage: bool,
    guard: Supports | None,
) -> Row:
    question, answer = one.question, one.answer
    judged = question.has_gold_text
    sourced = question.answerable and bool(question.articles) and not gold_passage and not one.is_plain
    short = bool(question.answers) and not one.is_plain
    cites = None if gold_passage or one.is_plain else citation_score(answer, guard)
    cause = _cause(one, bool(ranking), gold_passage)
    return Row(
        id=question.id,
        question=question.question,
        standalone_question=answer.standalone_question,
        category=question.category,
        split=question.split,
        answerable=question.answerable,
        near_miss=question.near_miss,
        answers=question.answers,
        all_of=question.all_of,
        articles=question.articles,
        answered=answer.answered,
        reason=answer.reason,
        short_answer=answer.short_answer,
        answer=answer.answer,
        confidence=None if one.is_plain else answer.confidence,
        mode=answer.mode,
        notes=answer.notes,
        exact_match=exact_match(answer.short_answer, question.answers) if short else None,
        f1=f1(answer.short_answer, question.answers) if short else None,
        contains=contains(question, one.judged) if judged else None,
        cited=cited(question, answer) if judged and sourced else None,
        correct=_correct(one) if judged and not gold_passage else None,
        refused=not answer.answered and one.failure is None,
        ranking=ranking,
        rank=first_gold_rank(question.articles, answer.retrieved) if ranking else None,
        retrieved=answer.retrieved,
        citations=_citations(answer, articles),
        gold_citations=gold_citations(question, answer) if sourced else None,
        alce_recall=cites.recall if cites else None,
        alce_precision=cites.precision if cites else None,
        syllables=syllable_count(answer.answer),
        latency_ms=round(one.latency_ms, 3),
        cause=cause,
        timings_ms=answer.timings_ms,
        error=one.failure.cause if one.failure else None,
        history=question.history,
        gold_quotes=gold_quotes(question, articles) if cause else (),
    )


def _correct(one: Asked) -> bool:
    """As defined; of a plain answer without its sources, which it has none of."""
    if one.is_plain:
        return contains(one.question, one.judged) and short_enough(one.question, one.answer)
    return correct(one.question, one.answer)


def _citations(answer: Answer, articles: Mapping[str, Article] | None) -> tuple[CitationRow, ...]:
    exact: Sequence[bool | None] = [None] * len(answer.citations)
    if articles is not None:
        exact = exact_quotes(answer.citations, articles)
    return tuple(
        CitationRow(c.article_id, c.title, c.quote, c.start, c.end, holds, c.url)
        for c, holds in zip(answer.citations, exact, strict=True)
    )


def _cause(one: Asked, ranked: bool, gold_passage: bool) -> str | None:
    """Why the answer is not right; None if it is, or if it cannot be judged."""
    question, answer = one.question, one.answer
    if one.failure is not None:
        return "failed"
    if not question.answerable:
        return "answered" if answer.answered and not gold_passage else None
    if not question.has_gold_text:
        return None
    contained = contains(question, one.judged)
    checks = (
        ("not retrieved", ranked and first_gold_rank(question.articles, answer.retrieved) is None),
        ("refused", not answer.answered),
        ("wrong text", not contained and one.is_plain),
        ("wrong sentence", not contained and not right_sentence(question, answer.citations)),
        ("wrong span", not contained),
        ("wrong source", bool(question.articles) and not gold_passage and not one.is_plain and not cited(question, answer)),
        ("too long", not short_enough(question, answer)),
    )
    return next((cause for cause, failed in checks if failed), None)
