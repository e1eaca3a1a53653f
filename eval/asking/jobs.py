"""Questions asked by several processes, each with a pipeline of its own.

Each process has a pipe to its parent and to nobody else: when either end dies, the other is told. (The standard library's
process pool shares its queues among the workers, so that they outlive a parent that was killed.)
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Protocol

from corpus import HoiBaoError
from eval.measures.scoring import Asked
from eval.sets.questions import Question

# Read by the libraries when they are loaded, so a process has to be born with them.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_PATIENCE = 5.0  # seconds for a process to end


class Asks(Protocol):
    """What a process makes of its opener."""

    def warm_up(self, questions: Sequence[Question]) -> list[float]:
        """Milliseconds."""
        ...

    def ask(self, question: Question) -> Asked:
        """One answer."""
        ...


@dataclass(frozen=True)
class _Problem:
    """A HoiBaoError on its way through a pipe."""

    message: str
    mend: str
    vietnamese: str
    exit_code: int


@dataclass(frozen=True)
class _Worker:
    process: SpawnProcess
    pipe: "Connection[object, object]"


def in_processes(
    opens: Callable[[], Asks],
    questions: Sequence[Question],
    warm_up: Sequence[Question],
    jobs: int,
    warmed: Callable[[list[float]], None],
) -> Generator[Asked, None, None]:
    """Answers in the order they come. `opens` is pickled; each process calls it, warms up and tells `warmed` how long it took.

    Raises HoiBaoError with which a process ended. All processes have ended when the generator is closed.
    """
    workers = _started(opens, warm_up, jobs)
    try:
        yield from _served(workers, iter(questions), warmed)
    finally:
        for worker in workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _served(workers: Sequence[_Worker], questions: Iterator[Question], warmed: Callable[[list[float]], None]) -> Iterator[Asked]:
    """Each process gets its next question when it has told of the last; one that has warmed up gets its first."""
    open_ones = {worker.pipe: worker for worker in workers}
    while open_ones:
        for pipe in wait(list(open_ones)):
            worker = open_ones[pipe]  # type: ignore[index]
            told = _told(worker)
            question = next(questions, None)
            if question is None:
                del open_ones[worker.pipe]
            else:
                _send(worker, question)
            if isinstance(told, Asked):
                yield told
            else:
                warmed(told)


def _told(worker: _Worker) -> Asked | list[float]:
    try:
        told = worker.pipe.recv()
    except (EOFError, OSError) as gone:
        raise _ended(worker) from gone
    if isinstance(told, _Problem):
        raise HoiBaoError(told.message, mend=told.mend, vietnamese=told.vietnamese, exit_code=told.exit_code)
    assert isinstance(told, Asked | list)
    return told


def _send(worker: _Worker, question: Question) -> None:
    try:
        worker.pipe.send(question)
    except OSError as gone:
        raise _ended(worker) from gone


def _ended(worker: _Worker) -> HoiBaoError:
    worker.process.join(_PATIENCE)
    return HoiBaoError(
        f"a process that asks has ended by itself (exit code {worker.process.exitcode})",
        mend="start the same command again, with fewer --jobs if memory is short",
        vietnamese="Một tiến trình đánh giá đã dừng đột ngột.",
        exit_code=1,
    )


def _started(opens: Callable[[], Asks], warm_up: Sequence[Question], jobs: int) -> list[_Worker]:
    spawning = multiprocessing.get_context("spawn")
    workers = []
    with _few_threads(jobs), _no_interrupt():
        for number in range(jobs):
            here, there = spawning.Pipe()
            process = spawning.Process(target=_work, args=(there, opens, warm_up), daemon=True, name=f"asking-{number}")
            process.start()
            there.close()  # or the death of the process would not be told
            workers.append(_Worker(process, here))
    return workers


def _work(pipe: "Connection[object, object]", opens: Callable[[], Asks], warm_up: Sequence[Question]) -> None:
    """The life of a process; it ends with its parent, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        asker = opens()
        pipe.send(asker.warm_up(warm_up))
        while True:
            question = pipe.recv()
            assert isinstance(question, Question)
            pipe.send(asker.ask(question))
    except (EOFError, ConnectionError):
        return
    except HoiBaoError as problem:
        pipe.send(_Problem(problem.message, problem.mend, problem.vietnamese, problem.exit_code))


@contextmanager
def _few_threads(jobs: int) -> Iterator[None]:
    """The cores divided among processes that are started within."""
    share = str(max(1, cores() // jobs))
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, share))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ.update({name: value})


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Processes that are started within never hear Ctrl-C, not even while they import."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
