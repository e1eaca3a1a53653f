"""A quoted sentence in its context: the sentence before and the one behind."""

from collections.abc import Callable, Iterable, Mapping

from corpus import Article, split_sentences
from rag.answer import Citation
from web.words import beginning

LONGEST = 240  # characters shown of a neighbour
Context = tuple[str, str]  # before and behind; "" where there is none


def quote_contexts(citations: Iterable[Citation], article: Callable[[str], Article | None]) -> Mapping[int, Context]:
    """The context of each citation by its number; an article that is gone or has changed since gives none."""
    found = {}
    for citation in citations:
        source = article(citation.article_id)
        if source is not None and source.text[citation.start : citation.end] == citation.quote:
            found[citation.number] = context(source, citation.start, citation.end)
    return found


def context(article: Article, start: int, end: int) -> Context:
    """The neighbours of `article.text[start:end]`, the far end of a long one cut off; the article's title is no neighbour."""
    spans = split_sentences(article.text)
    before = [span for span in spans if span.end <= start][-1:]
    behind = [span for span in spans if span.start >= end][:1]
    told = [article.text[span.start : span.end] for span in before]
    head = told[0] if told and told[0] != article.title else ""
    tail = article.text[behind[0].start : behind[0].end] if behind else ""
    return _last(head), beginning(tail, LONGEST)


def _last(text: str) -> str:
    return text if len(text) <= LONGEST else "… " + text[-LONGEST:].partition(" ")[2]
