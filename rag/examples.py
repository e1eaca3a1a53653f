"""Example questions drawn from the corpus in use, kept only when the system itself answers them from the right article."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest

from corpus import Article, match_key, split_sentences, syllable_count
from rag.answer import Answer
from rag.cloze import clozes
from rag.names import BODY_WORDS, Mention, mentions
from rag.question import offices_in
from rag.wording import AREA_WORDS, FUNCTION_WORDS

WANTED = 4
TRIED = 16  # answering takes about a tenth of a second each
SURE = 0.7
_SHORT = 15  # syllables of an answer that is plainly one
_EACH = 3  # questions of a kind that are tried in a turn, and of an article that wait for their turn
# What is asked for; a page that opens with four offices looks as if nothing else could be asked.
KINDS = ("count", "person", "date", "matter")
_KIND_OF = {"count": "count", "person": "person", "office": "person", "date": "date"}
_SENTENCES = 40  # of an article, from its beginning
_PLACE_WORDS = frozenset(AREA_WORDS) - BODY_WORDS
# "có 23 đảng viên": a count of what there is, not of what was added or planned.
_COUNT = re.compile(
    r"\bcó (?:tổng số |trên |hơn |gần |khoảng )*\d+(?:[.,]\d+)*\s(?P<noun>[^\W\d_]+\s[^\W\d_]+)"
    r"(?P<rest>(?:\s[^\W\d_]+){1,4}(?=[.,;:]))?"  # "48 hộ trồng mắc ca."
)


@dataclass(frozen=True)
class _Candidate:
    """A question about an article; the short answer must hold `expected`, in any case and with any tone placement."""

    article: str
    kind: str
    question: str
    expected: str = ""

    def is_met_by(self, answer: Answer) -> bool:
        """Whether the system answers it surely, shortly and from this article."""
        if not (answer.answered and answer.confidence >= SURE and 0 < syllable_count(answer.short_answer or "") <= _SHORT):
            return False
        return answer.citations[0].article_id == self.article and match_key(self.expected) in match_key(answer.short_answer or "")


def example_questions(by_id: Mapping[str, Article], ask: Callable[[str], Answer]) -> list[str]:
    """Up to four questions, from different articles where there are several; a kind comes again when all had their turn."""
    articles = sorted(by_id.values(), key=lambda article: article.id)[: 2 * TRIED]
    waiting = _by_kind([list(_candidates(article)) for article in articles])
    found: list[_Candidate] = []
    tried = 0
    for kind in KINDS * WANTED:
        used = {one.article for one in found} if len(articles) >= WANTED else set()
        for candidate in [one for one in waiting[kind] if one.article not in used][:_EACH]:
            if len(found) == WANTED or tried == TRIED:
                break
            waiting[kind].remove(candidate)
            tried += 1
            if candidate.is_met_by(ask(candidate.question)):
                found.append(candidate)
                break
    return [one.question for one in found]


def _by_kind(of_articles: list[list[_Candidate]]) -> dict[str, list[_Candidate]]:
    """The first question of each article before the second of any; each kind begins with another article."""
    waiting: dict[str, list[_Candidate]] = {}
    for number, kind in enumerate(KINDS):
        own = [[one for one in candidates if one.kind == kind][:_EACH] for candidates in of_articles]
        turned = own[number:] + own[:number]
        waiting[kind] = [one for one in chain.from_iterable(zip_longest(*turned)) if one is not None]
    return waiting


def _candidates(article: Article) -> Iterator[_Candidate]:
    """Short counts, then the questions in the words of a sentence, then the people whose office is not told right behind them."""
    read = [(text, mentions(text)) for text in _sentences(article)]
    made = (_Candidate(article.id, _KIND_OF.get(one.asks, "matter"), one.question, one.expected) for one in clozes(article))
    seen: set[str] = set()
    for candidate in chain(_counts(article.id, read), made, _people(article.id, read)):
        if candidate.question not in seen:
            seen.add(candidate.question)
            yield candidate


def _sentences(article: Article) -> Iterator[str]:
    for span in split_sentences(article.text)[:_SENTENCES]:
        yield article.text[span.start : span.end]


def _people(article: str, read: list[tuple[str, list[Mention]]]) -> Iterator[_Candidate]:
    for sentence, found in read:
        people = {one.name: one.name.written for one in found if one.name.is_person and not one.name.may_be_place}
        if len(people) == 1 and offices_in(match_key(sentence)):
            yield _Candidate(article, "person", f"{next(iter(people.values()))} giữ chức vụ gì?")


def _counts(article: str, read: list[tuple[str, list[Mention]]]) -> Iterator[_Candidate]:
    for sentence, found in read:
        counted = _COUNT.search(sentence)
        places = [one for one in found if one.name.area in _PLACE_WORDS and counted and one.end <= counted.start()][-1:]
        if places and counted and not _leans(counted["noun"]):
            subject = sentence[places[0].start : places[0].end]
            rest = counted["rest"] or ""
            noun = counted["noun"] if _leans(rest) else counted["noun"] + rest
            yield _Candidate(article, "count", f"{subject[0].upper()}{subject[1:]} có bao nhiêu {noun}?")


def _leans(words: str) -> bool:
    """Whether one of these words joins others and counts nothing."""
    return any(match_key(word) in FUNCTION_WORDS for word in words.split())
