"""The request of `POST /v1/chat/completions`: what of OpenAI's chat form has a meaning here, and what is refused."""

from itertools import pairwise
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, field_validator

from web.api.schemas import MAX_TURNS, AskFilters, Strict, check_question
from web.openai.text import answer_within
from web.problems import NO_QUESTION, UNKNOWN_MODEL, ProblemError, unsupported

MODEL = "hoi-bao"
# Parameter -> the values that ask for what happens anyway. With any other, an answer would be another than was asked for.
ONLY: dict[str, list[Any]] = {
    "n": [1],
    "tools": [[]],
    "functions": [[]],
    "tool_choice": ["none", "auto"],
    "function_call": ["none", "auto"],
    "response_format": [{"type": "text"}],
    "modalities": [["text"]],
    "logprobs": [False],
    "audio": [],
    "web_search_options": [],
}


class TextPart(BaseModel):
    """A piece of a message."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """One message of the talk."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[TextPart] | None = None

    @field_validator("content", mode="before")
    @classmethod
    def _is_text(cls, content: Any) -> Any:
        kinds = [part.get("type") for part in content if isinstance(part, dict)] if isinstance(content, list) else []
        other = next((kind for kind in kinds if isinstance(kind, str) and kind != "text"), None)
        if other is not None:
            raise ProblemError(unsupported("messages.content"))
        return content

    @property
    def text(self) -> str:
        """The content as one string."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """How a stream ends."""

    include_usage: StrictBool | None = Field(None, description="Send a last chunk with `usage`.")


class OwnOptions(Strict):
    """What OpenAI's form has no place for."""

    filters: AskFilters | None = None


def _told(schema: dict[str, Any]) -> None:
    """For `/openapi.json`: the parameters that take one value alone, and an example."""
    schema["properties"] |= {name: {"enum": [*allowed, None]} for name, allowed in ONLY.items()}
    schema["properties"]["messages"]["contains"] = {
        "type": "object",
        "required": ["role", "content"],
        "properties": {"role": {"const": "user"}},
    }
    schema["examples"] = [
        {
            "model": MODEL,
            "messages": [
                {"role": "user", "content": "Huyện Ba Bể có bao nhiêu đảng viên?"},
                {"role": "assistant", "content": "trên 4.900 đảng viên"},
                {"role": "user", "content": "Còn Ba Chẽ?"},
            ],
            "hoibao": {"filters": {"source": ["Báo Bắc Kạn"]}},
        }
    ]


class ChatRequest(BaseModel):
    """A talk whose last question is to be answered. Parameters that are not listed change nothing and are passed over."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra=_told,
    )

    model: str = Field(json_schema_extra={"enum": [MODEL]})
    messages: list[Message] = Field(
        min_length=1,
        description="The last `user` message is the question; the turns before it are the history, of which the last "
        f"{MAX_TURNS} count. `system` and `developer` messages are passed over: answers are sentences of the articles.",
    )
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    hoibao: OwnOptions | None = None

    def checked(self) -> tuple[str, list[tuple[str, str]]]:
        """Question and history. Raises ProblemError for what is not supported and for a question that cannot be one."""
        if self.model != MODEL:
            raise ProblemError(UNKNOWN_MODEL)
        for name, allowed in ONLY.items():
            value = (self.model_extra or {}).get(name)
            if value is not None and not any(_same(value, one) for one in allowed):
                raise ProblemError(unsupported(name))
        question, history = _talk(self.messages)
        check_question(question)
        return question, history[-MAX_TURNS:]


def _same(value: Any, other: Any) -> bool:
    """As JSON has it: 1 is no `true`."""
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


def _talk(messages: list[Message]) -> tuple[str, list[tuple[str, str]]]:
    """The last question and the turns before it; what stands behind it is passed over."""
    asked = [place for place, message in enumerate(messages) if message.role == "user"]
    if not asked:
        raise ProblemError(NO_QUESTION)
    turns: list[tuple[str, str]] = []
    for start, end in pairwise(asked):
        replies = [message.text for message in messages[start + 1 : end] if message.role == "assistant"]
        turns.append((messages[start].text, answer_within("\n\n".join(replies))))
    return messages[asked[-1]].text, turns
