"""Vietnamese press text -> sentences with exact offsets; newlines first, then . ? ! … and the closing marks after them.

A missed boundary costs a longer quote, a false one cuts a fact in two, so doubt is settled against splitting.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from corpus.abbreviations import dot_is_part_of_word
from corpus.article import Span

_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]+")
# "./." closes an article; "?!", "!!!", "...", ".…" are one end.
_END = re.compile(r"\.\s?/\s?\.|[.?!…]+")
_CLOSING = "”’»)]}"
_OPENING = "“‘«([{\"'"
_DASHES = "-–—"
_BULLETS = " •*+"
# A photo credit belongs to the caption before it: "... chăn nuôi. (Ảnh: A/B)".
_CREDIT = re.compile(
    r"\s*[(\[](?:Ảnh|Hình|Nguồn|Theo|Video|Clip|Đồ họa|Tư liệu|Minh họa|Photo)\b[^()\[\]\n]{0,80}[)\]]\.?"
    r"|\s*(?:Ảnh|Hình|Video|Clip|Đồ họa|Photo)(?: minh họa| tư liệu)?\s?:(?:[^.?!…\n]|\.(?=\S)){1,60}\.?\s*\Z",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>“”\"]*[^\s<>“”\".,;:!?…)\]]"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}?\.(?:com|net|org|info|edu|gov|vn)\b",
    re.IGNORECASE,
)
# Short quotations and brackets are one thing ("Ai? Ở đâu?"); long ones hold sentences of their own, as in interviews.
_SHORT = 60  # characters
_HELD = re.compile(r"“[^“”]{0,60}”|«[^«»]{0,60}»|\([^()]{0,160}\)|\[[^\[\]]{0,160}\]")
_WINDOW = 120  # characters looked at on either side of a mark, so that a line of a million marks costs no more per mark
_ENUMERATOR = re.compile(r"\W{0,4}(?:(?:Bước|Điều|Khoản|Mục|Phần|Chương|Câu)\s)?(?:\d{1,3}(?:\.\d{1,2}){0,4}|[^\W\d_]|[IVXLC]+)")


def split_sentences(text: str) -> list[Span]:
    """Sentences of `text` in order, as offsets in it, without blanks at either end; every non-blank character is in one."""
    return [span for line in _LINE.finditer(text) for span in _split_line(text, line.start(), line.end())]


def _split_line(text: str, start: int, end: int) -> Iterator[Span]:
    line = text[start:end]
    begin = 0
    for cut in _cuts(line):
        if _has_word(line[begin:cut]):
            yield _trimmed(line, begin, cut, start)
            begin = cut
    if line[begin:].strip():
        yield _trimmed(line, begin, len(line), start)


def _trimmed(line: str, begin: int, cut: int, offset: int) -> Span:
    piece = line[begin:cut]
    left = len(piece) - len(piece.lstrip())
    return Span(offset + begin + left, offset + begin + len(piece.rstrip()))


def _cuts(line: str) -> Iterator[int]:
    """Offsets in the line behind which a new sentence starts."""
    quoted = _straight_quotes(line)
    held = _Spans([found.span() for found in _HELD.finditer(line)] + [(a, b + 1) for a, b in quoted if b - a <= _SHORT])
    links = _Spans([found.span() for found in _LINK.finditer(line)])
    closing = {b for _, b in quoted}
    begin = 0
    for found in _END.finditer(line):
        if found.start() < begin or links.hold(found.start(), found.end()):
            continue
        cut = found.end()
        while cut < len(line) and (line[cut] in _CLOSING or cut in closing):
            cut += 1
        if not held.hold(found.start(), cut) and _ends_sentence(line, begin, found, cut):
            credit = _CREDIT.match(line, cut)
            begin = credit.end() if credit else cut
            yield begin


class _Spans:
    """Ranges of a line that do not overlap, to be asked whether another range lies inside one of them."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def hold(self, start: int, end: int) -> bool:
        index = bisect_left(self._spans, (start, 0)) - 1
        return index >= 0 and end < self._spans[index][1]


def _straight_quotes(line: str) -> list[tuple[int, int]]:
    """Offsets of each opening " and its closing partner; a stray one must not turn all that follow inside out."""
    pairs: list[tuple[int, int]] = []
    opened: int | None = None
    for found in re.finditer('"', line):
        at = found.start()
        opens = (at == 0 or line[at - 1] in " \t(“[-–") and line[at + 1 : at + 2].strip() != ""
        if opens or opened is None:
            opened = at
        else:
            pairs.append((opened, at))
            opened = None
    return pairs


def _ends_sentence(line: str, begin: int, found: re.Match[str], cut: int) -> bool:
    rest = line[cut : cut + _WINDOW]
    ahead = rest.lstrip()
    if not ahead or _CREDIT.match(rest):
        return True
    quoted = cut > found.end()
    if not _may_start(ahead, quoted) or _ENUMERATOR.fullmatch(line, begin, found.start()):  # "1. Tập trung ..."
        return False
    before = line[max(begin, found.start() - _WINDOW) : found.start()]
    glued = len(ahead) == len(rest)
    if glued and not _glued_start(before, ahead):
        return False
    plain_dot = found.group() == "." and not quoted
    return not (plain_dot and dot_is_part_of_word(before, ahead, glued))


def _may_start(ahead: str, quoted: bool) -> bool:
    """Whether a sentence can begin with this text: its first letter is no small one, or it is the "a." of a list."""
    if quoted and ahead[0] in _DASHES:  # “...” - chị Mùa nói
        return False
    if re.match(r"[a-zđ][.)]\s", ahead):
        return True
    first = ahead.lstrip(_OPENING + _DASHES + _BULLETS)[:1]
    return first.isalnum() and not first.islower() and (ahead[0].isalnum() or ahead[0] in _OPENING + _DASHES + _BULLETS)


def _glued_start(before: str, ahead: str) -> bool:
    """Whether a sentence starts right behind the mark, its blank forgotten: "công tác.Những việc"."""
    if ahead[0] in "“‘«(":
        return True
    if not ahead[0].isupper() or not ahead[1:2].islower():
        return False
    last = re.split(r"[\W_]+", before.rstrip(_CLOSING + "\"'%"))[-1]
    return last.isdigit() or len(last) >= (4 if last.isupper() else 2)


def _has_word(text: str) -> bool:
    return any(c.isalnum() for c in text)
