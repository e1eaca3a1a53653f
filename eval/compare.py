"""A run against an older one, question by question: what moved, and whether it fell by more than chance explains."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import HoiBaoError
from eval.bootstrap import Interval, mean_interval
from eval.questions import Question, read_text
from eval.ranking import RANKING_METRICS

GATES = ("correct", "refusal_recall", "ndcg@10")
_ReportDict = Mapping[str, Any]  # what --json writes
_RowDict = Mapping[str, Any]
_Key = tuple[str, str, bool]  # a question whose wording changed is another question


@dataclass(frozen=True)
class Difference:
    """New minus old. With `ci95`, old and new are means over the n common questions and the interval is paired."""

    name: str
    old: float
    new: float
    ci95: Interval | None
    n: int

    @property
    def fell(self) -> bool:
        """Whether the whole paired 95 % interval of the difference lies below zero."""
        return self.ci95 is not None and self.ci95[1] < 0


@dataclass(frozen=True)
class Comparison:
    """What moved; `better` and `worse` are ids of questions that became right or wrong."""

    differences: tuple[Difference, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    common: int
    added: int
    gone: int

    @property
    def regressions(self) -> tuple[str, ...]:
        """Gated metrics that fell by more than their interval allows."""
        return tuple(difference.name for difference in self.differences if difference.name in GATES and difference.fell)


def load_report(path: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """An older --json file that shares at least one question with this run; checked before the run starts."""
    try:
        found: Any = json.loads(read_text(path, "--compare"))
    except json.JSONDecodeError as problem:
        raise _not_a_report(path, f"not JSON, line {problem.lineno}") from problem
    report: dict[str, Any] = found if isinstance(found, dict) else {}
    rows = report.get("questions")
    if not isinstance(rows, list) or not isinstance(report.get("metrics"), dict) or not all(map(_is_row, rows)):
        raise _not_a_report(path, "not a file that eval.run --json wrote")
    if not {_key(row) for row in rows} & {(one.id, one.question, one.answerable) for one in questions}:
        raise _not_a_report(path, "it has no question in common with this run")
    return report


def compare(old: _ReportDict, new: _ReportDict) -> Comparison:
    """Differences over the questions that both runs asked."""
    before = {_key(row): row for row in old["questions"]}
    after = {_key(row): row for row in new["questions"]}
    pairs = [(before[key], row) for key, row in after.items() if key in before]
    moved = [(_right(row), _right(earlier), str(row["id"])) for earlier, row in pairs]
    return Comparison(
        differences=tuple(_differences(pairs, old["metrics"], new["metrics"])),
        better=tuple(name for now, then, name in moved if now is True and then is False),
        worse=tuple(name for now, then, name in moved if now is False and then is True),
        common=len(pairs),
        added=len(after) - len(pairs),
        gone=len(before) - len(pairs),
    )


def _differences(pairs: list[tuple[_RowDict, _RowDict]], old: _ReportDict, new: _ReportDict) -> list[Difference]:
    """Paired where the rows hold the metric, else the two headline values side by side."""
    found = []
    for name in new:
        column = _COLUMNS.get(name)
        if column is not None:
            values = [(column(then), column(now)) for then, now in pairs]
            both = [(float(then), float(now)) for then, now in values if then is not None and now is not None]
            if both:
                found.append(_paired(name, both))
        elif _value(old, name) is not None and _value(new, name) is not None:
            found.append(Difference(name, float(_value(old, name)), float(_value(new, name)), None, int(new[name]["n"])))
    return found


def _paired(name: str, both: list[tuple[float, float]]) -> Difference:
    size = len(both)
    old, new = sum(then for then, _ in both) / size, sum(now for _, now in both) / size
    return Difference(name, old, new, mean_interval([now - then for then, now in both]), size)


def _column(name: str) -> Callable[[_RowDict], Any]:
    return lambda row: row.get(name)


_COLUMNS: dict[str, Callable[[_RowDict], Any]] = {
    **{name: _column(name) for name in (*RANKING_METRICS, "exact_match", "f1", "contains", "cited", "correct")},
    "refusal_recall": lambda row: None if row["answerable"] else row["refused"],
    "near_miss_refusal_recall": lambda row: row["refused"] if row.get("near_miss") else None,
    "refused": lambda row: row["refused"],
    "answer_syllables": lambda row: row.get("syllables") if row["answered"] else None,
    "coverage": lambda row: row["answered"] if row["answerable"] else None,
}


def _right(row: _RowDict) -> Any:
    return row.get("correct") if row["answerable"] else row["refused"]


def _value(metrics: _ReportDict, name: str) -> Any:
    return metrics.get(name, {}).get("value")


def _key(row: _RowDict) -> _Key:
    return row["id"], row["question"], row["answerable"]


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and {"id", "question", "answerable", "answered", "refused"} <= row.keys()


def _not_a_report(path: Path, cause: str) -> HoiBaoError:
    return HoiBaoError(
        f"cannot compare with {path} ({cause})",
        mend="give a file written by python -m eval.run --json over the same questions",
        vietnamese=f"Không so sánh được với tệp {path.name}.",
    )
