"""What readers say of answers: one JSON line each in a file that only grows; `python -m eval.review` reads it.

The keys of a line: id, at (UTC), verdict, reason, question, history, answer_id, answer, index_version.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, Field, field_validator

from corpus import HoiBaoError
from web.api.schemas import MAX_TURNS, History, Question, Strict, check_question
from web.problems import FEEDBACK_FULL, ProblemError, new_id

LARGEST_FILE = 20 * 1024 * 1024  # bytes; some 10,000 long lines
LONGEST_ANSWER = 8_000  # characters
LONGEST_REASON = 1_000
LOCK_S = 5.0


class Feedback(Strict):
    """A reader's verdict on one answer, which is named by its id, told by its text, or both."""

    verdict: Literal["up", "down"]
    question: Question = Field(examples=["Huyện Ba Bể có bao nhiêu đảng viên?"])
    reason: str = Field("", max_length=LONGEST_REASON, examples=["Số liệu của năm khác."])
    history: History = Field([], max_length=MAX_TURNS)
    answer_id: str | None = Field(None, pattern=r"^[0-9A-Za-z_-]{1,64}$", description="X-Request-ID of the answer's response.")
    answer: str = Field("", max_length=LONGEST_ANSWER, examples=["Toàn Đảng bộ huyện có trên 4.900 đảng viên. [1]"])
    index_version: str = Field("", pattern=r"^(v[0-9]{1,12})?$", examples=["v000002"])

    @field_validator("question")
    @classmethod
    def _holds_something(cls, question: str) -> str:
        check_question(question)
        return question


class FeedbackKept(BaseModel):
    """Under which id the verdict was written down."""

    id: str = Field(examples=["3f2a9c81d0be"])


class FeedbackFile:
    """Appends to one file; safe between threads and between server processes."""

    def __init__(self, path: Path, largest: int = LARGEST_FILE) -> None:
        self._path = path
        self._largest = largest

    def append(self, feedback: Feedback) -> str:
        """Write one line to the disk before returning its id; raises ProblemError when the file is full."""
        number = new_id()
        row = {"id": number, "at": datetime.now(UTC).isoformat(timespec="seconds"), **feedback.model_dump()}
        line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._path}.lock", timeout=LOCK_S):
                self._append(line)
        except (OSError, Timeout) as error:
            raise HoiBaoError(
                f"cannot write {self._path} ({error})",
                mend="make HOIBAO_STATE a folder that the server may write to, with space left",
                vietnamese="Chưa ghi được góp ý, bạn hãy thử lại sau.",
                exit_code=1,
            ) from error
        return number

    def _append(self, line: bytes) -> None:
        with self._path.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            if size + len(line) >= self._largest:
                raise ProblemError(FEEDBACK_FULL)
            if size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a crash or a full disk cut the last line off; it must not swallow this one
                    line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
