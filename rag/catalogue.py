"""Articles by words and filters, as a catalogue finds them: exact words, no model, every match."""

from functools import lru_cache, reduce
from itertools import pairwise

import numpy as np

from corpus import Article, fold, has_diacritics, tokens
from index import Index
from rag.filters import Filters, allows


def find_articles(index: Index, words: str, filters: Filters) -> list[Article]:
    """The articles that hold each of these words in title or text, and pass the filters.

    First those with all words in the title, then those where they stand side by side in one passage, then the others; the
    newest first in each, undated ones last. Words without diacritics compare without them; no words admit every article.
    A copy, which has no passages of its own, is taken to hold what the article that stands for it holds.
    """
    wanted = tuple(dict.fromkeys(tokens(words)))
    folded = not has_diacritics(words)
    titled = {key for key, one in index.articles.items() if _titled(one.title, wanted, folded)} if wanted else set()
    together, holding = _in_text(index, tokens(words), folded) if wanted else (set(), set(index.articles))
    found = [index.articles[key] for key in titled | holding]

    def order(one: Article) -> tuple[bool, bool, int, str]:
        return one.id not in titled, one.id not in together, -one.dated.toordinal() if one.dated else 0, one.id

    return sorted(_passing(found, filters), key=order)


def _passing(articles: list[Article], filters: Filters) -> list[Article]:
    """Those that pass; comparing names is slow, so each different source and place is decided once."""
    days, source, place = (
        Filters(from_=filters.from_, to=filters.to, bounds=filters.bounds),
        Filters(source=filters.source),
        Filters(place=filters.place),
    )
    sources: dict[tuple[str | None, str | None], bool] = {}
    places: dict[str | None, bool] = {}
    passing = []
    for one in articles:
        named = (one.source, one.based_on.source if one.based_on else None)
        if named not in sources:
            sources[named] = allows(source, one)
        if one.place not in places:
            places[one.place] = allows(place, one)
        if sources[named] and places[one.place] and allows(days, one):
            passing.append(one)
    return passing


def _in_text(index: Index, words: list[str], folded: bool) -> tuple[set[str], set[str]]:
    """Ids of the articles with all words, in their order, in one passage; and of those with all words anywhere."""
    pairs = [f"{one}_{other}" for one, other in pairwise(words)]
    rows = [_rows(index, term, folded) for term in (*words, *pairs)]
    together = reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), rows)
    holding = [{index.chunks[row].article_id for row in found.tolist()} for found in rows[: len(words)]]
    beside = {index.chunks[row].article_id for row in together.tolist()}
    return _with_copies(index, beside), _with_copies(index, set.intersection(*holding))


def _with_copies(index: Index, ids: set[str]) -> set[str]:
    return ids.union(*(index.copies.get(key, ()) for key in ids))


def _rows(index: Index, term: str, folded: bool) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = index.lexical.postings([fold(term) if folded else term], "folded" if folded else "plain")
    return np.asarray(found[0].rows, np.int64) if found else np.zeros(0, np.int64)


def _titled(title: str, wanted: tuple[str, ...], folded: bool) -> bool:
    return set(wanted) <= _words_of(title, folded)


@lru_cache(maxsize=2**16)
def _words_of(title: str, folded: bool) -> frozenset[str]:
    return frozenset(tokens(fold(title) if folded else title))
