"""The chat page in gradio. A conversation is a list of turns kept per browser session; see web/render.py for how it looks.

The conversation is a Markdown component, not a Chatbot: that one labels each message in English with its whole source.
gr.HTML cannot be used either: it compiles templates with `Function`, which the content security policy forbids.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import gradio as gr

from rag.answer import Answer
from web import render
from web.page import TITLE
from web.pool import BusyError, WorkerPool
from web.problems import ProblemError, explain, new_id
from web.schemas import MAX_TURNS, check_question
from web.service import Answerer

SEARCHING = "Đang tìm trong kho bài…"
STAGES = {"retrieve": SEARCHING, "read": "Đang chọn câu trả lời…", "write": "Đang soạn câu trả lời…"}
QUEUED = "Đang chờ đến lượt…"
EXAMPLES = 4
LONGEST_INPUT = 4_000  # characters the box takes; what is over the limit of a question is told so, not cut silently
KEPT_TURNS = 50
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Arial", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Noto Sans Mono", "monospace")
News = tuple[str, str]  # "stage" and its name, or "sentence" and its text
_DONE: News = ("done", "")
_EXAMPLE_NAMES = [f"example-{place}" for place in range(EXAMPLES)]


@dataclass(frozen=True)
class Turn:
    """One question as it is shown; `reply` is what a follow-up may refer to, None where there was only an error."""

    number: int
    question: str
    html: str
    reply: str | None = None


class Conversation:
    """What happens when a question is sent; one object serves all sessions, the turns come from and go to gradio."""

    def __init__(self, service: Answerer, pool: WorkerPool) -> None:
        self._service = service
        self._pool = pool
        self._examples: tuple[str, list[str]] = ("", [])

    async def ask(self, question: str, turns: Sequence[Turn]) -> AsyncIterator[list[Turn]]:
        """The turns with the new one in each of its states: working, then answered, refused or failed."""
        earlier = list(turns)[-KEPT_TURNS:]
        number = earlier[-1].number + 1 if earlier else 1
        turn = Turn(number, question.strip(), render.working(QUEUED if self._pool.saturated else SEARCHING))
        news: asyncio.Queue[News] = asyncio.Queue()
        try:
            check_question(question)
            future = self._start(question, earlier, news)
        except (ProblemError, BusyError) as error:
            yield [*earlier, replace(turn, html=_failure(error), question=_shortened(turn.question))]
            return
        yield [*earlier, turn]
        try:
            written: list[str] = []
            while (latest := await news.get()) != _DONE:
                kind, text = latest
                if kind == "sentence":
                    written.append(text)
                yield [*earlier, replace(turn, html=_so_far(written) if written else render.working(STAGES.get(text, SEARCHING)))]
        finally:
            future.cancel()  # the reader has gone: give up the place in the queue
        error_or_none = future.exception()
        if error_or_none is not None:
            yield [*earlier, replace(turn, html=_failure(error_or_none))]
            return
        answer = future.result()
        yield [*earlier, replace(turn, html=render.answered(number, answer), reply=answer.answer)]

    def examples(self) -> list[str]:
        """Questions to offer before anything was asked; finding them takes a while, so once for each index version."""
        version = self._service.index_version
        if self._examples[0] != version:
            self._examples = (version, self._service.example_questions()[:EXAMPLES])
        return self._examples[1]

    def _start(self, question: str, turns: Sequence[Turn], news: asyncio.Queue[News]) -> asyncio.Future[Answer]:
        loop = asyncio.get_running_loop()
        history = [(turn.question, turn.reply) for turn in turns if turn.reply is not None][-MAX_TURNS:]

        def told(kind: str, text: str) -> None:
            loop.call_soon_threadsafe(news.put_nowait, (kind, text))

        ask = partial(self._service.ask, question, history, None, partial(told, "stage"), partial(told, "sentence"))
        future = self._pool.submit(ask)
        future.add_done_callback(lambda _: news.put_nowait(_DONE))
        return future


def theme() -> gr.themes.Base:
    """gradio's plainest theme with fonts that every system has; colours and shapes are in web/static/chat.css."""
    return gr.themes.Base(font=list(SANS), font_mono=list(MONO))


def _so_far(written: Sequence[str]) -> str:
    return render.writing(written) + render.working(STAGES["write"])


