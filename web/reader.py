"""An article as a page of its own, with the cited sentence marked; plain HTML, no script needed."""

import re
from dataclasses import dataclass
from html import escape

from corpus import Article, Span
from web.words import UNDATED, external_link, origin, vietnamese_date

MARK = "trich-dan"
_OFFSET = re.compile(r"[0-9]{1,9}")
_LONGEST_HEADING = 90  # characters; a short line that ends without punctuation is one, except as the last (a signature)
_CAPTION = "chú thích ảnh:"


@dataclass(frozen=True)
class PageFrame:
    """What every page of ours shares: where the site begins and which style sheet it wears."""

    base: str  # "/" or "/hoi-bao/"
    version: str  # of the files in web/static

    def page(self, title: str, body: str) -> str:
        """A whole HTML page; `body` is HTML, `title` is text."""
        return (
            '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
            f'<base href="{escape(self.base)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(title)}</title>\n"
            f'<link rel="icon" href="site/favicon.svg?v={self.version}" type="image/svg+xml">\n'
            f'<link rel="stylesheet" href="site/base.css?v={self.version}">\n'
            f'<link rel="stylesheet" href="site/reader.css?v={self.version}">\n'
            "</head>\n<body>\n"
            '<header class="hb-bar"><a class="hb-brand" href="./">Hỏi Báo</a></header>\n'
            f"{body}\n</body>\n</html>\n"
        )


def article_page(frame: PageFrame, article: Article, start: str | None, end: str | None) -> str:
    """The reader page; offsets that do not name a range of the text are ignored."""
    cited = cited_span(article.text, start, end)
    told = _origin_line(article)
    day = vietnamese_date(article.published.isoformat()) if article.published else None if told else UNDATED
    facts = [article.source, day, article.author if article.author and article.author not in (article.source or "") else None]
    body = [
        '<main class="hb-reader">',
        '<p class="hb-back"><a href="./">← Về trang hỏi đáp</a></p>',
        "<article>",
        f"<h1>{escape(article.title)}</h1>",
        f'<p class="hb-facts">{" · ".join(escape(fact) for fact in facts if fact)}</p>' if any(facts) else "",
        told,
        *_paragraphs(article, cited),
        "</article>",
        _address(article),
        "</main>",
    ]
    return frame.page(f"{article.title} – Hỏi Báo", "\n".join(filter(None, body)))


def missing_page(frame: PageFrame, heading: str, sentence: str) -> str:
    """What a reader sees where there is nothing to read."""
    return frame.page(
        f"{heading} – Hỏi Báo",
        f'<main class="hb-reader"><h1>{escape(heading)}</h1><p>{escape(sentence)}</p>'
        '<p class="hb-back"><a href="./">← Về trang hỏi đáp</a></p></main>',
    )


def cited_span(text: str, start: str | None, end: str | None) -> Span | None:
    """The range that the query names, if it is one of this text."""
    if not (start and end and _OFFSET.fullmatch(start) and _OFFSET.fullmatch(end)):
        return None
    span = Span(int(start), int(end))
    return span if span.start < span.end <= len(text) and text[span.start : span.end].strip() else None


def _paragraphs(article: Article, cited: Span | None) -> list[str]:
    found, at, marked = [], 0, False
    for line in article.text.split("\n"):
        first, last = at == 0, at + len(line) == len(article.text)
        span = Span(at, at + len(line))
        at = span.end + 1
        touched = cited is not None and cited.start < span.end and span.start < cited.end
        if not line.strip() or (first and not touched and line.strip() == article.title):
            continue
        if not touched and not last and _is_heading(line):
            found.append(f"<h2>{escape(line)}</h2>")
            continue
        found.append(_paragraph(line, span, cited if touched else None, anchored=not marked))
        marked = marked or touched
    return found


def _is_heading(line: str) -> bool:
    short = len(line) <= _LONGEST_HEADING and not line.lower().startswith(_CAPTION)
    return short and line[0].isupper() and line[-1].isalnum()


def _paragraph(line: str, span: Span, cited: Span | None, *, anchored: bool) -> str:
    start = '<p class="hb-caption">' if line.lower().startswith(_CAPTION) else "<p>"
    if cited is None:
        return f"{start}{escape(line)}</p>"
    first, last = max(cited.start - span.start, 0), min(cited.end, span.end) - span.start
    name = f' id="{MARK}"' if anchored else ""
    return f"{start}{escape(line[:first])}<mark{name}>{escape(line[first:last])}</mark>{escape(line[last:])}</p>"


def _origin_line(article: Article) -> str:
    based_on = article.based_on
    if based_on is None:
        return ""
    published = based_on.published.isoformat() if based_on.published else None
    told = origin({"title": based_on.title, "source": based_on.source, "published": published})
    if not told:
        return ""
    by = f", tác giả {based_on.author}" if based_on.author else ""
    link = external_link(based_on.url, "Mở bài gốc")
    return f'<p class="hb-origin">{escape(told[0].upper() + told[1:] + by)}.{" " + link if link else ""}</p>'


def _address(article: Article) -> str:
    link = external_link(article.url, "Mở trang gốc của bài báo")
    return f'<p class="hb-origin">{link}</p>' if link else ""
