"""Numbers that a sentence tells beside each other: which of them is asked for.

A whole and its part, plan and result, before and after, one place and another, one crop and another, poor and nearly poor.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import CAPITALS, match_key, tokens
from rag.by_time import NOW, is_of_a_part, is_of_another_year, year_of
from rag.levels import asks_before, changes
from rag.plans import asks_for_plan, leads_to_plan
from rag.question import Question
from rag.short_answer import CLAUSE_END, ShortAnswer, words_of
from rag.wording import AREA_WORDS, CHANGE_WORDS, FUNCTION_WORDS, NAMED_AREAS

# What a number's fit loses that is another one than is asked for; all set by hand.
_OTHER_NOUN = 5.0  # it counts another noun, and one beside it counts just what is asked
_ANOTHER = 12.0  # each place, thing or column is told with its own
_OTHER_LEVEL = 4.0  # the level before a change where the one after it is asked for, or the reverse
_PLAN_OR_RESULT = 5.0  # it was planned where the reached one is asked for, or the reverse
_OF_A_PART = 2.0  # it counts some of what another one counts
_OWN_ITEM = 4.0  # what a number's fit gains right behind the thing that is asked for; set by hand
OWN_NAME = 2.0  # what a number's fit gains right behind a name of the question; set by hand
_PART = re.compile(r"\b(?:trong đó|trong số (?:đó|này)|bao gồm|gồm|riêng|chia (?:thành|làm))\b", re.IGNORECASE)
# Behind "số chi bộ", "số hộ" they leave it the number of all.
_NO_NARROWING = tuple(f"{words} " for words in (*AREA_WORDS, *CHANGE_WORDS, "trực thuộc", "dân", "hiện", "trên", "cả", "năm"))
# Between a name and its figure: "Nhóm O gồm 11 hộ".
_LINK = r",? ?(?:(?<!\w)(?:với|có|còn|gồm|đạt|chiếm|là|(?:dẫn|đứng) đầu|được|mới|chỉ|đã|nay|trên|hơn|gần|khoảng) )*$"
_LED_BY_PLACE = re.compile(
    rf"\b(?P<area>(?i:{'|'.join(NAMED_AREAS)})) (?P<name>[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*)*){_LINK}"
)
# "quế 4.200 ha, sa nhân 1.950 ha": a thing right before its number.
_ITEM = re.compile(
    r"(?:[,;:(]|\b(?:trong đó|gồm|và|riêng))\s(?P<item>(?!trong |gồm |và |riêng |còn )[^\W\d_]+(?: [^\W\d_]+){0,3}) $"
)
_NO_ITEM = frozenset(
    (*FUNCTION_WORDS, *" ".join(CHANGE_WORDS).split(), "đạt", "chiếm", "trên", "hơn", "gần", "khoảng", "dưới", "số")
)
_SPAN = re.compile(
    r"^(?!.*20\d\d.*20\d\d.*20\d\d).*\b(?:năm học|niên vụ|vụ) (?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d"
)  # and no other year
_WHOLE_YEAR = re.compile(r"\b(?:cả|trọn|tròn|hết|toàn) năm (?:19|20)\d\d")
_OF_NOW = re.compile(r"\b(?:hiện|hiện nay|hiện tại|nay|bây giờ|năm nay)\b")
_POOR = re.compile(r"(?P<nearly>\bcận )?\bnghèo\b")


@dataclass(frozen=True)
class Count:
    """A number of a sentence: the answer that it makes, and the words behind it."""

    short: ShortAnswer
    end: int  # offset behind the number alone
    after: tuple[str, ...]
    is_asked: bool | None  # whether it counts just what is asked, or another noun; None where it names none
    cell: float | None = None  # in a row of a table, how well the head of its column is what is asked for

    def other(self) -> "Count":
        """The same, known to answer another question."""
        return replace(self, short=replace(self.short, fit=self.short.fit - _ANOTHER, other=True))

    def less(self, fit: float) -> "Count":
        """The same, fitting so much less."""
        return replace(self, short=replace(self.short, fit=self.short.fit - fit))


def told_apart(question: Question, sentence: str, masked: str, found: list[Count]) -> list[Count]:
    """The numbers of a sentence, less the fit of those that are not asked for; `masked` is the sentence without its dates."""
    if any(one.is_asked for one in found):
        found = [one.less(_OTHER_NOUN) if one.is_asked is False else one for one in found]
    found = [one.less(_OF_A_PART) if _is_off(question, sentence, one, found) else one for one in found]
    found = _by_level(question, masked, _by_plan(question, sentence, found))
    found = _by_time(question, sentence, _by_column(found))
    return _by_poverty(question, sentence, _by_item(question, sentence, _by_place(question, sentence, found)))


def _by_plan(question: Question, sentence: str, found: list[Count]) -> list[Count]:
    """Where a sentence tells what was planned and what was reached, the numbers that are not asked for lose."""
    asked = asks_for_plan(match_key(question.full))
    planned = [leads_to_plan(_lead(sentence, one, found)) for one in found]
    if not any(plan is asked and _may_be_asked(question, one, found) for one, plan in zip(found, planned, strict=True)):
        return found
    return [one if plan is asked else one.less(_PLAN_OR_RESULT) for one, plan in zip(found, planned, strict=True)]


def _may_be_asked(question: Question, one: Count, found: Sequence[Count]) -> bool:
    """Whether a number counts what is asked, or, where a question names no noun, what it speaks of or another number counts."""
    counted = one.after[:2]
    if question.asked or len(counted) < 2:
        return bool(one.is_asked)
    return set(counted) <= set(question.content) or [other.after[:2] for other in found].count(counted) > 1


def _by_level(question: Question, masked: str, found: list[Count]) -> list[Count]:
    """Where a sentence tells what was and what became of it, the numbers that are not asked for lose."""
    before = asks_before(match_key(question.full))
    if before is None:
        return found
    lost = {told.now if before else told.before for told in changes(match_key(masked))}
    return [one.less(_OTHER_LEVEL) if any(one.short.start <= at < one.end for at in lost) else one for one in found]


def _by_time(question: Question, sentence: str, found: list[Count]) -> list[Count]:
    """Where a sentence tells several years, or then and now, with their numbers, those of another time than asked for lose."""
    asked, key = match_key(question.full), match_key(sentence)
    years = question.years[:1] if _SPAN.search(asked) else question.years
    if len(key) != len(sentence) or len(years) > 1:
        return found
    if years and _WHOLE_YEAR.search(asked):
        found = [one.other() if is_of_a_part(key, one.short.start, years[0]) else one for one in found]
    times = [year_of(key, one.short.start, one.end) for one in found]
    before = asks_before(asked)
    if before or (not years and _OF_NOW.search(asked)):
        kept = [bool(time) and (time == NOW) is not bool(before) for time in times]
    else:
        kept = [time in years for time in times]
    if not any(keeps and one.is_asked is not False for keeps, one in zip(kept, found, strict=True)):
        return found if before or not years or years[0] in key else [_of_its_time(one, key, years[0]) for one in found]
    return [one if keeps or not time else one.other() for one, keeps, time in zip(found, kept, times, strict=True)]


def _of_its_time(one: Count, key: str, year: str) -> Count:
    """A number of a sentence that does not tell the year asked about, known for it where it is of another one."""
    return one.other() if is_of_another_year(key, one.short.start, one.end, year) else one


def _by_place(question: Question, sentence: str, found: list[Count]) -> list[Count]:
    """Where a sentence tells each place with its own number, all numbers but that of the place asked about lose."""
    behind = [behind_name(question, sentence[: one.short.start]) for one in found]
    own = [one for one, fit in zip(found, behind, strict=True) if fit > 0]
    if not own or min(behind) >= 0 or (all(one.is_asked is False for one in own) and any(one.is_asked for one in found)):
        return found
    return [one if one in own else one.less(_ANOTHER) for one in found]


def _by_column(found: list[Count]) -> list[Count]:
    """In a row of a table all numbers lose but those whose column is asked for."""
    best = max((one.cell for one in found if one.cell is not None), default=0.0)
    return [one if one.cell in {None, best} else one.less(_ANOTHER) for one in found]


def _by_item(question: Question, sentence: str, found: list[Count]) -> list[Count]:
    """Where a sentence tells each thing with its own number, all numbers but that of the thing asked about lose."""
    asked = f" {' '.join(tokens(question.full))} "
    items = [_item(sentence[: one.short.start]) for one in found]
    own = max((item for item in items if item and f" {item} " in asked), key=len, default="")
    others = [item for item in items if item and item != own]
    if not own and len(others) > 1:  # a list of other things
        strange = [bool(item) and not set(item.split()) & set(question.content) for item in items]
        if all(strange):
            return found
        return [one.less(_OWN_ITEM) if other else one for one, other in zip(found, strange, strict=True)]
    if not own or not others:
        return found
    return [one.less(-_OWN_ITEM if item == own else _ANOTHER) for one, item in zip(found, items, strict=True)]


def _item(before: str) -> str:
    told = _ITEM.search(match_key(before))
    item = told["item"] if told else ""
    return "" if _NO_ITEM & set(item.split()) else item


def _by_poverty(question: Question, sentence: str, found: list[Count]) -> list[Count]:
    """The numbers of "hộ nghèo" are none of "hộ cận nghèo", nor the reverse."""
    asked = {bool(told["nearly"]) for told in _POOR.finditer(match_key(question.full))}
    if len(asked) != 1:
        return found
    return [one.other() if _nearly_poor(sentence, one) not in {None, *asked} else one for one in found]


def _nearly_poor(sentence: str, one: Count) -> bool | None:
    """Whether a number is of the nearly poor: by its own words, else by those told last before it; None where none are."""
    behind = _POOR.search(match_key(CLAUSE_END.split(sentence[one.end :])[0][:30]))
    told = behind or max(_POOR.finditer(match_key(sentence[: one.short.start])), key=lambda each: each.start(), default=None)
    return bool(told["nearly"]) if told else None


def _lead(sentence: str, one: Count, found: Sequence[Count]) -> str:
    """The words before a number in its clause, as far as the number before it."""
    start = max((other.end for other in found if other.end <= one.short.start), default=0)
    return match_key(CLAUSE_END.split(sentence[start : one.short.start])[-1])


def _is_off(question: Question, sentence: str, one: Count, found: Sequence[Count]) -> bool:
    """Whether a number counts some of what another one counts, by words that the question lacks, or all where some are asked for.

    "27 người, trong đó 19 người là dân tộc Thái" are 27, but where those of that people are asked for.
    """
    if _is_narrowed(question, sentence[: one.short.start]):
        return True
    own = [word for word in one.after if word not in FUNCTION_WORDS and word not in question.asked]
    others = [other for other in found if _parted(sentence, *sorted((one, other), key=lambda each: each.end))]
    if any(other.end > one.end and _asked_of(question, other) > _asked_of(question, one) for other in others):
        return True
    if not own and any(other.is_asked and other.end < one.end and _set_apart(question, sentence, one) for other in others):
        return True
    if not own or _in_question(question, own):
        return False
    return any(other.end < one.end and _same_noun(question, other, one) for other in others)


def _parted(sentence: str, one: Count, other: Count) -> bool:
    return other.short.start > one.end and _PART.search(sentence, one.end, other.short.start) is not None


def _set_apart(question: Question, sentence: str, one: Count) -> bool:
    """Whether words that the question lacks tell a part before its number: "trong đó làm mới 268 nhà"."""
    told = words_of(_PART.split(sentence[: one.short.start])[-1], 4, last=True)
    return any(word not in FUNCTION_WORDS and word not in question.content for word in told)


def _asked_of(question: Question, one: Count) -> int:
    """How many words of what is asked for stand right behind a number."""
    return len(set(question.asked) & set(one.after))


def _is_narrowed(question: Question, before: str) -> bool:
    """Whether the sentence tells the number of some of what is asked for: "Số chi bộ ít đảng viên ... còn 30 chi bộ"."""
    noun = " ".join(question.asked)
    told = noun and re.search(rf"\bsố {re.escape(noun)} ((?:[^\W\d_]+ )+)", match_key(before))
    if not told:
        return False
    said = told.group(1)
    return not said.startswith(_NO_NARROWING) and not {said.split()[0]} & {*FUNCTION_WORDS, *question.content}


def _same_noun(question: Question, one: Count, other: Count) -> bool:
    if one.is_asked and other.is_asked:
        return True
    return bool(one.after) and one.after[:1] == other.after[:1] and one.after[0] in tokens(question.full)


def _in_question(question: Question, words: Sequence[str]) -> bool:
    """Whether one of these words is the question's, or shortens some of it: "dtts"."""
    initials = "".join(word[0] for word in tokens(question.full))
    return any(word in question.content or (len(word) > 2 and word in initials) for word in words)


def behind_name(question: Question, before: str) -> float:
    """What a number gains right behind a name of the question, and loses behind another place of that kind.

    "Phường Tân Miếu (1,18 km2, 8.236 người)"; "dẫn đầu là xã Hải Triều với 58 ha, kế đến là xã Hải Nhơn 23 ha".
    """
    outside, opened, inside = before.rpartition("(")
    key = match_key(outside).rstrip()
    if opened and ")" not in inside and any(key.endswith(name.key) for name in question.names):
        return OWN_NAME
    linked = re.sub(_LINK, "", match_key(before))
    if any(linked.endswith(name.key) for name in question.names):
        return OWN_NAME
    led = _LED_BY_PLACE.search(before)
    if led is None:
        return 0.0
    return -OWN_NAME if any(name.area == match_key(led["area"]) for name in question.names) else 0.0
