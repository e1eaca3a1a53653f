"""What a visitor may always do on gradio's page: requests that start these events are no questions and are never counted."""

import json

import gradio as gr
from starlette.types import Message, Receive

JOIN = "/gradio_api/queue/join"
FREE = frozenset(("refresh", "restart", "stop", "suggest", "restore", "save"))  # of web/chat/blocks.py and web/chat/carried.py


def free_events(page: gr.Blocks) -> frozenset[int]:
    """The numbers that gradio gave to the events that are free."""
    return frozenset(number for number, event in page.fns.items() if event.name in FREE)


async def event_of(receive: Receive) -> tuple[int | None, Receive]:
    """The number of the event that a request to `JOIN` starts, None where its body tells none; and the request over again."""
    messages: list[Message] = []
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    try:
        sent = json.loads(b"".join(message.get("body", b"") for message in messages))
    except (ValueError, RecursionError):
        sent = None
    number = sent.get("fn_index") if isinstance(sent, dict) else None

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return (number if type(number) is int else None), again
