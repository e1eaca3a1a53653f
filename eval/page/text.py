"""Texts in both languages, and numbers as each of them writes them. A Text is plain; it becomes HTML in `both` alone."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import NamedTuple


class Text(NamedTuple):
    """The same thing said in Vietnamese and in English, unescaped."""

    vi: str
    en: str

    def fill(self, **values: "Text | str | int") -> "Text":
        """The text with its {places} filled, each by the word or number of the same language."""
        return Text(*(form.format(**{k: _in(v, place) for k, v in values.items()}) for place, form in enumerate(self)))


def same(text: str) -> Text:
    """What is written alike in both: an id, a title, a quote."""
    return Text(text, text)


def both(text: Text) -> str:
    """HTML of which the page shows one language; what is alike in both stands once."""
    if text.vi == text.en:
        return escape(text.vi)
    return f'<span lang="vi">{escape(text.vi)}</span><span lang="en">{escape(text.en)}</span>'


def count(number: int) -> Text:
    """12345 -> "12.345" and "12,345"."""
    english = f"{number:,}"
    return Text(english.replace(",", "."), english)


def decimal(value: float, places: int) -> Text:
    """0.5 -> "0,50" and "0.50", 1514.3 -> "1.514,3" and "1,514.3"."""
    return _comma(f"{value:,.{places}f}")


def percent(share: float | None) -> Text:
    """0.8154 -> "81,5%" and "81.5%"; nothing and all without a zero behind."""
    if share is None:
        return same("–")
    return same(f"{100 * share:.0f}%") if share in {0, 1} else _comma(f"{100 * share:.1f}%")


def points(difference: float) -> Text:
    """0.012 -> "+1,2" and "+1.2", in percentage points; nothing has no sign."""
    moved = f"{100 * difference:+.1f}".replace("-", "−")
    return _comma(moved[1:] if moved[1:] == "0.0" else moved)


def seconds(milliseconds: float | None) -> Text:
    """657.07 -> "0,66 giây" and "0.66 s"."""
    if milliseconds is None:
        return same("–")
    number = decimal(milliseconds / 1000, 2 if milliseconds < 10_000 else 1)
    return Text(f"{number.vi} giây", f"{number.en} s")


def span_of(bounds: tuple[float, float] | None, write: Callable[[float], Text]) -> Text:
    """An interval, its unit said once: "78–85,1%", "0,62–0,69 giây"; "−0,2 đến +3,0" where they have signs."""
    if bounds is None:
        return same("–")
    low, high = (write(bound) for bound in bounds)
    signed = low.en[0] in "+−" or high.en[0] in "+−"
    between = Text(" đến ", " to ") if signed else same("–")
    return Text(*(f"{_bare(below)}{word}{above}" for below, word, above in zip(low, between, high, strict=True)))


def day(stamp: str) -> Text:
    """ "2026-11-23T04:58:06+00:00" -> "04:58 ngày 23/11/2026 (UTC)"; what is no such stamp stays as it is."""
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        return same(stamp)
    zone = when.strftime("%Z") or "?"
    return Text(f"{when:%H:%M} ngày {when.day}/{when.month}/{when.year} ({zone})", f"{when:%Y-%m-%d %H:%M} ({zone})")


def _comma(english: str) -> Text:
    return Text(english.translate(str.maketrans(".,", ",.")), english)


def _bare(number: str) -> str:
    return number.removesuffix("%").removesuffix(" giây").removesuffix(" s")


def _in(value: "Text | str | int", place: int) -> str:
    return value[place] if isinstance(value, Text) else str(value)
