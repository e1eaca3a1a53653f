"""The failed questions, by cause: each with what was asked, what was wanted, what came back and what it was taken from."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from eval.measures.matching import stands_in
from eval.measures.scoring import CitationRow, Row
from eval.page.links import article_link
from eval.page.marks import marked
from eval.page.overview import by_cause
from eval.page.reasons import why
from eval.page.text import Text, both, count, decimal, seconds
from eval.page.words import CATEGORIES, CAUSES, EXPLAINED, MARKS, SPLITS, name_of
from eval.sets.questions import demands_of

_NONE = Text("Không có câu nào chưa đạt.", "No question failed.")
_LEGEND = Text("Trong câu trích:", "In the quotes:")
_FILTER_CAUSE = Text("Lọc theo nguyên nhân", "Filter by cause")
_FILTER_CATEGORY = Text("Lọc theo loại câu hỏi", "Filter by kind of question")
_ALL = Text("tất cả", "all")
_EMPTY = Text("Không có câu nào thuộc cả hai lựa chọn này.", "No question belongs to both choices.")
_COUNTED = Text("{cause}: {n} câu", "{cause}: {n}")
_WANTED = Text("Đáp án chuẩn", "Gold answer")
_GIVEN = Text("Hệ thống trả lời", "The system's answer")
_SOURCES = Text("Nguồn hệ thống dẫn", "Sources it cited")
_NOTHING_TO_FIND = Text(
    "Các bài báo không có đáp án; đúng ra phải từ chối.", "The articles do not hold the answer; a refusal is right."
)
_NEAR_MISS = Text("Câu hỏi cố ý hỏi gần giống nội dung bài.", "The question comes close to the articles on purpose.")
_OR = Text(" hoặc ", " or ")
_HAS = Text("có", "given")
_LACKS = Text("thiếu", "missing")
_NO_SOURCE = Text("Không dẫn nguồn nào.", "No source was cited.")
_NOT_EXACT = Text("không khớp nguyên văn", "not word for word")
_REFUSED = Text("(từ chối)", "(refused)")
_SHORT = Text("Đáp án ngắn:", "Short answer:")
_UNDERSTOOD = Text("Hệ thống hiểu là:", "Understood as:")
_BEFORE = Text("Trước đó đã hỏi:", "Asked before:")
_FIRST_FOUND = Text("Các bài tìm được đầu tiên:", "The first articles found:")
_RANK = Text("bài đúng ở hạng {rank}", "right article at rank {rank}")
_CONFIDENCE = Text("độ tin cậy {value}", "confidence {value}")
_MOST_FOUND = 5


def failures(rows: Sequence[Row], base: str | None) -> str:
    """All of them under their causes, the most frequent cause first, with filters that need no script."""
    causes = by_cause(list(rows))
    if not causes:
        return f"<p>{both(_NONE)}</p>\n"
    categories = Counter(row.category for row in rows)
    kinds = {name: place for place, name in enumerate(_kinds(rows))}
    places = {id(row): place for place, row in enumerate(rows)}
    titles = _titles(rows)
    groups = "".join(
        _group(at, name, [_failure(row, places[id(row)], kinds[row.category], titles, base) for row in found])
        for at, (name, found) in enumerate(causes)
    )
    first = _choice("cause", _FILTER_CAUSE, [(name_of(CAUSES, name), len(found)) for name, found in causes])
    second = _choice("kind", _FILTER_CATEGORY, [(name_of(CATEGORIES, name), categories[name]) for name in kinds])
    empty = f'<p class="none">{both(_EMPTY)}</p>\n'
    return f'<div class="filters">{first}{second}</div>\n{_legend()}<div class="groups">\n{groups}</div>\n{empty}'


def filter_rules(rows: Sequence[Row]) -> str:
    """CSS: a chosen cause or kind hides the other failures, and the headings that are left without any."""
    causes, kinds = by_cause(list(rows)), _kinds(rows)
    rules = [f"body:has(#cause-{at}-only:checked) .group:not(.cause-{at}){{display:none}}" for at, _ in enumerate(causes)]
    for at, name in enumerate(kinds):
        chosen = f"body:has(#kind-{at}-only:checked)"
        rules.append(f"{chosen} :is(.failure:not(.kind-{at}),.group:not(:has(.kind-{at}))){{display:none}}")
        without = (place for place, (_, found) in enumerate(causes) if name not in {row.category for row in found})
        rules += [f"{chosen}:has(#cause-{place}-only:checked) .none{{display:block}}" for place in without]
    return "\n".join(rules)


def anchors(rows: Sequence[Row]) -> dict[str, str]:
    """Question id -> the anchor of its failure."""
    return {row.id: f"q-{place}" for place, row in enumerate(rows)}


def _kinds(rows: Sequence[Row]) -> list[str]:
    """Categories, the most frequent first."""
    return [name for name, _ in Counter(row.category for row in rows).most_common()]


def _choice(name: str, title: Text, options: list[tuple[Text, int]]) -> str:
    everything = sum(number for _, number in options)
    chosen = [(f"{name}-all", _ALL, everything, " checked")]
    chosen += [(f"{name}-{place}-only", text, number, "") for place, (text, number) in enumerate(options)]
    inside = "".join(
        f'<label><input type="radio" name="{name}" id="{identity}"{checked}> <span>{both(text)} ({number})</span></label>\n'
        for identity, text, number, checked in chosen
    )
    return f"<fieldset><legend>{both(title)}</legend>{inside}</fieldset>\n"


def _legend() -> str:
    shown = " ".join(f'<mark class="{kind}">{both(text)}</mark>' for kind, text in MARKS.items())
    return f'<p class="legend">{both(_LEGEND)} {shown}</p>\n'


def _group(place: int, name: str, items: Sequence[str]) -> str:
    title = _COUNTED.fill(cause=name_of(CAUSES, name), n=count(len(items)))
    told = f'<p class="quiet">{both(EXPLAINED[name])}</p>\n' if name in EXPLAINED else ""
    return f'<section class="group cause-{place}"><h3 id="cause-{place}">{both(title)}</h3>\n{told}{"".join(items)}</section>\n'


def _failure(row: Row, place: int, kind: int, titles: dict[str, str], base: str | None) -> str:
    return (
        f'<details class="failure kind-{kind}"><summary><span class="asked">{escape(row.question)}</span>'
        f'<span class="quiet">{both(why(row))}</span></summary>\n<div class="told" id="q-{place}">{_asked(row)}'
        f'<div class="sides"><div><h4>{both(_WANTED)}</h4>{_wanted(row, base)}</div>'
        f"<div><h4>{both(_GIVEN)}</h4>{_given(row)}</div>"
        f"<div><h4>{both(_SOURCES)}</h4>{_sources(row, titles, base)}</div></div>{_facts(row)}</div></details>\n"
    )


def _asked(row: Row) -> str:
    before = "".join(
        f"<p><span class=quiet>{both(_BEFORE)}</span> {escape(question)} <span class=quiet>→ {escape(answer)}</span></p>\n"
        for question, answer in row.history
    )
    if row.standalone_question in {row.question, "", "?"}:
        return before
    return f"{before}<p><span class=quiet>{both(_UNDERSTOOD)}</span> {escape(row.standalone_question)}</p>\n"


def _wanted(row: Row, base: str | None) -> str:
    if not row.answerable:
        told = [_NOTHING_TO_FIND] + ([_NEAR_MISS] if row.near_miss else [])
        return "".join(f"<p>{both(text)}</p>" for text in told)
    demands = demands_of(row.answers, row.all_of)
    items = "".join(f"<li>{_demand(row, alternatives, check=len(demands) > 1)}</li>" for alternatives in demands)
    return f'<ul class="demands">{items}</ul>\n{_gold_sentences(row, base)}'


def _demand(row: Row, alternatives: Sequence[str], *, check: bool) -> str:
    text = both(_OR).join(f"<b>{escape(gold)}</b>" for gold in alternatives)
    if not check or not row.answered:
        return text
    given = any(stands_in(gold, row.answer) for gold in alternatives)
    return f'{text} <span class="{"ok" if given else "bad"}">{"✓" if given else "✗"} {both(_HAS if given else _LACKS)}</span>'


def _gold_sentences(row: Row, base: str | None) -> str:
    golds = [gold for alternatives in demands_of(row.answers, row.all_of) for gold in alternatives]
    by_article: dict[str, list[str]] = {}
    for found in row.gold_quotes:
        quotes = by_article.setdefault(article_link(found.title, found.article_id, found.url, base), [])
        quotes += [f"<blockquote>{marked(found.quote, golds, None)}</blockquote>"] if found.quote else []
    told = {found.article_id for found in row.gold_quotes}
    for name in row.articles:
        if name not in told:  # the articles could not be read
            by_article[article_link(_cited_title(row, name), name, _cited_url(row, name), base)] = []
    return "".join(f"<p class=source>{link}</p>{''.join(quotes)}\n" for link, quotes in by_article.items())


def _cited_title(row: Row, article: str) -> str:
    return next((one.title for one in row.citations if one.article_id == article), "")


def _cited_url(row: Row, article: str) -> str | None:
    return next((one.url for one in row.citations if one.article_id == article), None)


def _given(row: Row) -> str:
    short = f'<p><span class="quiet">{both(_SHORT)}</span> <b>{escape(row.short_answer)}</b></p>' if row.short_answer else ""
    refused = "" if row.answered else f'<p class="bad">{both(_REFUSED)}</p>'
    notes = "".join(f'<p class="quiet">{escape(note)}</p>' for note in row.notes)
    return f'{short}{refused}<p class="answer">{escape(row.answer)}</p>{notes}'


def _sources(row: Row, titles: dict[str, str], base: str | None) -> str:
    if row.citations:
        golds = [gold for alternatives in demands_of(row.answers, row.all_of) for gold in alternatives]
        return "".join(_source(row, number, one, golds, base) for number, one in enumerate(row.citations, start=1))
    found = "".join(f"<li>{article_link(titles.get(name, ''), name, None, base)}</li>" for name in row.retrieved[:_MOST_FOUND])
    listed = f'<p class="quiet">{both(_FIRST_FOUND)}</p><ol>{found}</ol>' if found else ""
    return f"<p>{both(_NO_SOURCE)}</p>{listed}"


def _source(row: Row, number: int, one: CitationRow, golds: Sequence[str], base: str | None) -> str:
    warning = f' <b class="bad">{both(_NOT_EXACT)}</b>' if one.exact is False else ""
    link = article_link(one.title, one.article_id, one.url, base, (one.start, one.end))
    quote = marked(one.quote, golds, row.short_answer)
    return f"<blockquote>{quote}</blockquote><p class=source>[{number}] {link}{warning}</p>\n"


def _facts(row: Row) -> str:
    facts = [name_of(CATEGORIES, row.category), name_of(SPLITS, row.split)]
    facts += [_RANK.fill(rank=row.rank)] if row.rank else []
    facts += [_CONFIDENCE.fill(value=decimal(row.confidence, 2))] if row.confidence is not None else []
    facts += [seconds(row.latency_ms)]
    return f'<p class="facts quiet"><code>{escape(row.id)}</code> · {" · ".join(map(both, facts))}</p>'


def _titles(rows: Sequence[Row]) -> dict[str, str]:
    """Titles of articles, as far as the failures tell them."""
    told = {one.article_id: one.title for row in rows for one in row.citations}
    return told | {one.article_id: one.title for row in rows for one in row.gold_quotes}
