"""Question -> the chunks worth reading, and the articles in their order."""

from collections.abc import Collection, Sequence

from index import Hit, Index, Query
from rag.abbreviations import spelled_out, variants
from rag.filters import Filters, allows
from rag.question import Question

CHUNKS = 30  # chunks kept for reading and for the order of articles


def retrieve(index: Index, question: Question, filters: Filters, without: Collection[str] = ()) -> list[Hit]:
    """The best chunks for a question, best first; articles named in `without` are passed over."""
    also = variants(question.full, index.lexicon)
    dense = (question.full, spelled_out(question.full, index.lexicon))
    query = Query(
        dense=tuple(dict.fromkeys((*dense, question.text))),
        lexical=(question.full, question.text, *also),
        folded=question.text if question.folded else None,
    )
    limited = bool(without) or filters != Filters()
    keep = (lambda article: article.id not in without and allows(filters, article)) if limited else None
    return index.search(query, CHUNKS, keep)


def articles_of(hits: Sequence[Hit]) -> list[str]:
    """Article ids in the order of their best chunk."""
    return list(dict.fromkeys(hit.chunk.article_id for hit in hits))
