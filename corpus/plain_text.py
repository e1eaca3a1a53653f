"""A copied page without metadata fields: what its own short lines say of title, date, place, author and source.

The lines before the first paragraph and behind the last one are looked at; nothing is taken out of the text.
"""

import re
from dataclasses import replace
from datetime import date

from corpus.closing_lines import closing_lines
from corpus.dates import find_date, parse_date_line
from corpus.draft import Draft
from corpus.sentences import split_sentences
from corpus.text import CAPITALS, syllable_count

_PARAGRAPH = 30  # syllables; a line this long is text, not a heading
_SENTENCE = 8  # syllables; a line this long that ends with a full stop is text too
_HEAD_LINES = 8
_LONGEST_TITLE = 90  # characters of a title made from the first sentence
_NAME = re.compile(rf"(?:(?:TP|TX|Tỉnh|Huyện|Xã)\.? )?[{CAPITALS}][^\W\d_]*(?:[ -][{CAPITALS}][^\W\d_]*){{1,3}}")
_BREADCRUMB = re.compile(r"\s[/>»›|]\s")
_CREDIT = re.compile(r"\W*(?:ảnh|nguồn|tác giả|theo|(?:bài|tin)(?:\s?(?:,|và|-|–)\s?ảnh)?)\s?:", re.IGNORECASE)
_AGENCY = re.compile(r"\(?([A-ZĐ]{3,8}\+?)\)?\s?[-–—]\s|\(([^\W\d_][^()\n]{2,25})\)\s?[-–—]\s?")
_OFFICES = frozenset({"UBND", "HĐND", "MTTQ", "BTV", "BCH", "LĐLĐ", "LHPN", "CLB", "HTX", "THCS", "THPT"})
_AGENCY_LINES = 6  # an agency's mark stands at the head of its report
_CLAUSE = re.compile(r"[,;:]\s|\s[-–—]\s")
# What a publisher's name begins with and no place's: "Hội", "Ban" and "Phòng" would take Hội An and Ban Mê Thuột as well.
_PAPER = re.compile(r"(?:Báo|Đài(?! (?:Loan|Bắc|Trung|Nam)$)|Cổng|Trung tâm|Tạp chí|Bản tin|Thông tấn|UBND|HĐND)\b", re.I)


def recover(draft: Draft) -> Draft:
    """The draft with the fields it lacks filled from its (cleaned) text, as far as the text gives them."""
    lines = [line for line in draft.text.split("\n") if line.strip()]
    head = _head(lines)
    closing = closing_lines(lines[len(head) :])
    place = _place(head, draft.text)
    return replace(
        draft,
        title=draft.title or _title(head, place) or title_from_text(draft.text),
        published=draft.published or _published(head) or closing.published,
        place=draft.place or place,
        author=draft.author or _labelled_author(head) or closing.author,
        source=draft.source or closing.source or _agency(lines) or _paper(head),
        url=draft.url or closing.url,
    )


def title_from_text(text: str) -> str:
    """The first sentence as a title of at most 90 characters, cut at a clause or a word and then marked with "…"."""
    spans = split_sentences(text)
    if not spans:
        return ""
    sentence = text[spans[0].start : spans[0].end].strip("-–—•*+ ")
    if len(sentence) <= _LONGEST_TITLE:
        return sentence.rstrip(". ") or sentence
    room = sentence[: _LONGEST_TITLE - 1]
    cuts = [found.start() for found in _CLAUSE.finditer(sentence) if _LONGEST_TITLE / 3 <= found.start() < _LONGEST_TITLE]
    cut = cuts[-1] if cuts else room.rfind(" ")
    return sentence[: cut if cut > 0 else len(room)].rstrip(" ,;:-–—.(“\"'") + "…"


def _head(lines: list[str]) -> list[str]:
    """The short lines before the first paragraph; none when the text has no paragraph at all."""
    for index, line in enumerate(lines[: _HEAD_LINES + 1]):
        if _is_paragraph(line):
            return lines[:index]
    return lines[:1] if lines and len(lines) > 1 else []


def _is_paragraph(line: str) -> bool:
    length = syllable_count(line)
    return length >= _PARAGRAPH or (length >= _SENTENCE and line.endswith(".") and not line.endswith(".."))


def _title(head: list[str], place: str | None) -> str | None:
    """The longest short line that can be a headline; where a date line follows the headline, only lines before it count."""
    dated = next((index for index, line in enumerate(head) if index and parse_date_line(line)), len(head))
    fit = [line for line in head[:dated] if _may_be_title(line, place)]
    return max(fit or [line for line in head if _may_be_title(line, place)], key=syllable_count, default=None)


def _may_be_title(line: str, place: str | None) -> bool:
    return (
        line != place
        and not _is_paper(line)
        and any(c.isalpha() for c in line)
        and (not line.endswith(".") or line.endswith(".."))
        and "://" not in line
        and not (_BREADCRUMB.search(line) or _CREDIT.match(line) or _dateline(line) or parse_date_line(line))
    )


def _published(head: list[str]) -> date | None:
    for line in head:
        if day := parse_date_line(line):
            return day
        if dateline := _dateline(line):
            return dateline[1]
    return None


def _dateline(line: str) -> tuple[str, date] | None:
    """Name and day of a line such as "Lai Châu, ngày 5 tháng 6 năm 2021"; the name is a place or a newspaper."""
    before, comma, after = line.partition(",")
    day = parse_date_line(after) if comma and find_date(after) else None
    return (before.strip(), day) if day and _is_name(before.strip()) else None


def _place(head: list[str], text: str) -> str | None:
    """That of a dateline, else a line of its own that is a name in capitals and occurs in the article again."""
    for line in head:
        if (dateline := _dateline(line)) and not _is_paper(dateline[0]):
            return dateline[0]
    names = [line for line in head if _is_name(line) and not _is_paper(line)]
    named = [name for name in names if len(re.findall(rf"\b{re.escape(name)}\b", text)) > 1]
    return named[0] if named and len(head) > 1 else None


_WEEKDAY = re.compile(r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\b", re.I)


def _is_name(line: str) -> bool:
    return _NAME.fullmatch(line) is not None and not _WEEKDAY.match(line)


def _is_paper(line: str) -> bool:
    return _is_name(line) and _PAPER.match(line) is not None


def _paper(head: list[str]) -> str | None:
    """The newspaper that a dateline or a line of its own names."""
    names = (dateline[0] if (dateline := _dateline(line)) else line for line in head)
    return next((name for name in names if _is_paper(name)), None)


def _labelled_author(head: list[str]) -> str | None:
    return closing_lines([line for line in head if _CREDIT.match(line)]).author


def _agency(lines: list[str]) -> str | None:
    for line in lines[:_AGENCY_LINES]:
        found = _AGENCY.match(line)
        name = (found[1] or found[2]).strip() if found else ""
        if name and name not in _OFFICES and _is_paragraph(line):
            return name
    return None
