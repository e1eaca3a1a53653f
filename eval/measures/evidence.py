"""Where the gold answer stands: in the sentences that were quoted, and in the articles that hold it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus import Article, split_sentences, tokens
from eval.asking.pipeline import Citation
from eval.measures.matching import stands_in
from eval.sets.questions import Question, demands_of


@dataclass(frozen=True)
class GoldQuote:
    """A sentence of a gold article that holds a gold string; `quote` is empty where no single sentence does."""

    article_id: str
    title: str
    url: str | None
    quote: str


def right_sentence(question: Question, citations: Iterable[Citation]) -> bool:
    """Whether quotes of the gold articles together hold the gold strings; any quote counts where no gold article is named."""
    quotes = [one.quote for one in citations if not question.articles or one.article_id in question.articles]
    demands = demands_of(question.answers, question.all_of)
    return all(any(stands_in(gold, quote) for gold in alternatives for quote in quotes) for alternatives in demands)


def gold_quotes(question: Question, articles: Mapping[str, Article] | None) -> tuple[GoldQuote, ...]:
    """For each gold article that can be read, the sentence for each demand, or the article alone."""
    known = [articles[name] for name in question.articles if name in articles] if articles else []
    return tuple(found for article in known for found in _of_article(article, question))


def _of_article(article: Article, question: Question) -> list[GoldQuote]:
    sentences = [article.text[span.start : span.end] for span in split_sentences(article.text)]
    found = (_sentence_for(gold, sentences, question.question) for gold in demands_of(question.answers, question.all_of))
    quotes = [quote for quote in dict.fromkeys(found) if quote] or [""]
    return [GoldQuote(article.id, article.title, article.url, quote) for quote in quotes]


def _sentence_for(alternatives: Sequence[str], sentences: Sequence[str], question: str) -> str:
    """Of the sentences that hold one, that which shares most words with the question: "75" may stand in several."""
    asked = set(tokens(question))
    holding = [sentence for sentence in sentences if any(stands_in(gold, sentence) for gold in alternatives)]
    return max(holding, key=lambda sentence: len(asked & set(tokens(sentence))), default="")
