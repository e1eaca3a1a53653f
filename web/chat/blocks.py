"""The chat page in gradio. A conversation is a list of turns kept per browser session; see web/chat/render.py for how it looks.

The conversation is a Markdown component, not a Chatbot: that one labels each message in English with its whole source.
gr.HTML cannot be used either: it compiles templates with `Function`, which the content security policy forbids. What the
plain HTML inside cannot do by itself (ask again, filter) web/static writes into hidden components as JSON.
"""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from web.chat import render
from web.chat.carried import Carried, carried, carry, export_menu, going_on, hidden_event
from web.chat.conversation import EXAMPLES
from web.chat.filter_panel import filter_panel
from web.chat.kept import LONGEST_KEPT
from web.chat.page_bound import Conversations
from web.chat.suggesting import Suggesting
from web.chat.template import TITLE
from web.chat.turns import Turn
from web.guard.security import MAX_BODY
from web.pool import WorkerPool
from web.service import Answerer

LONGEST_INPUT = LONGEST_KEPT  # characters the box takes; what is over the limit of a question is told so, not cut silently
_LOOK_S = 0.01  # between two looks of gradio for a question; its own thousand a second cost when nobody asks, too
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Arial", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Noto Sans Mono", "monospace")
EDITING = (
    '<div class="hb-editing-note">Đang sửa câu hỏi cuối; câu trả lời cũ sẽ được thay. '
    '<button type="button" name="keep" class="hb-do">Thôi sửa</button></div>'
)
_EXAMPLE_NAMES = [f"example-{place}" for place in range(EXAMPLES)]


def theme() -> gr.themes.Base:
    """gradio's plainest theme with fonts that every system has; colours and shapes are in web/static/chat.css."""
    return gr.themes.Base(font=list(SANS), font_mono=list(MONO))


@dataclass(frozen=True)
class _Parts:
    turns: gr.State
    conversation: gr.Markdown
    suggested: gr.Markdown
    examples: gr.Column
    buttons: list[gr.Button]
    filters: gr.Markdown
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    fresh: gr.Button
    wire: "_Wire"


@dataclass(frozen=True)
class _Wire:
    """Hidden components between the scripts of the page and Python, each a string of JSON or a button to press."""

    chosen: gr.Textbox  # filters, and whether the last question is being mended: goes with every question
    wish: gr.Textbox  # what a button of a turn is for
    ask: gr.Button
    carried: Carried


def build_chat(service: Answerer, pool: WorkerPool, max_body: int = MAX_BODY) -> gr.Blocks:
    """The page's components and what they do; mounted by web.server, which takes `max_body` bytes of a request.

    They are the same for every address, also of a page bound to one source, so none of them tells anything of the articles:
    the page asks for its own examples and filters when it loads.
    """
    talks, suggesting = Conversations(service, pool), Suggesting(pool)
    talks.whole.examples()  # found now, as no reader should wait for it
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        turns = gr.State([])
        conversation = gr.Markdown(elem_id="conversation", latex_delimiters=[], sanitize_html=True)
        suggested = gr.Markdown(elem_id="suggested", latex_delimiters=[], sanitize_html=True)
        with gr.Column(elem_id="composer"):
            gr.Markdown(EDITING, elem_id="editing", latex_delimiters=[])
            filters = gr.Markdown(elem_id="filters", latex_delimiters=[], sanitize_html=True)
            with gr.Row(elem_id="composer-row"):
                box = gr.Textbox(
                    label="Câu hỏi",
                    show_label=False,
                    container=False,
                    placeholder="Nhập câu hỏi…",
                    max_lines=6,
                    max_length=LONGEST_INPUT,
                    autofocus=True,
                    elem_id="question",
                    scale=1,
                )
                stop = gr.Button("Dừng", elem_id="stop", visible=False, scale=0, min_width=0)
                send = gr.Button("Gửi", variant="primary", elem_id="send", scale=0, min_width=0)
            with gr.Row(elem_id="composer-foot"):
                fresh = gr.Button("Cuộc trò chuyện mới", elem_id="fresh", visible=False, size="sm", scale=0, min_width=0)
                export_menu()
        with gr.Column(elem_id="examples", visible=False) as examples:
            gr.Markdown("Thử hỏi một câu:", elem_id="examples-title", latex_delimiters=[])
            buttons = [gr.Button("", elem_id=name, elem_classes="hb-example", visible=False) for name in _EXAMPLE_NAMES]
        with gr.Column(elem_id="wire"):
            chosen = gr.Textbox(label="Bộ lọc đang dùng", elem_id="chosen")
            wish = gr.Textbox(label="Yêu cầu", elem_id="wish")
            wire = _Wire(chosen, wish, gr.Button("Hỏi", elem_id="act-ask"), carried(max_body))
        parts = _Parts(turns, conversation, suggested, examples, buttons, filters, box, send, stop, fresh, wire)
        _wire(page, talks, suggesting, parts)
    page.queue(max_size=64, default_concurrency_limit=None, api_open=False)
    page._queue.sleep_when_free = _LOOK_S
    return page


