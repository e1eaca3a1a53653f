"""A note on the age of an answer: a question about this year or today, answered from an older or undated article."""

import re
from datetime import date, timedelta

from corpus import Article, fold, match_key
from rag.conflicts import day_of
from rag.question import Question
from rag.time_words import timing, without_marks

FRESH = timedelta(days=180)  # an article of the last half-year tells how things are now; set by hand
_NOW = r"\b(?:hiện (?:nay|tại|giờ)|bây giờ|hôm nay|lúc này|mới nhất|gần đây|mới đây)(?!\w)"
_PATTERNS = (re.compile(_NOW), re.compile(without_marks(_NOW)))
_OLD = "Câu trả lời lấy từ bài {day}, có thể không còn đúng với thời điểm được hỏi."
_UNDATED = "Câu trả lời lấy từ bài không rõ ngày, nên chưa chắc đúng với thời điểm được hỏi."


def age_notes(question: Question, leading: Article | None, today: date) -> tuple[str, ...]:
    """The note, where the question counts its time from today and the leading article does not reach that time."""
    text = question.text if question.folded else question.full
    absolute = {period.first for period in timing(text, None).periods}  # "từ năm 2020" reaches to today but counts from 2020
    relative = [period for period in timing(text, today).periods if period.first not in absolute]
    key = fold(text) if question.folded else match_key(text)
    now = _PATTERNS[question.folded].search(key) is not None
    if leading is None or not (relative or now):
        return ()
    since = min([period.first for period in relative] or [today - FRESH])
    if leading.dated is None:
        return (_UNDATED,)
    return (_OLD.format(day=day_of(leading)),) if leading.dated < since else ()
