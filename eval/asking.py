"""Ask every question once, against the clock."""

import sys
import time
from collections.abc import Mapping, Sequence

from tqdm import tqdm

from corpus import Article, HoiBaoError
from eval.pipeline import Answer, Answerer
from eval.questions import Question
from eval.scoring import Asked

WARM_UP = 3


def ask_all(answerer: Answerer, questions: Sequence[Question], passages: Mapping[str, Article] | None = None) -> list[Asked]:
    """Answers in order; `passages` hands each question its own article to read (gold passage) instead of retrieving.

    The first three questions are asked once before the clock starts and their answers thrown away; then all are asked and timed.
    """
    for question in questions[:WARM_UP]:
        _ask(answerer, question, passages)
    return [_timed(answerer, question, passages) for question in tqdm(questions, desc="asking", unit="q", file=sys.stderr)]


def _timed(answerer: Answerer, question: Question, passages: Mapping[str, Article] | None) -> Asked:
    started = time.perf_counter()
    answer = _ask(answerer, question, passages)
    return Asked(question, answer, 1000 * (time.perf_counter() - started))


def _ask(answerer: Answerer, question: Question, passages: Mapping[str, Article] | None) -> Answer:
    try:
        if passages is not None:
            return answerer.read(question.question, passages[question.articles[0]])
        return answerer.ask(question.question, question.history)
    except HoiBaoError as problem:  # say which question it was
        raise HoiBaoError(
            f"question {question.id}: {problem.message}",
            mend=problem.mend,
            vietnamese=problem.vietnamese,
            exit_code=problem.exit_code,
        ) from problem