def _wire(page: gr.Blocks, talks: Conversations, suggesting: Suggesting, parts: _Parts) -> None:
    """Connect the events; nothing of them is offered as an API, `POST /api/ask` is the API."""
    kept = parts.wire.carried.kept
    buttons = [parts.send, parts.stop, parts.fresh]
    changed = [parts.turns, parts.conversation, parts.suggested, parts.examples, parts.box, *buttons, kept]
    hidden = hidden_event(parts.turns)

    async def ask(
        event: gr.EventData, request: gr.Request, turns: list[Turn], typed: str, chosen: str, wish: str, held: str, *offered: str
    ) -> AsyncIterator[dict[Any, Any]]:
        # Each session has components of its own, with the same names.
        name = (event.target.elem_id if event.target else None) or ""
        wished = _read(wish) if name == "act-ask" else _read(chosen)
        question = _question(name, wished, typed, offered)
        if not question.strip():
            yield {parts.box: ""} if name != "act-ask" else {}
            return
        filters = "" if wished.get("unlimited") else _filters(chosen)
        turns = going_on(talks.of(request), turns, held)
        earlier = turns[:-1] if wished.get("replace") else turns
        suggesting.cancel(request.session_hash or "")
        begun = _begun(parts) | ({} if name == "act-ask" else {parts.box: ""})  # what is half typed stays
        last = turns[-1].number if turns else 0
        async for latest in talks.of(request).ask(question, earlier, last + 1, filters, request.session_hash or ""):
            done = latest[-1].done
            kept_too = parts.wire.carried.packed(latest) if begun or done else {}
            looks = begun | (_ended(parts) if done else {})
            yield {parts.turns: latest, parts.conversation: render.conversation(latest), **looks, **kept_too}
            begun = {}

    def restart(request: gr.Request) -> dict[Any, Any]:
        suggesting.cancel(request.session_hash or "")
        return {
            parts.turns: [],
            parts.conversation: "",
            parts.suggested: "",
            parts.examples: gr.Column(visible=bool(talks.of(request).examples())),
            parts.box: "",
            parts.fresh: gr.Button(visible=False),
            kept: "",
        }

    def refresh(request: gr.Request) -> list[gr.Button | gr.Column | str]:
        talk = talks.of(request)
        offered = [gr.Button(value=question, visible=bool(question)) for question in _padded(talk.examples())]
        return [*offered, filter_panel(talk.facets()), gr.Column(visible=bool(talk.examples()))]

    # One event for all ways: gradio then ignores a second question of this visitor until the first is answered.
    ways = [parts.send.click, parts.box.submit, parts.wire.ask.click, *(button.click for button in parts.buttons)]
    told = [parts.turns, parts.box, parts.wire.chosen, parts.wire.wish, kept, *parts.buttons]
    asked = gr.on(ways, ask, told, changed, trigger_mode="once", concurrency_limit=None, **hidden)
    _wire_free(talks, suggesting, parts, asked.then, hidden)
    parts.fresh.click(restart, None, changed, **hidden)
    carry(talks.of, parts.wire.carried, parts.wire.wish, (parts.turns, parts.conversation, parts.examples, parts.fresh))
    page.load(refresh, None, [*parts.buttons, parts.filters, parts.examples], **hidden)


def _wire_free(
    talks: Conversations, suggesting: Suggesting, parts: _Parts, after_asking: Callable[..., Any], hidden: dict[str, Any]
) -> None:
    """What is no question of the visitor's, and is never refused; web/guard/free_events.py knows these by their names."""

    def stop(request: gr.Request) -> None:
        talks.of(request).stop(request.session_hash or "")

    async def suggest(request: gr.Request, turns: list[Turn], chosen: str) -> str:
        service = talks.of(request).service
        return render.suggested(await suggesting.after(service, turns, _filters(chosen), request.session_hash or ""))

    after_asking(suggest, [parts.turns, parts.wire.chosen], parts.suggested, concurrency_limit=None, **hidden)
    parts.stop.click(stop, None, None, concurrency_limit=None, **hidden)


def _begun(parts: _Parts) -> dict[Any, Any]:
    """How the page looks while a question is being answered."""
    return {
        parts.suggested: "",
        parts.examples: gr.Column(visible=False),
        parts.send: gr.Button(interactive=False),
        parts.stop: gr.Button(visible=True),
        parts.fresh: gr.Button(visible=True, interactive=False),  # starting anew would race with the answer
    }


def _ended(parts: _Parts) -> dict[Any, Any]:
    """How it looks once the answer is there."""
    return {
        parts.send: gr.Button(interactive=True),
        parts.stop: gr.Button(visible=False),
        parts.fresh: gr.Button(visible=True, interactive=True),  # shown here too: what is refused at once begins and ends in one
    }


def _question(name: str, wished: dict[str, Any], typed: str, offered: Sequence[str]) -> str:
    """What is asked, by the name of the component that asks: a button of a turn, an example, or the box."""
    if name == "act-ask":
        return str(wished.get("question", ""))
    return dict(zip(_EXAMPLE_NAMES, offered, strict=True)).get(name, typed)


def _read(sent: str) -> dict[str, Any]:
    """What a script of the page wrote; anything else counts as nothing."""
    try:
        found = json.loads(sent or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("question", ""), str) else {}


def _filters(chosen: str) -> str:
    found = _read(chosen).get("filters")
    return json.dumps(found) if found else ""


def _padded(questions: Sequence[str]) -> list[str]:
    return [*questions, *[""] * (EXAMPLES - len(questions))]
