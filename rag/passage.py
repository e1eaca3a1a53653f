"""The passages that a language model gets to read: the chunks that were cited, then the best ones found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus import Article, Chunk, Span
from index import Hit
from rag.answer import Citation

COUNT = 5


@dataclass(frozen=True)
class Passage:
    """A chunk with the head of its article."""

    article: Article
    chunk: Chunk

    @cached_property
    def head(self) -> str:
        """Title, day and place, as far as they are known."""
        day = self.article.dated
        facts = (self.article.title, f"ngày {day.day}/{day.month}/{day.year}" if day else "", self.article.place or "")
        return "\n".join(fact for fact in facts if fact)

    @property
    def shown(self) -> str:
        """Head and text."""
        return f"{self.head}\n{self.chunk.text}"

    @property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences as offsets in the article's text."""
        return self.chunk.sentences

    def sentence(self, span: Span) -> str:
        """The text of one."""
        return self.article.text[span.start : span.end]


def passages(hits: Sequence[Hit], cited: Sequence[Citation], articles: Mapping[str, Article]) -> list[Passage]:
    """At most COUNT passages; those that hold a citation come first, so that what was found is never kept from the model."""
    held = [hit for hit in hits if any(_holds(hit.chunk, citation) for citation in cited)]
    chunks = dict.fromkeys(hit.chunk for hit in (*held, *hits))
    return [Passage(articles[chunk.article_id], chunk) for chunk in list(chunks)[:COUNT]]


def _holds(chunk: Chunk, citation: Citation) -> bool:
    return chunk.article_id == citation.article_id and chunk.start < citation.end and citation.start < chunk.end
