"""The line below a headline that tells where and when: "Báo Hòa Lạc - Thứ Tư, 10/12/2025", "Hòa Lạc, ngày 20/11/2025"."""

import re
from dataclasses import dataclass, replace
from datetime import date

from corpus.dates import find_date, is_time
from corpus.family_names import FAMILY_NAMES
from corpus.text import CAPITALS, match_key, syllable_count

_LONGEST = 20  # syllables
_WORD = rf"[{CAPITALS}][^\W\d_]*"
_NAME = re.compile(rf"(?:(?:TP|TX|Tỉnh|Huyện|Xã)\.? )?{_WORD}(?:[ -]{_WORD}){{1,3}}")
_WEEKDAY = re.compile(r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\b", re.I)
# What a publisher's name begins with and no place's: "Hội", "Ban" and "Phòng" would take Hội An and Ban Mê Thuột as well.
_PAPER = re.compile(
    r"(?:Báo|Đài(?! (?:Loan|Bắc|Trung|Nam)$)|Cổng|Trung tâm|Tạp chí|Bản tin|Thông tấn|Trang (?:thông )?tin|UBND|HĐND)\b", re.I
)
# Its further words: names, and what is written small in them; a sentence has others ("UBND xã Hòa Lạc tổ chức ...").
_PAPER_WORDS = re.compile(
    rf"(?:{_WORD}(?:[.&-]{_WORD})*|[-–&]|điện tử|thông tin|thông tấn|truyền thông|truyền hình|phát thanh|văn hóa|thể thao|và|tâm"
    r"|chí|tin|tấn|xã|phường|thị trấn|thị xã|huyện|quận|tỉnh|thành phố|nhân dân|Việt Nam)(?: |$)"
)
_AGENCY = re.compile(r"[A-ZĐ]{3,8}\+?")
_BETWEEN = re.compile(r"\s*[|•·,;/]\s*|\s+[-–—]+(?:\s+|$)")
_OPENS_DATE = re.compile(r"(?:\s+(?:ngày|lúc|đăng|cập nhật))+$", re.I)
_NAMES_SOURCE = re.compile(r"(?:nguồn(?: tin)?|theo)\b\s?:?\s*", re.I)
_NAMES_AUTHOR = re.compile(r"(?:(?:bài|tin)(?:\s?(?:,|và|&)\s?ảnh)?|tác giả|thực hiện)\s?:\s*|(?:PV|Phóng viên)\s?:?\s+", re.I)
_PLACES_LIKE_PEOPLE = frozenset({"hồ chí minh"})


@dataclass(frozen=True)
class Stamp:
    """What such a line gives; `name` is one that may be a place, a newspaper or a person."""

    day: date
    source: str | None = None
    place: str | None = None
    author: str | None = None
    name: str | None = None


def read_stamp(line: str) -> Stamp | None:
    """The stamp that a line is as a whole; None for any other line, also where it holds a date."""
    line = _unbracketed(line)
    found = find_date(line)
    if found is None or syllable_count(line) > _LONGEST:
        return None
    day, start, end = found
    stamp = Stamp(day)
    for piece in _BETWEEN.split(line[:start] + " | " + line[end:]):
        if is_time(piece):
            continue
        words = _OPENS_DATE.sub("", piece.strip(" -–—"))
        behind = line[line.find(words) + len(words) :].lstrip()
        told = _read_name(stamp, words, before_day=bool(re.match(r",?\s*ngày\b", behind, re.I)), before_comma=behind[:1] == ",")
        if told is None:
            return None
        stamp = told
    return stamp


def is_name(line: str) -> bool:
    """Whether the line is a name in capitals, of a place or of a newspaper."""
    return _NAME.fullmatch(line) is not None and not _WEEKDAY.match(line)


def is_paper(line: str) -> bool:
    """Whether the line is the name of a newspaper, a station or a site."""
    return _PAPER.match(line) is not None and re.fullmatch(rf"(?:{_PAPER_WORDS.pattern})+", line) is not None


def _read_name(stamp: Stamp, words: str, *, before_day: bool, before_comma: bool) -> Stamp | None:
    """The stamp with one more name; None where the words are none, or say again what is known."""
    if label := _NAMES_AUTHOR.match(words):
        return replace(stamp, author=words[label.end() :]) if is_name(words[label.end() :]) else None
    label = _NAMES_SOURCE.match(words)
    rest = words[label.end() :] if label else words
    if stamp.source is None and (is_paper(rest) or _AGENCY.fullmatch(rest) or (label and is_name(rest))):
        return replace(stamp, source=rest)
    named = is_name(words) or (before_day and re.fullmatch(_WORD, words) is not None)
    if label or not named:
        return None
    if stamp.author is None and not before_day and _is_person(words):
        return replace(stamp, author=words)
    if before_day or before_comma:
        return replace(stamp, place=f"{stamp.place}, {words}" if stamp.place else words)
    return replace(stamp, name=words) if stamp.name is None else None


def _is_person(words: str) -> bool:
    """So that "Lê Anh Khoa, 10/12/2025" is no place; two words may be either ("Lý Sơn", "Hà Giang")."""
    key = match_key(words)
    return len(key.split()) > 2 and key.split()[0] in FAMILY_NAMES and key not in _PLACES_LIKE_PEOPLE


def _unbracketed(line: str) -> str:
    line = line.strip()
    return line[1:-1].strip() if line[:1] + line[-1:] in ("()", "[]") else line
