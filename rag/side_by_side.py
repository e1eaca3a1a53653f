"""The halves of a comparison or the parts of a total, each looked up and cited by itself, and what follows from their figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import match_key
from rag.compose import Piece, answer_text, citations, single_piece
from rag.composed import Composed, Lookup
from rag.confidence import THRESHOLD
from rag.each_place import EachPlace
from rag.evidence import Evidence
from rag.names import raised
from rag.quantities import Quantity, comparable, outlier, passes, total, written
from rag.question import Question
from rag.wording import FIGURES
from rag.yes_no import says_plainly

_DEGREE = re.compile(r"\b(nhiều|ít|đông|cao|thấp|lớn|nhỏ|rộng|hẹp|dài|ngắn|sâu|nặng|nhẹ)\b(?=.{0,60}\b(?:hơn|nhất)\b)")
_LEAST = frozenset(("ít", "thấp", "nhỏ", "hẹp", "ngắn", "nhẹ"))
_WEIGHS = re.compile(r"\b(?:hơn|nhất|so sánh|so với|chênh)\b")
_BY_HOW_MUCH = re.compile(r"\b(?:hơn|kém|chênh)\b.*\bbao nhiêu\b")
_SHARE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|phần trăm|mức|thu nhập|năng suất)\b|%")
SEEN = "Chỉ xét {count} nơi được nhắc nhiều nhất trong các đoạn tìm được, không phải mọi nơi."
PLAINLY = "Chỉ nêu những nơi mà một câu trong bài nói rõ như vậy; nơi khác có thể chưa được nêu."
UNDECIDED = "Các số liệu chưa đủ rõ hoặc không cùng cách tính, nên câu trả lời không nêu bên nào hơn."
SUBTRACTED = "Phần chênh lệch được tính từ hai số liệu được dẫn."
ADDED = "Tổng được cộng từ các số liệu được dẫn, không có sẵn trong bài."
NOT_ADDED = "Các số liệu không cùng cách tính nên không cộng lại."
NO_TOTAL = "Chưa đủ số liệu của mọi nơi nên không tính tổng."
_OWN = 0.9  # agreement of names: the sentence, its paragraph or its title names the place


@dataclass(frozen=True)
class _Side:
    asked: Question
    name: str
    evidence: Evidence
    sure: float

    @property
    def figure(self) -> Quantity | None:
        """What it counts, where that is what was asked for."""
        return self.evidence.figure if self.evidence.kind in FIGURES else None


def compared(asked: Question, halves: Sequence[Question], lookup: Lookup, least_sure: float = THRESHOLD) -> Composed:
    """Each half with its citation; which is larger only where every half has a figure and the figures decide it."""
    return _weighed(asked, *_looked_up(halves, lookup, least_sure))


def compared_years(asked: Question, years: Sequence[Question], lookup: Lookup, least_sure: float = THRESHOLD) -> Composed | None:
    """As `compared`; None where no year is told of, or one figure is all that two years have."""
    sides, lost, surest = _looked_up(years, lookup, least_sure)
    found = [(one.evidence.article.id, one.evidence.span, one.evidence.short and one.evidence.short.start) for one in sides]
    if not sides or len(set(found)) < len(found):
        return None
    return _weighed(asked, sides, lost, surest)


def added_up(parts: Sequence[Question], lookup: Lookup, least_sure: float = THRESHOLD) -> Composed:
    """Each part with its citation, and the sum only where every part has a figure and all count the same."""
    sides, lost, surest = _looked_up(parts, lookup, least_sure)
    if lost:
        return _composed(sides, surest, None, [*lost, NO_TOTAL] if sides else lost)
    figures = [side.figure for side in sides]
    known = [figure for figure in figures if figure is not None]
    value = total(known) if len(known) == len(figures) else None
    if value is None:
        return _composed(sides, surest, None, [NOT_ADDED])
    return _composed(sides, surest, f"Tổng cộng: {value} {_marks(len(sides))}", [ADDED])


def placed(each: EachPlace, lookup: Lookup, least_sure: float = THRESHOLD) -> Composed | None:
    """A line for each place whose figure passes the limit, and which is the extreme one where that is asked for and certain.

    Of statements those that a sentence plainly makes; None where that is none, and any other way of answering may serve.
    """
    if each.states:
        return _true_ones(each, lookup, least_sure)
    found, _, surest = _looked_up(each.questions, lookup, least_sure)
    sides = [side for side in found if side.figure is not None and side.evidence.features.names >= _OWN]
    if each.limit:
        sides = [side for side in sides if side.figure is not None and passes(each.limit, side.figure)]
    if not sides:
        return Composed("", (), surest) if each.limit else None
    verdict, notes = _verdict(match_key(each.asked), sides) if each.extreme else (None, [])
    return _composed(sides, surest, verdict, [*notes, SEEN.format(count=len(each.questions))])


def _true_ones(each: EachPlace, lookup: Lookup, least_sure: float) -> Composed | None:
    looked = [(one, *lookup(one)) for one in each.questions]
    true = [
        _Side(one, one.names[0].written, evidence[0], sure)
        for one, evidence, sure in looked
        if evidence and sure >= least_sure and says_plainly(one, evidence[0], each.lexicon)
    ]
    if not true:
        return None
    cited = citations([piece for side in true for piece in single_piece(side.asked, side.evidence)], [side.sure for side in true])
    lines = [f"{side.name} [{number}]" for number, side in enumerate(true, 1)]
    text = "\n".join([*lines, answer_text(None, cited)])
    return Composed(text, cited, min(side.sure for side in true), notes=(SEEN.format(count=len(each.questions)), PLAINLY))


def _looked_up(halves: Sequence[Question], lookup: Lookup, least_sure: float) -> tuple[list[_Side], list[str], float]:
    sides: list[_Side] = []
    lost: list[str] = []
    surest = 0.0
    for half in halves:
        evidence, sure = lookup(half)
        surest = max(surest, sure)
        name = _name(half, halves)
        if evidence and sure >= least_sure:
            sides.append(_Side(half, name, evidence[0], sure))
        else:
            lost.append(f"Không tìm thấy thông tin về {name} trong kho bài.")
    return sides, lost, surest


def _weighed(asked: Question, sides: Sequence[_Side], lost: Sequence[str], surest: float) -> Composed:
    key = match_key(asked.full)
    if lost or not _WEIGHS.search(key):
        return _composed(sides, surest, None, lost)
    verdict, notes = _verdict(key, sides)
    return _composed(sides, surest, verdict, notes)


def _name(half: Question, halves: Sequence[Question]) -> str:
    """What tells it from the others: its place or person, or its year where they speak of the same."""
    if half.years and len({one.years for one in halves}) == len(halves):
        return f"năm {half.years[0]}"
    return half.names[0].written if half.names else half.full


def _composed(sides: Sequence[_Side], surest: float, verdict: str | None, notes: Sequence[str]) -> Composed:
    if not sides:
        return Composed("", (), surest)
    pieces: list[Piece] = []
    lines = [verdict] if verdict else []
    for number, side in enumerate(sides, 1):
        pieces.extend(single_piece(side.asked, side.evidence))
        if side.evidence.short:
            lines.append(f"{raised(side.name)}: {side.evidence.short.shown} [{number}]")
    cited = citations(pieces, [side.sure for side in sides])
    text = "\n".join([*lines, answer_text(None, cited)])
    return Composed(text, cited, min(side.sure for side in sides), notes=tuple(notes))


def _verdict(key: str, sides: Sequence[_Side]) -> tuple[str | None, list[str]]:
    """The sentence that names the larger, and the notes; a comparison in words has nothing to weigh."""
    figures = [side.figure for side in sides]
    known = [figure for figure in figures if figure is not None]
    if not known or len(sides) < 2:
        return None, []
    names, marks = [side.name for side in sides], _marks(len(sides))
    if len(known) == len(figures) and _all_equal(known):
        return f"{raised(', '.join(names[:-1]))} và {names[-1]} bằng nhau {marks}", []
    degree = _DEGREE.search(key)
    word = degree[1] if degree else "cao" if _SHARE.search(key) else "nhiều"
    first = outlier(known, word in _LEAST) if len(known) == len(figures) else None
    if first is None:
        return None, [UNDECIDED]
    if len(sides) > 2:
        return f"{raised(names[first])} {word} nhất {marks}", []
    gap = _difference(known[0], known[1]) if _BY_HOW_MUCH.search(key) else ""
    # "năm 2023 13 đảng viên" would run two numbers together.
    gap = f" là{gap}" if gap and names[1 - first][-1].isdigit() else gap
    return f"{raised(names[first])} {word} hơn {names[1 - first]}{gap} {marks}", [SUBTRACTED] if gap else []


def _all_equal(figures: Sequence[Quantity]) -> bool:
    same = {(one.value, one.whole) for one in figures}
    return comparable(figures) and all(one.is_exact for one in figures) and len(same) == 1


def _difference(one: Quantity, other: Quantity) -> str:
    """Between two plain numbers, with a blank before it."""
    if not (one.is_exact and other.is_exact) or one.whole is not None:
        return ""
    unit = "điểm phần trăm" if one.unit == "%" else one.unit or other.unit
    return f" {written(abs(one.value - other.value))} {unit}".rstrip()


def _marks(count: int) -> str:
    return " ".join(f"[{number}]" for number in range(1, count + 1))
