"""Whether a sentence speaks of the places, people, times, documents and offices that the question names.

The commonest error of a plain reader is the right kind of answer from the wrong district; agreement is what stops it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus import Article, Span, match_key
from index import Lexicon
from rag.abbreviations import all_readings
from rag.names import Name, holds, names_in
from rag.question import Question, office_phrases
from rag.wording import AREA_RANKS, AREA_WORDS

# How much a name found there vouches for the sentence.
_HERE, _INHERITED, _NEARBY, _PART_OF, _ELSEWHERE, _OTHER_NAMED = 1.0, 0.9, 0.7, 0.5, 0.4, 0.35
_PARAGRAPHS_BACK = 2


@dataclass(frozen=True)
class Agreement:
    """Four shares in 0..1; 1 where the question names nothing of the sort, 0 where the article never mentions it."""

    names: float
    times: float
    ids: float
    offices: float


def agreement(question: Question, article: Article, span: Span, lexicon: Lexicon) -> Agreement:
    """Compare a question with one sentence of an article, in the light of the text before it, the title and the place."""
    sentence = article.text[span.start : span.end]
    key = match_key(all_readings(sentence, lexicon))
    before = match_key(article.text[_start_of(article.text, span.start, _PARAGRAPHS_BACK) : span.start])
    paragraph = match_key(article.text[_start_of(article.text, span.start, 0) : span.start])
    head = match_key(f"{article.title}\n{article.place or ''}")
    whole = _article_key(article.text)
    others = [name for name in names_in(sentence) if name.area and not name.is_person]
    shares = [_name_share(name, question, key, paragraph, before, head, whole, others) for name in question.names]
    return Agreement(
        names=min(shares, default=1.0),
        times=_times_share(question, article, key, before),
        ids=1.0 if all(_has(whole, number) for number in question.ids) else 0.0,
        offices=_offices_share(question, key, paragraph, whole),
    )


def _name_share(
    name: Name, question: Question, key: str, paragraph: str, before: str, head: str, whole: str, others: list[Name]
) -> float:
    if holds(key, name):
        if not _only_contains(name, question, key, others):
            return _HERE
        return 0.0 if question.kind in {"number", "percent"} else _PART_OF  # the figure of a part is not that of the whole
    foreign = [other for other in others if not any(other.key in own.key or own.key in other.key for own in question.names)]
    if foreign and not any(holds(key, own) for own in question.names):
        return _OTHER_NAMED if holds(whole, name) or holds(head, name) else 0.0
    if holds(paragraph, name) or holds(head, name):
        return _INHERITED
    if holds(before, name):
        return _NEARBY
    return _ELSEWHERE if holds(whole, name) else 0.0


def _only_contains(name: Name, question: Question, key: str, others: list[Name]) -> bool:
    """Whether the sentence is about an unnamed part of the place: "khu A thuộc phường B", "Ở huyện B, xã A ..."."""
    area = "|".join(AREA_WORDS)
    for other in others:
        if any(other.key == own.key for own in (name, *question.names)) or not _within(other, name):
            continue
        inside = rf"{re.escape(other.key)}(?:,? \(?|,? (?:thuộc|của|ở|tại) )(?:(?:{area}) )*{re.escape(name.key)}(?!\w)"
        within = rf"^(?:cũng )?(?:ở|tại|thuộc) (?:(?:{area}) )*{re.escape(name.key)}, .*\b{re.escape(other.key)}(?!\w)"
        if (name.area and re.search(inside, key)) or re.search(within, key):
            return True
    return False


def _within(inner: Name, outer: Name) -> bool:
    """Whether the area words allow it: a commune lies in a district, never the reverse."""
    return 0 < AREA_RANKS.get(inner.area, 0) < AREA_RANKS.get(outer.area, 4)


def _times_share(question: Question, article: Article, key: str, before: str) -> float:
    shares = []
    for date in question.dates:
        shares.append(1.0 if _has(key, date) else 0.5 if _has(before, date) else 0.0)
    for year in question.years:
        if any(year in date for date in question.dates):
            continue
        day = article.dated
        shares.append(1.0 if year in key else 0.7 if year in before else 0.6 if day and day.year == int(year) else 0.0)
    return min(shares, default=1.0)


def _offices_share(question: Question, key: str, paragraph: str, whole: str) -> float:
    asked = office_phrases(match_key(question.full))
    shares = [
        1.0 if _held(office, key) else 0.8 if _held(office, paragraph) else 0.4 if _held(office, whole) else 0.0
        for office in asked
    ]
    return min(shares, default=1.0)


def _held(asked: tuple[str, str], key: str) -> bool:
    """Whether a match key holds this office: the same head, "phó" or not alike, and no other body than the one asked for."""
    return any(head == asked[0] and (not asked[1] or body in {"", asked[1]}) for head, body in office_phrases(key))


def _has(key: str, piece: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(piece)}(?![\w/])", key) is not None


def _start_of(text: str, at: int, paragraphs_back: int) -> int:
    """Where the paragraph `paragraphs_back` before the one at `at` starts."""
    start = text.rfind("\n", 0, at) + 1
    for _ in range(paragraphs_back):
        start = text.rfind("\n", 0, max(len(text[:start].rstrip()), 0)) + 1
    return start


@lru_cache(maxsize=256)
def _article_key(text: str) -> str:
    return match_key(text)
