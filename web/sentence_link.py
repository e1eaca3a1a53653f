"""A link to a sentence of an article: offsets say where it stood, a fingerprint of its text finds it again after an edit."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams

from corpus import Span

MOST_OTHERS = 20  # cited ranges that a link may carry beside its own
_OFFSET = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_FINGERPRINT = re.compile(r"([0-9a-f]{8})-([1-9][0-9]{0,5})")
_OTHER = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{1,9})-([0-9]{1,9})\.([0-9a-f]{8}-[1-9][0-9]{0,5})")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Cited:
    """A range as a link names it; `number` is that of the citation in its answer. Nothing of it is trusted."""

    start: int
    end: int
    fingerprint: str | None = None
    number: int | None = None

    def __str__(self) -> str:
        """The form in which the link to another sentence carries it, "2.500-620.9f3a1c2b-116"."""
        return f"{self.number}.{self.start}-{self.end}.{self.fingerprint}"


def fingerprint(quote: str) -> str:
    """Eight hex digits of a hash and the length, of the text with each run of blanks as one: "9f3a1c2b-116"."""
    flat = " ".join(quote.split())
    return f"{_hash(flat)}-{len(flat)}"


def linked_ranges(query: QueryParams) -> tuple[Cited | None, list[Cited]]:
    """The range that a link leads to, and the others that it carries; a link without a fingerprint goes by its offsets."""
    found = (_OTHER.fullmatch(token) for token in query.getlist("also")[:MOST_OTHERS])
    others = [Cited(int(one[2]), int(one[3]), one[4], int(one[1])) for one in found if one]
    start, end, known, number = (query.get(name, "") for name in ("start", "end", "fp", "n"))
    if not (_OFFSET.fullmatch(start) and _OFFSET.fullmatch(end)):
        return None, others
    told = known if _FINGERPRINT.fullmatch(known) else None
    return Cited(int(start), int(end), told, int(number) if _NUMBER.fullmatch(number) else None), others


def found_again(text: str, cited: Cited) -> Cited | None:
    """The range as it stands in the text now, None where its words are gone."""
    span = _locate(text, cited)
    return replace(cited, start=span.start, end=span.end, fingerprint=fingerprint(text[span.start : span.end])) if span else None


def _locate(text: str, cited: Cited) -> Span | None:
    """Of several places with its words, the one nearest to where it stood."""
    span = Span(cited.start, cited.end)
    there = text[span.start : span.end] if span.start < span.end <= len(text) else ""
    if cited.fingerprint is None:
        return span if there.strip() else None
    if there and fingerprint(there) == cited.fingerprint:
        return span
    return min(_same_text(text, cited.fingerprint), key=lambda found: abs(found.start - cited.start), default=None)


def _same_text(text: str, wanted: str) -> Iterator[Span]:
    """Every range of this fingerprint that begins and ends where a word does."""
    digest, length = wanted.split("-")
    words = [found.span() for found in _WORD.finditer(text)]
    flat = " ".join(text[start:end] for start, end in words)
    starts, at = [], 0
    for start, end in words:
        starts.append(at)
        at += end - start + 1

    def place(flat_at: int) -> int:
        word = bisect_right(starts, flat_at) - 1
        return words[word][0] + flat_at - starts[word]

    for first in range(len(flat) - int(length) + 1):
        last = first + int(length) - 1
        if _inside_word(flat, first) or _inside_word(flat, last + 1) or " " in (flat[first], flat[last]):
            continue
        if _hash(flat[first : last + 1]) == digest:
            yield Span(place(first), place(last) + 1)


def _inside_word(flat: str, at: int) -> bool:
    return 0 < at < len(flat) and flat[at - 1].isalnum() and flat[at].isalnum()


def _hash(flat: str) -> str:
    return hashlib.sha256(flat.encode("utf-8", "surrogatepass")).hexdigest()[:8]
