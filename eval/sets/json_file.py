"""Question files in JSON: one object a line, or one list of objects."""

import json
from collections.abc import Iterator
from typing import Any

from eval.sets.record import Problem, Record

_BLANK = " \t\r\n"
_SQUAD = "this is SQuAD's shape, give the file with --squad"


def read_json(text: str, *, may_be_list: bool) -> Iterator[Record]:
    """The records of JSON lines or, where it may be one and begins like one, of a list of objects."""
    if may_be_list and text.lstrip(_BLANK).startswith("["):
        yield from _items(text)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _parsed(line, f"line-{number}", f"line {number}")


def _parsed(line: str, name: str, place: str) -> Record:
    try:
        return _record(json.loads(line, object_pairs_hook=_Pairs), name, place)
    except json.JSONDecodeError as problem:
        what = f"not JSON ({problem.msg} at column {problem.colno})"
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets in brackets
        what = "not JSON that can be read (a number too long, or brackets nested too deep)"
    return Record(name, place, None, problems=(Problem(place, what),))


class _Pairs(dict[str, Any]):
    """An object that remembers the keys it was given twice; the last value would otherwise replace the first unseen."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.twice = sorted({key for key, _ in pairs if key in seen or seen.add(key)})  # type: ignore[func-returns-value]


def _record(value: Any, name: str, place: str) -> Record:
    if not isinstance(value, _Pairs):
        return Record(name, place, None, problems=(Problem(place, "not a JSON object"),))
    if "question" not in value and value.keys() & {"data", "paragraphs"}:
        return Record(name, place, None, problems=(Problem(place, _SQUAD),))
    return Record(name, place, value, problems=tuple(Problem(place, f"key {key!r} is given twice") for key in value.twice))


def _items(text: str) -> Iterator[Record]:
    """The objects of a list with the lines that they begin in; behind the first that is not JSON nothing can be told apart."""
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs)
    at = _past_blanks(text, text.index("[") + 1)
    line, counted, count = 1, 0, 0
    while text[at : at + 1] != "]" or count:
        line += text.count("\n", counted, at)
        counted, count = at, count + 1
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as problem:
            yield _broken(text, problem.pos, problem.msg)
            return
        except (ValueError, RecursionError):
            yield _broken(text, at, "a number too long, or brackets nested too deep")
            return
        yield _record(value, f"item-{count}", f"item {count} (line {line})")
        at = _past_blanks(text, at)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            yield _broken(text, at, "',' or ']' expected")
            return
        at = _past_blanks(text, at + 1)
    behind = _past_blanks(text, at + 1)
    if behind < len(text):
        yield _broken(text, behind, "something stands behind the list")


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _broken(text: str, at: int, what: str) -> Record:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    place = f"line {line}"
    return Record(
        f"line-{line}",
        place,
        None,
        problems=(Problem(place, f"not JSON ({what} at column {column}); what follows was not read"),),
    )
