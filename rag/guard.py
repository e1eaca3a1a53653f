"""The check that a language model's sentences pass, over quotes instead of the passages that the model read."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from corpus import Article, split_sentences
from index import Index
from rag.answer import Citation
from rag.passage import head_of
from rag.reader import Reads
from rag.sources import Source
from rag.support import THRESHOLD, support
from rag.vectors import SentenceVectors
from rag.verifier import WEIGHTS


@dataclass(frozen=True)
class Guard:
    """Judges claims by what is quoted for them; safe to share between threads."""

    index: Index
    vectors: SentenceVectors
    reader: Reads

    def supports(self, claim: str, cited: Sequence[Citation]) -> bool:
        """Whether the quotes together, below the heads of their articles, support the claim."""
        articles = {citation.article_id: self.index.articles.get(citation.article_id) for citation in cited}
        sentences = [
            citation.quote[span.start : span.end] for citation in cited for span in split_sentences(citation.quote)
        ]  # in the order cited
        years = {_year(article) for article in articles.values()}
        source = Source(
            "\n".join(head_of(article) for article in articles.values() if article),
            sentences,
            years.pop() if len(years) == 1 else None,
            self.index.lexicon,
        )
        return support(claim, source, self.vectors, self.reader.verifier) is not None


def guard_name() -> str:
    """What judges, with the weights and the threshold that it decides by."""
    return f"rag.support, threshold {THRESHOLD}, verifier {sha256(WEIGHTS.read_bytes()).hexdigest()[:12]}"


def _year(article: Article | None) -> int | None:
    dated = article.dated if article else None
    return dated.year if dated else None
