"""The question file: one JSON object a line, see docs/evaluation.md for its keys."""

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus import HoiBaoError

SPLITS = ("dev", "test")
_SHOWN_ERRORS = 20


@dataclass(frozen=True)
class Question:
    """One question with its gold. `answers` are alternatives; of each list in `all_of` one must stand in the answer.

    `near_miss` marks an unanswerable question that the articles come close to: the right office in another district, the
    right place in another year, a plan where the result is asked for.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    all_of: tuple[tuple[str, ...], ...] = ()
    articles: tuple[str, ...] = ()
    answerable: bool = True
    category: str = "other"
    split: str = "test"
    history: tuple[tuple[str, str], ...] = ()
    near_miss: bool = False

    @property
    def has_gold_text(self) -> bool:
        """Whether the answer's text can be judged; without gold text a question counts for retrieval and coverage only."""
        return self.answerable and bool(self.answers or self.all_of)


_KEYS = tuple(field.name for field in fields(Question))


def load_questions(path: Path) -> list[Question]:
    """The questions of a JSONL file in order; everything that is wrong with the file is reported at once."""
    problems: list[str] = []
    questions: list[Question] = []
    first_line: dict[str, int] = {}
    for number, line in enumerate(read_text(path, "--questions").split("\n"), start=1):
        if not line.strip():
            continue
        found, wrong = _parse_line(line, number)
        if found and found.id in first_line:
            wrong.append(f"id {found.id!r} is already used in line {first_line[found.id]}")
        problems += [f"line {number}: {what}" for what in wrong]
        if found and not wrong:
            questions.append(found)
            first_line[found.id] = number
    if problems:
        raise _bad_file(path, problems)
    if not questions:
        raise _bad_file(path, ["it holds no question"])
    return questions


def read_text(path: Path, option: str) -> str:
    """The text of an input file; a file that is missing, unreadable or not UTF-8 is a HoiBaoError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        cause = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise HoiBaoError(
            f"cannot read {path} ({cause})",
            mend=f"give a UTF-8 file with {option} FILE",
            vietnamese=f"Không đọc được tệp {path}.",
        ) from problem


def _parse_line(line: str, number: int) -> tuple[Question | None, list[str]]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        return None, [f"not JSON ({problem.msg} at column {problem.colno})"]
    if not isinstance(row, dict):
        return None, ["not a JSON object"]
    wrong = _wrong_keys(row) + _wrong_values(row)
    if wrong:
        return None, wrong
    found = Question(
        id=str(row.get("id", f"line-{number}")),
        question=row["question"],
        answers=tuple(row.get("answers", ())),
        all_of=tuple(tuple(alternatives) for alternatives in row.get("all_of", ())),
        articles=tuple(dict.fromkeys(row.get("articles", ()))),
        answerable=row.get("answerable", True),
        category=row.get("category", "other"),
        split=row.get("split", "test"),
        history=tuple((asked, told) for asked, told in row.get("history", ())),
        near_miss=row.get("near_miss", False),
    )
    return found, _contradictions(found)


def _contradictions(question: Question) -> list[str]:
    rules = (
        (not question.answerable and (question.answers or question.all_of), "answerable is false, yet there are answers"),
        (question.answerable and question.near_miss, "near_miss is true, yet the question is answerable"),
    )
    return [what for wrong, what in rules if wrong]


def _wrong_keys(row: dict[str, Any]) -> list[str]:
    """Unknown keys are allowed (keys may be added), near misses of a known key are not: they would drop the gold unseen."""
    near = {key: difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.8) for key in row if key not in _KEYS}
    return [f"unknown key {key!r}, did you mean {match[0]!r}?" for key, match in near.items() if match]


def _wrong_values(row: dict[str, Any]) -> list[str]:
    rules = (
        ("id", is_text(row.get("id", "-")), "must be a text that is not empty"),
        ("question", is_text(row.get("question")), "is missing or not a text"),
        ("answers", _is_texts(row.get("answers", [])), "must be a list of texts that are not empty"),
        ("all_of", _is_list_of(row.get("all_of", []), _is_alternatives), "must be a list of lists of texts that are not empty"),
        ("articles", _is_texts(row.get("articles", [])), "must be a list of article ids"),
        ("answerable", isinstance(row.get("answerable", True), bool), "must be true or false"),
        ("category", is_text(row.get("category", "-")), "must be a text that is not empty"),
        ("split", row.get("split", "test") in SPLITS, "must be dev or test"),
        ("history", _is_list_of(row.get("history", []), _is_turn), "must be a list of [question, answer] pairs"),
        ("near_miss", isinstance(row.get("near_miss", False), bool), "must be true or false"),
    )
    return [f"{key} {what}" for key, right, what in rules if not right]


def is_text(value: object) -> bool:
    """Whether it is a text that holds something and can be written to a file (JSON may hide half a surrogate pair)."""
    return isinstance(value, str) and bool(value.strip()) and not any("\ud800" <= char <= "\udfff" for char in value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def _is_alternatives(value: object) -> bool:
    return _is_texts(value) and bool(value)


def _is_turn(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(side, str) for side in value)


def _is_list_of(value: object, right: Any) -> bool:
    return isinstance(value, list) and all(map(right, value))


def _bad_file(path: Path, problems: Sequence[str]) -> HoiBaoError:
    shown = list(problems[:_SHOWN_ERRORS])
    if len(problems) > _SHOWN_ERRORS:
        shown.append(f"and {len(problems) - _SHOWN_ERRORS} more")
    return HoiBaoError(
        f"{path}: {'; '.join(shown)}",
        mend="correct the file and run again",
        vietnamese=f"Tệp câu hỏi {path.name} có {len(problems)} lỗi.",
    )
