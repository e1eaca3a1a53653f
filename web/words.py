"""How dates, times, sources and links are put into Vietnamese; `web.chat.render` and `web.pages.reader` both speak this way."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from urllib.parse import quote, urlsplit

from corpus import Article
from web.sentence_link import Cited

MARK = "trich-dan"  # where the reader opens
UNDATED = "không rõ ngày"
LONGEST_LINK = 2_000  # characters
_PLAIN = re.compile(r"https?://[\w.-]+(:\d{1,5})?([/?#].*)?", re.A | re.I)
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def vietnamese_date(iso: str | None) -> str:
    """2025-10-06 -> "6/10/2025", as answers put it; what is no ISO date is shown as it is."""
    if not iso:
        return UNDATED
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day}/{day.month}/{day.year}"


def seconds(milliseconds: float) -> str:
    """1234 -> "1,2 giây"."""
    return "dưới 0,1 giây" if milliseconds < 100 else f"{milliseconds / 1000:.1f} giây".replace(".", ",")


def confidence(value: float) -> str:
    """A probability in words."""
    if value >= 0.75:
        return "độ tin cậy cao"
    return "độ tin cậy trung bình" if value >= 0.5 else "độ tin cậy thấp, nên đọc bài gốc"


def origin(based_on: Mapping[str, str | None] | None) -> str:
    """Plain text such as "viết lại theo “…”, Báo Bắc Kạn, 23/11/2022"; empty when nothing is known of the original."""
    if not based_on:
        return ""
    title, source, published = based_on.get("title"), based_on.get("source"), based_on.get("published")
    if not title and not source:
        return ""
    day = vietnamese_date(published)
    return "viết lại theo " + ", ".join(filter(None, [f"“{title}”" if title else "", source, day]))


def origin_of(article: Article) -> str:
    """As `origin`, of an article."""
    based_on = article.based_on
    published = based_on.published.isoformat() if based_on and based_on.published else None
    return origin({"title": based_on.title, "source": based_on.source, "published": published}) if based_on else ""


def beginning(text: str, most: int) -> str:
    """The text, or as many of its first words as `most` characters hold."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def number(count: int) -> str:
    """12345 -> "12.345"."""
    return f"{count:,}".replace(",", ".")


def web_address(url: str | None) -> str | None:
    """The address when it may become a link: http and https only."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def link_target(url: str | None) -> str | None:
    """As `web_address`, in the few characters that any program takes; Word calls a document damaged that has a longer one."""
    address = quote(web_address(url) or "", safe="!#$%&*+,/:;=?@~", errors="replace")
    address = _NO_ESCAPE.sub("%25", address)
    return address if _PLAIN.fullmatch(address) and len(address) <= LONGEST_LINK else None


def reader_path(article_id: str, cited: Cited | None = None, others: Iterable[Cited] = ()) -> str:
    """The reader's address, relative to the chat page, with the cited sentence in view; `others` are the ranges that the
    same answer cites in this article."""
    path = f"bai/{quote(article_id, safe='')}"
    if cited is None:
        return path
    known = f"&fp={cited.fingerprint}" if cited.fingerprint else ""
    known += f"&n={cited.number}" if cited.number else ""
    known += "".join(f"&also={other}" for other in others)
    return f"{path}?start={cited.start}&end={cited.end}{known}#{MARK}"


def external_link(url: str | None, label: str) -> str:
    """An HTML link to another site that tells it nothing of this one, or nothing at all."""
    address = web_address(url)
    if address is None:
        return ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'
