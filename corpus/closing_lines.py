"""The short lines behind an article: byline, publisher, "Nguồn ...: https://..."."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from corpus.dates import parse_date_line
from corpus.text import CAPITALS, syllable_count

_Value = TypeVar("_Value")

_LONGEST = 14  # syllables of a closing line, its address not counted
_MOST = 6  # lines
_URL = re.compile(r"https?://[^\s<>“”\"]*[^\s<>“”\".,;:!?…)\]]")
_SOURCE = re.compile(r"\W*(?:nguồn(?: tin)?|theo)\b\s*:?\s*(.*)", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    r"\W*(?:(?:tin|bài|tin bài)(?:\s?(?:,|và|-|–|&|/)\s?(?:tin|bài|ảnh|video|clip))*|tác giả|người viết"
    r"|(?:người )?thực hiện|phóng viên|pv|biên tập)\s?:\s*(.+?)(?:[\s,;|/(–—-]*\b(?:ảnh|video|clip|đồ họa)\s?:.*)?",
    re.IGNORECASE,
)
_PHOTO_LABEL = re.compile(r"\W*(?:ảnh|hình|video|clip|đồ họa|minh họa)\b[^:]{0,20}:", re.IGNORECASE)
# What an organisation's name begins with; "Trang" and "Trường" are first names of people too.
PUBLISHER = re.compile(
    r"(?:Trung tâm|TTTT|Báo|Đài|Tạp chí|Cổng (?:thông tin|TTĐT)|Trang (?:thông tin|tin)|Thông tấn|Ban|Sở|Phòng|UBND|HĐND|Hội|Cục"
    r"|Viện|Trường (?:Đại học|Cao đẳng|Chính trị|THPT|THCS)|Tòa soạn|Bản tin|TTXVN|Công an|Văn phòng)\b"
)
_NAME = rf"[{CAPITALS}][^\W\d_]*\.?(?:[ .][{CAPITALS}][^\W\d_]*){{0,4}}"
_BYLINE = re.compile(
    rf"(?:\(?[Tt]ổng hợp\)?\s)?\(?{_NAME}(?:\s?(?:-|–|—|,|&|/|và|;)\s?{_NAME}){{0,4}}(?:\s?\([^()]{{1,40}}\))?\)?\.?"
)
_NO_NAME = re.compile(r"\W*(?:hết|the end)\W*", re.IGNORECASE)
_NEWSROOM = re.compile(r"(?:nhóm )?(?:PV|CTV|phóng viên|BTV|tác giả)\b.{0,20}", re.IGNORECASE)
# Of prose; a name behind a colon, a question or a heading is told by it.
_FINISHED = re.compile(r"[.!…][\s/.\"”’»)\]]*$|[”»)]$")
_BEHIND_SENTENCE = re.compile(
    rf"(?<=[.!?…”\")]) +(?=\(?(?:Tin|Bài|Tác giả|Thực hiện)\b[^.:]{{0,20}}:\s*{_NAME}[^.:]{{0,60}}\.?\)?\s*\Z)"
)
_CREDIT_IN_TEXT = re.compile(r"\(?(?:Ảnh|Hình|Nguồn|Video)\s?:[^\n)]{0,80}\)?")


@dataclass(frozen=True)
class Closing:
    """What closing lines give, None where they do not; which of the lines are nothing but bylines, or nothing but that source."""

    author: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    bylines: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()


def byline_parted(text: str) -> str:
    """The text with a labelled byline behind its last sentence on a line of its own: "... rất vui. Bài, ảnh: Hoàng Lan"."""
    return _BEHIND_SENTENCE.sub("\n\n", text)


def closing_lines(lines: list[str], known_author: str | None = None) -> Closing:
    """Reads the last lines (not blank, in order) of an article from its end up to the first line of prose.

    `known_author` is a byline also where the article speaks of that person.
    """
    tail = _tail(lines)
    first = len(lines) - len(tail)
    body = _CREDIT_IN_TEXT.sub("", "\n".join(lines[:first]))
    read = {number: _read(line, body, known_author) for number, line in enumerate(tail, first)}
    sources = [number for number, line in read.items() if line.kind == "source"]
    labelled = [number for number, line in read.items() if line.kind == "label"]
    bare = [number for number, line in read.items() if line.kind == "name"]
    if len(bare) > 1 or not _follow_prose(bare, lines, {*labelled, *sources}):  # names in a row are a list of people
        bare = []
    return Closing(
        author=_first(line.author for line in read.values()),
        source=_first(line.source for line in read.values()),
        url=_first(line.url for line in read.values()),
        published=_first(line.published for line in read.values()),
        bylines=(*labelled, *bare),
        sources=tuple(sources),
    )


@dataclass(frozen=True)
class _Line:
    """One closing line; `kind` is "label", "name" or "source" where it says nothing else than that."""

    author: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    kind: str = ""


def _read(line: str, body: str, known_author: str | None) -> _Line:
    address = _URL.search(line)
    words = _bare(line.replace(address[0], " ") if address else line)
    url, published = address[0] if address else None, parse_date_line(words)
    if named := _SOURCE.fullmatch(words):
        plain = not named[1] or _BYLINE.fullmatch(named[1]) or PUBLISHER.match(named[1])
        return _Line(None, _tidy(named[1]), url, published, "source" if plain else "")
    if labelled := _AUTHOR_LABEL.fullmatch(words):
        return _Line(_tidy(labelled[1]), None, url, published, "label" if _names_people(labelled[1]) else "")
    if PUBLISHER.match(words):
        return _Line(None, _tidy(words), url, published, "source")
    credit = _PHOTO_LABEL.match(words)
    if credit and _names_people(words[credit.end() :]):
        return _Line(None, None, url, published, "label")
    if _is_byline(words, body) or (known_author and words.rstrip(".") == known_author):
        return _Line(_tidy(words), None, url, published, "name")
    return _Line(url=url, published=published)


def _first(values: Iterable[_Value | None]) -> _Value | None:
    return next((value for value in values if value), None)


def _follow_prose(numbers: list[int], lines: list[str], closing: set[int]) -> bool:
    before = (next((lines[at] for at in range(number - 1, -1, -1) if at not in closing), "") for number in numbers)
    return all(_FINISHED.search(line) for line in before)


def _names_people(words: str) -> bool:
    words = words.strip(" .()[]")
    return _BYLINE.fullmatch(words) is not None or _NEWSROOM.fullmatch(words) is not None


def _tail(lines: list[str]) -> list[str]:
    count = 0
    for line in reversed(lines[-_MOST:]):
        if not _may_close(line):
            break
        count += 1
    return lines[len(lines) - count :]


def _may_close(line: str) -> bool:
    words = _URL.sub("", line).strip()
    signed = _AUTHOR_LABEL.fullmatch(_bare(words))  # "Phóng viên: Xin cảm ơn ông!" is prose
    labelled = _SOURCE.fullmatch(words) or _PHOTO_LABEL.match(words) or (signed and _names_people(signed[1]))
    if parse_date_line(words) or labelled or (" " in words and _BYLINE.fullmatch(words)):
        return syllable_count(words) <= _LONGEST
    return (syllable_count(words) <= _LONGEST and not words.endswith((".", "…", "?", "!", ";", ":"))) or words == ""


def _is_byline(words: str, body: str) -> bool:
    """A line of names only; a name that the article speaks of is a place or a person in it, not its author."""
    if _BYLINE.fullmatch(words) is None or _PHOTO_LABEL.match(words) or _NO_NAME.fullmatch(words):
        return False
    return re.search(rf"(?<!\w){re.escape(words.rstrip('.'))}(?!\w)", body) is None


def _bare(line: str) -> str:
    """The line without the brackets around it or what is left of them: "(Theo TTXVN)"."""
    line = line.strip(" :;,-–")
    return line.strip("()[] ") if line.startswith(("(", "[")) or line.endswith(("(", "[")) else line


def _tidy(words: str) -> str | None:
    return words.strip(" .:;,-–—/") or None
