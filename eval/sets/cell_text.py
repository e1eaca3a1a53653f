"""What a Vietnamese reader sees in a spreadsheet cell that holds a number, a date or a time instead of a text."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_LONGEST_WHOLE = 10**11  # a plain number from here on is shown as 1,23E+11
_DECORATION = re.compile(r"\[[^\]]*\]|_.|\*.|;.*")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+", re.IGNORECASE)
_SYSTEM_DATE = frozenset(("mm-dd-yy", "m/d/yy h:mm"))  # shown in the form of the machine, whatever they say
_AS_TEXT = "if the article has it otherwise, format the cell as text and type it so"


@dataclass(frozen=True)
class Seen:
    """The text of a cell, and what is doubtful about it."""

    text: str
    note: str = ""


def seen_in_cell(value: object, number_format: str) -> Seen:
    """A text as it stands; a number with its format in Vietnamese signs (4.900 and 70,5%); a date as 15/04/2022.

    Where the screen may show something else than what was typed (a spreadsheet takes 3/4 for a day and 4.900 for 4,9), the
    note tells what was read.
    """
    if value is None:
        return Seen("")
    if isinstance(value, bool):
        return Seen("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return Seen(value)
    if isinstance(value, datetime | date | time | timedelta):
        text = _time(value, number_format)
        return Seen(text, f"the cell is a date or time, read as {text!r}; {_AS_TEXT}")
    if isinstance(value, int | float):
        text = _number(value, number_format)
        plain = re.fullmatch(r"-?\d{1,11}", text) is not None
        return Seen(text, "" if plain else f"the cell is a number, read as {text!r}; {_AS_TEXT}")
    return Seen(str(value))


def _number(value: float, number_format: str) -> str:
    """By the first section of a number format (ECMA-376 part 1, 18.8.31): decimals, thousands, percent, zeros ahead."""
    code = _DECORATION.sub("", number_format)
    shape = _LITERAL.sub("", code)
    digits = re.search(r"[#0?][#0?,]*(?:\.([#0?]*))?", shape)
    if number_format in ("General", "@", "") or digits is None or "E" in shape or "/" in shape:
        return _plain(value)
    percent = "%" in shape
    decimals = digits.group(1) or ""
    text = f"{value * 100 if percent else value:,.{len(decimals)}f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    for _ in range(optional):
        text = text.removesuffix("0")
    text = text.rstrip(".") if decimals else text
    whole = digits.group(0).partition(".")[0]
    if "," not in whole:
        text = text.replace(",", "").zfill(whole.count("0") if whole.strip("0") == "" and not decimals else 0)
    return _vietnamese(text) + "%" * percent + _behind(code)


def _behind(code: str) -> str:
    """The unit that a format writes behind the number: 0" km" -> " km"."""
    found = re.search(r'[#0?%]("[^"]*"|(?:\\.)+)\s*$', code)
    return _LITERAL.sub(lambda part: part.group(1) or part.group(2) or "", found.group(1)) if found else ""


def _plain(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < _LONGEST_WHOLE):
        return str(int(value))
    return _vietnamese(f"{value:.10g}")


def _vietnamese(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))


def _time(value: datetime | date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    code = _DECORATION.sub("", number_format).strip()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    clock = f" {value:%H:%M}" if isinstance(value, datetime) and (value.hour or value.minute) else ""
    if code.lower() in _SYSTEM_DATE or re.search(r"m{3,}|d{3,}|a/p|am/pm", code, re.IGNORECASE):
        return f"{value:%d/%m/%Y}{clock}"
    return _by_format(value, code)


def _by_format(value: datetime | date, code: str) -> str:
    """The parts of a date in the order and with the signs of its format; "m" beside hours or seconds is minutes."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    clock = False

    def part(found: re.Match[str]) -> str:
        nonlocal clock
        letter, length = found.group()[0].lower(), len(found.group())
        minutes = letter == "m" and (clock or re.match(r":?s", found.string[found.end() :], re.IGNORECASE) is not None)
        clock = letter == "h"
        if letter == "y":
            return f"{moment.year}" if length > 2 else f"{moment.year % 100:02d}"
        number = moment.minute if minutes else {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[letter]
        return f"{number:02d}" if length > 1 else str(number)

    kept = re.split(r'("[^"]*"|\\.)', code)
    return "".join(_LITERAL.sub(r"\1\2", piece) if piece[:1] in ('"', "\\") else _DATE_PART.sub(part, piece) for piece in kept)