def _failure(error: BaseException) -> str:
    return render.failed(explain(error, new_id()).vietnamese)


def _shortened(question: str) -> str:
    return question if len(question) <= 200 else question[:200].rstrip() + "…"


def _shown(turns: Sequence[Turn]) -> str:
    return "\n\n".join(render.turn(turn.number, turn.question, turn.html) for turn in turns)


def build_chat(service: Answerer, pool: WorkerPool) -> gr.Blocks:
    """The page's components and what they do; mounted by web.server."""
    talk = Conversation(service, pool)
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        turns = gr.State([])
        conversation = gr.Markdown(elem_id="conversation", latex_delimiters=[], sanitize_html=True)
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="composer-row"):
                box = gr.Textbox(
                    label="Câu hỏi",
                    show_label=False,
                    container=False,
                    placeholder="Nhập câu hỏi về nội dung các bài báo…",
                    max_lines=6,
                    max_length=LONGEST_INPUT,
                    autofocus=True,
                    elem_id="question",
                    scale=1,
                )
                send = gr.Button("Gửi", variant="primary", elem_id="send", scale=0, min_width=0)
            fresh = gr.Button("Cuộc trò chuyện mới", elem_id="fresh", visible=False, size="sm")
        with gr.Column(elem_id="examples", visible=bool(talk.examples())) as examples:
            gr.Markdown("Thử hỏi một câu:", elem_id="examples-title", latex_delimiters=[])
            offered = zip(_EXAMPLE_NAMES, _padded(talk.examples()), strict=True)
            buttons = [gr.Button(text, elem_id=name, elem_classes="hb-example", visible=bool(text)) for name, text in offered]
        _wire(page, talk, _Parts(turns, conversation, examples, buttons, box, send, fresh))
    page.queue(max_size=64, default_concurrency_limit=None, api_open=False)
    return page


@dataclass(frozen=True)
class _Parts:
    turns: gr.State
    conversation: gr.Markdown
    examples: gr.Column
    buttons: list[gr.Button]
    box: gr.Textbox
    send: gr.Button
    fresh: gr.Button


def _wire(page: gr.Blocks, talk: Conversation, parts: _Parts) -> None:
    """Connect the events; nothing of them is offered as an API, `POST /api/ask` is the API."""
    changed = [parts.turns, parts.conversation, parts.examples, parts.box, parts.send, parts.fresh]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    async def ask(event: gr.EventData, turns: list[Turn], typed: str, *offered: str) -> AsyncIterator[dict[Any, Any]]:
        name = event.target.elem_id if event.target else None  # each session has components of its own, with the same names
        question = dict(zip(_EXAMPLE_NAMES, offered, strict=True)).get(name or "", typed)
        if not question.strip():
            yield {parts.box: ""}
            return
        begun: dict[Any, Any] = {
            parts.examples: gr.Column(visible=False),
            parts.box: "",
            parts.send: gr.Button(interactive=False),
            parts.fresh: gr.Button(visible=True, interactive=False),  # starting anew would race with the answer
        }
        async for latest in talk.ask(question, turns):
            yield {parts.turns: latest, parts.conversation: _shown(latest), **begun}
            begun = {}
        yield {parts.send: gr.Button(interactive=True), parts.fresh: gr.Button(interactive=True)}

    def restart() -> dict[Any, Any]:
        return {
            parts.turns: [],
            parts.conversation: "",
            parts.examples: gr.Column(visible=bool(talk.examples())),
            parts.box: "",
            parts.fresh: gr.Button(visible=False),
        }

    def refresh() -> list[gr.Button]:
        return [gr.Button(value=question, visible=bool(question)) for question in _padded(talk.examples())]

    # One event for all ways to ask: gradio then ignores a second question of this visitor until the first is answered.
    ways = [parts.send.click, parts.box.submit, *(button.click for button in parts.buttons)]
    gr.on(ways, ask, [parts.turns, parts.box, *parts.buttons], changed, trigger_mode="once", concurrency_limit=None, **hidden)
    parts.fresh.click(restart, None, changed, **hidden)
    page.load(refresh, None, parts.buttons, **hidden)


def _padded(questions: Sequence[str]) -> list[str]:
    return [*questions, *[""] * (EXAMPLES - len(questions))]
