"""The numbers on the corpus page: articles over time and by source, the index, and what was set aside."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from corpus import Article, SetAside
from rag.facets import by_source
from web.pages.corpus_counts import by_time
from web.pages.corpus_search import CorpusSearch
from web.pages.time_plot import time_plot
from web.words import number, vietnamese_date

_SHOWN = 10  # rows shown before the others are folded away
_MOST_ASIDE = 200


def figures(search: CorpusSearch, articles: Sequence[Article]) -> str:
    """Counts of what was found, or of the whole corpus where nothing was searched for."""
    stretches = by_time(articles)
    undated = sum(article.dated is None for article in articles)
    of = " (của các bài tìm được)" if search.limited else ""
    without = (
        f'<p class="hb-facts">{number(undated)} bài không rõ ngày không có trong biểu đồ.</p>' if undated and stretches else ""
    )
    plot = time_plot(stretches, lambda one: search.of_days(one.first, one.last).path())
    over_time = f"<section><h2>Theo thời gian{of}</h2>{plot}{without}</section>"
    return f"{over_time}<section><h2>Theo nguồn{of}</h2>{_sources(search, articles)}</section>"


def _sources(search: CorpusSearch, articles: Sequence[Article]) -> str:
    rows = [
        _row(f'<a href="{escape(search.of_source(name).path())}">{escape(name)}</a>', count)
        for name, count in by_source(articles)
    ]
    without = sum(not article.source for article in articles)
    if without:
        rows.append(_row("Không ghi nguồn", without))
    head = '<tr><th scope="col">Nguồn</th><th scope="col">Số bài</th></tr>'
    more = rows[_SHOWN:]
    folded = f"<details><summary>{len(more)} nguồn khác</summary><table>{head}{''.join(more)}</table></details>" if more else ""
    both = any(article.source and article.based_on and article.based_on.source for article in articles)
    note = '<p class="hb-facts">Bài viết lại được tính cho cả nguồn của bài gốc.</p>' if both else ""
    return (
        (f"<table>{head}{''.join(rows[:_SHOWN])}</table>{folded}{note}") if rows else '<p class="hb-facts">Không có bài nào.</p>'
    )


def _row(name: str, count: int) -> str:
    return f'<tr><th scope="row">{name}</th><td>{number(count)}</td></tr>'


def index_facts(version: str, facts: Mapping[str, Any]) -> str:
    """Version, day of building, model and counts."""
    built = facts.get("built")
    named = [
        ("Phiên bản", version),
        ("Lập ngày", vietnamese_date(str(built)[:10]) if built else None),
        ("Mô hình", facts.get("model")),
        ("Số bài", facts.get("articles")),
        ("Bài trùng nội dung", facts.get("copies")),
        ("Số đoạn", facts.get("chunks")),
    ]
    rows = "".join(
        f"<dt>{name}</dt><dd>{escape(number(value) if isinstance(value, int) else str(value))}</dd>"
        for name, value in named
        if value is not None
    )
    return f"<section><h2>Chỉ mục</h2><dl>{rows}</dl></section>"


def left_out(items: Sequence[SetAside]) -> str:
    """The files that could not be indexed, each with its reason."""
    head = "<section><h2>Tệp bị bỏ qua khi lập chỉ mục</h2>"
    if not items:
        return f"{head}<p>Không có tệp nào bị bỏ qua.</p></section>"
    rows = "".join(
        f'<tr><th scope="row">{escape(one.path)}</th><td>{escape(one.reason)}</td></tr>' for one in items[:_MOST_ASIDE]
    )
    more = len(items) - _MOST_ASIDE
    rest = f'<p class="hb-facts">và {number(more)} tệp khác.</p>' if more > 0 else ""
    table = f'<table><tr><th scope="col">Tệp</th><th scope="col">Lý do</th></tr>{rows}</table>{rest}'
    unfolded = " open" if len(items) <= _SHOWN else ""
    return f"{head}<details{unfolded}><summary>{number(len(items))} tệp, mỗi tệp một lý do</summary>{table}</details></section>"
