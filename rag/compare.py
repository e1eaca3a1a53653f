"""Comparisons of two places or people: one lookup for each, side by side."""

import re
from dataclasses import replace

from corpus import match_key
from index import Lexicon
from rag.names import Name
from rag.question import Question, understand
from rag.wording import AREA_WORDS

_CUES = re.compile(
    r"\bso sánh|\bso với\b|\bhơn\b|\bnào (?:có )?(?:nhiều|ít|lớn|cao|thấp)|\bcả hai\b|\blần lượt\b|\bkhác nhau\b|\bgiống nhau\b|\bhai (?:huyện|xã|nơi|địa phương|đảng bộ)\b|\bmỗi\b|\b(?:và|hay|hoặc|với)\b"
)
_COUNTED = re.compile(r"\b(?:nhiều|ít|đông|tổng số|số lượng|bao nhiêu|số)\s+((?:(?!hơn|nhất|của|ở|thì|là|giữa|bên|nơi|giúp)[^\W\d_]+\s?){1,5})")
_COMPARING = re.compile(r"(?i)\b(?:so sánh|nào có|nào|nhiều hơn|ít hơn|cao hơn|lớn hơn|thấp hơn|hơn|cả hai|lần lượt|bên|nơi)\b")
_JOINED = r"\s*(?:và|hay|hoặc|với|so với|,|hay là)\s*(?:của |ở |tại )?"


def sides(question: Question, lexicon: Lexicon) -> tuple[Question, ...]:
    """The question once for each of the two things it compares, or nothing when it compares none."""
    key = match_key(question.full)
    if len(key) != len(question.full) or not _CUES.search(key):
        return ()
    names = [name for name in question.names if not name.is_person]
    for first, second in zip(names, names[1:], strict=False):
        areas = "|".join(sorted(AREA_WORDS, key=len, reverse=True))
        area = rf"(?:(?:{areas})\s+)*"
        pattern = rf"({area})({re.escape(first.key)})((?:,)?{_JOINED})({area})({re.escape(second.key)})"
        found = re.search(pattern, key)
        if found:
            return tuple(_one_side(question, found, name, lexicon) for name in (first, second))
    return ()


def _one_side(question: Question, found: re.Match[str], name: Name, lexicon: Lexicon) -> Question:
    text = question.full
    first_area, second_area = text[found.start(1) : found.end(1)], text[found.start(4) : found.end(4)]
    number = 2 if name.key == found.group(2) else 5
    area = first_area if number == 2 else (second_area or first_area)
    written = f"{area}{text[found.start(number) : found.end(number)]}"
    key = match_key(text)
    counted = _COUNTED.search(key)
    if counted:
        return understand(f"{written} có bao nhiêu {text[counted.start(1) : counted.end(1)]}?", lexicon)
    cut = f"{text[: found.start()]}{written}{text[found.end() :]}"
    one = understand(re.sub(r"\s+", " ", _COMPARING.sub(" ", cut)), lexicon)
    asks_number = re.search(r"nhiều|ít|cao|thấp|lớn|đông|bao nhiêu|mấy|tỷ lệ", key) is not None
    return replace(one, kind="number" if asks_number and one.kind in {"other", "list", "place", "why_how"} else one.kind)
