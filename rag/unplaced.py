"""A question that names no place, where articles of several places answer it: each place is told with its own."""

import re
from collections.abc import Sequence

from corpus import match_key
from rag.compose import Piece, citations, single_piece
from rag.composed import Composed
from rag.conflicts import MOST, about, apart, same_thing
from rag.evidence import Evidence
from rag.names import mentions, raised
from rag.question import Question
from rag.wording import FIGURES

_NOTE = "Câu hỏi không nêu nơi nào, mà các bài nói về nhiều nơi; bạn hãy hỏi kèm tên nơi cần biết."


def of_other_places(asked: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best evidence and that which answers otherwise for other places, best first; empty where the question names any."""
    best = evidence[0]
    if asked.names or asked.ids or not (asked.kind in FIGURES or (asked.kind == "person" and asked.offices)):
        return []
    if not _tells(asked, best):
        return []
    found = {_place(best): best}
    for other in evidence[1:]:
        read = {one.article.id for one in found.values()}
        if other.article.id not in read and _place(other) not in found and _tells(asked, other) and _differ(asked, best, other):
            found[_place(other)] = other
    return list(found.values())[:MOST] if len(found) > 1 else []


def told_for_each(asked: Question, found: Sequence[Evidence], sure: float) -> Composed:
    """What each place has, with its own citation, the surest first."""
    pieces: list[Piece] = [piece for one in found for piece in single_piece(asked, one)]
    cited = citations(pieces, [sure] * len(pieces))
    shorts = [one.short.shown if one.short else "" for one in found]
    lines = []
    for number, (one, short, citation) in enumerate(zip(found, shorts, cited, strict=True), 1):
        lines += [f"{_place(one)}: {short} [{number}]", f"{citation.quote} [{number}]"]
    return Composed("\n".join(lines), cited, sure, shorts[0], (_NOTE,))


def _tells(asked: Question, evidence: Evidence) -> bool:
    short = evidence.short
    fits = short is not None and not short.other and (asked.kind == "person" or evidence.figure is not None)
    return fits and not evidence.contradicts and about(evidence)


def _differ(asked: Question, one: Evidence, other: Evidence) -> bool:
    if asked.kind != "person":
        return bool(one.figure and other.figure and same_thing(asked, one, other) and apart(one.figure, other.figure))
    told, heard = (match_key(evidence.short.text) if evidence.short else "" for evidence in (one, other))
    return not told.endswith(heard) and not heard.endswith(told)


def _place(evidence: Evidence) -> str:
    """The place that the sentence names, else that of its article, else the article's title."""
    named = [one for one in mentions(evidence.text) if one.name.area and not re.search(r"\d", one.name.key)]
    if named:
        return raised(evidence.text[named[0].start : named[0].end])
    return evidence.article.place or f"“{evidence.article.title}”"
