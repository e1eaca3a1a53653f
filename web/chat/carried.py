"""What goes between the page and the browser beside questions: the conversation to keep, and the file to save."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from web.chat import render
from web.chat.conversation import Conversation
from web.chat.kept import pack, unpack
from web.chat.turns import Turn
from web.export.saved import MENU, exported


@dataclass(frozen=True)
class Carried:
    """Hidden components; `room` is how many bytes of a request the kept conversation may take."""

    kept: gr.Textbox  # the conversation as data, see web/chat/kept.py; goes with every question, for the server may be a new one
    file: gr.Textbox
    restore: gr.Button
    export: gr.Button
    room: int

    def packed(self, turns: list[Turn]) -> dict[Any, Any]:
        """The update that hands these turns to the browser."""
        return {self.kept: pack(turns, self.room)}


def hidden_event(turns: gr.State) -> dict[str, Any]:
    """How every event of the page is declared: nothing of it is an API, and nothing tells that it is waited for.

    A component that is waited for counts the time at every frame even where that is not shown; a state shows nothing.
    """
    return {"show_progress": "hidden", "show_progress_on": turns, "api_visibility": "private"}


def carried(max_body: int) -> Carried:
    """The components; half of a request is left to the question that comes with the conversation."""
    return Carried(
        gr.Textbox(label="Cuộc trò chuyện được giữ", elem_id="kept"),
        gr.Textbox(label="Tệp", elem_id="file"),
        gr.Button("Mở lại", elem_id="act-restore"),
        gr.Button("Tải", elem_id="act-export"),
        max_body // 2,
    )


def export_menu() -> gr.Markdown:
    """The formats to choose from."""
    return gr.Markdown(MENU, elem_id="export", latex_delimiters=[], sanitize_html=True)


def going_on(talk: Conversation, turns: list[Turn], kept: str) -> list[Turn]:
    """The turns as this server knows them, or as the browser kept them when it is another server than it was."""
    return turns or unpack(kept, talk.service.article, talk.offers)


def carry(
    talk_of: Callable[[gr.Request], Conversation],
    hidden: Carried,
    wish: gr.Textbox,
    shown: tuple[gr.State, gr.Markdown, gr.Column, gr.Button],
) -> None:
    """Connect the events; `talk_of` tells the conversation of a page, `shown` are the turns, the conversation, the examples and
    the button that begins anew."""
    turns, conversation, examples, fresh = shown
    quiet = {**hidden_event(turns), "concurrency_limit": None}

    def restore(request: gr.Request, now: list[Turn], kept: str) -> dict[Any, Any]:
        found = going_on(talk_of(request), now, kept)
        if not found:
            return {hidden.kept: ""}
        drawn = {turns: found, conversation: render.conversation(found)}
        return {**drawn, examples: gr.Column(visible=False), fresh: gr.Button(visible=True)}

    def save(request: gr.Request, now: list[Turn], kept: str, wished: str) -> str:
        return exported(going_on(talk_of(request), now, kept), wished)

    hidden.restore.click(restore, [turns, hidden.kept], [*shown, hidden.kept], **quiet)
    hidden.export.click(save, [turns, hidden.kept, wish], hidden.file, **quiet)
