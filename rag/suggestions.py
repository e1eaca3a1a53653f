"""Questions that lead on from an answer, kept only when the system itself surely answers them: with the fact that they were
made to ask for, or with the same fact of another place."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import Article, match_key, tokens
from index import Lexicon
from rag.answer import Answer
from rag.cloze import LONGEST, Cloze, clozes
from rag.followup import standalone
from rag.names import mentions, question_mentions
from rag.overview import overview
from rag.question import content_words, understand

WANTED = 3
SURE = 0.6  # well above the threshold of answering: who is offered a question expects an answer
SIBLINGS = 3  # other articles whose places are tried
_LONGEST_SHORT = 16  # words of a short answer: a longer one has run on
_NEAR = 400  # characters that a word shared with the question is worth
# Only a question in plain written words is asked of another place too: nobody's own way of asking is put into another.
_PLAIN = re.compile(
    r"(?!.*\b(?:ạ|vậy|nhỉ|nhé|ơi|hỏi|xin|mình|tôi|bạn|em|giúp|thế|này|đó|ấy|hả|à|còn|thì|mấy|lắm|với nhau)\b)"
    r"(?:.*[^\W\d_] bao nhiêu [^\W\d_].*|Ai là .*|.* là ai)\?$"
)

History = Sequence[tuple[str, str]]
Ask = Callable[[str], Answer]


class NoTimeError(Exception):
    """May be raised by `ask`: what was found until then is all."""


@dataclass(frozen=True)
class _Try:
    """A question with the article that must answer it; `made` from a sentence, or asked of another place."""

    question: str
    article_id: str
    made: Cloze | None = None
    asked: tuple[str, ...] = ()  # what is counted

    @property
    def kind(self) -> str:
        """Of two of a kind one is enough."""
        return "elsewhere" if self.made is None else self.made.asks.replace("office", "person")

    def answered(self, answer: Answer) -> bool:
        """Whether this is the answer that was meant."""
        if not (answer.answered and answer.confidence >= SURE and answer.standalone_question == self.question):
            return False
        cited, short = answer.citations[0], match_key(answer.short_answer or "")
        if cited.article_id != self.article_id:
            return False
        if self.made is None:  # no other fact than the one asked for: every word of the question must be there
            lacking = set(content_words(self.question)) - set(content_words(f"{cited.quote} {cited.title}"))
            return bool(short) and set(self.asked) <= set(tokens(short)) and len(answer.citations) == 1 and not lacking
        if not self.made.sentence.start <= cited.start < self.made.sentence.end:
            return False
        if self.made.asks in {"reason", "way"}:  # whole sentences answer these, and it is the right one
            return True
        return match_key(self.made.expected) in short and len(short.split()) <= _LONGEST_SHORT


def suggestions(
    answer: Answer,
    history: History,
    articles: Mapping[str, Article],
    lexicon: Lexicon,
    ask: Ask,
    go_on: Callable[[], bool],
) -> list[str]:
    """Up to three questions, of different kinds where there are several.

    `history` ends with the answer's own turn; `ask` answers as the page would; `go_on` says before each try whether to.
    """
    found: list[_Try] = []
    left_over: list[_Try] = []
    try:
        for one in _tries(answer, history, articles, lexicon):
            if any(one.kind == other.kind for other in found):
                left_over.append(one)
            elif go_on() and one.answered(ask(one.question)):
                found.append(one)
            if len(found) == WANTED or not go_on():
                break
        for one in left_over if len(found) < WANTED else ():
            if len(found) < WANTED and go_on() and one.answered(ask(one.question)):
                found.append(one)
    except NoTimeError:
        pass
    return [one.question for one in found]


def _tries(answer: Answer, history: History, articles: Mapping[str, Article], lexicon: Lexicon) -> Iterator[_Try]:
    if not answer.answered or not answer.citations:
        return
    known = {_same(question) for question, _ in history} | {_same(answer.question), _same(answer.standalone_question)}
    for one in (*_elsewhere(answer, articles, lexicon), *_nearby(answer, history, articles)):
        if _same(one.question) not in known:
            known.add(_same(one.question))
            yield one


def _elsewhere(answer: Answer, articles: Mapping[str, Article], lexicon: Lexicon) -> Iterator[_Try]:
    """The same question about the places of the next articles that retrieval found."""
    asked = understand(answer.standalone_question, lexicon)
    if answer.short_answer is None or overview(asked) or not _PLAIN.match(asked.full) or len(asked.full.split()) > LONGEST:
        return
    places = [one.name for one in question_mentions(asked.full, lexicon) if one.name.may_be_place]
    cited = {citation.article_id for citation in answer.citations}
    siblings = [articles[key] for key in answer.retrieved if key not in cited][: SIBLINGS if len(places) == 1 else 0]
    for article in siblings:
        place = _place_of(article, places[0].area.removesuffix(" ủy"))
        question = standalone(f"Còn {place}?", [(asked.full, answer.answer)], lexicon) if place else ""
        if place and match_key(place.split(maxsplit=1)[-1]) in match_key(question) and not question.startswith("Còn "):
            yield _Try(question, article.id, asked=asked.asked)


def _place_of(article: Article, area: str) -> str:
    """The place of this kind ("huyện") that an article tells of: "huyện Ba Chẽ"; without a kind, the one in its title."""
    if not area:
        place = (article.place or "").split(",")[0].strip()
        return place if place and place in article.title else ""
    told = Counter(one.name.written for one in mentions(article.text) if one.name.area.removesuffix(" ủy") == area)
    return f"{area} {told.most_common(1)[0][0]}" if told else ""


def _nearby(answer: Answer, history: History, articles: Mapping[str, Article]) -> list[_Try]:
    """What else the article tells, that next to what was quoted first, and that which shares the question's words."""
    cited = answer.citations[0]
    article = articles[cited.article_id]
    read = " ".join((answer.answer, *(reply for _, reply in history)))
    words = set(content_words(answer.standalone_question))

    def far(one: Cloze) -> int:
        return abs(one.sentence.start - cited.start) - _NEAR * len(words & set(content_words(one.question)))

    fresh = [one for one in clozes(article) if " ".join(article.text[one.sentence.start : one.sentence.end].split()) not in read]
    return [_Try(one.question, article.id, one) for one in sorted(fresh, key=far)]


def _same(question: str) -> str:
    return " ".join(content_words(question)) or match_key(question)
