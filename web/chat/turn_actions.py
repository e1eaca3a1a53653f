"""The buttons of a turn. They are plain HTML inside the conversation; web/static/actions.js does what their names say."""

from html import escape

from web.chat.plain_text import answer_as_text
from web.chat.thumbs import thumbs
from web.chat.turns import Turn


def ask_button(question: str) -> str:
    """Asks this question when it is pressed."""
    return _button("ask", question, question, "hb-ask")


def turn_actions(turn: Turn, *, last: bool) -> str:
    """Copy, link, ask again, mend, judge; nothing while the answer is still being looked for."""
    if not turn.done:
        return ""
    buttons = []
    if turn.answer is not None:
        if turn.answer.answered:
            buttons.append(_button("copy", "Sao chép kèm nguồn", answer_as_text(turn.question, turn.answer)))
        buttons.append(_button("link", "Sao chép đường dẫn", turn.answer.standalone_question))
    if last:
        buttons += [_button("again", "Hỏi lại", turn.question), _button("edit", "Sửa câu hỏi", turn.question)]
        if turn.limited and (turn.answer is None or not turn.answer.answered):
            buttons.append(_button("unlimited", "Hỏi lại trong cả kho bài", turn.question))
    return f'<div class="hb-actions">{"".join(buttons)}</div>{thumbs(turn)}'


def _button(name: str, words: str, value: str, kind: str = "hb-do") -> str:
    # A turn is one line of HTML, see web/chat/render.py.
    kept = escape(value).replace("\r", "").replace("\n", "&#10;")
    return f'<button type="button" class="{kind}" name="{name}" value="{kept}">{escape(words)}</button>'
