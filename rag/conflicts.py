"""Articles that give different figures for one thing: the newest dated one leads, the others stand behind it with their dates."""

import re
from collections.abc import Sequence

from corpus import Article, match_key
from rag.compose import Piece, citations, single_piece
from rag.composed import Composed
from rag.confidence import THRESHOLD, confidence
from rag.evidence import Evidence
from rag.quantities import Quantity, comparable
from rag.question import Question
from rag.referring import NARROWS
from rag.wording import CHANGE_WORDS, FIGURES

MOST = 3  # figures shown
# Both must be about the same thing in almost the same words; set by hand, since few articles of a corpus contradict each other.
_AGREES, _PREDICATE = 0.9, 0.8
_SPELL = re.compile(
    r"\b(?:từ )?(?:đầu|cuối|giữa|nửa|hết) (?:nhiệm kỳ|năm|tháng|quý)\b|\b(?:quý|tháng|ngày) [\divx]+|\bnhiệm kỳ \d{4}"
)
_BEHIND = 4  # words behind a figure that may narrow it down: "25 đảng viên người dân tộc"
_NOTE = "Các bài đưa số liệu khác nhau: {figures}."


def differing(asked: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best evidence and that of other articles which contradicts its figure, the newest first; empty where none does."""
    best = evidence[0]
    told = _figure(best)
    if told is None or asked.kind not in FIGURES or not about(best):
        return []
    found = {best.article.id: best}
    for other in evidence[1:]:
        figure = _figure(other)
        if figure and other.article.id not in found and about(other) and same_thing(asked, best, other) and apart(told, figure):
            found[other.article.id] = other
    if len(found) < 2:
        return []
    return sorted(found.values(), key=lambda one: -(one.article.dated.toordinal() if one.article.dated else 0))[:MOST]


def told_apart(asked: Question, found: Sequence[Evidence], sure: float) -> Composed:
    """The newest figure as the answer, each other one behind it with its day and its own citation."""
    pieces: list[Piece] = [piece for one in found for piece in single_piece(asked, one)]
    cited = citations(pieces, [sure] * len(pieces))
    lines, figures = [], []
    for number, (one, citation) in enumerate(zip(found, cited, strict=True), 1):
        short = one.short.text if one.short else ""
        lead = f"{short[0].upper()}{short[1:]}" if number == 1 else f"Theo bài {day_of(one.article)}: {short}"
        lines += [f"{lead} [{number}]", f"{citation.quote} [{number}]"]
        figures.append(f"{short} (bài {day_of(one.article)})")
    leading = found[0].short
    return Composed("\n".join(lines), cited, sure, leading.text if leading else None, (_NOTE.format(figures="; ".join(figures)),))


def day_of(article: Article) -> str:
    """As in "bài ngày 3/5/2022" and "bài không rõ ngày"."""
    day = article.dated
    return f"ngày {day.day}/{day.month}/{day.year}" if day else "không rõ ngày"


def about(evidence: Evidence) -> bool:
    """Whether the sentence is about just what is asked, in almost the same words."""
    found = evidence.features
    named = min(found.names, found.times, found.ids, found.offices) >= _AGREES
    unread = found.read == 0  # the reader stops once it is sure: such a sentence is judged by its words alone
    return named and found.predicate >= _PREDICATE and (unread or confidence(evidence) >= THRESHOLD)


def same_thing(asked: Question, one: Evidence, other: Evidence) -> bool:
    """Whether neither speaks of a part, a change or a stretch of time that the other and the question do not have."""
    key = match_key(asked.full)
    return _aspects(one, key) == _aspects(other, key)


def apart(one: Quantity, other: Quantity) -> bool:
    """Whether both count the same and no number can be both."""
    return comparable([one, other]) and _same_unit(one, other) and (one.low > other.high or other.low > one.high)


def _figure(evidence: Evidence) -> Quantity | None:
    return None if evidence.contradicts else evidence.figure


def _aspects(evidence: Evidence, key: str) -> set[str]:
    text, short = match_key(evidence.text), match_key(evidence.short.text if evidence.short else "")
    behind = " ".join(text.partition(short)[2].split()[:_BEHIND])
    found = {word for word in CHANGE_WORDS if re.search(rf"\b{word}\b", text)}
    return {word for word in found | set(_SPELL.findall(text)) | set(NARROWS.findall(behind)) if word not in key}


def _same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether both count the same; people are counted with and without their noun: "dân số 53.860"."""
    return one.unit == other.unit or {one.unit, other.unit} == {"", "người"}
