"""A bound on the work that questions may cause: a few at once, a short queue, then a polite no."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class BusyError(Exception):
    """The queue is full; worth another try after `retry_after` seconds."""

    retry_after = 5


class WorkerPool:
    """Runs synchronous work in threads, `workers` at once with at most `waiting` more in the queue."""

    def __init__(self, workers: int = 2, waiting: int = 32) -> None:
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="hoibao")
        self._workers = workers
        self._limit = workers + waiting
        self._accepted = 0
        self._lock = Lock()
        self.on_refusal: Callable[[], object] = lambda: None

    @property
    def saturated(self) -> bool:
        """Whether work handed in now would have to wait."""
        return self._accepted >= self._workers

    @property
    def running(self) -> int:
        """How much work is being done."""
        return min(self._accepted, self._workers)

    @property
    def waiting(self) -> int:
        """How much work waits for a free worker."""
        return max(0, self._accepted - self._workers)

    def submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Start the work or queue it; cancelling the future gives up its place. Raises BusyError when the queue is full."""
        with self._lock:
            if self._accepted >= self._limit:
                self.on_refusal()
                raise BusyError(f"{self._accepted} questions are being answered or waiting")
            self._accepted += 1
        future = self._executor.submit(work)
        future.add_done_callback(self._finished)
        return asyncio.wrap_future(future)

    def close(self) -> None:
        """Drop what has not started and let the running work end by itself."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _finished(self, _: Future[Any]) -> None:
        with self._lock:
            self._accepted -= 1
