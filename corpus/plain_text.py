"""A copied page without metadata fields: what its own short lines say of title, date, place, author and source.

The lines before the first paragraph and behind the last one are looked at. A line that says nothing but what a field then
holds ("Báo Hòa Lạc - Thứ Tư, 10/12/2025") leaves the text, where it would be quoted as a sentence of the article.
"""

import re
from dataclasses import replace
from typing import Any

from corpus.closing_lines import Closing, byline_parted, closing_lines
from corpus.dates import parse_date_line
from corpus.draft import Draft
from corpus.sentences import split_sentences
from corpus.stamps import Stamp, is_name, is_paper, read_stamp
from corpus.text import clean, syllable_count

_PARAGRAPH = 30  # syllables; a line this long is text, not a heading
_SENTENCE = 8  # syllables; a line this long that ends with a full stop is text too
_HEAD_LINES = 8
_LONGEST_TITLE = 90  # characters of a title made from the first sentence
_BREADCRUMB = re.compile(r"\s[/>»›|]\s")
_CREDIT = re.compile(r"\W*(?:ảnh|nguồn|tác giả|theo|(?:bài|tin)(?:\s?(?:,|và|-|–)\s?ảnh)?)\s?:", re.IGNORECASE)
_AGENCY = re.compile(r"\(?([A-ZĐ]{3,8}\+?)\)?\s?[-–—]\s|\(([^\W\d_][^()\n]{2,25})\)\s?[-–—]\s?")
_OFFICES = frozenset({"UBND", "HĐND", "MTTQ", "BTV", "BCH", "LĐLĐ", "LHPN", "CLB", "HTX", "THCS", "THPT"})
_AGENCY_LINES = 6  # an agency's mark stands at the head of its report
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_CLAUSE = re.compile(r"[,;:]\s|\s[-–—]\s")


def recover(draft: Draft) -> Draft:
    """The draft with the fields it lacks filled from its (cleaned) text, as far as the text gives them."""
    draft = replace(draft, text=byline_parted(draft.text))
    lines = [line for line in draft.text.split("\n") if line.strip()]
    head = _head(lines)
    stamps = {line: stamp for line in head if (stamp := read_stamp(line))}
    closing = closing_lines(lines[len(head) :], draft.author)
    place = _place(head, stamps, draft.text)
    # A web page may name its bare address where the line below its headline names the newspaper.
    source = draft.source if draft.source and not _ADDRESS.fullmatch(draft.source) else None
    found = replace(
        draft,
        title=draft.title or _title(head, place) or title_from_text(draft.text),
        published=draft.published or _first(stamps, "day") or closing.published,
        place=draft.place or place,
        author=draft.author or _labelled_author(head) or _first(stamps, "author") or closing.author,
        source=source or _first(stamps, "source") or draft.source or closing.source or _agency(lines) or _paper(head),
        url=draft.url or closing.url,
    )
    body = _without_closing(found, closing, lines[len(head) :])
    return _without_head(replace(found, text=body), head, stamps)


def signed(draft: Draft, author_given: bool) -> Draft:
    """A draft that has fields of its own without its byline, which tells the author where no field does."""
    draft = replace(draft, text=byline_parted(draft.text))
    lines = [line for line in draft.text.split("\n") if line.strip()]
    closing = closing_lines(lines, draft.author)
    author = draft.author if author_given or not closing.bylines else closing.author
    return replace(draft, author=author, text=_without_closing(draft, closing, lines))


def _without_closing(draft: Draft, closing: Closing, behind: list[str]) -> str:
    """The text without its bylines, and without the lines that name its source where a field holds that."""
    held = closing.source in (None, draft.source) and closing.url in (None, draft.url)
    spent = {*closing.bylines, *(closing.sources if held else ())}
    lines = draft.text.split("\n")
    # Counted from the end: the same words may stand in the text before.
    left = len(behind)
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].strip() and left:
            left -= 1
            if left in spent:
                lines[at] = ""
    return clean("\n".join(lines)) or draft.text


def _without_head(draft: Draft, head: list[str], stamps: dict[str, Stamp]) -> Draft:
    """The draft without bylines and stamps at its head that its fields hold; days that head the parts of a chronicle stay."""
    lines = draft.text.split("\n")
    told = {line for line in head if _CREDIT.match(line) and closing_lines([line]).bylines}
    if all(day in (None, draft.published) for day in map(parse_date_line, lines)):
        told |= {line for line, stamp in stamps.items() if _is_told(stamp, draft)}
    return replace(draft, text=clean("\n".join(line for line in lines if line not in told)) or draft.text)


def _is_told(stamp: Stamp, draft: Draft) -> bool:
    said = (
        (stamp.source, draft.source),
        (stamp.place, draft.place),
        (stamp.name, draft.place),
        (stamp.author, draft.author),
    )
    return stamp.day == draft.published and all(name is None or name == known for name, known in said)


def _first(stamps: dict[str, Stamp], field: str) -> Any:
    return next((value for stamp in stamps.values() if (value := getattr(stamp, field))), None)


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
    if len(lines) < 2:
        return []
    return lines[:2] if read_stamp(lines[1]) else lines[:1]


def _is_paragraph(line: str) -> bool:
    length = syllable_count(line)
    return length >= _PARAGRAPH or (length >= _SENTENCE and line.endswith(".") and not line.endswith(".."))


def _title(head: list[str], place: str | None) -> str | None:
    """The longest short line that can be a headline; where a date line follows the headline, only lines before it count."""
    dated = next((index for index, line in enumerate(head) if index and read_stamp(line)), len(head))
    fit = [line for line in head[:dated] if _may_be_title(line, place)]
    return max(fit or [line for line in head if _may_be_title(line, place)], key=syllable_count, default=None)


def _may_be_title(line: str, place: str | None) -> bool:
    return (
        line != place
        and not (is_name(line) and is_paper(line))
        and any(c.isalpha() for c in line)
        and (not line.endswith(".") or line.endswith(".."))
        and "://" not in line
        and not (_BREADCRUMB.search(line) or _CREDIT.match(line) or read_stamp(line))
    )


def _place(head: list[str], stamps: dict[str, Stamp], text: str) -> str | None:
    """That of a dateline, else a name in capitals, in a stamp or on a line of its own, that occurs in the article again."""
    if dated := _first(stamps, "place"):
        return str(dated)
    names = [line for line in head if is_name(line) and not is_paper(line)] + [
        stamp.name for stamp in stamps.values() if stamp.name
    ]
    named = [name for name in names if len(re.findall(rf"\b{re.escape(name)}\b", text)) > 1]
    return named[0] if named and len(head) > 1 else None


def _paper(head: list[str]) -> str | None:
    """The newspaper that a line of its own names."""
    return next((line for line in head if is_name(line) and is_paper(line)), None)


def _labelled_author(head: list[str]) -> str | None:
    return closing_lines([line for line in head if _CREDIT.match(line)]).author


def _agency(lines: list[str]) -> str | None:
    for line in lines[:_AGENCY_LINES]:
        found = _AGENCY.match(line)
        name = (found[1] or found[2]).strip() if found else ""
        if name and name not in _OFFICES and _is_paragraph(line):
            return name
    return None
