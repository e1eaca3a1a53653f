"""Greetings, thanks, goodbyes and questions about the assistant itself: told from real questions, and answered politely."""

import re
from collections.abc import Sequence
from typing import Literal

from corpus import clean, fold, match_key
from rag.polite_words import (
    ABILITY_QUESTIONS,
    ACKNOWLEDGED,
    ADDRESSED,
    ASK_LEADS,
    FAREWELLS,
    GREETINGS,
    IDENTITY_QUESTIONS,
    SOFTENERS,
    THANKS,
)
from rag.time_words import without_marks

Courtesy = Literal["greeting", "thanks", "farewell", "identity", "ability"]

_CLAUSE = re.compile(r"[^.,!?;:…\n]+[.,!?;:…\n]*")
_GREETS_SOMEONE = re.compile(r"(?:(?:xin|kính|em) )*chào (?:anh|chị|bạn|em|cô|chú|bác|thầy)(?: [^\W\d_]+){1,4},")  # by name
_SOFT = rf"(?: (?:{'|'.join((*ADDRESSED, *SOFTENERS))}))*"
_KINDS: tuple[tuple[Courtesy, tuple[str, ...]], ...] = (
    ("ability", ABILITY_QUESTIONS),
    ("identity", IDENTITY_QUESTIONS),
    ("farewell", FAREWELLS),
    ("thanks", (*THANKS, *ACKNOWLEDGED)),
    ("greeting", (*GREETINGS, *ASK_LEADS)),
)
_OPENED = rf"(?:(?:{'|'.join(('à', 'ơi', *ACKNOWLEDGED))}) )*"
_PATTERNS = [(kind, re.compile(rf"{_OPENED}(?:{'|'.join(words)}){_SOFT}")) for kind, words in _KINDS]
# What stands before a question without being part of it: "Chào bạn cho mình hỏi", "Làm ơn cho biết".
_LEAD = rf"(?:{'|'.join(ASK_LEADS)}) "
_BEFORE = re.compile(
    rf"(?:(?:dạ|vâng|à|ừ) )*(?:(?:{'|'.join((*GREETINGS, *THANKS))})(?: (?:{'|'.join(ADDRESSED)}))+{_SOFT} (?:{_LEAD})?|{_LEAD})"
)
_ANSWERS: dict[Courtesy, str] = {
    "greeting": "Xin chào bạn!",
    "thanks": "Không có gì, rất vui được giúp bạn.",
    "farewell": "Tạm biệt bạn, hẹn gặp lại!",
    "identity": "Tôi là Hỏi Báo, công cụ trả lời câu hỏi bằng chính các bài báo trong kho, không phải người thật.",
    "ability": "Tôi tìm câu trả lời trong các bài báo của kho và dẫn nguồn cho từng câu.",
}
OFFERS = frozenset(("greeting", "identity", "ability"))  # the replies to these say what can be asked
_OFFER = (
    "Bạn có thể hỏi về con số, người, chức vụ, ngày tháng, nguyên nhân, giải pháp nêu trong bài; so sánh các nơi; "
    "hỏi kho có những bài nào hoặc xin tóm tắt một bài."
)


def courtesy(text: str) -> Courtesy | None:
    """Which courtesy a message is, of several the one that asks most; None where anything else is said."""
    kinds = [_kind_of(clause) for clause in _clauses(text)]
    if not kinds or None in kinds:
        return None
    return next((kind for kind in ("ability", "identity", "farewell", "thanks") if kind in kinds), "greeting")


def question_alone(text: str) -> str:
    """A question without the greeting before it and the thanks behind it; the text itself where nothing else is left."""
    clauses = [found for found in _CLAUSE.finditer(text) if any(character.isalnum() for character in found.group())]
    while len(clauses) > 1 and (_is_aside(clauses[0].group()) or _GREETS_SOMEONE.match(match_key(clauses[0].group()))):
        clauses.pop(0)
    while len(clauses) > 1 and _is_aside(clauses[-1].group()):
        clauses.pop()
    if not clauses:
        return text
    kept = text[clauses[0].start() : clauses[-1].end()].strip()
    rest = kept[_opening(kept) :].strip(" ,:.!")
    return rest if len(rest.split()) > 1 else kept


def polite_answer(kind: Courtesy, examples: Sequence[str]) -> str:
    """One or two short sentences that say what can be asked, with examples that this collection answers."""
    if kind not in OFFERS:
        return _ANSWERS[kind]
    offered = " hoặc ".join(f"“{question}”" for question in examples[:2])
    return f"{_ANSWERS[kind]} {_OFFER}" + (f" Chẳng hạn: {offered}" if offered else "")


def _clauses(text: str) -> list[str]:
    found = (" ".join(re.findall(r"[^\W_]+", match_key(clause))) for clause in _CLAUSE.findall(clean(text)))
    return [clause for clause in found if clause]


def _kind_of(clause: str) -> Courtesy | None:
    bare = fold(clause) == clause
    return next((kind for kind, pattern in (_BARE if bare else _PATTERNS) if pattern.fullmatch(clause)), None)


def _is_aside(clause: str) -> bool:
    """Whether a clause only greets or thanks, or leads in: "Chào bạn,", "cho mình hỏi:"."""
    words = _clauses(clause)
    return len(words) == 1 and (
        _kind_of(words[0]) in {"greeting", "thanks", "farewell"} or _opening(f"{words[0]} ") > len(words[0])
    )


def _opening(text: str) -> int:
    key = match_key(text)
    found = (_BARE_BEFORE if fold(key) == key else _BEFORE).match(key)
    return found.end() if found and len(key) == len(text) else 0


_BARE = [(kind, re.compile(without_marks(pattern.pattern))) for kind, pattern in _PATTERNS]
_BARE_BEFORE = re.compile(without_marks(_BEFORE.pattern))
