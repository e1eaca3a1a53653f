"""An article's text as paragraphs of HTML, cited sentences marked."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from corpus import Article, Span
from web.sentence_link import Cited
from web.words import MARK

_LONGEST_HEADING = 90  # characters; a short line that ends without punctuation is one, except as the last (a signature)
_CAPTION = "chú thích ảnh:"


def paragraphs(article: Article, cited: Cited | None, others: Sequence[Cited] = ()) -> list[str]:
    """The page opens at `cited`; `others` are marked less strongly, and may overlap it."""
    spans = [*others, cited] if cited else others
    found, at, anchor = [], 0, f' id="{MARK}"'
    for line in article.text.split("\n"):
        first, last = at == 0, at + len(line) == len(article.text)
        place = Span(at, at + len(line))
        at = place.end + 1
        touched = any(_overlap(span, place) for span in spans)
        if not line.strip() or (first and not touched and line.strip() == article.title):
            continue
        if not touched and not last and _is_heading(line):
            found.append(f"<h2>{escape(line)}</h2>")
            continue
        start = '<p class="hb-caption">' if line.lower().startswith(_CAPTION) else "<p>"
        html = _marked(article.text, place, cited, others, anchor)
        anchor = "" if cited and _overlap(cited, place) else anchor
        found.append(f"{start}{html}</p>")
    return found


def _marked(text: str, place: Span, cited: Cited | None, others: Sequence[Cited], anchor: str) -> str:
    """One line; it is cut wherever a marked range begins or ends."""
    bounds = {bound for span in (cited, *others) if span for bound in (span.start, span.end)}
    cuts = [place.start, *sorted(bound for bound in bounds if place.start < bound < place.end), place.end]
    parts = []
    for start, end in pairwise(cuts):
        piece, html = Span(start, end), escape(text[start:end])
        if cited and _overlap(cited, piece):
            parts.append(f"<mark{anchor}>{html}</mark>")
            anchor = ""
        elif any(_overlap(other, piece) for other in others):
            parts.append(f'<mark class="hb-other">{html}</mark>')
        else:
            parts.append(html)
    return "".join(parts)


def _is_heading(line: str) -> bool:
    short = len(line) <= _LONGEST_HEADING and not line.lower().startswith(_CAPTION)
    return short and line[0].isupper() and line[-1].isalnum()


def _overlap(one: Cited, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
