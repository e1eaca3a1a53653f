"""A conversation as it leaves the page in a file: plain texts and checked addresses, which each format writes its own way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from rag.answer import Answer, Citation, Nearest
from web.answer_parts import label, measure, short_and_lines, source_facts
from web.chat.filter_panel import filters_in_words
from web.chat.turns import Turn
from web.sentence_link import Cited, fingerprint
from web.words import link_target, reader_path, vietnamese_date

TITLE = "Cuộc hỏi đáp trên Hỏi Báo"
BY_MACHINE = "Các câu trả lời do máy trích từ các bài báo trong kho; bạn hãy đối chiếu với bài gốc trước khi dùng."
NO_ANSWER = "Câu hỏi này không có câu trả lời: đã được dừng hoặc gặp lỗi."
_SITE = re.compile(r"https?://[\w.:\[\]-]{1,255}(/[\w.~-]+)*/", re.A)
_BLANKS = re.compile(r"\s+")
_NO_TEXT = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # control characters and the like; XML refuses them


@dataclass(frozen=True)
class Source:
    """A quoted sentence and the article that it stands in; the addresses are None where there is none to go to."""

    number: int
    title: str
    facts: str
    quote: str
    reader: str | None
    page: str | None


@dataclass(frozen=True)
class Offered:
    """An article that a refusal names instead."""

    title: str
    day: str
    reader: str | None


@dataclass(frozen=True)
class Entry:
    """One question with what was answered; every text is one line, `short` and `label` may be empty."""

    question: str
    asked: str
    limits: str
    label: str
    short: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    nearest: tuple[Offered, ...]
    measure: str


@dataclass(frozen=True)
class Transcript:
    """A whole conversation; `told` says when it was saved and from where, with the address `site` in it if it is known."""

    told: str
    entries: tuple[Entry, ...]
    site: str = ""


def transcript(turns: Sequence[Turn], site: str, now: datetime) -> Transcript:
    """The turns in the time zone of `now`; `site` is where the pages of articles begin, as the browser tells it."""
    base = site if _SITE.fullmatch(site) else ""
    place = f" từ {base}" if base else ""
    return Transcript(f"Tải về lúc {moment(now)}{place}.", tuple(_entry(turn, base, now.tzinfo) for turn in turns), base)


def moment(time: datetime) -> str:
    """2026-11-23 09:05 -> "09:05 ngày 23/11/2026"."""
    return f"{time:%H:%M} ngày {vietnamese_date(time.date().isoformat())}"


def reader_address(site: str, citation: Citation) -> str | None:
    """The reader's page, opened at the quoted sentence."""
    cited = Cited(citation.start, citation.end, fingerprint(citation.quote))
    return site + reader_path(citation.article_id, cited) if _SITE.fullmatch(site) else None


def _entry(turn: Turn, site: str, zone: tzinfo | None) -> Entry:
    answer = turn.answer
    short, lines = short_and_lines(answer) if answer else ("", [NO_ANSWER])
    limits = filters_in_words(turn.filters)
    return Entry(
        question=flat(turn.question),
        asked=f"Hỏi lúc {moment(turn.asked.astimezone(zone))}.",
        limits=f"Chỉ tìm trong các bài có {flat(limits)}." if limits else "",
        label=label(answer) if answer and answer.answered else "",
        short=flat(short),
        lines=tuple(flat(line) for line in lines),
        notes=tuple(flat(note) for note in answer.notes) if answer else (),
        sources=tuple(_source(one, site) for one in answer.citations) if answer else (),
        nearest=tuple(_offered(one, site) for one in answer.nearest) if answer else (),
        measure=_measure(answer),
    )


def _measure(answer: Answer | None) -> str:
    return f"{measure(answer)}." if answer and answer.answered else ""


def _source(citation: Citation, site: str) -> Source:
    return Source(
        number=citation.number,
        title=flat(citation.title),
        facts=flat(", ".join(source_facts(citation))),
        quote=flat(citation.quote),
        reader=reader_address(site, citation),
        page=link_target(citation.url),
    )


def _offered(article: Nearest, site: str) -> Offered:
    reader = site + reader_path(article.article_id) if site else None
    return Offered(flat(article.title), flat(vietnamese_date(article.published)), reader)


def flat(text: str) -> str:
    """One line of characters that every format takes."""
    return _NO_TEXT.sub("", _BLANKS.sub(" ", text)).strip()
