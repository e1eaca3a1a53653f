"""The responses of `/v1` in OpenAI's shapes, each with the whole answer under `hoibao`."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from rag.answer import Answer
from web.api.answer_schema import EXAMPLE, AnswerBody
from web.openai.request import MODEL
from web.openai.text import marks_in, message_of

_NO_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}  # nothing here is counted in tokens


class Usage(BaseModel):
    """Always 0: nothing here is counted in tokens."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class UrlCitation(BaseModel):
    """A mark such as `[1]` in the message and the sentence that it leads to."""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    """A citation, as OpenAI's web search tells it."""

    type: Literal["url_citation"]
    url_citation: UrlCitation


class AssistantMessage(BaseModel):
    """The answer as text (Markdown), its sources below."""

    role: Literal["assistant"]
    content: str
    refusal: None = Field(description="Always null: a question that the articles do not answer gets an answer that says so.")
    annotations: list[Annotation]


class Choice(BaseModel):
    """The only one."""

    index: Literal[0]
    message: AssistantMessage
    logprobs: None
    finish_reason: Literal["stop"]


class ChatCompletion(BaseModel):
    """An answer."""

    id: str
    object: Literal["chat.completion"]
    created: int = Field(description="Seconds since 1970.")
    model: str
    choices: list[Choice] = Field(min_length=1, max_length=1)
    usage: Usage
    hoibao: AnswerBody = Field(description="The whole answer, as `POST /api/ask` gives it.")


class Delta(BaseModel):
    """What a chunk adds to the message; the whole text comes in one chunk."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    annotations: list[Annotation] | None = None


class ChunkChoice(BaseModel):
    """The only one."""

    index: Literal[0]
    delta: Delta
    logprobs: None
    finish_reason: Literal["stop"] | None


class ChatCompletionChunk(BaseModel):
    """A piece of a streamed answer."""

    id: str
    object: Literal["chat.completion.chunk"]
    created: int
    model: str
    choices: list[ChunkChoice] = Field(max_length=1)
    usage: Usage | None = None
    hoibao: AnswerBody | None = Field(None, description="The whole answer, in the chunk that ends the message.")


class Model(BaseModel):
    """The only model."""

    id: Literal["hoi-bao"]
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(BaseModel):
    """All models."""

    object: Literal["list"]
    data: list[Model]


THE_MODEL = Model(id=MODEL, object="model", created=0, owned_by="hoibao")


def completion(answer: Answer, head: dict[str, Any], site: str) -> dict[str, Any]:
    """The answer as one JSON object; `head` is what chunks of a stream share."""
    message = {"role": "assistant", "refusal": None, **_content(answer, site)}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    told = {"choices": [choice], "usage": _NO_TOKENS, "hoibao": answer.to_dict()}
    return {**head, "object": "chat.completion", **told}


def first_chunk(head: dict[str, Any]) -> dict[str, Any]:
    """Sent at once, before there is an answer."""
    return _chunk(head, {"role": "assistant", "content": ""})


def last_chunks(answer: Answer, head: dict[str, Any], site: str, *, usage: bool) -> list[dict[str, Any]]:
    """The text in one piece, then the end with the whole answer; with `usage` a chunk for that alone."""
    found = [_chunk(head, _content(answer, site)), {**_chunk(head, {}, "stop"), "hoibao": answer.to_dict()}]
    return [*found, {**head, "object": "chat.completion.chunk", "choices": [], "usage": _NO_TOKENS}] if usage else found


def _chunk(head: dict[str, Any], delta: dict[str, Any], end: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}
    return {**head, "object": "chat.completion.chunk", "choices": [choice]}


def _content(answer: Answer, site: str) -> dict[str, Any]:
    message = message_of(answer, site)
    cited = [
        {"start_index": mark.start, "end_index": mark.end, "title": mark.title, "url": mark.url}
        for mark in marks_in(message, answer, site)
    ]
    return {"content": message, "annotations": [{"type": "url_citation", "url_citation": one} for one in cited]}


def _example() -> dict[str, Any]:
    shown = "325/600 đảng viên\n\nHuyện Ba Bể từ đầu nhiệm kỳ đến nay đã kết nạp 325/600 đảng viên. [1]"
    link = "https://hoibao.example/bai/ba-be?start=120&end=186&fp=9f3a1c2b-66&n=1#trich-dan"
    told = "[1] Ba Bể kết nạp 325/600 đảng viên (Hỏi Báo (bài mẫu), viết lại theo Báo Bắc Kạn, 23/11/2022)"
    mark = {"start_index": len(shown) - 3, "end_index": len(shown), "title": "Ba Bể kết nạp 325/600 đảng viên", "url": link}
    message = {
        "role": "assistant",
        "content": f"{shown}\n\nNguồn:\n\n- {told}: {link}",
        "refusal": None,
        "annotations": [{"type": "url_citation", "url_citation": mark}],
    }
    return {
        "id": "chatcmpl-3f2a9c81d0be",
        "created": 1767225600,
        "model": MODEL,
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": _NO_TOKENS,
        "hoibao": EXAMPLE,
    }


COMPLETION = _example()
