"""The conversation as a file to save. It is made in memory and handed to the page, so that none is left behind here."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from pydantic import Field

from web.api.schemas import Strict
from web.chat.turns import Turn
from web.export.as_json import as_json
from web.export.markdown import as_markdown
from web.export.transcript import transcript
from web.export.word import as_docx

MENU = (
    '<details class="hb-export"><summary>Tải cuộc hỏi đáp</summary><div class="hb-export-menu">'
    '<button type="button" name="docx" class="hb-do">Word (.docx)</button>'
    '<button type="button" name="markdown" class="hb-do">Markdown (.md)</button>'
    '<button type="button" name="json" class="hb-do">JSON (.json)</button></div></details>'
)
_DAY = 24 * 60  # minutes
_ENDINGS = {"markdown": "md", "json": "json", "docx": "docx"}
_KINDS = {
    "markdown": "text/markdown;charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Wish(Strict):
    """What web/static/export.js asks for; the browser knows its own time zone, and for certain where the site is."""

    format: Literal["markdown", "json", "docx"]
    id: str = Field(max_length=40, description="Comes back with the file.")
    site: str = Field("", max_length=400)
    minutes: int = Field(0, gt=-_DAY, lt=_DAY, description="Of the reader's time zone, east of UTC.")


def exported(turns: Sequence[Turn], wished: str, now: datetime | None = None) -> str:
    """JSON with the wish's id, a file name, a media type and the bytes in base64. Raises ValueError for what is no wish."""
    wish = Wish.model_validate_json(wished)
    here = (now or datetime.now(UTC)).astimezone(timezone(timedelta(minutes=wish.minutes)))
    data = _content([turn for turn in turns if turn.done], wish, here)
    return json.dumps(
        {
            "id": wish.id,
            "name": f"hoi-bao-{here:%Y-%m-%d-%H%M}.{_ENDINGS[wish.format]}",
            "type": _KINDS[wish.format],
            "data": base64.b64encode(data).decode("ascii"),
        }
    )


def _content(turns: Sequence[Turn], wish: Wish, now: datetime) -> bytes:
    if wish.format == "json":
        return as_json(turns, wish.site, now).encode(errors="replace")
    found = transcript(turns, wish.site, now)
    return as_docx(found, now) if wish.format == "docx" else as_markdown(found).encode(errors="replace")
