"""Text of a column that may hold HTML -> plain text: paragraphs, list items and table rows, without tags and hidden parts."""

import html
import re

from corpus.web_page import visible_tree

_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|em|[biu]|a|img|[ou]l|li|table|t[rdh]|h[1-6]|figure|figcaption|blockquote|font|article|section|script"
    r"|style|iframe|html|body)\b[^<>]*>",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div|span)\b", re.IGNORECASE)
_PARAGRAPHS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol table figure figcaption blockquote article section header footer pre hr".split()
)
_LINES = frozenset(("br", "li", "tr", "dt", "dd"))
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("title", "head"))


def plain_from_fragment(text: str) -> str:
    """The words of `text`; anything that is not HTML keeps its line ends. Raises UnreadableFile where it cannot be parsed."""
    if _ESCAPED_TAG.search(text) and not _TAG.search(text):
        text = html.unescape(text)  # escaped once too often on its way out of the CMS
    if _TAG.search(text):
        return _words(text)
    return html.unescape(text)


def _words(fragment: str) -> str:
    from lxml import etree  # type: ignore[import-untyped]

    parts: list[str] = []
    for event, element in etree.iterwalk(visible_tree(f"<div>{fragment}</div>"), events=("start", "end")):
        if element.tag in _UNSEEN:
            continue
        parts.append(_break(element.tag, event))
        inside = element.text if event == "start" else element.tail
        parts.append(re.sub(r"\s+", " ", inside or ""))
    lines = (line.strip(" |") for line in "".join(parts).split("\n"))
    return "\n".join(lines)


def _break(tag: str, event: str) -> str:
    """What stands in the text for the start or the end of an element."""
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag in _CELLS:
        return " | " if event == "end" else ""
    if tag in _LINES:
        return "\n- " if tag == "li" and event == "start" else "\n" if event == "start" else ""
    return ""
