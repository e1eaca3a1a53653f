"""What happens when a question is sent from the page; one object serves all visitors, the turns come from and go to gradio."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from corpus import HoiBaoError
from rag.facets import Facets, facets
from web.api.schemas import MAX_TURNS, check_question
from web.asking import Asking
from web.chat import render
from web.chat.filter_panel import read_filters
from web.chat.kept import LONGEST_KEPT
from web.chat.turns import Turn
from web.passages import quote_contexts
from web.pool import BusyError, WorkerPool
from web.problems import ProblemError, explain, new_id
from web.service import Answerer

SEARCHING = "Đang tìm trong kho bài…"
STAGES = {"retrieve": SEARCHING, "read": "Đang chọn câu trả lời…", "write": "Đang soạn câu trả lời…"}
QUEUED = "Đang chờ đến lượt…"
STOPPED = "Đã dừng theo yêu cầu của bạn."
EXAMPLES = 4
KEPT_TURNS = 50
SHORT = 0.3  # seconds; a stage that ends sooner is not told: drawing it would take the cores from the answer


class Conversation:
    """Asks for a visitor, stops for a visitor (by gradio's session hash), and knows what the corpus in use offers."""

    def __init__(self, service: Answerer, pool: WorkerPool) -> None:
        self.service = service
        self.pool = pool
        self._stops: dict[str, asyncio.Event] = {}
        self._examples: tuple[str, list[str]] = ("", [])
        self._facets: tuple[str, Facets] = ("", facets(()))

    async def ask(
        self, question: str, turns: Sequence[Turn], number: int = 1, filters: str = "", visitor: str = ""
    ) -> AsyncIterator[list[Turn]]:
        """The turns with turn `number` behind them in each of its states: working, then answered, refused, stopped or failed.

        `filters` is the JSON that web/static/filters.js sends; nothing of an error reaches the reader but its sentence.
        """
        earlier = list(turns)[-KEPT_TURNS:]
        turn = Turn(number, question.strip(), render.working(SEARCHING))
        history = [(one.question, one.answer.answer) for one in earlier if one.answer is not None][-MAX_TURNS:]
        try:
            turn = replace(turn, filters=read_filters(filters))
            check_question(question)
            asking = Asking(self.service, self.pool, question, history, turn.filters if filters else None)
        except (ProblemError, BusyError, HoiBaoError) as error:
            yield [*earlier, replace(turn, html=_failure(error), question=turn.question[:LONGEST_KEPT], done=True)]
            return
        if asking.waits:
            turn = replace(turn, html=render.working(QUEUED))
        yield [*earlier, turn]
        stop = self._stops[visitor] = asyncio.Event()
        try:
            async for html in _drawn(asking, stop, turn.html):
                yield [*earlier, replace(turn, html=html)]
        finally:
            self._stops.pop(visitor, None)
            asking.give_up()  # does nothing to an answer that is there
        if stop.is_set():
            yield [*earlier, replace(turn, html=render.stopped(STOPPED), done=True)]
            return
        outcome = asking.outcome()
        if isinstance(outcome, BaseException):
            yield [*earlier, replace(turn, html=_failure(outcome), done=True)]
            return
        contexts = quote_contexts(outcome.citations, self.service.article)
        html = render.answered(number, outcome, contexts, self.offers(turn))
        yield [*earlier, replace(turn, html=html, answer=outcome, done=True)]

    def stop(self, visitor: str) -> None:
        """End the question that this visitor waits for, if there is one."""
        if visitor in self._stops:
            self._stops[visitor].set()

    def examples(self) -> list[str]:
        """Questions to offer before anything was asked; finding them takes a while, so once for each index version."""
        version = self.service.index_version
        if self._examples[0] != version:
            self._examples = (version, self.service.example_questions()[:EXAMPLES])
        return self._examples[1]

    def offers(self, turn: Turn) -> list[str]:
        """What a refusal offers to ask; under filters those questions might be refused too."""
        return [] if turn.limited else [question for question in self._examples[1] if question != turn.question][:3]

    def facets(self) -> Facets:
        """What the filters can be set to; counted once for each index version."""
        version = self.service.index_version
        if self._facets[0] != version:
            self._facets = (version, facets(self.service.articles()))
        return self._facets[1]


async def _drawn(asking: Asking, stop: asyncio.Event, shown: str) -> AsyncIterator[str]:
    """What the turn shows while it is worked on, whenever that is another than `shown`, which is there already."""
    written: list[str] = []
    latest = shown
    async for kind, text in asking.news(stop, SHORT):
        if kind == "token":
            written.append(text)
        if kind != "quiet":
            latest = _so_far(written) if written else render.working(STAGES.get(text, SEARCHING))
        if latest != shown and kind != "status":
            shown = latest
            yield shown


def _so_far(written: Sequence[str]) -> str:
    return render.writing(written) + render.working(STAGES["write"])


def _failure(error: BaseException) -> str:
    return render.failed(explain(error, new_id()).vietnamese)
