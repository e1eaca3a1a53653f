"""The check that a language model's sentences pass, over quotes instead of the passages that the model read."""

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from corpus import Article, split_sentences
from rag.answer import Citation
from rag.passage import head_of
from rag.sources import Source
from rag.support import THRESHOLD, support
from rag.verifier import WEIGHTS

if TYPE_CHECKING:
    from rag.answerer import Answerer


class Guard:
    """Judges claims by what is quoted for them; what it needs is opened at the first. Safe to share between threads."""

    def __init__(self, opened: "Callable[[], Answerer]") -> None:
        self._opened = opened

    @property
    def name(self) -> str:
        """What it is, with the weights and the threshold that it decides by."""
        return f"rag.support, threshold {THRESHOLD}, verifier {sha256(WEIGHTS.read_bytes()).hexdigest()[:12]}"

    def supports(self, claim: str, cited: Sequence[Citation]) -> bool:
        """Whether the quotes together, below the heads of their articles, support the claim."""
        answerer = self._answerer
        articles = {citation.article_id: answerer.index.articles.get(citation.article_id) for citation in cited}
        sentences = [
            citation.quote[span.start : span.end] for citation in cited for span in split_sentences(citation.quote)
        ]  # in the order cited
        years = {_year(article) for article in articles.values()}
        source = Source(
            "\n".join(head_of(article) for article in articles.values() if article),
            sentences,
            years.pop() if len(years) == 1 else None,
            answerer.index.lexicon,
        )
        return support(claim, source, answerer.vectors, answerer.reader.verifier) is not None

    @cached_property
    def _answerer(self) -> "Answerer":
        return self._opened()


def _year(article: Article | None) -> int | None:
    dated = article.dated if article else None
    return dated.year if dated else None
