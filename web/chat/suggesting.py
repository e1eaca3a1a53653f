"""The questions that the page offers below an answer, found after it is shown and only in time that nobody else needs."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Sequence
from threading import Event

from corpus import HoiBaoError
from rag.answer import Answer
from rag.filters import Filters
from web.api.schemas import MAX_TURNS
from web.chat.filter_panel import read_filters
from web.chat.turns import Turn
from web.pool import BusyError, WorkerPool
from web.problems import ProblemError, explain, new_id
from web.service import Answerer, History

BUDGET_S = 1.2  # of one core, for all tries of one answer; the last may end a little later
PATIENCE_S = 10.0  # by the clock, while questions of others are answered first
_PAUSE_S = 0.02
_WAITING = 4  # visitors whose suggestions may wait; those of more are left out
_KEPT = 256


class Suggesting:
    """Finds suggestions for one visitor at a time; the work stands still while a question is being answered."""

    def __init__(self, questions: WorkerPool) -> None:
        self._questions = questions
        self._pool = WorkerPool(workers=1, waiting=_WAITING)
        self._stops: dict[str, Event] = {}
        self._kept: OrderedDict[object, list[str]] = OrderedDict()

    async def after(self, service: Answerer, turns: Sequence[Turn], chosen: str, visitor: str) -> list[str]:
        """What leads on from the last turn; nothing when it was no answer, or the visitor has asked on meanwhile.

        `service` answers the visitor's page; `chosen` is the JSON of the filters that the next question will be asked under:
        they must still be the turn's.
        """
        self.cancel(visitor)
        if not turns or turns[-1].answer is None or not turns[-1].answer.answered or _read(chosen) != turns[-1].filters:
            return []
        turn, answer = turns[-1], turns[-1].answer
        history = tuple((one.question, one.answer.answer) for one in turns if one.answer is not None)[-MAX_TURNS:]
        key = (service, answer.index_version, history, turn.filters)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        stop = self._stops[visitor] = Event()
        try:
            search = self._pool.submit(lambda: self._find(service, turn, answer, history, stop))
            await asyncio.wait([search])
        except BusyError:
            return []
        finally:
            if self._stops.get(visitor) is stop:
                del self._stops[visitor]
        error = search.exception()
        if error is not None:  # a page without suggestions is whole all the same
            explain(error, new_id())
            return []
        found, whole = search.result()
        if whole:
            self._kept[key] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [] if stop.is_set() else found

    def cancel(self, visitor: str) -> None:
        """End the search for this visitor, if there is one."""
        if visitor in self._stops:
            self._stops[visitor].set()

    def _find(self, service: Answerer, turn: Turn, answer: Answer, history: History, stop: Event) -> tuple[list[str], bool]:
        """The suggestions, and whether all the time for them could be used."""
        begun, used = time.monotonic(), time.thread_time()

        def cut_off() -> bool:
            return stop.is_set() or time.monotonic() - begun > PATIENCE_S

        def go_on() -> bool:
            while self._questions.running and not cut_off():
                time.sleep(_PAUSE_S)
            return not cut_off() and time.thread_time() - used < BUDGET_S

        found = service.suggestions(answer, history, turn.filters if turn.limited else None, go_on)
        return found, not cut_off()


def _read(chosen: str) -> Filters | None:
    try:
        return read_filters(chosen)
    except (ProblemError, HoiBaoError):
        return None
