"""What the reader reads: the best sentences with their neighbours, in pieces of about one length.

Pieces of a length share the cores evenly, and a sentence seldom needs more than its neighbours to be understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Article, Chunk, Span, syllable_count
from rag.reader import Reading, Reads

COUNT = 4  # pieces at most
SYLLABLES = 110  # of a piece, its title aside; a longer sentence is a piece by itself
AT_ONCE = 2  # pieces that are read together, on two cores; more are read only where none surely holds the answer
ENOUGH = 0.0  # logits over "no answer"


@dataclass(frozen=True)
class Snippet:
    """Consecutive sentences of one chunk, with what is read before them."""

    article: Article
    chunk: Chunk
    span: Span
    head: str

    @property
    def text(self) -> str:
        """What the reader reads."""
        return self.head + self.article.text[self.span.start : self.span.end]

    def place(self, sentence: Span) -> int:
        """Where a sentence of the article starts in `text`."""
        return len(self.head) + sentence.start - self.span.start

    def holds(self, article: Article, sentence: Span) -> bool:
        """Whether the sentence stands in it."""
        return article.id == self.article.id and self.span.start <= sentence.start and sentence.end <= self.span.end


def snippets(best: Sequence[tuple[Article, Chunk, Span]], with_title: bool) -> list[Snippet]:
    """Pieces around sentences that come best first, until there are COUNT; one that stands in a piece already makes none."""
    made: list[Snippet] = []
    for article, chunk, sentence in best:
        if len(made) == COUNT:
            break
        if not any(piece.holds(article, sentence) for piece in made):
            head = f"{article.title}\n" if with_title else ""
            made.append(Snippet(article, chunk, _around(article, chunk, sentence), head))
    return made


def _around(article: Article, chunk: Chunk, sentence: Span) -> Span:
    """The sentence with its neighbours in the chunk, before and behind in turn, as far as there is room."""
    spans = chunk.sentences
    lengths = [syllable_count(article.text[span.start : span.end]) for span in spans]
    first = last = spans.index(sentence)
    room = SYLLABLES - lengths[first]
    grown = True
    while grown:
        grown = False
        if first > 0 and lengths[first - 1] <= room:
            first -= 1
            room -= lengths[first]
            grown = True
        if last + 1 < len(spans) and lengths[last + 1] <= room:
            last += 1
            room -= lengths[last]
            grown = True
    return Span(spans[first].start, spans[last].end)


def read_until_sure(reader: Reads, question: str, pieces: Sequence[Snippet]) -> list[Reading]:
    """Readings of the first pieces, some at once, until one surely holds the answer."""
    read: list[Reading] = []
    while len(read) < len(pieces):
        texts = [piece.text for piece in pieces[len(read) : len(read) + AT_ONCE]]
        found = reader.read(question, texts)
        read += found
        spans = (reading.best(0, len(text)) for reading, text in zip(found, texts, strict=True))
        if any(span and span.score >= ENOUGH for span in spans):
            break
    return read
