"""Asking a system with the form of OpenAI's chat completions."""

from collections.abc import Sequence
from typing import Any

from corpus import Article
from eval.asking.endpoint import Endpoint
from eval.asking.failures import FailedError, Failure
from eval.asking.pipeline import Answer, PlainAnswer
from eval.asking.remote import Caller, answer_of, no_passages


class OpenAIAnswerer:
    """The turns before are sent as messages. Of a system that is not ours an answer is text alone, and what refuses is told by
    the endpoint's pattern; ours sends the whole answer along under `hoibao`.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        """See `eval.asking.remote.open_remote`."""
        self._endpoint = endpoint
        self._caller = Caller(endpoint)

    def ask(self, question: str, history: Sequence[tuple[str, str]] = (), filters: None = None, *, refuse: bool = True) -> Answer:
        """The system's answer. Raises FailedError."""
        messages = [
            {"role": role, "content": text} for turn in history for role, text in zip(("user", "assistant"), turn, strict=True)
        ]
        messages.append({"role": "user", "content": question})
        found = self._caller.post({"model": self._endpoint.model, "messages": messages, "stream": False})
        own = found.get("hoibao")
        return answer_of(own, question) if isinstance(own, dict) else self._plain(found, question)

    def read(self, question: str, article: Article) -> Answer:
        """Raises HoiBaoError: no system can be handed a passage."""
        raise no_passages()

    def _plain(self, found: dict[str, Any], question: str) -> PlainAnswer:
        message = _message(found)
        declined = message.get("refusal")
        text = declined if isinstance(declined, str) and declined else _text(message.get("content"))
        refuses = bool(declined) or self._endpoint.is_refusal(text)
        return PlainAnswer(question, question, not refuses, None, None, text, 0.0, mode="llm")


def _message(found: dict[str, Any]) -> dict[str, Any]:
    choices = found.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(message, dict):
        raise FailedError(Failure("the response is no chat completion: choices[0].message is missing", is_gone=True))
    return message


def _text(content: object) -> str:
    """A text, or the texts of its parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "\n".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str) or not content.strip():
        raise FailedError(Failure("the answer is empty"))
    return content.strip()
