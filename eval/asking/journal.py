"""The answers of a run that has not ended yet, so that the same command goes on where it was killed.

One JSON object a line: a head that names everything the answers depend on but the questions, then an answer each, with what was
asked. A run of fewer or more questions so finds what it needs. A line is written at once and handed to the system, so that the
death of the process costs the question at hand at most; of a torn line the rest is used.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from pydantic import TypeAdapter, ValidationError

from eval.asking.pipeline import Answer, PlainAnswer, UnrankedAnswer
from eval.measures.scoring import Asked
from eval.sets.questions import Question

FORMAT = 2
_KINDS: dict[str, type[Answer]] = {kind.__name__: kind for kind in (Answer, UnrankedAnswer, PlainAnswer)}


@dataclass(frozen=True)
class Wording:
    """What the pipeline is given of a question. Its id, gold and category change nothing about the answer."""

    question: str
    history: tuple[tuple[str, str], ...] = ()
    passage: str = ""  # id of the article that it is given to read


@dataclass(frozen=True)
class _Line:
    """An answer in the file."""

    id: str  # for whoever looks into the file
    asked: Wording
    latency_ms: float
    answer: Answer
    kind: str = Answer.__name__

    def of(self, question: Question) -> Asked:
        """As if it had been asked now."""
        return Asked(question, _KINDS[self.kind](**vars(self.answer)), self.latency_ms)


_LINES: TypeAdapter[_Line] = TypeAdapter(_Line)


class Journal:
    """Answers in a file beside the report; nothing is written before the first."""

    def __init__(
        self,
        path: Path,
        head: Mapping[str, Any],
        tell: Callable[[str], object] | None = None,
        *,
        given: bool = False,
    ) -> None:
        """`head` holds plain JSON values; answers under another head are moved aside and told of, never used.

        `given`: each question is handed its first gold article to read.
        """
        self.path = path
        self._given = given
        self._head = {"format": FORMAT, **head}
        self._tell = tell or sys.stderr.write
        self._file: TextIO | None = None
        self._is_writable = True
        self._mine: set[Wording] = set()
        different, self._lines = self._read()
        if different:
            self._set_aside(different)
        self.count = len(self._lines)

    def asked(self, questions: Sequence[Question]) -> dict[str, Asked]:
        """What is answered already, by the id of the question."""
        wordings = {one.id: self._wording(one) for one in questions}
        self._mine |= set(wordings.values())
        return {one.id: self._lines[wordings[one.id]].of(one) for one in questions if wordings[one.id] in self._lines}

    def add(self, one: Asked) -> None:
        """Write one answer down. A disk that refuses is told of once; the run goes on without a journal."""
        if not self._is_writable:
            return
        try:
            file = self._opened()
            wording = self._wording(one.question)
            self._mine.add(wording)
            line = _Line(one.question.id, wording, one.latency_ms, one.answer, type(one.answer).__name__)
            file.write(_LINES.dump_json(line).decode("utf-8") + "\n")
            file.flush()
            self.count += 1
        except OSError as problem:
            self._is_writable = False
            self._tell(f"warning: cannot write {self.path} ({problem.strerror}): this run could not be resumed\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """The file goes when the run has ended and its report is written; else it stays and is told of.

        It stays too where it holds answers to questions that this run did not ask: the run that did may still go on.
        """
        if self._file is not None:
            self._file.close()
        if kind is None:
            self._leave()
        elif self.count and self._is_writable:
            self._tell(f"{self.count} answers are kept in {self.path}: the same command goes on from there\n")

    def _wording(self, question: Question) -> Wording:
        return Wording(question.question, question.history, question.articles[0] if self._given else "")

    def _leave(self) -> None:
        different, lines = self._read()  # anew: another run may write into the same file
        others = len(lines.keys() - self._mine)
        if others:
            self._tell(f"{others} answers to other questions stay in {self.path}\n")
        elif not different:
            self._remove()

    def _remove(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError as problem:
            self._tell(f"warning: cannot remove {self.path} ({problem.strerror})\n")

    def _opened(self) -> TextIO:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a", encoding="utf-8", newline="\n")
            if self._file.tell() == 0:
                self._file.write(json.dumps(self._head, ensure_ascii=False) + "\n")
            else:
                self._file.write("\n")  # behind a torn line
        return self._file

    def _read(self) -> tuple[str, dict[Wording, _Line]]:
        """What makes the file another run's, else its answers."""
        try:
            text = self.path.read_bytes().decode("utf-8", "replace")
        except OSError:
            text = ""
        if not text:
            return "", {}
        first, *rest = text.split("\n")
        different = _different(first, self._head)
        lines = () if different else filter(None, map(_parsed, rest))
        return different, {line.asked: line for line in lines}

    def _set_aside(self, different: str) -> None:
        old = _free(self.path.with_name(self.path.name + ".old"))
        try:
            self.path.replace(old)
        except OSError as problem:
            self._is_writable = False
            self._tell(f"warning: cannot move {self.path} ({problem.strerror}): this run could not be resumed\n")
            return
        self._tell(f"the answers of an earlier run are not used: {different}; they are kept in {old}\n")


def _parsed(text: str) -> _Line | None:
    """None for a torn line."""
    try:
        return _LINES.validate_json(text)
    except ValidationError:
        return None


def _different(first: str, head: Mapping[str, Any]) -> str:
    """What makes the answers another run's; empty where nothing does."""
    try:
        found = json.loads(first)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return "the file is damaged"
    names = sorted(name for name in head.keys() | found.keys() if head.get(name) != found.get(name))
    return f"{', '.join(names)} differ{'s' if len(names) == 1 else ''}" if names else ""


def _free(path: Path) -> Path:
    """The path, or with a number behind it: what was set aside before is kept too."""
    numbered = (path.with_name(f"{path.name}{number}") for number in count(2))
    return path if not path.exists() else next(other for other in numbered if not other.exists())
