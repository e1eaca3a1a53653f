"""Tables, "a | b" in each line -> lines that each tell what they count: "Xã Nà Lốc – Số hộ: 40; Số hộ nghèo: 12."

A row alone says nothing: it is cut from its heads when an article is taken apart, and quoted without them when it answers.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.text import match_key

_ROW = re.compile(r"(?m)^[^\n|]*(?: \| [^\n|]*)+$(?:\n[^\n|]*(?: \| [^\n|]*)+$)+")
# A row as it is told; `name` is what stands in its first column.
TABLE_ROW = re.compile(r"(?P<name>[^–;]{1,80}) – (?!\d)[^:;]+: [^;]+(?:; [^:;]+: [^;]+)*$")
_LONGEST_HEAD = 8  # syllables
_UNIT = re.compile(
    r"\s*\((?:đơn vị(?: tính)?: )?(%|người|hộ|ha|km|m|tấn|tạ|kg|con|cây|lượt|(?:(?:nghìn|triệu|tỷ) )?đồng|triệu|tỷ)\)$",
    re.IGNORECASE,
)
_ORDINAL = frozenset(("stt", "tt", "số tt", "số thứ tự"))
# Heads that belong to the name below them: "Xã" over "Nà Lốc".
_NAMES = frozenset(
    ("xã", "phường", "thị trấn", "huyện", "thị xã", "thành phố", "tỉnh", "thôn", "bản", "xóm", "ấp", "khu", "năm", "quý")
)


def tables_told(text: str) -> str:
    """The text with the rows of each table of figures told with their heads; what has no such heads stays as it is."""
    return _ROW.sub(lambda found: _told(found.group()), text)


def _told(block: str) -> str:
    rows = [[cell.strip() for cell in line.split(" | ")] for line in block.split("\n")]
    heads, body = rows[0], rows[1:]
    if heads[0] and match_key(heads[0]) in _ORDINAL:
        heads, body = heads[1:], [row[1:] for row in body]
    if not _is_of_figures(heads, body):
        return block
    return "\n".join(_row(heads, row) for row in body)


def _is_of_figures(heads: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether words stand over all columns, and figures in the body of as many columns."""
    worded = all(head and not head[0].isdigit() and len(head.split()) <= _LONGEST_HEAD for head in heads[1:])
    even = all(len(row) == len(heads) and row[0] for row in body)
    return len(heads) > 1 and worded and even and any(cell[:1].isdigit() for row in body for cell in row[1:])


def _row(heads: Sequence[str], row: Sequence[str]) -> str:
    name, key = row[0], match_key(heads[0])
    if key in _NAMES and not match_key(name).startswith(f"{key} "):
        name = f"{heads[0]} {name}"
    return f"{name} – {'; '.join(_cells(heads[1:], row[1:]))}."


def _cells(heads: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    """Each cell behind its head, a unit of the head behind its figure: "Tỷ lệ (%)" over "18,4" is "Tỷ lệ: 18,4%"."""
    for head, cell in zip(heads, cells, strict=True):
        unit = _UNIT.search(head) if cell[:1].isdigit() and cell[-1:].isdigit() else None
        if cell.strip(" -–") and unit:
            yield f"{head[: unit.start()]}: {cell}{'' if unit[1] == '%' else ' '}{unit[1]}"
        elif cell.strip(" -–"):
            yield f"{head}: {cell}"
