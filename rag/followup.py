"""A follow-up becomes a question that stands alone, by rules: "Còn huyện X?", "Ông ấy giữ chức vụ gì?", "Trong đó bao nhiêu là nữ?"."""

import re
from collections.abc import Sequence

from corpus import clean, has_diacritics, match_key
from index import Lexicon
from rag.names import Name, question_names
from rag.question import restore
from rag.wording import AREA_WORDS

History = Sequence[tuple[str, str]]

_AND_WHAT_OF = re.compile(r"^(?:thế\s+)?(?:còn|thế|vậy|vậy còn|thế còn)\s+(?:ở\s+|tại\s+|với\s+|về\s+|của\s+)?(?P<rest>.+?)(?:\s+thì\s+sao|\s+thế\s+nào|\s+ra\s+sao|\s+sao)?\s*\??$", re.I)
_PERSON_WORD = re.compile(r"\b(?:(?:ông|bà|anh|chị|cô|đồng chí|cán bộ|người|vị)\s+(?:ấy|này|đó|ta|kia)|họ)\b", re.I)
_PLACE_WORD = re.compile(
    rf"\b(?P<area>{'|'.join(sorted(AREA_WORDS, key=len, reverse=True))}|nơi|địa phương|đơn vị|địa bàn)\s+(?:này|đó|ấy|kia|trên)\b|\b(?:ở|tại)\s+(?:đó|đây|đấy)\b",
    re.I,
)
_ELLIPSIS = re.compile(r"^(?:và\s+|vậy\s+|thế\s+)?(?:trong (?:đó|số đó|số này|số ấy|số họ)|số đó|con số đó|số này|như vậy|riêng)\b", re.I)
_THING_WORD = re.compile(r"\b(?:nghị quyết|chỉ thị|văn bản|kế hoạch|quyết định|phương châm|chỉ tiêu|bài|mục tiêu|cuộc họp|số đảng viên|đợt)\s+(?:này|đó|ấy|trên)\b", re.I)


def standalone(question: str, history: History, lexicon: Lexicon) -> str:
    """The question in words that need no history; the question itself when it needs none or nothing fits."""
    if not history:
        return question
    text = clean(question)
    if not has_diacritics(text):
        text = restore(text, lexicon)
    last_question = clean(history[-1][0])
    if not has_diacritics(last_question):
        last_question = restore(last_question, lexicon)
    changed = _what_of(text, last_question, lexicon)
    if changed is None:
        changed = _with_referents(text, history, last_question, lexicon)
    return changed if changed is not None and match_key(changed) != match_key(text) else question


def _what_of(text: str, last: str, lexicon: Lexicon) -> str | None:
    """"Còn huyện X?" -> the last question about X."""
    match = _AND_WHAT_OF.match(text)
    if match is None:
        return None
    rest = match.group("rest").strip(" ?")
    fresh = question_names(rest, lexicon)
    if len(rest.split()) > 9:
        return None
    old = [name for name in question_names(last, lexicon) if not any(name.key == new.key for new in fresh)]
    if fresh and old:
        return _swap(last, _alike(old, fresh[0]), rest)
    year = re.search(r"\b(?:năm\s+)?((?:19|20)\d\d)\b", rest)
    if year and re.search(r"\b(?:19|20)\d\d\b", last):
        return re.sub(r"\b(?:19|20)\d\d\b", year.group(1), last, count=1)
    return f"{last.rstrip(' ?')} {rest}?" if year else _about(rest, old) if old else None


def _alike(old: list[Name], fresh: Name) -> Name:
    """The old name that the new one most likely stands for: same area word, else both places, else the first."""
    same = [name for name in old if name.area and name.area == fresh.area]
    kind = [name for name in old if name.is_person == fresh.is_person]
    return (same or kind or old)[0]


def _swap(last: str, old: Name, rest: str) -> str:
    """The last question with the old name (and its area word) replaced by the new words."""
    areas = "|".join(sorted(AREA_WORDS, key=len, reverse=True))
    starts_with_area = re.match(rf"(?:{areas})\b", match_key(rest)) is not None
    area = rf"(?:(?:{areas})\s+)*" if starts_with_area else ""
    key = match_key(last)
    if len(key) != len(last):
        return f"{last.rstrip(' ?')} {rest}?"
    found = re.search(rf"(?<!\w){area}{re.escape(old.key)}(?!\w)", key)
    return f"{last[: found.start()]}{rest}{last[found.end() :]}" if found else f"{last.rstrip(' ?')} {rest}?"


def _about(rest: str, names: list[Name]) -> str:
    return f"{rest} {_written(names[0])}?"


def _with_referents(text: str, history: History, last: str, lexicon: Lexicon) -> str | None:
    """Pronouns and "trong đó" filled from the last turn, the answer's names before the question's."""
    own = question_names(text, lexicon)
    answer = clean(history[-1][1])
    asked_names = question_names(last, lexicon)
    if _PERSON_WORD.search(text):
        people = [name for name in (*asked_names, *question_names(answer, lexicon)) if name.is_person]
        return _PERSON_WORD.sub(_written(people[0]), text, count=1) if people else None
    places = [name for name in (*asked_names, *question_names(answer, lexicon)) if not name.is_person]
    place = _PLACE_WORD.search(text)
    if place and places:
        area = (place.group("area") or "").lower()
        fitting = [name for name in places if name.area == area] or places
        prefix = f"{area} " if area in AREA_WORDS and fitting[0].area in {"", area} else ""
        written = f"{prefix}{_written(fitting[0])}" if prefix else f"{'ở ' if not area else ''}{_written(fitting[0], with_area=True)}"
        return f"{text[: place.start()]}{written}{text[place.end() :]}"
    thing = _ELLIPSIS.search(text) or _THING_WORD.search(text)
    if thing and not own:
        return f"{text.rstrip(' ?')} ({last.rstrip(' ?')})?"
    short = len(text.split()) <= 8
    if not own and short and places:
        return f"{text.rstrip(' ?')} {_written(places[0], with_area=True)}?"
    return None


def _written(name: Name, with_area: bool = False) -> str:
    shown = name.key.title()
    return f"{name.area} {shown}" if with_area and name.area else shown
