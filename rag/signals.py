"""What the time and the places of a question add to the score of a chunk: small boosts, never a filter.

An undated article, or one of another time or place, keeps its score and may still come first.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus import match_key
from index import Hit, Index
from rag.names import holds
from rag.periods import Period
from rag.question import Question
from rag.time_words import timing

# On the scale of the fused score, where the best chunks of different articles commonly lie 0.1 to 0.3 apart. Set by hand so
# that of two chunks about equal the fitting one wins and a clearly better one keeps its place; checked on the
# development split of our questions, where 0 to twice these values give the same figures.
TIME = 0.08  # a chunk that speaks of the asked time, or whose article is of it
NEWEST = 0.08  # the newest article found, where the question asks for how things are now
PLACE = 0.05  # an article whose title or place names the places asked about
HALF_LIFE = 365  # days behind the newest article found after which half of NEWEST is left


def with_signals(index: Index, question: Question, hits: Sequence[Hit], today: date) -> list[Hit]:
    """The same hits in their new order; the best score stays what it was, since confidence is read off it.

    An index without metadata has no titles, places and days; what a chunk itself says of the time still counts.
    """
    metadata = bool(index.manifest["metadata"])
    asked = timing(question.text if question.folded else question.full, today)
    days = [day for hit in hits if metadata and (day := index.articles[hit.chunk.article_id].dated)]
    places = [name for name in question.names if name.may_be_place] if metadata else []
    raised = []
    for hit in hits:
        article = index.articles[hit.chunk.article_id]
        day = article.dated if metadata else None
        boost = TIME * _fits(asked.periods, hit.chunk.text, day) if asked.periods else 0.0
        if asked.newest and day:
            boost += NEWEST * 0.5 ** ((max(days) - day).days / HALF_LIFE)
        if places:
            head = match_key(f"{article.title}\n{article.place or ''}")
            boost += PLACE * sum(holds(head, name) for name in places) / len(places)
        raised.append(hit.score + boost)
    above = max(raised, default=0.0) - max((hit.score for hit in hits), default=0.0)
    moved = [replace(hit, score=score - above) for hit, score in zip(hits, raised, strict=True)]
    return sorted(moved, key=lambda hit: -hit.score)


def _fits(asked: Sequence[Period], text: str, day: date | None) -> float:
    """0..1: the largest share of a period that the text names, or of the article's day, in one of the asked ones."""
    told = (*timing(text, day).periods, *([Period(day, day)] if day else ()))
    return max((one.share_in(period) for one in told for period in asked), default=0.0)
