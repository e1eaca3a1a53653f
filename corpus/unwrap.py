"""Lines that a mail program, an editor or a PDF broke at a fixed width -> paragraphs."""

import re
from itertools import pairwise

_NARROW, _WIDE = 45, 130  # characters; a page column, unlike a paragraph on one line
_FULL = 0.75  # of the column: a shorter line ends its paragraph
_LIST_ITEM = re.compile(r"(?:[-–—•*+]|\d{1,2}[.)]|[a-zđ][.)])\s")
_STOPS = '.?!…:;”")'


def unwrap(text: str) -> str:
    """The text with each block of wrapped lines joined by blanks; blocks that do not look wrapped stay as they are."""
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text)]
    return "\n\n".join(_join(block, _column(block)) if _is_wrapped(block) else "\n".join(block) for block in blocks)


def join_lines(text: str) -> str:
    """The same for text that is known to be broken into lines throughout, where blank lines may be missing."""
    column = _column(text.split("\n"))
    return "\n\n".join(_join(block.split("\n"), column) for block in re.split(r"\n{2,}", text))


def _column(lines: list[str]) -> int:
    """Width of the text column: the length that one line in ten exceeds."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines keep to a column and one at least breaks off in mid sentence, the next going on in small letters."""
    if len(lines) < 2 or not _NARROW <= max(map(len, lines)) <= _WIDE:
        return False
    return any(before[-1:] not in _STOPS and line[:1].islower() and len(before) >= _NARROW for before, line in pairwise(lines))


def _join(lines: list[str], column: int) -> str:
    joined = [lines[0]]
    for before, line in pairwise(lines):
        joined += ["\n" if _breaks(before, line, column) else " ", line]
    return "".join(joined)


def _breaks(before: str, line: str, column: int) -> bool:
    """Whether the line end is a paragraph's: a short line, unless the sentence goes on; always before a list item."""
    if _LIST_ITEM.match(line):
        return True
    return len(before) < _FULL * column and not (line[:1].islower() and before[-1:] not in _STOPS)
