"""The bar below an article: which citation is shown, those before and after it, and a link to the sentence."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from corpus import Article
from web.sentence_link import Cited
from web.words import reader_path


def citation_bar(article: Article, cited: Cited | None, others: Sequence[Cited], site: str) -> str:
    """Nothing where no sentence is shown and none is left to go to; `site` is what a link that is copied begins with."""
    known = sorted([*([cited] if cited else []), *others], key=lambda one: (one.number or 0, one.start))
    if not known:
        return ""
    if cited is None:
        return _bar(f"<span>Câu khác được trích từ bài này:</span>{_step(article, known, 0, 'next', 'Mở câu')}")
    here = known.index(cited)
    name = f"Nguồn {cited.number}" if cited.number else "Câu được trích"
    count = f" · câu {here + 1}/{len(known)}" if len(known) > 1 else ""
    before = _step(article, known, here - 1, "prev", "← Câu trước")
    after = _step(article, known, here + 1, "next", "Câu sau →")
    return _bar(f"{before}<span>{name}{count}</span>{after}", _link(article, cited, site))


def _bar(steps: str, link: str = "") -> str:
    return f'<nav class="hb-citation" aria-label="Các câu được trích từ bài này"><p>{steps}</p>{link}</nav>'


def _step(article: Article, known: Sequence[Cited], to: int, relation: str, label: str) -> str:
    """A link to another citation, which in turn carries the others."""
    if not 0 <= to < len(known):
        return ""
    path = reader_path(article.id, known[to], [one for one in known if one is not known[to]])
    return f'<a rel="{relation}" href="{escape(path)}">{label}</a>'


def _link(article: Article, cited: Cited, site: str) -> str:
    """The address of the sentence by itself; a click selects the whole of it."""
    path = escape(reader_path(article.id, replace(cited, number=None)))
    return (
        '<details class="hb-share"><summary>Liên kết đến câu này</summary>'
        f'<p>Nhấp vào địa chỉ để chọn rồi chép, hoặc mở <a href="{path}">liên kết này</a>:</p>'
        f'<p class="hb-address">{escape(site)}{path}</p></details>'
    )
