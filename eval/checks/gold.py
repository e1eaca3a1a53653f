"""Whether the gold of each question can be right: its articles exist, and what is demanded stands in them."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from corpus import Article, fold, match_key
from eval.checks.finding import Finding
from eval.measures.matching import comparable, stands_in_comparable
from eval.measures.metrics import SHORT_ANSWER_CATEGORIES
from eval.sets.questions import Placed, Question, demands_of

_LONGEST = 80  # characters of a text in a line
_SHOWN = 3  # alternatives or articles named in one line
_AMBIGUOUS = 0.5  # share of the articles from which a gold text says little about where it was found
_FEWEST = 4  # articles: in fewer, standing in half of them means nothing
_LOOKED_AT = 500  # articles, evenly chosen, in which ambiguous gold is looked for: a regular expression each


def unfounded(questions: Sequence[Question], articles: Mapping[str, Article]) -> list[str]:
    """Ids of the questions that demand what stands in none of their gold articles, so that no answer can be right."""
    named = {name for question in questions for name in question.articles} & articles.keys()
    texts = {name: comparable(f"{articles[name].title}\n{articles[name].text}") for name in named}
    return [question.id for question in questions if question.answerable and _lacks(question, texts)]


def _lacks(question: Question, texts: Mapping[str, str]) -> bool:
    known = [texts[name] for name in question.articles if name in texts]
    if not known or len(known) < len(question.articles):  # an article that is not there is told of by itself
        return False
    return bool(_missing(demands_of(question.answers, question.all_of), known))


class GoldCheck:
    """Compares questions with the articles of a corpus by id."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._texts = {name: comparable(f"{article.title}\n{article.text}") for name, article in articles.items()}
        step = max(1, -(-len(articles) // _LOOKED_AT))
        self._sample = list(self._texts.values())[::step]

    def findings(self, questions: Sequence[Placed]) -> Iterator[Finding]:
        """In the order of the questions."""
        for placed in questions:
            question = placed.question
            yield from (
                Finding(check, fault, question.id, placed.place, message, mend)
                for check, fault, message, mend in self._of(question)
            )

    def _of(self, question: Question) -> Iterator[tuple[str, bool, str, str]]:
        unknown = [name for name in question.articles if name not in self._texts]
        for name in unknown:
            yield "unknown_article", True, f"the corpus has no article {name!r}", self._meant(name)
        if not question.answerable:
            return
        if not question.has_gold_text:
            counts = "retrieval and coverage" if question.articles else "coverage"
            yield "no_gold", False, f"no answer to compare with, so it counts for {counts} only", "add answers or all_of"
            return
        demands = demands_of(question.answers, question.all_of)
        if not question.articles:
            yield from self._without_article(demands)
        elif not unknown:
            yield from self._in_articles(question, demands)
        yield from self._ambiguous(question, demands)

    def _in_articles(self, question: Question, demands: Sequence[Sequence[str]]) -> Iterator[tuple[str, bool, str, str]]:
        texts = {name: self._texts[name] for name in question.articles}
        missing = _missing(demands, texts.values())
        for demand in missing:
            told = f"{_quoted(demand)} does not stand in {', '.join(texts)}"
            yield "unfounded", True, told, self._found_instead(demand, question.articles)
        if len(missing) == len(demands):
            return
        for name, text in texts.items():
            if not any(_stands(demand, text) for demand in demands):
                yield (
                    "needless_article",
                    True,
                    f"nothing that is demanded stands in {name}, yet the answer must cite it",
                    "take the article out, or add to all_of what it says",
                )

    def _without_article(self, demands: Sequence[Sequence[str]]) -> Iterator[tuple[str, bool, str, str]]:
        found = [self._holding(demand) for demand in demands]
        for demand, names in zip(demands, found, strict=True):
            if not names:
                yield "unfounded", True, f"{_quoted(demand)} stands in no article", self._found_instead(demand, ())
        everywhere = [name for name in found[0] if all(name in names for names in found[1:])]
        yield (
            "no_article",
            False,
            "no article is named, so citations are not judged",
            f"name it; the gold stands in {_listed(everywhere)}" if everywhere else "name the articles that hold the answer",
        )

    def _ambiguous(self, question: Question, demands: Sequence[Sequence[str]]) -> Iterator[tuple[str, bool, str, str]]:
        """Not where the gold must stand in the short answer: a stray one elsewhere in the answer does not count there."""
        if len(self._sample) < _FEWEST or question.category in SHORT_ANSWER_CATEGORIES:
            return
        for gold in (gold for demand in demands for gold in demand):
            count = sum(stands_in_comparable(gold, text) for text in self._sample)
            if count >= _AMBIGUOUS * len(self._sample):
                yield (
                    "ambiguous",
                    False,
                    f"{gold!r} stands in {count} of {len(self._sample)} articles, so that wrong answers may hold it too",
                    "demand more of the phrase, with the noun that it counts",
                )

    def _holding(self, demand: Sequence[str]) -> list[str]:
        return [name for name, text in self._texts.items() if _stands(demand, text)]

    def _found_instead(self, demand: Sequence[str], articles: Sequence[str]) -> str:
        """What the editor most likely wants to know: other diacritics or signs in the article, or another article."""
        for name in articles or self._texts:
            for gold in demand:
                hint = _written_otherwise(gold, self._texts[name])
                if hint:
                    return f"{name} {hint}"
        elsewhere = self._holding(demand)
        return f"it stands in {_listed(elsewhere)}" if elsewhere else "copy it from the article word for word"

    def _meant(self, name: str) -> str:
        """The id that was most likely meant: a title, a file name or a link will do, and so will a slip."""
        key = match_key(name).strip()
        for article in self._articles.values():
            if key in (match_key(article.title), match_key(article.path or ""), match_key(article.url or "")):
                return f"the id of that article is {article.id!r}"
        folded = {fold(known): known for known in self._texts}
        near = difflib.get_close_matches(fold(name), folded, n=1, cutoff=0.6)
        return f"did you mean {folded[near[0]]!r}?" if near else "`python -m corpus.check` lists the ids"


def _missing(demands: Iterable[Sequence[str]], texts: Collection[str]) -> list[Sequence[str]]:
    """What is demanded and stands in none of the texts."""
    return [demand for demand in demands if not any(_stands(demand, text) for text in texts)]


def _stands(demand: Sequence[str], text: str) -> bool:
    return any(stands_in_comparable(gold, text) for gold in demand)


def _quoted(demand: Sequence[str]) -> str:
    more = f" (nor {len(demand) - _SHOWN} more)" if len(demand) > _SHOWN else ""
    return " or ".join(repr(_short(gold)) for gold in demand[:_SHOWN]) + more


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _written_otherwise(gold: str, text: str) -> str:
    """How a comparable text has the gold after all: inside longer words, with other signs (4900, 4.900) or other diacritics."""
    wanted = comparable(gold)
    if len(wanted) < 2:
        return ""
    at = text.find(wanted)
    if at >= 0:
        whole = re.search(r"\S*$", text[:at]).group() + wanted + re.match(r"\S*", text[at + len(wanted) :]).group()  # type: ignore[union-attr]
        return f"has it only as a part of {_short(whole)!r}: give whole words and figures"
    if re.fullmatch(r"\d[\d.,\s]*", wanted):
        digits = re.sub(r"\D", "", wanted)
        numbers = re.findall(r"\d+(?:[.,]\d+)*", text)
        return next((f"writes {number!r}" for number in numbers if re.sub(r"\D", "", number) == digits), "")
    folded = fold(text)
    at = folded.find(fold(wanted)) if len(folded) == len(text) else -1
    return f"writes {_short(text[at : at + len(wanted)])!r}" if at >= 0 else ""
