"""The seam to a language model: any OpenAI-compatible server, or Ollama, by LangChain's `init_chat_model`.

Whatever the server does, a caller waits no longer than the deadlines and gets text or an LlmError. Nothing of the environment
(proxies, keys, tracing) reaches the request.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus import HoiBaoError
from rag.prompt import system_prompt

if TYPE_CHECKING:
    from concurrent.futures import Future

    from langchain_core.language_models import BaseChatModel

PASSAGES = 5  # that a model reads, unless it is told otherwise
OLLAMA = "ollama:"
OLLAMA_URL = "http://127.0.0.1:11434"
CONTEXT = 8192  # tokens; Ollama's own default would cut the passages off
MAX_TOKENS = 500
WARM_UP = 300.0  # seconds
MAX_CHARACTERS = 8_000  # of an answer; 500 tokens of Vietnamese are about 1,500
_NO_KEY = "none"  # a local server takes any key, the client none at all


class LlmError(Exception):
    """The language model gave no usable answer; the message says why, for the log."""


@dataclass(frozen=True)
class Deadlines:
    """Seconds from the start of a request: until connected, until the first text, until the last."""

    connect: float = 3.0
    first_token: float = 10.0
    total: float = 60.0


class Llm:
    """A chat model behind deadlines; safe to share between threads. Nothing is connected before the first question."""

    def __init__(
        self, model: str, base_url: str = "", api_key: str = "", deadlines: Deadlines | None = None, passages: int = PASSAGES
    ) -> None:
        """See `open_llm`."""
        self.name = model
        self.passages = passages
        self.deadlines = deadlines or Deadlines()
        self._model = _chat_model(model, base_url, api_key, self.deadlines)
        self._patient = _chat_model(model, base_url, api_key, Deadlines(first_token=WARM_UP, total=WARM_UP))
        # One loop of its own: a request can be cancelled there at any moment, and callers may be in a loop themselves.
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="hoibao-llm", daemon=True).start()

    def warm_up(self) -> "Future[None]":
        """Have the server load its model and read the rules before anybody waits for an answer.

        It happens beside everything else, in at most WARM_UP seconds; whatever goes wrong is left to the first question to tell.
        """
        return asyncio.run_coroutine_threadsafe(_first_word(self._patient, system_prompt("0" * 16)), self._loop)

    def stream(self, system: str, user: str) -> Generator[str, None, None]:
        """The answer in pieces as they come. Raises LlmError at a deadline and for whatever the server does wrong."""
        texts: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        begun = time.monotonic()
        future = asyncio.run_coroutine_threadsafe(_feed(self._model, [("system", system), ("human", user)], texts), self._loop)
        future.add_done_callback(lambda _: texts.put(None))
        try:
            yield from self._pieces(texts, begun)
        finally:
            future.cancel()
        _raise_failure(future)

    def _pieces(self, texts: "queue.SimpleQueue[str | None]", begun: float) -> Iterator[str]:
        some = False
        while True:
            limit = self.deadlines.total if some else min(self.deadlines.first_token, self.deadlines.total)
            try:
                text = texts.get(timeout=max(begun + limit - time.monotonic(), 0))
            except queue.Empty:
                raise LlmError(f"no {'end' if some else 'first word'} within {limit:g} s") from None
            if text is None:
                return
            some = True
            # Text that comes fast enough never lets the queue run empty.
            if time.monotonic() > begun + self.deadlines.total:
                raise LlmError(f"no end within {self.deadlines.total:g} s")
            yield text


def open_llm(model: str, base_url: str, api_key: str, passages: int = PASSAGES) -> Llm | None:
    """The model `ollama:NAME` or, on an OpenAI-compatible server at `base_url`, NAME; None where no model is set.

    It is given at most so many `passages` to read.
    """
    if not model:
        return None
    if not base_url and not model.startswith(OLLAMA):
        raise HoiBaoError(
            f"no address of the language model {model} is set",
            mend="set HOIBAO_LLM_BASE_URL, such as http://127.0.0.1:8080/v1, or name a model of Ollama as ollama:NAME",
            vietnamese="Chưa đặt địa chỉ của mô hình ngôn ngữ.",
        )
    return Llm(model, base_url, api_key, passages=passages)


def _raise_failure(future: "Future[None]") -> None:
    """The failure of a finished request, whatever its kind: a client library may stumble over garbage anywhere."""
    error = None if future.cancelled() else future.exception()
    if isinstance(error, LlmError):
        raise error
    if error is not None:
        raise LlmError(f"{type(error).__name__}: {str(error)[:200]}") from error


async def _first_word(model: "BaseChatModel", system: str) -> None:
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        async with asyncio.timeout(WARM_UP):
            async for _ in model.astream([("system", system), ("human", "Xin chào!")]):
                return


async def _feed(model: "BaseChatModel", messages: list[tuple[str, str]], texts: "queue.SimpleQueue[str | None]") -> None:
    from langsmith import tracing_context

    length = 0
    with tracing_context(enabled=False):
        async for chunk in model.astream(messages):
            length += len(chunk.text)
            if length > MAX_CHARACTERS:
                raise LlmError(f"more than {MAX_CHARACTERS} characters")
            if chunk.text:
                texts.put(str(chunk.text))
            if chunk.response_metadata.keys() & {"finish_reason", "done_reason"}:
                return  # a server may keep the connection open behind its last word


def _chat_model(name: str, base_url: str, api_key: str, deadlines: Deadlines) -> "BaseChatModel":
    import httpx
    from langchain.chat_models import init_chat_model

    from rag.limited_http import LimitedTransport

    timeout = httpx.Timeout(deadlines.first_token, connect=deadlines.connect)
    client: dict[str, Any] = {"timeout": timeout, "trust_env": False, "follow_redirects": False}
    if name.startswith(OLLAMA):
        return init_chat_model(
            name.removeprefix(OLLAMA),
            model_provider="ollama",
            base_url=base_url or OLLAMA_URL,
            temperature=0,
            num_ctx=CONTEXT,
            num_predict=MAX_TOKENS,
            client_kwargs={**client, "headers": {"authorization": f"Bearer {api_key or _NO_KEY}"}},
            async_client_kwargs={"transport": LimitedTransport()},
        )
    return init_chat_model(
        name,
        model_provider="openai",
        base_url=base_url,
        api_key=api_key or _NO_KEY,
        temperature=0,
        extra_body={"max_tokens": MAX_TOKENS},  # the client's own argument has a name that few servers know
        max_retries=0,
        timeout=timeout,
        stream_chunk_timeout=None,  # it is kept by asyncio.wait_for, which before Python 3.12 can swallow a cancellation
        openai_proxy=None,
        http_socket_options=(),
        http_async_client=httpx.AsyncClient(transport=LimitedTransport(), **client),
        use_responses_api=False,
    )
