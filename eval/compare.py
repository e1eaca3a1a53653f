"""A run against an older one, question by question: what moved, and whether it fell by more than chance explains."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import HoiBaoError
from eval.circumstances import Told, told_apart
from eval.measures.bootstrap import Interval, mean_interval, sign_flip_p
from eval.measures.ranking import RANKING_METRICS
from eval.moved import outcomes
from eval.sets.questions import Question, read_text

_GATE_NAMES = {
    "correct": Told("answered right", "tỉ lệ trả lời đúng"),
    "refusal_recall": Told("refused where there is no answer", "tỉ lệ từ chối khi không có đáp án"),
    "ndcg@10": Told("ranking of articles", "xếp hạng bài báo (nDCG@10)"),
}
GATES = tuple(_GATE_NAMES)
# A fall that is sure but smaller than one question in a hundred stops nothing: another processor's rounding moves as much.
MARGIN = 0.01
ROW_SCORES = (*RANKING_METRICS, "exact_match", "f1", "contains", "cited", "correct", "alce_recall", "alce_precision")
_ReportDict = Mapping[str, Any]  # what --json writes
_RowDict = Mapping[str, Any]
_Key = tuple[str, str, bool]  # a question whose wording changed is another question


@dataclass(frozen=True)
class Difference:
    """New minus old. With `ci95`, old and new are means over the n common questions and the interval is paired.

    `p` is the p-value of the paired randomisation test, not adjusted for the number of metrics.
    """

    name: str
    old: float
    new: float
    ci95: Interval | None
    n: int
    p: float | None = None

    def fell(self, margin: float = 0.0) -> bool:
        """Whether the whole paired 95 % interval of the difference lies below zero by more than the margin."""
        return self.ci95 is not None and self.ci95[1] < -margin

    def to_dict(self) -> dict[str, Any]:
        """As `--json` writes it, rounded to six places."""
        numbers = {"old": self.old, "new": self.new, "difference": self.new - self.old, "p": self.p}
        found: dict[str, Any] = {name: None if value is None else round(value, 6) for name, value in numbers.items()}
        return {**found, "ci95": None if self.ci95 is None else [round(bound, 6) for bound in self.ci95], "n": self.n}


@dataclass(frozen=True)
class Change:
    """A question that became right or wrong: what was the matter before and now, with the answers, cut to where they differ."""

    id: str
    question: str
    before: str
    now: str


@dataclass(frozen=True)
class Comparison:
    """What moved; `better` and `worse` are the questions that became right or wrong, `told` what makes the runs differ."""

    differences: tuple[Difference, ...]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    common: int
    added: int
    gone: int
    margin: float = MARGIN
    told: tuple[Told, ...] = ()

    @property
    def regressions(self) -> tuple[str, ...]:
        """Gated metrics whose paired 95 % interval lies below zero by more than the margin."""
        return tuple(one.name for one in self.differences if one.name in GATES and one.fell(self.margin))

    def to_dict(self) -> dict[str, Any]:
        """As `--json` writes it."""
        return {
            "regressions": list(self.regressions),
            "gates": list(GATES),
            "margin": self.margin,
            "told": [one.english for one in self.told],
            "told_vi": [one.vietnamese for one in self.told],
            "common": self.common,
            "added": self.added,
            "gone": self.gone,
            "differences": {one.name: one.to_dict() for one in self.differences},
            "better": [asdict(change) for change in self.better],
            "worse": [asdict(change) for change in self.worse],
        }


def load_report(path: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """An older --json file that shares at least one question with this run; checked before the run starts."""
    report = read_report(path, "--compare")
    if not {_key(row) for row in report["questions"]} & {(one.id, one.question, one.answerable) for one in questions}:
        raise _not_a_report(path, "it has no question in common with this run")
    return report


def read_report(path: Path, option: str) -> dict[str, Any]:
    """A file that `eval.run --json` or `eval.baseline` wrote; any other is a HoiBaoError. `option` is named as the mend."""
    try:
        found: Any = json.loads(read_text(path, option))
    except json.JSONDecodeError as problem:
        raise _not_a_report(path, f"not JSON, line {problem.lineno}") from problem
    report: dict[str, Any] = found if isinstance(found, dict) else {}
    rows = report.get("questions")
    if not isinstance(rows, list) or not isinstance(report.get("metrics"), dict) or not all(map(_is_row, rows)):
        raise _not_a_report(path, "not a file that eval.run --json wrote")
    return report


def compare(old: _ReportDict, new: _ReportDict, margin: float = MARGIN) -> Comparison:
    """Differences over the questions that both runs asked; both in the form of `--json`, margin in 0..1."""
    before = {_key(row): row for row in old["questions"]}
    after = {_key(row): row for row in new["questions"]}
    pairs = [(before[key], row) for key, row in after.items() if key in before]
    moved = [(_right(then), _right(now), _change(then, now)) for then, now in pairs]
    differences = tuple(_differences(pairs, old["metrics"], new["metrics"]))
    added, gone = len(after) - len(pairs), len(before) - len(pairs)
    return Comparison(
        differences=differences,
        better=tuple(change for then, now, change in moved if (then, now) == (False, True)),
        worse=tuple(change for then, now, change in moved if (then, now) == (True, False)),
        common=len(pairs),
        added=added,
        gone=gone,
        margin=margin,
        told=(*_other_questions(added, gone), *told_apart(old, new, margin), *_other_gold(pairs), *_not_gated(differences)),
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
    moved = [now - then for then, now in both]
    return Difference(name, old, new, mean_interval(moved), size, sign_flip_p(moved))


def _other_questions(added: int, gone: int) -> list[Told]:
    only = [one for one in ((added, "this run", "lần này"), (gone, "the old one", "lần trước")) if one[0]]
    if not only:
        return []
    english = ", ".join(f"{count} only in {run}" for count, run, _ in only)
    vietnamese = ", ".join(f"{count} câu chỉ có trong {run}" for count, _, run in only)
    return [Told(f"other questions, which are left out: {english}", f"những câu không được so: {vietnamese}")]


def _other_gold(pairs: list[tuple[_RowDict, _RowDict]]) -> list[Told]:
    changed = [str(now["id"]) for then, now in pairs if _gold(then) != _gold(now)]
    if not changed:
        return []
    ids = ", ".join(changed)
    return [
        Told(
            f"the gold of {len(changed)} common questions has changed: {ids}",
            f"đáp án chuẩn của {len(changed)} câu hỏi chung đã đổi: {ids}",
        )
    ]


def _gold(row: _RowDict) -> str:
    """As JSON, in which tuples and lists are alike."""
    return json.dumps([row.get(key) for key in ("answers", "all_of", "articles")])


def _not_gated(differences: Sequence[Difference]) -> list[Told]:
    paired = {one.name for one in differences if one.ci95 is not None}
    return [
        Told(
            f"not gated here, since no common question has it: {called.english} ({name})",
            f"lần so này không xét {called.vietnamese}, vì không câu hỏi chung nào dùng để tính được",
        )
        for name, called in _GATE_NAMES.items()
        if name not in paired
    ]


def _column(name: str) -> Callable[[_RowDict], Any]:
    return lambda row: row.get(name)


_COLUMNS: dict[str, Callable[[_RowDict], Any]] = {
    **{name: _column(name) for name in ROW_SCORES},
    "refusal_recall": lambda row: None if row["answerable"] else row["refused"],
    "near_miss_refusal_recall": lambda row: row["refused"] if row.get("near_miss") else None,
    "refused": lambda row: row["refused"],
    "answer_syllables": lambda row: row.get("syllables") if row["answered"] else None,
    "coverage": lambda row: row["answered"] if row["answerable"] else None,
}


def _right(row: _RowDict) -> Any:
    return row.get("correct") if row["answerable"] else row["refused"]


def _change(then: _RowDict, now: _RowDict) -> Change:
    before, after = outcomes(then, now, was_right=bool(_right(then)), is_right=bool(_right(now)))
    return Change(str(now["id"]), str(now["question"]), before, after)


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
