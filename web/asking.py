"""One question on its way: queued, its stages and sentences told as they come, given up when nobody waits for it."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from threading import Event
from typing import Literal

from rag.answer import Answer
from rag.filters import Filters
from web.pool import WorkerPool
from web.problems import LEAVING, ProblemError
from web.service import Answerer, History

Kind = Literal["status", "token", "quiet"]
News = tuple[Kind, str]  # the name of a stage, a checked sentence, or nothing new for a while
_END: News = ("status", "end")


class GivenUpError(Exception):
    """Ends the work between two stages, once nobody waits for the answer."""


class Asking:
    """A question handed to the pool; must be made in the event loop. Raises BusyError when the queue is full."""

    def __init__(self, service: Answerer, pool: WorkerPool, question: str, history: History, filters: Filters | None) -> None:
        self._loop = asyncio.get_running_loop()
        self._news: asyncio.Queue[News] = asyncio.Queue()
        self._given_up = Event()
        self.waits = pool.saturated
        ask = partial(service.ask, question, history, filters, partial(self._tell, "status"), partial(self._tell, "token"))
        self._future = pool.submit(ask)
        self._future.add_done_callback(lambda _: self._news.put_nowait(_END))

    async def news(self, leaving: asyncio.Event, quiet: float) -> AsyncIterator[News]:
        """What is new until the answer is there or the server is leaving; `quiet` seconds without news are told too."""
        watching = asyncio.ensure_future(leaving.wait())
        watching.add_done_callback(lambda _: self._news.put_nowait(_END))
        try:
            while not leaving.is_set():
                try:
                    latest = await asyncio.wait_for(self._news.get(), quiet)
                except TimeoutError:
                    yield "quiet", ""
                    continue
                if latest is _END:
                    break
                yield latest
        finally:
            watching.cancel()

    async def answer(self) -> Answer:
        """The answer; raises whatever went wrong."""
        return await self._future

    def outcome(self) -> Answer | BaseException:
        """The answer or what went wrong, once the news have ended."""
        if not self._future.done() or self._future.cancelled():
            return ProblemError(LEAVING)
        return self._future.exception() or self._future.result()

    def give_up(self) -> None:
        """Free the place in the queue; work that runs already ends at its next stage or sentence."""
        self._given_up.set()
        if not self._future.cancel() and not self._future.cancelled():
            self._future.exception()  # seen: nobody is left to be told

    def _tell(self, kind: Kind, text: str) -> None:
        """Called in the thread that works."""
        if self._given_up.is_set():
            raise GivenUpError
        self._loop.call_soon_threadsafe(self._news.put_nowait, (kind, text))
