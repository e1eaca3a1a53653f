"""The short lines behind an article: byline, publisher, "Nguồn ...: https://..."."""

import re
from dataclasses import dataclass
from datetime import date

from corpus.dates import parse_date_line
from corpus.text import CAPITALS, syllable_count

_LONGEST = 14  # syllables of a closing line, its address not counted
_MOST = 6  # lines
_URL = re.compile(r"https?://[^\s<>“”\"]*[^\s<>“”\".,;:!?…)\]]")
_SOURCE = re.compile(r"\W*(?:nguồn(?: tin)?|theo)\b\s*:?\s*(.*)", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    r"\W*(?:(?:tin|bài|tin bài)(?:\s?(?:,|và|-|–|&|/)\s?(?:tin|bài|ảnh))*|tác giả|người viết|thực hiện|phóng viên|pv|biên tập)"
    r"\s?:\s*(.+)",
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
_CREDIT_IN_TEXT = re.compile(r"\(?(?:Ảnh|Hình|Nguồn|Video)\s?:[^\n)]{0,80}\)?")


@dataclass(frozen=True)
class Closing:
    """What closing lines give; None where they do not."""

    author: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None


def closing_lines(lines: list[str]) -> Closing:
    """Reads the last lines (not blank, in order) of an article from its end up to the first line of prose."""
    tail = _tail(lines)
    body = _CREDIT_IN_TEXT.sub("", "\n".join(lines[: len(lines) - len(tail)]))
    author = source = url = None
    published = None
    for line in tail:
        address = _URL.search(line)
        words = _bare(line.replace(address[0], " ") if address else line)
        url = url or (address[0] if address else None)
        published = published or parse_date_line(words)
        if named := _SOURCE.fullmatch(words):
            source = source or _tidy(named[1])
        elif labelled := _AUTHOR_LABEL.fullmatch(words):
            author = author or _tidy(labelled[1])
        elif PUBLISHER.match(words):
            source = source or _tidy(words)
        elif author is None and _is_byline(words, body):
            author = _tidy(words)
    return Closing(author, source, url, published)


def _tail(lines: list[str]) -> list[str]:
    count = 0
    for line in reversed(lines[-_MOST:]):
        if not _may_close(line):
            break
        count += 1
    return lines[len(lines) - count :]


def _may_close(line: str) -> bool:
    words = _URL.sub("", line).strip()
    if parse_date_line(words) or _SOURCE.fullmatch(words) or _PHOTO_LABEL.match(words):
        return syllable_count(words) <= _LONGEST
    return (syllable_count(words) <= _LONGEST and not words.endswith((".", "…", "?", "!", ";", ":"))) or words == ""


def _is_byline(words: str, body: str) -> bool:
    """A line of names only; a name that the article speaks of is a place or a person in it, not its author."""
    if _BYLINE.fullmatch(words) is None or _PHOTO_LABEL.match(words):
        return False
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", body) is None


def _bare(line: str) -> str:
    """The line without the brackets around it or what is left of them: "(Theo TTXVN)"."""
    line = line.strip(" :;,-–")
    return line.strip("()[] ") if line.startswith(("(", "[")) or line.endswith(("(", "[")) else line


def _tidy(words: str) -> str | None:
    return words.strip(" .:;,-–—/") or None
