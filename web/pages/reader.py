"""An article as a page of its own, opened at the cited sentence; plain HTML, no script needed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from corpus import Article
from web.pages.article_text import paragraphs
from web.pages.citation_bar import citation_bar
from web.pages.frame import PageFrame
from web.sentence_link import Cited, found_again
from web.words import MARK, UNDATED, external_link, origin_of, reader_path, vietnamese_date

_GONE = (
    "Câu mà liên kết này dẫn đến không còn nguyên văn trong bài; có thể bài đã được sửa sau khi câu được trích. "
    "Dưới đây là toàn văn hiện nay của bài."
)


@dataclass(frozen=True)
class Marks:
    """What a link marks in an article, where it stands now: its sentence, and the others that the same answer cites there."""

    cited: Cited | None = None
    others: tuple[Cited, ...] = ()
    gone: bool = False  # the link tells what its sentence was, and the text no longer has it

    @classmethod
    def of(cls, text: str, cited: Cited | None, others: Sequence[Cited] = ()) -> "Marks":
        """Ranges that are none of this text do not count."""
        if cited is None:
            return cls()
        now = found_again(text, cited)
        found = [found_again(text, other) for other in others if other.number != cited.number]
        return cls(now, tuple(other for other in found if other), now is None and cited.fingerprint is not None)


def article_page(
    frame: PageFrame, article: Article, marks: Marks | None = None, copies: Sequence[Article] = (), site: str = ""
) -> str:
    """The reader page; `copies` are the articles that say the same, `site` is what a link that is copied begins with."""
    marks = marks or Marks()
    body = [
        '<main class="hb-reader">',
        '<p class="hb-back"><a href="./">← Về trang hỏi đáp</a></p>',
        "<article>",
        f"<h1>{escape(article.title)}</h1>",
        *_about(article),
        f'<p class="hb-gone" id="{MARK}" role="status">{_GONE}</p>' if marks.gone else "",
        *paragraphs(article, marks.cited, marks.others),
        "</article>",
        _copies(article, marks.cited, copies),
        citation_bar(article, marks.cited, marks.others, site),
        "</main>",
    ]
    return frame.page(f"{article.title} – Hỏi Báo", "\n".join(filter(None, body)))


def _about(article: Article) -> list[str]:
    """Source, day, author and place; what the article is based on; its own address."""
    told = _origin_line(article)
    day = vietnamese_date(article.published.isoformat()) if article.published else None if told else UNDATED
    by = article.author if article.author and article.author not in (article.source or "") else None
    facts = " · ".join(escape(fact) for fact in (article.source, day, by, article.place) if fact)
    link = external_link(article.url, "Mở trang gốc của bài báo")
    return [
        f'<p class="hb-facts">{facts}</p>' if facts else "",
        told,
        f'<p class="hb-origin">{link}</p>' if link else "",
    ]


def _origin_line(article: Article) -> str:
    based_on = article.based_on
    if based_on is None:
        return ""
    told = origin_of(article)
    if not told:
        return ""
    by = f", tác giả {based_on.author}" if based_on.author else ""
    link = external_link(based_on.url, "Mở bài gốc")
    return f'<p class="hb-origin">{escape(told[0].upper() + told[1:] + by)}.{" " + link if link else ""}</p>'


def _copies(article: Article, cited: Cited | None, copies: Sequence[Article]) -> str:
    """The articles that say the same, each opened at the same sentence where it has it."""
    if not copies:
        return ""
    items = []
    for copy in copies:
        there = found_again(copy.text, replace(cited, number=None)) if cited else None
        day = vietnamese_date(copy.dated.isoformat() if copy.dated else None)
        facts = " · ".join(escape(fact) for fact in (copy.source, day, copy.place) if fact)
        path = escape(reader_path(copy.id, there))
        items.append(f'<li><a href="{path}">{escape(copy.title)}</a> <span class="hb-facts">{facts}</span></li>')
    return f'<section class="hb-copies"><h2>Bài trùng nội dung</h2><ul>{"".join(items)}</ul></section>'
