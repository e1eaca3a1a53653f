"""Everything that can go wrong, in one form: problem details (RFC 9457) for programs, one Vietnamese sentence for readers."""

import logging
from dataclasses import dataclass, replace
from uuid import uuid4

from fastapi import HTTPException
from fastapi.responses import JSONResponse

from corpus import HoiBaoError
from web.pool import BusyError

_log = logging.getLogger("hoibao.web")


@dataclass(frozen=True)
class Problem:
    """One kind of failure: `slug` names it for programs, `vietnamese` says it to a reader."""

    status: int
    slug: str
    title: str
    vietnamese: str
    english: str
    retry_after: int | None = None  # seconds
    allow: tuple[str, ...] = ()  # the methods that an address does take
    field: str | None = None  # of the request


EMPTY_QUESTION = Problem(422, "empty-question", "Empty question", "Bạn chưa nhập câu hỏi.", "The question is empty.")
LONG_QUESTION = Problem(
    422,
    "question-too-long",
    "Question too long",
    "Câu hỏi dài quá 2.000 ký tự, bạn hãy rút gọn lại.",
    "A question may have at most 2,000 characters.",
)
LONG_HISTORY = Problem(
    422,
    "history-too-long",
    "History too long",
    "Cuộc trò chuyện dài quá 20 lượt, bạn hãy bắt đầu cuộc trò chuyện mới.",
    "A history may have at most 20 turns.",
)
BAD_REQUEST = Problem(
    422, "invalid-request", "Invalid request", "Yêu cầu không đúng định dạng.", "The request does not have the expected form."
)
UNKNOWN_FIELD = Problem(
    422, "unknown-field", "Unknown field", "Yêu cầu có trường không được nhận.", "The request has a field that is not known."
)
NO_QUESTION = Problem(
    422,
    "no-question",
    "No question",
    "Cuộc trò chuyện chưa có câu hỏi nào.",
    "There is no message of the user.",
    field="messages",
)
UNSUPPORTED = Problem(
    422,
    "unsupported-parameter",
    "Unsupported parameter",
    "Máy chủ này không hỗ trợ giá trị được chọn cho “tools”.",
    "What tools asks for is not supported here; leave it out.",
)
UNKNOWN_MODEL = Problem(
    404,
    "model_not_found",
    "Unknown model",
    "Mô hình duy nhất ở đây là “hoi-bao”.",
    "The only model here is hoi-bao.",
    field="model",
)
BAD_JSON = Problem(
    400, "invalid-json", "Invalid JSON", "Nội dung gửi lên không phải JSON hợp lệ.", "The body could not be read as JSON."
)
NOT_JSON = Problem(
    415,
    "unsupported-media-type",
    "Unsupported media type",
    "Yêu cầu phải có kiểu nội dung application/json.",
    "Send the body as application/json.",
)
LARGE_BODY = Problem(
    413, "body-too-large", "Body too large", "Nội dung gửi lên vượt quá 64 KB.", "A request body may have at most 64 KB."
)
NO_ARTICLE = Problem(
    404, "unknown-article", "Unknown article", "Không có bài báo này trong kho.", "No article of the corpus has this id."
)
NOT_FOUND = Problem(404, "not-found", "Not found", "Không tìm thấy trang này.", "There is nothing at this address.")
WRONG_METHOD = Problem(
    405, "wrong-method", "Method not allowed", "Địa chỉ này không nhận cách gọi này.", "This address does not take this method."
)
BUSY = Problem(
    503,
    "busy",
    "Busy",
    "Máy chủ đang bận, bạn hãy thử lại sau ít giây.",
    "Too many questions are waiting; try again shortly.",
    BusyError.retry_after,
)
LIMITED = Problem(
    429,
    "too-many-requests",
    "Too many requests",
    "Bạn hỏi nhanh quá, hãy chờ một lát rồi hỏi tiếp.",
    "This address asks more often than the site allows; try again later.",
)
NOT_ALLOWED = Problem(
    401,
    "not-allowed",
    "Not allowed",
    "Bạn chưa được phép dùng trang này.",
    "Send the site's secret as `Authorization: Bearer ...`, or come through the site's proxy.",
)
NO_FEEDBACK = Problem(404, "no-feedback", "No feedback", "Máy chủ này không nhận góp ý.", "This server does not keep feedback.")
FEEDBACK_FULL = Problem(
    507,
    "feedback-full",
    "Feedback is full",
    "Sổ góp ý đã đầy, bạn hãy báo người quản trị.",
    "The feedback file has reached its largest size; an administrator has to move it away.",
)
REFUSED_INPUT = Problem(
    422,
    "refused-input",
    "Unusable input",
    "Bộ lọc ngày có ngày đầu (1/2/2022) sau ngày cuối (31/1/2022).",
    "The filter's first day lies behind its last day.",
)
DAMAGED = Problem(
    503, "damaged", "Unavailable", "Kho bài đang hỏng, xin báo người quản trị.", "There is no index that can be used."
)
LEAVING = Problem(
    503,
    "leaving",
    "Server is stopping",
    "Máy chủ đang dừng để bảo trì, bạn hãy thử lại sau ít phút.",
    "The server is being stopped; try again in a few minutes.",
)


