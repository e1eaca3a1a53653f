"""A saved web page -> Draft: main text and metadata by trafilatura, without scripts and hidden text. Nothing is fetched."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.closing_lines import PUBLISHER
from corpus.dates import find_date
from corpus.draft import Draft, UnreadableFile
from corpus.encoding import decode
from corpus.hidden_html import hidden_test
from corpus.markdown import plain_tables
from corpus.text import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_DATA_ADDRESS = re.compile(r"data:[\w/+.;=-]{1,80},[^\"'\s)>]*")  # pictures saved inside the page
_LONGEST = 4_000_000  # characters without them; trafilatura needs seconds per million
_TITLE_PARTS = re.compile(r"\s+[|–—-]\s+|\s*\|\s*")
_DAMAGED = "Trang web lưu trong tệp bị hỏng. Hãy lưu lại trang từ trình duyệt, hoặc chép nội dung sang tệp .txt."


def read_html(data: bytes) -> Draft:
    """Raises UnreadableFile for a page that cannot be parsed or is too large."""
    read = decode(data)
    html = _DATA_ADDRESS.sub("", read.text)
    if len(html) > _LONGEST:
        raise UnreadableFile("Trang web trong tệp quá dài. Hãy chép riêng nội dung bài báo sang tệp .txt.")
    tree = visible_tree(html)
    head = _line(tree.findtext(".//title"))
    return replace(_named_in_title(_extract(tree), head), reading=read.reading)


def visible_tree(html: str) -> "HtmlElement":
    """The parsed page without scripts and hidden elements. Raises UnreadableFile where it cannot be parsed."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(_DAMAGED) from error
    is_hidden = hidden_test(tree)
    for element in list(tree.iter()):
        if is_hidden(element):
            if element.getparent() is not None and element.get("type") != "application/ld+json":  # that one holds metadata
                element.drop_tree()
        elif element.tag == "figcaption":  # trafilatura leaves figures out; their captions hold facts
            element.tag = "p"
        elif element.tag == "figure":
            element.tag = "div"
    return tree


def _extract(tree: "HtmlElement") -> Draft:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    try:
        page = bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            # The page's own statement only: a date found somewhere in the text is no date of publication.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError) as error:
        raise UnreadableFile(_DAMAGED) from error
    if not isinstance(page, Document) or not page.text:
        raise UnreadableFile("Không tìm thấy nội dung bài báo trong trang web. Hãy chép riêng nội dung sang tệp .txt.")
    published = find_date(page.date or "")
    return Draft(
        text=plain_tables(clean(page.text)),
        title=_line(page.title),
        source=_line(page.sitename),
        url=page.url if page.url and page.url.startswith(("http://", "https://")) else None,
        published=published[0] if published else None,
        author=_line(page.author),
    )


def _named_in_title(draft: Draft, head: str | None) -> Draft:
    """The draft with the source named in "<title>Nà Lốc có đường mới | Báo Thử</title>", where the page names none better."""
    parts = _TITLE_PARTS.split(head or "")
    if len(parts) < 2 or not PUBLISHER.match(parts[-1]):
        return draft
    source = draft.source if draft.source and "." not in draft.source else parts[-1]  # trafilatura may give the bare domain
    title = draft.title
    if title and len(title) > len(parts[-1]) and title.endswith(parts[-1]):
        title = title.removesuffix(parts[-1]).rstrip(" |–—-")
    return replace(draft, title=title, source=source)


def _line(value: str | None) -> str | None:
    return " ".join(clean(value or "").split()) or None
