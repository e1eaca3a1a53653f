"""An answer as the text of a chat message, with its sources below; and what the answer was, when a client sends it back.

Chat clients show messages as Markdown. What comes from articles is escaped, so that none of it becomes an image, HTML or a link
that hides where it leads; the sources are links to the reader pages of this site.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rag.answer import Answer, Citation
from web.sentence_link import Cited, fingerprint
from web.words import origin, reader_path, vietnamese_date

_NOTES, _SOURCES, _NEAREST = "Lưu ý", "Nguồn", "Bài gần nhất"
_BELOW = re.compile(rf"\n\n(?:{_NOTES}|{_SOURCES}|{_NEAREST}):\n.*", re.S)
_ACTIVE = re.compile(r"[\\\[\]<`]")
_ESCAPED = re.compile(r"\\([\\\[\]<`])")
_MARK = re.compile(r"\[(\d{1,3})\](?![(\[:])")


@dataclass(frozen=True)
class Mark:
    """Where a citation's mark stands in a message, and what it leads to."""

    start: int
    end: int
    title: str
    url: str


def message_of(answer: Answer, site: str) -> str:
    """The answer, its notes, and its sources or the nearest articles; `site` is what links begin with."""
    numbers = {citation.number for citation in answer.citations}
    parts = [_escaped(answer.answer.replace("\n", "\n\n"), numbers)]
    parts += _list(_NOTES, [_escaped(note) for note in answer.notes])
    parts += _list(_SOURCES, [f"[{one.number}] {_source(one)}: {_link(one, site)}" for one in answer.citations])
    near = [f"{_escaped(one.title)}: {site}{reader_path(one.article_id)}" for one in answer.nearest]
    return "".join([*parts, *_list(_NEAREST, near)])


def marks_in(message: str, answer: Answer, site: str) -> Iterator[Mark]:
    """Each mark of a citation in the answer itself, in its order."""
    cited = {citation.number: citation for citation in answer.citations}
    for found in _MARK.finditer(_BELOW.sub("", message)):
        one = cited.get(int(found[1]))
        if one is not None:
            yield Mark(found.start(), found.end(), one.title, _link(one, site))


def answer_within(message: str) -> str:
    """The text of the answer that `message_of` made this message of: follow-ups are understood from it alone."""
    return _ESCAPED.sub(r"\1", _BELOW.sub("", message.replace("\r\n", "\n"))).replace("\n\n", "\n").strip()


def _escaped(text: str, kept: Collection[int] = ()) -> str:
    """Nothing of it means anything to Markdown, but for the marks of these numbers."""
    pieces, at = [], 0
    for mark in (found for found in _MARK.finditer(text) if int(found[1]) in kept):
        pieces += [_plain(text[at : mark.start()]), mark.group()]
        at = mark.end()
    return "".join([*pieces, _plain(text[at:])])


def _plain(text: str) -> str:
    return _ACTIVE.sub(lambda found: "\\" + found.group(), text)


def _list(heading: str, items: list[str]) -> list[str]:
    return [f"\n\n{heading}:\n" + "".join(f"\n- {item}" for item in items)] if items else []


def _source(citation: Citation) -> str:
    told = origin(citation.based_on)
    day = vietnamese_date(citation.published) if citation.published or not told else ""
    facts = ", ".join(filter(None, [citation.source, day, told]))
    return _escaped(f"{' '.join(citation.title.split())} ({facts})")


def _link(citation: Citation, site: str) -> str:
    here = Cited(citation.start, citation.end, fingerprint(citation.quote), citation.number)
    return site + reader_path(citation.article_id, here)