def wrong_method(allowed: tuple[str, ...]) -> Problem:
    """The problem of an address that takes these methods alone."""
    return replace(WRONG_METHOD, english=f"This address takes {' and '.join(allowed)} alone.", allow=allowed)


def unsupported(field: str) -> Problem:
    """The problem of a parameter that would make another answer than there can be here."""
    told, english = (text.replace("tools", field) for text in (UNSUPPORTED.vietnamese, UNSUPPORTED.english))
    return replace(UNSUPPORTED, vietnamese=told, english=english, field=field)


def long_question(most: int) -> Problem:
    """The problem of a site whose limit is `most` characters."""
    told = f"{most:,}".replace(",", ".")
    return replace(
        LONG_QUESTION,
        vietnamese=f"Câu hỏi dài quá {told} ký tự, bạn hãy rút gọn lại.",
        english=f"A question may have at most {most:,} characters.",
    )


def large_body(most: int) -> Problem:
    """The problem of a site whose limit is `most` bytes."""
    return replace(
        LARGE_BODY,
        vietnamese=f"Nội dung gửi lên vượt quá {most // 1024} KB.",
        english=f"A request body may have at most {most // 1024} KB.",
    )


class ProblemError(HTTPException):
    """Raised anywhere in a request to answer with this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status, problem.english)
        self.problem = problem


def new_id() -> str:
    """The id that a reader can tell an operator, who finds it in the log."""
    return uuid4().hex[:12]


def explain(error: BaseException, request_id: str) -> Problem:
    """The problem to show for an error; the log gets its cause under the id."""
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, BusyError):
        _log.warning("%s busy: %s", request_id, error)
        return BUSY
    if isinstance(error, HoiBaoError):
        _log.warning("%s %s", request_id, error)
        kind = REFUSED_INPUT if error.exit_code == 2 else DAMAGED
        return replace(kind, vietnamese=error.vietnamese, english=str(error))
    _log.error("%s unexpected %s", request_id, type(error).__name__, exc_info=error)
    return unexpected(request_id)


def unexpected(request_id: str) -> Problem:
    """What nobody foresaw; its cause is nothing for a reader."""
    return Problem(
        500,
        "internal-error",
        "Internal error",
        f"Đã có lỗi ngoài dự kiến, bạn hãy thử lại. Mã lỗi: {request_id}.",
        f"Something unexpected went wrong; the log has the cause under {request_id}.",
    )


def as_dict(problem: Problem, request_id: str) -> dict[str, str | int]:
    """The members of the problem's JSON object."""
    return {
        "type": f"urn:hoibao:{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.vietnamese,
        "detail_en": problem.english,
        "instance": request_id,
    }


def headers_of(problem: Problem) -> dict[str, str]:
    """What a response tells of the problem beside its body."""
    told = {
        "Retry-After": str(problem.retry_after or ""),
        "Allow": ", ".join(problem.allow),
        "WWW-Authenticate": "Bearer" if problem.status == 401 else "",
    }
    return {name: value for name, value in told.items() if value}


def respond(problem: Problem, request_id: str) -> JSONResponse:
    """The problem as `application/problem+json`."""
    return JSONResponse(as_dict(problem, request_id), problem.status, headers_of(problem), media_type="application/problem+json")
