"""Answers about the collection: counts of articles, lists of them, what there is, and summaries; every line cites its article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Article, Span, match_key, split_sentences, syllable_count
from index import Index
from rag.bound import is_of_source
from rag.compose import Piece, answer_text, citations
from rag.composed import Composed, Lookup
from rag.evidence import Evidence
from rag.filters import Filters, allows
from rag.overview import QUOTES, Overview
from rag.question import Question, understand
from rag.same_article import AND_THE_ARTICLE
from rag.summary import summary
from rag.time_words import timing
from rag.topics import Speaking, speaking_of
from rag.vectors import SentenceVectors

NAMED = 5  # articles that an answer names; a sixth is named rather than counted
_BY_WORDS = "Chỉ tính những bài có đủ các từ của “{topic}”; bài diễn đạt cách khác có thể chưa được tính."
_ALIKE = "Không bài nào có đủ các từ của “{topic}”; đây là bài gần nhất với điều được hỏi."
_OTHERS = "Kho còn {count} bài khác nói về “{topic}”: {titles}."
_UNDATED = "{count} bài không rõ ngày nên không được tính."
BY_WORDS = 0.8  # confidence in an article found by its words; set by hand, sure but for what the words mean there
_POINTING = frozenset(("chuyện", "vấn", "đề", "điều", "nội", "dung", "chủ", "tài"))  # "chuyện này" names no topic
_PAPER = re.compile(r"^(?:báo(?: điện tử)?|tạp chí|trang|đài|cổng thông tin)\s", re.IGNORECASE)
_NOTHING = Composed("", (), 0.0)


@dataclass(frozen=True)
class Shelf:
    """What answers about the collection are made from."""

    index: Index
    vectors: SentenceVectors
    filters: Filters
    today: date


def answer_overview(shelf: Shelf, asked: Overview, lookup: Lookup, least_sure: float) -> Composed | None:
    """The answer, or one without citations where no article fits; None where what it asks for is no source of articles."""
    if asked.source:
        known = any(_is_of(asked.source, one) for one in shelf.index.articles.values())
        return _shelf_list(shelf, asked) if known else None
    return _on_topic(shelf, asked, lookup, least_sure)


def _on_topic(shelf: Shelf, asked: Overview, lookup: Lookup, least_sure: float) -> Composed:
    if asked.wish == "contents" or asked.time:
        return _shelf_list(shelf, asked)
    if asked.wish == "named":
        titled = [one for title in asked.topic.split(AND_THE_ARTICLE) if (one := _titled(shelf, title))]
        if titled:
            return _lines([Speaking(one, 1, True, _lead(one)) for one in titled], "", 1.0, ())
    topic = understand(asked.topic, shelf.index.lexicon)
    if not set(topic.content) - _POINTING:
        return _NOTHING
    found = speaking_of(shelf.index, topic, shelf.filters)
    if asked.wish == "summary":
        return _summarised(shelf, asked.topic, topic, found, lookup, least_sure)
    if asked.wish == "count" or found:
        return _listed(asked, found)
    return _alike(asked, topic, lookup, least_sure)


def _alike(asked: Overview, topic: Question, lookup: Lookup, least_sure: float) -> Composed:
    """The article that comes nearest to a topic which none has in its words."""
    evidence, sure = lookup(topic)
    if not evidence or sure < least_sure:
        return _NOTHING
    only = Speaking(evidence[0].article, 1, False, evidence[0].span)
    return _lines([only], "", sure, (_ALIKE.format(topic=asked.topic),))


def _listed(asked: Overview, found: Sequence[Speaking]) -> Composed:
    if not found:
        return _NOTHING
    named = found[: _shown(found)]
    marks = " ".join(f"[{number}]" for number in range(1, len(named) + 1))
    count = f"{len(found)} bài"
    head = f"{count} {marks}" if asked.wish == "count" else f"Có {count} nói về “{asked.topic}”:"
    made = _lines(named, head, BY_WORDS, (_BY_WORDS.format(topic=asked.topic),), len(found) - len(named))
    return made if asked.wish != "count" else Composed(made.text, made.citations, made.confidence, count, made.notes)


def _shown(found: Sequence[object]) -> int:
    return len(found) if len(found) <= NAMED + 1 else NAMED


def _lines(named: Sequence[Speaking], head: str, sure: float, notes: tuple[str, ...], more: int = 0) -> Composed:
    """One line for each article: its title, its day and its number; the sentence that shows it is the quote."""
    cited = citations([Piece(one.article, one.span) for one in named], [sure] * len(named))
    lines = [head] if head else []
    lines += [f"“{_title(one.article)}” ({_day(one.article)}) [{number}]" for number, one in enumerate(named, 1)]
    lines += [f"… và {more} bài khác."] if more > 0 else []
    return Composed("\n".join(lines), cited, sure, notes=notes)


def _shelf_list(shelf: Shelf, asked: Overview) -> Composed:
    """All articles, or those of a time, the newest first; copies count once."""
    copies = {copy for key in shelf.index.copies for copy in shelf.index.copies[key]}
    every = [one for key, one in shelf.index.articles.items() if key not in copies and allows(shelf.filters, one)]
    notes: tuple[str, ...] = ()
    kept = [one for one in every if _is_of(asked.source, one)] if asked.source else every
    if asked.time:
        periods = timing(asked.time, shelf.today).periods
        kept = [one for one in every if one.dated and any(p.first <= one.dated <= p.last for p in periods)]
        undated = sum(one.dated is None for one in every)
        notes = (_UNDATED.format(count=undated),) if undated else ()
    if not kept:
        return _NOTHING
    ordered = sorted(kept, key=lambda one: (-(one.dated.toordinal() if one.dated else 0), one.id))
    named = [Speaking(one, 1, True, _lead(one)) for one in ordered[: _shown(ordered)]]
    marks = " ".join(f"[{number}]" for number in range(1, len(named) + 1))
    count = f"{len(kept)} bài"
    if asked.wish != "count":
        return _lines(named, f"Kho có {count}{_which(asked, kept)}:", 1.0, notes, len(kept) - len(named))
    made = _lines(named, f"{count} {marks}", 1.0, notes, len(kept) - len(named))
    return Composed(made.text, made.citations, 1.0, count, notes)


def _which(asked: Overview, kept: Sequence[Article]) -> str:
    """What the articles of a list have in common, behind their count."""
    if asked.time:
        return " trong thời gian đó"
    of_source = f" của {asked.source}" if asked.source else ""
    days = sorted({one.dated for one in kept if one.dated})
    return f"{of_source}, bài có ngày từ {_written(days[0])} đến {_written(days[-1])}" if len(days) > 1 else of_source


def _is_of(source: str, article: Article) -> bool:
    """Whether an article is of this source, named with or without the kind of paper that it is."""
    bare = _PAPER.sub("", source)
    return any(is_of_source(article, name) for name in (source, bare, f"Báo {bare}"))


def _summarised(
    shelf: Shelf, written: str, topic: Question, found: Sequence[Speaking], lookup: Lookup, least_sure: float
) -> Composed:
    chosen, sure, others = _titled(shelf, written), 1.0, [one.article for one in found]
    if chosen is None and found:
        chosen, sure = found[0].article, BY_WORDS
    elif chosen is None:
        evidence, sure = lookup(topic)
        chosen = _article_of(evidence) if sure >= least_sure else None
    if chosen is None:
        return _NOTHING
    pieces = summary(chosen, shelf.vectors)
    cited = citations(pieces, [sure] * len(pieces))
    text = f"“{_title(chosen)}” ({_day(chosen)}) [1]\n{answer_text(None, cited)}"
    rest = [one for one in others if one.id != chosen.id]
    titles = ", ".join(f"“{_title(one)}”" for one in rest[:3])
    exact = match_key(written) == match_key(chosen.title)
    notes = (_OTHERS.format(count=len(rest), topic=written, titles=titles),) if rest and not exact else ()
    return Composed(text, cited, sure, notes=notes)


def _titled(shelf: Shelf, written: str) -> Article | None:
    """The article of this title or id."""
    wanted = match_key(written).strip(QUOTES)
    kept = (one for one in shelf.index.articles.values() if allows(shelf.filters, one))
    return next((one for one in kept if wanted in {match_key(one.title).strip(QUOTES), match_key(one.id)}), None)


def _article_of(evidence: Sequence[Evidence]) -> Article | None:
    return evidence[0].article if evidence else None


def _lead(article: Article) -> Span:
    """The first sentence of some length, else the first."""
    spans = split_sentences(article.text)
    return next((span for span in spans if syllable_count(article.text[span.start : span.end]) >= 8), spans[0])


def _title(article: Article) -> str:
    return article.title or article.id


def _day(article: Article) -> str:
    return _written(article.dated) if article.dated else "không rõ ngày"


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
