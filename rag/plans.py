"""Plan or result: "phấn đấu kết nạp 175 đảng viên" is no answer to how many were admitted, nor the reverse."""

import re

# Closed classes: how a plan is told, and what tells that its sentence reports a result beside it.
_PLAN = re.compile(
    r"\b(?:phấn đấu|mục tiêu|dự kiến|dự toán|kế hoạch|chỉ tiêu|đặt ra|đề ra|hướng tới|sẽ|thời gian tới|tới đây"
    r"|quyết tâm|dự định)\b"
)
_NAMED_PLAN = re.compile(r"\bkế hoạch số\b|\bkế hoạch \d")  # a document
_RESULT = re.compile(r"\b(?:đã|đạt được|kết quả|vượt|hiện|đang|thiếu|tính đến|so với|hoàn thành|thực hiện được|được \d)")
_ASSIGNED = re.compile(r"\bgiao\b(?! lưu| thông| dịch| đất| rừng)")
_SET_AGAINST = re.compile(r"\b(?:đạt|vượt|hoàn thành|thực hiện|so với|thiếu|hụt|kém|hơn)\b")
_ASKS_RESULT = re.compile(r"\b(?:đã|đang|hiện|còn|thực tế|kết quả|thực hiện được)\b")


def plan_mismatch(question: str, sentence: str) -> bool:
    """Whether one speaks of a plan and the other of results alone; both as match keys."""
    asked = _tells_plan(question)
    if asked:
        return not _tells_plan(sentence)
    return _tells_plan(sentence) and _RESULT.search(sentence) is None


def plan_for_result(question: str, sentence: str) -> bool:
    """Whether a question asks for what was reached or is ("đã", "thực tế", "đang") and the sentence tells a plan alone."""
    return _ASKS_RESULT.search(question) is not None and not _tells_plan(question) and plan_mismatch(question, sentence)


def asks_for_plan(question: str) -> bool | None:
    """Whether a question (match key) asks for what was planned, rather than reached; None where it sets one against the other."""
    if _SET_AGAINST.search(question):
        return None
    return _tells_plan(question) or _ASSIGNED.search(question) is not None


def leads_to_plan(before: str) -> bool:
    """Whether a number behind these words (a match key, back to the number or clause before it) is a plan's."""
    return _tells_plan(before) or _ASSIGNED.search(before) is not None


def _tells_plan(key: str) -> bool:
    return _PLAN.search(_NAMED_PLAN.sub(" ", key)) is not None
