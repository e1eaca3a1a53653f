"""The passages that a language model gets to read: the chunks that were cited, then the best ones found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus import Article, Chunk
from index import Hit, Index, Lexicon
from rag.answer import Citation
from rag.sources import Source


@dataclass(frozen=True)
class Passage:
    """A chunk with the head of its article."""

    article: Article
    chunk: Chunk
    lexicon: Lexicon = field(repr=False)

    @cached_property
    def head(self) -> str:
        """See `head_of`."""
        return head_of(self.article)

    @property
    def shown(self) -> str:
        """Head and text."""
        return f"{self.head}\n{self.chunk.text}"

    @cached_property
    def source(self) -> Source:
        """Taken apart, to check claims against."""
        sentences = [self.article.text[span.start : span.end] for span in self.chunk.sentences]
        dated = self.article.dated
        return Source(self.head, sentences, dated.year if dated else None, self.lexicon)


def head_of(article: Article) -> str:
    """Title, day and place, as far as they are known."""
    day = article.dated
    facts = (article.title, f"ngày {day.day}/{day.month}/{day.year}" if day else "", article.place or "")
    return "\n".join(fact for fact in facts if fact)


def passages(hits: Sequence[Hit], cited: Sequence[Citation], index: Index, count: int) -> list[Passage]:
    """At most `count` passages; those that hold a citation come first, so that what was found is never kept from the model."""
    held = [hit for hit in hits if any(_holds(hit.chunk, citation) for citation in cited)]
    chunks = dict.fromkeys(hit.chunk for hit in (*held, *hits))
    return [Passage(index.articles[chunk.article_id], chunk, index.lexicon) for chunk in list(chunks)[:count]]


def _holds(chunk: Chunk, citation: Citation) -> bool:
    return chunk.article_id == citation.article_id and chunk.start < citation.end and citation.start < chunk.end
