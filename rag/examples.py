"""Example questions drawn from the corpus in use, kept only when the system itself answers them from the right article."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, zip_longest

from corpus import Article, match_key, split_sentences
from rag.answer import Answer
from rag.names import BODY_WORDS, mentions
from rag.question import offices_in
from rag.wording import AREA_WORDS, FUNCTION_WORDS

WANTED = 4
TRIED = 16  # answering takes about a tenth of a second each
SURE = 0.7
_PLACE_WORDS = frozenset(AREA_WORDS) - BODY_WORDS
# "có 23 đảng viên": a count of what there is, not of what was added or planned.
_COUNT = re.compile(
    r"\bcó (?:tổng số |trên |hơn |gần |khoảng )*\d+(?:[.,]\d+)*\s(?P<noun>[^\W\d_]+\s[^\W\d_]+)"
    r"(?P<rest>(?:\s[^\W\d_]+){1,4}(?=[.,;:]))?"  # "48 hộ trồng mắc ca."
)


def example_questions(by_id: Mapping[str, Article], ask: Callable[[str], Answer]) -> list[str]:
    """Up to four questions, from different articles where there are several."""
    articles = sorted(by_id.values(), key=lambda article: article.id)[: 2 * TRIED]
    per_article = [list(_candidates(article)) for article in articles]
    found: list[str] = []
    used: set[str] = set()
    turns = chain.from_iterable(zip_longest(*[list(_mixed(c, n)) for n, c in enumerate(per_article)]))
    for article, question in [pair for pair in turns if pair is not None][:TRIED]:
        if len(found) == WANTED:
            break
        if article.id in used and len(articles) >= WANTED:
            continue
        answer = ask(question)
        if answer.answered and answer.confidence >= SURE and answer.short_answer and answer.citations[0].article_id == article.id:
            found.append(question)
            used.add(article.id)
    return found


def _mixed(candidates: list[tuple[Article, str]], turn: int) -> Iterator[tuple[Article, str]]:
    """Start every other article with another kind of question, so that the examples differ."""
    counts = [pair for pair in candidates if "bao nhiêu" in pair[1]]
    others = [pair for pair in candidates if "bao nhiêu" not in pair[1]]
    first, second = (counts, others) if turn % 2 == 0 else (others, counts)
    yield from chain(first[:2], second[:2])


def _candidates(article: Article) -> Iterator[tuple[Article, str]]:
    for span in split_sentences(article.text)[:40]:
        sentence = article.text[span.start : span.end]
        found = mentions(sentence)
        places = [mention for mention in found if mention.name.area in _PLACE_WORDS]
        counted = _COUNT.search(sentence)
        places = [place for place in places if counted and place.end <= counted.start()][-1:]
        if places and counted and not _leans(counted["noun"]):
            subject = sentence[places[0].start : places[0].end]
            rest = counted["rest"] or ""
            noun = counted["noun"] if _leans(rest) else counted["noun"] + rest
            yield article, f"{subject[0].upper()}{subject[1:]} có bao nhiêu {noun}?"
        people = {
            mention.name: mention.name.written for mention in found if mention.name.is_person and not mention.name.may_be_place
        }
        if len(people) == 1 and offices_in(match_key(sentence)):
            yield article, f"{next(iter(people.values()))} giữ chức vụ gì?"


def _leans(words: str) -> bool:
    """Whether one of these words joins others and counts nothing."""
    return any(match_key(word) in FUNCTION_WORDS for word in words.split())
