"""Where a reader finds an article: at its own address, or in Hỏi Báo's reader when the report knows where that is served."""

from argparse import ArgumentTypeError
from html import escape
from urllib.parse import quote, urlsplit


def web_address(url: str | None) -> str | None:
    """The address when it may become a link: http and https only."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def web_base(text: str) -> str:
    """The value of --link-base, without a slash at its end; raises ArgumentTypeError."""
    if web_address(text) is None or set(text) & set("?#"):
        raise ArgumentTypeError(f"expected the address of a Hỏi Báo site, like https://hoibao.example, found {text!r}")
    return text.rstrip("/")


def article_link(title: str, article_id: str, url: str | None, base: str | None, place: tuple[int, int] | None = None) -> str:
    """HTML of an article's title, linked where it can be, and its id; `place` are the offsets of the quoted sentence.

    A report is mailed about, so that a path on this machine would lead nowhere.
    """
    address = web_address(url) or (_reader(base, article_id, place) if base else None)
    name = escape(title or article_id)
    linked = f'<a href="{escape(address)}" rel="noopener noreferrer">{name}</a>' if address else f"<span>{name}</span>"
    return f'{linked} <code class="id">{escape(article_id)}</code>'


def _reader(base: str, article_id: str, place: tuple[int, int] | None) -> str:
    """The address of docs/api.md's reader page."""
    sentence = f"?start={place[0]}&end={place[1]}#trich-dan" if place else ""
    return f"{base}/bai/{quote(article_id, safe='')}{sentence}"
