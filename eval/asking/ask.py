"""Ask every question once, against the clock."""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from corpus import Article, HoiBaoError
from eval.asking.failures import BusyError, FailedError, Failure
from eval.asking.jobs import in_processes
from eval.asking.journal import Journal
from eval.asking.pipeline import Answer, Answerer, Bench, PlainAnswer
from eval.asking.progress import Progress
from eval.measures.scoring import Asked
from eval.sets.questions import Question

WARM_UP = 3
TRIES = 5  # of a question that a busy system puts off
MOST_GONE = 10  # questions in a row that find nobody there

Told = Callable[[list[float]], None]
Stream = Callable[[Sequence[Question], Told], Generator[Asked, None, None]]


@dataclass(frozen=True)
class Asking:
    """All answers in the order of the questions, and what came before and beside them."""

    asked: list[Asked]
    warm_up_ms: list[float]  # of each process in turn, apart from all other times
    resumed: int  # answers of an earlier start


class Asker:
    """Asks one pipeline; `passages` hands each question its own article to read (gold passage) instead of retrieving."""

    def __init__(self, answerer: Answerer, passages: Mapping[str, Article] | None = None) -> None:
        self._answerer = answerer
        self._passages = passages

    def warm_up(self, questions: Sequence[Question]) -> list[float]:
        """Milliseconds of each; the answers are thrown away. Raises HoiBaoError where there are questions and no answers."""
        asked = [self.ask(question) for question in questions[:WARM_UP]]
        if asked and all(one.failure for one in asked):
            raise _silent(asked[0].failure)
        return [round(one.latency_ms, 3) for one in asked if one.failure is None]

    def ask(self, question: Question) -> Asked:
        """One question and its time; a busy system is waited for, off the clock."""
        for attempt in range(TRIES):
            started = time.perf_counter()
            try:
                answer = self._answer(question)
            except BusyError as busy:
                if attempt + 1 < TRIES:
                    time.sleep(busy.seconds)
                last = busy.failure
            except FailedError as failed:
                last = failed.failure
                break
            else:
                return Asked(question, answer, 1000 * (time.perf_counter() - started))
        return Asked(question, _no_answer(question), 1000 * (time.perf_counter() - started), last)

    def _answer(self, question: Question) -> Answer:
        try:
            if self._passages is not None:
                return self._answerer.read(question.question, self._passages[question.articles[0]])
            return self._answerer.ask(question.question, question.history)
        except HoiBaoError as problem:
            raise about(question, problem) from problem


def about(question: Question, problem: HoiBaoError) -> HoiBaoError:
    """The same error, which says at which question it came."""
    return HoiBaoError(
        f"question {question.id}: {problem.message}",
        mend=problem.mend,
        vietnamese=problem.vietnamese,
        exit_code=problem.exit_code,
    )


def ask_all(answerer: Answerer, questions: Sequence[Question], passages: Mapping[str, Article] | None = None) -> list[Asked]:
    """Answers in order, from this process, without a journal.

    The first three questions are asked once before the clock starts and their answers thrown away; then all are asked and timed.
    """
    return _gathered(questions, _here(lambda: answerer, passages), None).asked


def ask_bench(
    bench: Bench,
    questions: Sequence[Question],
    passages: Mapping[str, Article] | None = None,
    *,
    jobs: int = 1,
    journal: Journal | None = None,
) -> Asking:
    """As `ask_all`, with `jobs` processes that each open the pipeline and warm up; what the journal holds is not asked again.

    Raises HoiBaoError when the pipeline breaks or is not there; what was answered until then stays in the journal.
    """
    reopen = bench.reopen
    if jobs < 2 or reopen is None:
        return _gathered(questions, _here(lambda: bench.answerer, passages), journal)

    def apart(left: Sequence[Question], told: Told) -> Generator[Asked, None, None]:
        return in_processes(_Opener(reopen, passages), left, left[:WARM_UP], min(jobs, len(left)), told)

    return _gathered(questions, apart, journal)


@dataclass(frozen=True)
class _Opener:
    """What a process is sent to make its asker of."""

    reopen: Callable[[], Answerer]
    passages: Mapping[str, Article] | None

    def __call__(self) -> Asker:
        return Asker(self.reopen(), self.passages)


def _here(opened: Callable[[], Answerer], passages: Mapping[str, Article] | None) -> Stream:
    def stream(left: Sequence[Question], told: Told) -> Generator[Asked, None, None]:
        asker = Asker(opened(), passages)
        told(asker.warm_up(left))
        yield from map(asker.ask, left)

    return stream


def _gathered(questions: Sequence[Question], stream: Stream, journal: Journal | None) -> Asking:
    """Every answer of the stream as it comes, whatever their order, kept and counted; then all in order."""
    found = journal.asked(questions) if journal else {}
    resumed = len(found)
    left = [question for question in questions if question.id not in found]
    warm_up: list[float] = []
    gone = 0
    with Progress(len(questions), resumed) as progress:
        if left:
            with closing(stream(left, warm_up.extend)) as answers:
                for one in answers:
                    gone = gone + 1 if one.failure and one.failure.is_gone else 0
                    if gone >= MOST_GONE and one.failure:
                        raise _lost(one.failure)
                    found[one.question.id] = one
                    if journal and not one.failure:  # a failed question may be answered the next time
                        journal.add(one)
                    progress.step(failed=one.failure is not None)
    return Asking([found[question.id] for question in questions], warm_up, resumed)


def _no_answer(question: Question) -> Answer:
    return PlainAnswer(question.question, question.question, False, None, None, "", 0.0)


def _silent(failure: Failure | None) -> HoiBaoError:
    return HoiBaoError(
        f"the endpoint answers none of the first questions ({failure.cause if failure else 'no answer'})",
        mend="see that it runs and that --endpoint, --endpoint-kind, --endpoint-model and its key are right",
        vietnamese="Hệ thống được hỏi không trả lời.",
    )


def _lost(failure: Failure) -> HoiBaoError:
    return HoiBaoError(
        f"the endpoint has not answered {MOST_GONE} questions in a row ({failure.cause})",
        mend="start the same command again when it is back",
        vietnamese="Hệ thống được hỏi không còn trả lời.",
        exit_code=1,
    )
