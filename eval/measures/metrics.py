"""What one answer is worth: containment, citations, length. Definitions are the project's own, see docs/evaluation.md."""

from collections.abc import Mapping, Sequence

from corpus import Article, syllable_count
from eval.asking.pipeline import Answer, Citation
from eval.measures.matching import stands_in
from eval.sets.questions import Question, demands_of

SHORT_ANSWER_CATEGORIES = frozenset({"number", "person", "date_or_id"})
LONG_CATEGORIES = frozenset({"list", "why_how", "compare"})
MAX_SYLLABLES, MAX_SYLLABLES_LONG = 120, 200


def contains(question: Question, answer: Answer) -> bool:
    """Whether one of `answers`, and one of each list in `all_of`, stands in the answer at token boundaries.

    For number, person and date_or_id it must stand in `short_answer`; without a short answer these fail. A refusal fails.
    """
    text = answer.short_answer if question.category in SHORT_ANSWER_CATEGORIES else answer.answer
    if not answer.answered or text is None:
        return False
    demands = demands_of(question.answers, question.all_of)
    return all(any(stands_in(gold, text) for gold in alternatives) for alternatives in demands)


def cited(question: Question, answer: Answer) -> bool:
    """Whether the first citation is a gold article and, with several gold articles, all of them are cited."""
    found = [citation.article_id for citation in answer.citations]
    return bool(found) and found[0] in question.articles and set(question.articles) <= set(found)


def gold_citations(question: Question, answer: Answer) -> int:
    """Citations of gold articles; citation_precision = their sum / number of citations, over all questions."""
    return sum(citation.article_id in question.articles for citation in answer.citations)


def short_enough(question: Question, answer: Answer) -> bool:
    """At most 120 syllables, 200 for list, why_how and compare; counted as `corpus.syllable_count` does, marks [n] included."""
    return syllable_count(answer.answer) <= max_syllables(question.category)


def max_syllables(category: str) -> int:
    """How long an answer may be."""
    return MAX_SYLLABLES_LONG if category in LONG_CATEGORIES else MAX_SYLLABLES


def correct(question: Question, answer: Answer) -> bool:
    """contains and cited and short enough; a question that names no gold article is not asked to be cited."""
    return contains(question, answer) and (not question.articles or cited(question, answer)) and short_enough(question, answer)


def exact_quotes(citations: Sequence[Citation], articles: Mapping[str, Article]) -> list[bool]:
    """Per citation, whether article_text[start:end] == quote, in the text of the article's file, read anew."""
    return [_quote_holds(citation, articles.get(citation.article_id)) for citation in citations]


def _quote_holds(citation: Citation, article: Article | None) -> bool:
    if article is None or not 0 <= citation.start < citation.end:
        return False
    return article.text[citation.start : citation.end] == citation.quote
