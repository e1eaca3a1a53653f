"""A conversation as Markdown. Text from outside is escaped, so that none of it becomes a link, an image, HTML or a heading."""

import re
from collections.abc import Iterator

from web.export.transcript import BY_MACHINE, TITLE, Entry, Source, Transcript

# What CommonMark and its common extensions give a meaning, wherever it stands; "://" and "www." become links by themselves.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~&$^!]|:(?=//)|(?<=www)\.", re.I)
_AT_FIRST = re.compile(r"^(\d{0,9})([-+=.):])")  # a list, a line under a heading, a definition


def as_markdown(found: Transcript) -> str:
    """The whole file."""
    blocks = [f"# {TITLE}", f"{_told(found)} {BY_MACHINE}"]
    for number, entry in enumerate(found.entries, 1):
        blocks += _entry(number, entry)
    return "\n\n".join(blocks) + "\n"


def _told(found: Transcript) -> str:
    """The address is ours, so it may be a link; escaped as text from outside is, it could not even be copied."""
    told = _text(found.told)
    return told.replace(_text(found.site), f"<{found.site}>") if found.site else told


def _entry(number: int, entry: Entry) -> Iterator[str]:
    yield f"## {number}. {_text(entry.question)}"
    yield f"*{_text(' '.join(filter(None, [entry.asked, entry.limits, entry.label])))}*"
    if entry.short:
        yield f"**{_text(entry.short)}**"
    yield from map(_text, entry.lines)
    if entry.notes:
        yield "\n".join(f"- {_text(f'Ghi chú: {note}')}" for note in entry.notes)
    if entry.sources:
        yield "### Nguồn"
        yield from map(_source, entry.sources)
    if entry.nearest:
        yield "### Các bài gần nhất"
        yield "\n".join(f"- {_linked(one.title, one.reader)} ({_text(one.day)})" for one in entry.nearest)
    if entry.measure:
        yield f"*{_text(entry.measure)}*"


def _source(source: Source) -> str:
    links = [_linked("Mở bài tại câu này", source.reader)] if source.reader else []
    links += [_linked("Trang gốc", source.page)] if source.page else []
    told = " – ".join(filter(None, [_text(source.facts), *links]))
    return f"**\\[{source.number}\\] {_text(source.title)}**  \n{told}\n\n> {_text(source.quote)}"


def _linked(text: str, address: str | None) -> str:
    """A link of ours; the address holds no character that could end it."""
    return f"[{_text(text)}](<{address}>)" if address else _text(text)


def _text(text: str) -> str:
    escaped = _AT_FIRST.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\g<0>", text))
    return re.sub("@+", r"`\g<0>`", escaped)  # GitHub's parser makes links of mail addresses whatever is escaped, but not of code
