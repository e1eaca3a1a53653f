"""Below `/v1` errors have the shape that OpenAI's clients read; everywhere else they are problem details."""

from fastapi.responses import JSONResponse, Response
from starlette.types import Scope

from web.guard.security import route_path
from web.problems import Problem, headers_of, respond

PREFIX = "/v1/"
_TYPES = {401: "authentication_error", 429: "rate_limit_error"}


def respond_to(scope: Scope, problem: Problem) -> Response:
    """The problem as the address that was asked tells it."""
    request_id: str = scope["state"]["request_id"]
    if not route_path(scope).startswith(PREFIX):
        return respond(problem, request_id)
    return JSONResponse(openai_error(problem, request_id), openai_status(problem), headers_of(problem))


def openai_status(problem: Problem) -> int:
    """The status of a problem below `/v1`: OpenAI has no 422."""
    return 400 if problem.status == 422 else problem.status


def openai_error(problem: Problem, request_id: str) -> dict[str, dict[str, str | None]]:
    """`message` is what a client shows to its user, so it is the Vietnamese sentence."""
    status = openai_status(problem)
    return {
        "error": {
            "message": problem.vietnamese,
            "message_en": problem.english,
            "type": "server_error" if status >= 500 else _TYPES.get(status, "invalid_request_error"),
            "param": problem.field,
            "code": problem.slug,
            "request_id": request_id,
        }
    }
