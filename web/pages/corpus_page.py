"""The corpus page: the articles with search and filters, their numbers, and what was set aside; plain HTML, no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from corpus import Article, HoiBaoError
from rag.facets import by_source
from web.admin.reindex_page import HERE
from web.pages.corpus_figures import figures, index_facts, left_out
from web.pages.corpus_search import CorpusSearch
from web.pages.excerpt import excerpt
from web.pages.frame import PageFrame
from web.pages.typed_day import FIELD
from web.service import Answerer
from web.words import number, origin_of, reader_path, vietnamese_date

PER_PAGE = 20
_UPDATE = (
    f'<p class="hb-update"><a href="{HERE}">Cập nhật kho bài</a> <span class="hb-facts">(dành cho người quản trị)</span></p>'
)
_MOST_PLACES = 300  # offered while a place is typed


@dataclass(frozen=True)
class Found:
    """What a search found, and where it cannot be used, the sentence that says why."""

    articles: Sequence[Article]
    problem: str = ""


def find(service: Answerer, search: CorpusSearch) -> Found:
    """The articles of a search, the newest first where it has no words."""
    try:
        return Found(service.find_articles(search.words, search.filters()))
    except HoiBaoError as error:
        if error.exit_code != 2:
            raise
        return Found((), error.vietnamese)


def corpus_page(frame: PageFrame, service: Answerer, search: CorpusSearch, *, updating: bool = False) -> str:
    """The page of one search; a page number behind the last shows the last. `updating` leads an administrator on."""
    found, every, facts = find(service, search), service.articles(), service.describe()
    facts_of_index = index_facts(service.index_version, facts) + (_UPDATE if updating else "")
    body = [
        '<main class="hb-corpus"><p class="hb-back"><a href="./">← Về trang hỏi đáp</a></p><h1>Kho bài</h1>',
        f'<p class="hb-facts">{_size(facts)}</p>',
        _form(search, every),
        f'<div class="hb-columns"><section aria-labelledby="tim-thay">{_results(service, search, found)}</section>',
        f"<aside>{figures(search, found.articles)}{facts_of_index}</aside></div>",
        left_out(service.set_aside()),
        "</main>",
    ]
    return frame.page("Kho bài – Hỏi Báo", "\n".join(body), "corpus")


def _size(facts: Mapping[str, Any]) -> str:
    counts = [
        (facts.get("articles"), "bài"),
        (facts.get("copies"), "bài trùng nội dung"),
        (facts.get("set_aside"), "tệp bị bỏ qua"),
    ]
    return " · ".join(f"{number(count)} {what}" for count, what in counts if count is not None)


def _form(search: CorpusSearch, every: Sequence[Article]) -> str:
    sources = [name for name, _ in by_source(every)]
    if search.source and search.source not in sources:
        sources.insert(0, search.source)
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == search.source else ""}>{escape(name)}</option>'
        for name in sources
    )
    places = dict.fromkeys(article.place for article in every if article.place)
    offered = "".join(f'<option value="{escape(place)}">' for place in sorted(places)[:_MOST_PLACES])
    return (
        '<form class="hb-search" action="kho" role="search" aria-label="Tìm trong kho bài">'
        + _field("q", "Từ trong tiêu đề hoặc nội dung", search.words, 'type="search" maxlength="200"')
        + '<p><label for="source">Nguồn</label><select id="source" name="source"><option value="">Mọi nguồn</option>'
        + f"{options}</select></p>"
        + _field("place", "Địa điểm", search.place, 'list="places" maxlength="200"')
        + f'<datalist id="places">{offered}</datalist>'
        + _field("from", "Từ ngày", _typed(search.first), FIELD)
        + _field("to", "Đến ngày", _typed(search.last), FIELD)
        + '<p class="hb-do"><button>Tìm</button>'
        + ('<a href="kho">Bỏ mọi điều kiện</a>' if search.limited else "")
        + "</p></form>"
    )


def _field(name: str, label: str, value: str, kind: str) -> str:
    return f'<p><label for="{name}">{label}</label><input id="{name}" name="{name}" value="{escape(value)}" {kind}></p>'


def _typed(day: str) -> str:
    """As Vietnamese writes it."""
    return vietnamese_date(day) if day else ""


def _results(service: Answerer, search: CorpusSearch, found: Found) -> str:
    if found.problem:
        return f'<h2 id="tim-thay">Chưa tìm được</h2><p role="alert">{escape(found.problem)}</p>'
    if not found.articles:
        return (
            '<h2 id="tim-thay">Không có bài nào</h2><p>Không bài nào có đủ các từ này và khớp với các điều kiện; '
            "bạn hãy thử ít từ hơn hoặc bỏ bớt điều kiện.</p>"
        )
    pages = -(-len(found.articles) // PER_PAGE)
    page = min(search.page, pages)
    first = (page - 1) * PER_PAGE
    shown = found.articles[first : first + PER_PAGE]
    of = f", đang xem {number(first + 1)}–{number(first + len(shown))}" if pages > 1 else ""
    items = "".join(_item(service, article, search.words) for article in shown)
    title = f"{number(len(found.articles))} bài" + (" tìm được" if search.limited else "") + of
    return f'<h2 id="tim-thay">{title}</h2><ol class="hb-list">{items}</ol>{_pages(search, page, pages)}'


def _item(service: Answerer, article: Article, words: str) -> str:
    told = origin_of(article)
    day = vietnamese_date(article.published.isoformat()) if article.published else "" if told else vietnamese_date(None)
    facts = " · ".join(escape(fact) for fact in (article.source, day, article.place, told) if fact)
    copies = service.copies(article.id)
    alike = f'<p class="hb-facts">Trùng nội dung với {len(copies)} bài khác.</p>' if copies else ""
    return (
        f'<li><h3><a href="{escape(reader_path(article.id))}">{escape(article.title)}</a></h3>'
        f'<p class="hb-facts">{facts}</p>{alike}<p>{excerpt(article, words)}</p></li>'
    )


def _pages(search: CorpusSearch, page: int, pages: int) -> str:
    if pages == 1:
        return ""
    before = f'<a rel="prev" href="{escape(search.path(page - 1))}">← Trang trước</a>' if page > 1 else ""
    after = f'<a rel="next" href="{escape(search.path(page + 1))}">Trang sau →</a>' if page < pages else ""
    here = f"<span>Trang {number(page)}/{number(pages)}</span>"
    return f'<nav class="hb-pages" aria-label="Các trang kết quả">{before}{here}{after}</nav>'
