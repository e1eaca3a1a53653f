"""What a reader says of an answer: two buttons and, for a complaint, a few reasons; web/static/thumbs.js sends it."""

import json
from collections.abc import Sequence
from html import escape

from rag.answer import Answer
from web.api.schemas import MAX_QUESTION
from web.chat.turns import Turn
from web.feedback import LONGEST_ANSWER

LONGEST_WORDS = 700  # characters a reader may write; with a reason and the filters it stays below what a line takes
OF_ANSWERS = (
    "Số liệu sai hoặc đã cũ",
    "Không trả lời đúng câu hỏi",
    "Thiếu ý quan trọng",
    "Câu trích hoặc nguồn không khớp",
    "Lý do khác",
)
OF_REFUSALS = ("Kho bài có câu trả lời", "Câu hỏi bị hiểu sai", "Lý do khác")


def thumbs(turn: Turn) -> str:
    """One line of HTML; nothing where there is no answer."""
    answer = turn.answer
    if answer is None:
        return ""
    return (
        f'<div class="hb-thumbs" id="gop-y-{turn.number}"><p class="hb-verdict">Câu trả lời này: '
        '<button type="button" class="hb-do" name="up">Hữu ích</button> '
        f'<button type="button" class="hb-do" name="down" value="{_judged(turn, answer)}">Chưa đúng</button></p></div>'
    )


def _judged(turn: Turn, answer: Answer) -> str:
    """What the verdict is about, in the names of `POST /api/feedback`."""
    told = {
        "question": turn.question[:MAX_QUESTION],
        "answer": answer.answer[:LONGEST_ANSWER],
        "index_version": answer.index_version,
    }
    return escape(json.dumps(told, ensure_ascii=False))


def complaint_forms() -> str:
    """What "Chưa đúng" opens, once for answers and once for refusals; outside of gradio's page, which lets no text box pass."""
    return _form("hb-reasons-answered", OF_ANSWERS) + _form("hb-reasons-refused", OF_REFUSALS)


def _form(name: str, reasons: Sequence[str]) -> str:
    choices = "".join(
        f'<label class="hb-choice"><input type="radio" name="reason" value="{escape(reason)}"> {escape(reason)}</label>'
        for reason in reasons
    )
    return (
        f'<template id="{name}"><fieldset class="hb-reasons"><legend>Chưa đúng ở điểm nào?</legend>{choices}'
        '<label class="hb-more">Bạn viết thêm nếu muốn'
        f'<textarea name="more" rows="3" maxlength="{LONGEST_WORDS}"></textarea></label>'
        '<p class="hb-facts">Góp ý được lưu trên máy chủ này cùng các câu hỏi và câu trả lời ở trên, không kèm tên bạn.</p>'
        '<p class="hb-send"><button type="button" class="hb-send-verdict" name="send">Gửi góp ý</button>'
        '<button type="button" class="hb-do" name="shut">Thôi</button></p></fieldset></template>'
    )
