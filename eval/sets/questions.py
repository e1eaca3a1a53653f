"""The question file: JSON, CSV or XLSX, see docs/evaluation.md for its keys and columns."""

import difflib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus import HoiBaoError
from corpus.draft import UnreadableFile
from corpus.exports import LARGEST_EXPORT, MOST_ROWS
from eval.sets.csv_file import read_csv_rows
from eval.sets.json_file import read_json
from eval.sets.record import Problem, Record
from eval.sets.sheet import read_sheet_rows
from eval.sets.table_file import read_table
from eval.sets.unreadable import UnreadableTable, line_of, unreadable

DEFAULT_QUESTIONS = Path(__file__).parents[1] / "questions.jsonl"
ARTICLES_BESIDE = "articles"  # folder beside a question file
SPLITS = ("dev", "test")
TABLES = frozenset((".csv", ".tsv", ".xlsx"))
_OTHER_TABLES = frozenset((".xls", ".xlsm", ".xlsb", ".ods", ".numbers"))
_SHOWN_ERRORS = 200


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


@dataclass(frozen=True)
class Placed:
    """A question and the line or row of its file."""

    question: Question
    place: str


@dataclass(frozen=True)
class QuestionFile:
    """What could be read of a question file, what is wrong with the rest, and what is doubtful, in the order of the file."""

    questions: tuple[Placed, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def demands_of(answers: Sequence[str], all_of: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Everything that an answer must hold, `answers` first."""
    return ([answers] if answers else []) + list(all_of)


def load_split(path: Path, split: str | None) -> list[Question]:
    """The questions of one split, or all; a HoiBaoError where there are none."""
    found = [question for question in load_questions(path) if split in {None, question.split}]
    if not found:
        raise HoiBaoError(
            f"{path} holds no question of the split {split}",
            mend="ask another with --split",
            vietnamese=f"Tệp {path.name} không có câu hỏi nào của phần {split}.",
        )
    return found


def articles_beside(path: Path) -> Path | None:
    """The folder of articles that a question file brings along, if it does."""
    folder = path.parent / ARTICLES_BESIDE
    return folder if folder.is_dir() else None


def load_questions(path: Path) -> list[Question]:
    """The questions of a file in order; everything that is wrong with it is reported at once, as one HoiBaoError.

    What is doubtful about a cell of a table (a number or a date where a text is expected) is written to stderr.
    """
    found = read_questions(path)
    if found.problems:
        raise _bad_file(path, found.problems)
    for note in found.notes:
        sys.stderr.write(f"warning: {path.name}: {note}\n")
    return [placed.question for placed in found.questions]


def read_questions(path: Path) -> QuestionFile:
    """A question file by its ending (.csv .tsv .xlsx .json, else JSON lines) with all its problems.

    Raises HoiBaoError where the file as a whole cannot be read or holds nothing.
    """
    questions: list[Placed] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    first_place: dict[str, str] = {}
    count = 0
    for count, record in enumerate(_records(path), start=1):
        if count > MOST_ROWS:
            raise _unusable(path, f"it holds more than {MOST_ROWS} questions", "cut it into several files")
        wrong = [*record.problems, *_problems(record, first_place)]
        if record.values is not None and not wrong:
            questions.append(Placed(_question(record), record.place))
        problems += wrong
        notes += record.notes
    if not questions and not problems:
        raise _unusable(path, "it holds no question", "correct the file and run again")
    return QuestionFile(tuple(questions), tuple(problems), tuple(notes))


def _records(path: Path) -> Iterator[Record]:
    kind = path.suffix.lower()
    if kind in _OTHER_TABLES:
        raise _unusable(path, f"{kind} is not read", "open it in a spreadsheet program and save it as .xlsx or .csv")
    if kind not in TABLES:
        return read_json(read_text(path, "--questions"), may_be_list=kind == ".json")
    if not path.exists():
        raise _unreadable(path, "No such file or directory", "--questions")
    try:
        rows = list(read_sheet_rows(path) if kind == ".xlsx" else read_csv_rows(path))
    except (UnreadableTable, UnreadableFile) as problem:
        raise unreadable(path, problem) from problem
    return read_table(rows, padded=kind != ".xlsx")


def read_text(path: Path, option: str) -> str:
    """The text of an input file; a file that is missing, unreadable, beyond 1 GB or not UTF-8 is a HoiBaoError."""
    try:
        if path.stat().st_size > LARGEST_EXPORT:
            raise _unreadable(path, "it is larger than 1 GB", option)
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise _unreadable(path, _cause(problem), option) from problem


def _cause(problem: OSError | UnicodeDecodeError) -> str:
    if isinstance(problem, OSError):
        return str(problem.strerror)
    return f"line {line_of(problem.object, problem.start)} is not UTF-8"


def _problems(record: Record, first_place: dict[str, str]) -> list[Problem]:
    """What is wrong with the values of a record; `first_place` remembers where an id was used first."""
    row = record.values
    if row is None:
        return []
    name = row.get("id", record.name)
    repeated = is_text(name) and name in first_place
    wrong = wrong_keys(row) if not record.cells else []
    found = [Problem(record.place, what) for what in wrong]
    found += [Problem(record.where(key), f"{key} {what}") for key, what in wrong_values(row)]
    if repeated:
        found.append(Problem(record.where("id"), f"id {name!r} is already used in {first_place[name]}"))
    elif is_text(name):
        first_place[name] = record.place
    found += [Problem(record.where(key), what) for key, what in _contradictions(row)]
    return found


def _question(record: Record) -> Question:
    row = record.values or {}
    return Question(
        id=row.get("id", record.name),
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


def _contradictions(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    answerable = row.get("answerable", True)
    if answerable is False and (row.get("answers") or row.get("all_of")):
        yield "answerable", "answerable is false, yet there are answers"
    if answerable is True and row.get("near_miss") is True:
        yield "near_miss", "near_miss is true, yet the question is answerable"


def wrong_keys(row: Mapping[str, Any]) -> list[str]:
    """Unknown keys are allowed (keys may be added), near misses of a known key are not: they would drop the gold unseen."""
    near = {key: difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.8) for key in row if key not in _KEYS}
    return [f"unknown key {key!r}, did you mean {match[0]!r}?" for key, match in near.items() if match]


def wrong_values(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The keys of a question whose values are not what the contract says, and what is wrong with each."""
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
    return [(key, what) for key, right, what in rules if not right]


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


def _bad_file(path: Path, problems: Sequence[Problem]) -> HoiBaoError:
    shown = [str(problem) for problem in problems[:_SHOWN_ERRORS]]
    if len(problems) > _SHOWN_ERRORS:
        shown.append(f"and {len(problems) - _SHOWN_ERRORS} more")
    return HoiBaoError(
        f"{path} has {len(problems)} error{'s' * (len(problems) > 1)}: {'; '.join(shown)}",
        mend="correct the file and run again; `python -m eval.check --questions FILE` lists them one a line",
        vietnamese=f"Tệp câu hỏi {path.name} có {len(problems)} lỗi.",
    )


def _unusable(path: Path, what: str, mend: str) -> HoiBaoError:
    return HoiBaoError(f"{path}: {what}", mend=mend, vietnamese=f"Không dùng được tệp câu hỏi {path.name}.")


def _unreadable(path: Path, cause: str, option: str) -> HoiBaoError:
    return HoiBaoError(
        f"cannot read {path} ({cause})",
        mend=f"give a UTF-8 file with {option} FILE",
        vietnamese=f"Không đọc được tệp {path}.",
    )
