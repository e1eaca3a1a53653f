"""How `/openapi.json` tells what can go wrong at an address: statuses, content types, headers and an example of each problem."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from pydantic import BaseModel, Field

from web.guard.addresses import methods_of
from web.openai.errors import PREFIX, openai_error, openai_status
from web.problems import (
    BAD_JSON,
    BAD_REQUEST,
    BUSY,
    DAMAGED,
    LARGE_BODY,
    LIMITED,
    NOT_ALLOWED,
    NOT_JSON,
    REFUSED_INPUT,
    UNKNOWN_FIELD,
    Problem,
    as_dict,
    headers_of,
    unexpected,
    wrong_method,
)

_ID = "3f2a9c81d0be"
_HEADERS = {
    "Retry-After": "Seconds until it is worth another try.",
    "Allow": "The methods that the address takes.",
    "WWW-Authenticate": "How to send the secret.",
}
_ANYWHERE = (NOT_ALLOWED, unexpected(_ID), DAMAGED)
BODY = (BAD_JSON, NOT_JSON, LARGE_BODY, LIMITED, BAD_REQUEST, UNKNOWN_FIELD)  # of whatever is posted
QUESTION = (*BODY, REFUSED_INPUT, BUSY)


class ProblemBody(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(description="`urn:hoibao:...`, which names the kind of problem for programs.")
    title: str
    status: int
    detail: str = Field(description="One sentence in Vietnamese, for readers.")
    detail_en: str = Field(description="The same in English.")
    instance: str = Field(description="The id under which the server's log has it; also the header `X-Request-ID`.")


class OpenAIErrorDetail(BaseModel):
    """What went wrong, as OpenAI's clients read it."""

    message: str = Field(description="One sentence in Vietnamese.")
    message_en: str
    type: str
    param: str | None = Field(description="The field of the request.")
    code: str
    request_id: str


class OpenAIErrorBody(BaseModel):
    """An error below `/v1`."""

    error: OpenAIErrorDetail


def problems(path: str, *found: Problem) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: these problems and those that can come anywhere."""
    openai = path.startswith(PREFIX)
    status = openai_status if openai else _status
    everywhere = sorted((*found, *_ANYWHERE, wrong_method(methods_of(path))), key=status)
    return {code: _response(list(same), openai) for code, same in groupby(everywhere, key=status)}


def _status(problem: Problem) -> int:
    return problem.status


def _response(same: Iterable[Problem], openai: bool) -> dict[str, Any]:
    same = list(same)
    body, kind = (OpenAIErrorBody, "application/json") if openai else (ProblemBody, "application/problem+json")
    told = openai_error if openai else as_dict
    examples = {one.slug: {"summary": one.english, "value": told(one, _ID)} for one in same}
    headers = {name: {"description": _HEADERS[name], "schema": {"type": "string"}} for one in same for name in headers_of(one)}
    return {
        "description": "; ".join(one.title for one in same),
        "content": {kind: {"schema": {"$ref": f"#/components/schemas/{body.__name__}"}, "examples": examples}},
        **({"headers": headers} if headers else {}),
    }
