"""Every failure of a request becomes one problem; only the unexpected is logged with its cause."""

from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from corpus import HoiBaoError
from web.api.schemas import NO_DAY
from web.openai.errors import respond_to
from web.pool import BusyError
from web.problems import BAD_JSON, BAD_REQUEST, NOT_FOUND, UNKNOWN_FIELD, WRONG_METHOD, Problem, ProblemError, explain


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error with its problem."""

    async def on_error(request: Request, error: Exception) -> Response:
        request_id: str = request.state.request_id
        return respond_to(request.scope, _translate(error) or explain(error, request_id))

    for kind in (RequestValidationError, HTTPException, HoiBaoError, BusyError, Exception):
        app.add_exception_handler(kind, on_error)


def _translate(error: Exception) -> Problem | None:
    """The problem behind an error of the framework's own; None for ours, which explain themselves."""
    if isinstance(error, RequestValidationError):
        found = error.errors()
        if any(one["type"] == "json_invalid" for one in found):
            return BAD_JSON
        unknown = next((one for one in found if one["type"] == UNKNOWN_FIELD.slug), None)
        return _unknown(unknown["ctx"]) if unknown else _misshapen(found[0])
    if isinstance(error, HTTPException) and not isinstance(error, ProblemError):
        return {400: BAD_JSON, 404: NOT_FOUND, 405: WRONG_METHOD}.get(error.status_code, BAD_REQUEST)
    return None


def _misshapen(found: dict[str, Any]) -> Problem:
    """Names the field: `filters.from`."""
    field = ".".join(str(part) for part in found["loc"] if part not in {"body", "query"})
    if not field:
        return BAD_REQUEST
    mend = " Hãy viết ngày theo mẫu năm-tháng-ngày, ví dụ 2022-01-31." if found["type"] == NO_DAY else ""
    return replace(
        BAD_REQUEST,
        vietnamese=f"Yêu cầu không đúng định dạng ở trường “{field}”.{mend}",
        english=f"{BAD_REQUEST.english} {field}: {found['msg']}.",
        field=field,
    )


def _unknown(told: dict[str, str]) -> Problem:
    """Names the field and what it may have been meant to be."""
    field, near, known = told["field"], told["near"], told["known"]
    meant, meant_en = (f"; có phải ý bạn là “{near}”?", f"; did you mean {near}?") if near else (".", ".")
    return replace(
        UNKNOWN_FIELD,
        vietnamese=f"Không có trường “{field}”{meant} Các trường được nhận: {known}.",
        english=f"There is no field {field}{meant_en} Known fields: {known}.",
        field=field,
    )
