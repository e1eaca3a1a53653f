"""Asking another system over HTTP; whatever it does, a question ends with an answer or a FailedError."""

import math
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from corpus import Article, HoiBaoError
from eval.asking.endpoint import Endpoint
from eval.asking.failures import BusyError, FailedError, Failure
from eval.asking.pipeline import Answer, Answerer, UnrankedAnswer

MAX_BYTES = 4 * 1024 * 1024  # of one response
CONNECT = 10.0  # seconds
LONGEST_WAIT = 60.0  # seconds that a busy system may ask for
USUAL_WAIT = 2.0  # where it does not say
_SHOWN = 200  # characters of what a system says of its error
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
# Of this question alone: it is too long, or not to the system's liking. All other statuses would meet any question.
_THIS_QUESTION = {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
_ANSWERS: TypeAdapter[Answer] = TypeAdapter(Answer)


def open_remote(endpoint: Endpoint) -> Answerer:
    """The system as an answerer. Nothing is connected before the first question."""
    if endpoint.kind == "openai":
        from eval.asking.remote_openai import OpenAIAnswerer

        return OpenAIAnswerer(endpoint)
    return HoibaoAnswerer(endpoint)


class Caller:
    """Posts JSON to one address: no proxy, no redirect, so many bytes and seconds and no more."""

    def __init__(self, endpoint: Endpoint) -> None:
        key = endpoint.key.get_secret_value()
        self._endpoint = endpoint
        self._client = httpx.Client(
            trust_env=False,
            follow_redirects=False,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(endpoint.timeout, connect=min(CONNECT, endpoint.timeout)),
        )

    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """The response's JSON object. Raises FailedError, BusyError where the system asks for patience."""
        try:
            with self._client.stream("POST", self._endpoint.address, json=body) as response:
                content = self._read(response)
        except httpx.TimeoutException as problem:
            raise FailedError(Failure(f"no answer within {self._endpoint.timeout:g} s", is_gone=True)) from problem
        except httpx.HTTPError as problem:
            raise FailedError(Failure(_said(problem), is_gone=True)) from problem
        if response.status_code != HTTPStatus.OK:
            raise _refused(response, content)
        found = _object(content)
        if found is None:
            raise FailedError(Failure("the response is no JSON object", is_gone=True))
        return found

    def _read(self, response: httpx.Response) -> bytes:
        content = bytearray()
        deadline = time.monotonic() + self._endpoint.timeout
        for part in response.iter_bytes():
            content += part
            if len(content) > MAX_BYTES:
                raise FailedError(Failure(f"the response is longer than {MAX_BYTES} bytes"))
            if time.monotonic() > deadline:
                raise FailedError(Failure(f"no answer within {self._endpoint.timeout:g} s", is_gone=True))
        return bytes(content)


class HoibaoAnswerer:
    """A system with the form of our own API (docs/api.md)."""

    def __init__(self, endpoint: Endpoint) -> None:
        """See `open_remote`."""
        self._caller = Caller(endpoint)

    def ask(self, question: str, history: Sequence[tuple[str, str]] = (), filters: None = None, *, refuse: bool = True) -> Answer:
        """The system's answer. Raises FailedError."""
        body: dict[str, Any] = {"question": question}
        if history:
            body["history"] = [list(turn) for turn in history]
        return answer_of(self._caller.post(body), question)

    def read(self, question: str, article: Article) -> Answer:
        """Raises HoiBaoError: no system can be handed a passage."""
        raise no_passages()


def answer_of(found: dict[str, Any], question: str) -> Answer:
    """An answer in the form of our own API; a system that tells its ranking does so with a key more, `retrieved`."""
    filled = {"question": question, "standalone_question": question, "reason": None, "short_answer": None, **found}
    try:
        answer = _ANSWERS.validate_python(filled)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise FailedError(Failure(f"the response is not in our API's form: {where}: {first['msg']}")) from problem
    numbers = (answer.confidence, *answer.timings_ms.values(), *(one.score for one in answer.citations))
    if not all(map(math.isfinite, numbers)):  # JSON may say 1e999
        raise FailedError(Failure("the response is not in our API's form: a number is not finite"))
    return answer if "retrieved" in found else UnrankedAnswer(**vars(answer))


def no_passages() -> HoiBaoError:
    """For `read`."""
    return HoiBaoError(
        "an endpoint cannot be handed a passage",
        mend="run without --gold-passage",
        vietnamese="Không đưa được đoạn văn cho hệ thống ngoài.",
    )


def _refused(response: httpx.Response, content: bytes) -> FailedError:
    status = response.status_code
    failure = Failure(f"HTTP {status}{_explained(content)}", is_gone=status not in _THIS_QUESTION)
    if status in _BUSY:
        told = response.headers.get("Retry-After", "")
        return BusyError(failure, min(float(told) if told.isdecimal() else USUAL_WAIT, LONGEST_WAIT))
    return FailedError(failure)


def _explained(content: bytes) -> str:
    """What the system says of its error: RFC 9457's `detail`, ours in English, or OpenAI's `error.message`."""
    found = _object(content) or {}
    error = found.get("error")
    said = found.get("detail_en") or found.get("detail") or (error.get("message") if isinstance(error, dict) else error)
    return f": {' '.join(said.split())[:_SHOWN]}" if isinstance(said, str) else ""


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        found = from_json(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {' '.join(str(problem).split())[:_SHOWN]}"
