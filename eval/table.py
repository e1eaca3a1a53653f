"""The report as plain text for a terminal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from eval.compare import GATES, Change, Comparison
from eval.measures.summary import Metric
from eval.report import Report

_GROUP_COLUMNS = ("correct", "cited", "contains", "refused")
_SHOWN_FAILURES = 10
_SHOWN_CHANGES = 20
_NOTHING = "-"


def report_table(report: Report) -> str:
    """Headline metrics, splits, categories and the first failures."""
    parts = [_headline(report.metrics)]
    if len(report.by_split) > 1:
        parts.append(_groups("split", report.by_split, Counter(row.split for row in report.rows)))
    parts.append(_groups("category", report.by_category, Counter(row.category for row in report.rows)))
    if report.failures:
        parts.append(_failures(report))
    return "\n".join([*parts, *_remarks(report)])


def _remarks(report: Report) -> list[str]:
    """What a reader of the figures must know."""
    found = []
    failed = report.environment.get("failed_questions", 0)
    if failed:
        first = next(row for row in report.rows if row.error)
        found.append(f"{failed} of {len(report.rows)} questions got no answer, {first.id} for one: {first.error}\n")
    if report.environment.get("correct_without"):
        found.append("correct: contains (anywhere in the answer) and short enough; this system tells no sources to judge\n")
    return found


def comparison_table(comparison: Comparison, name: str) -> str:
    """Differences, the questions that changed sides, and the verdict."""
    rows = [
        (
            d.name,
            number(d.name, d.old),
            number(d.name, d.new),
            f"{d.new - d.old:+.3f}",
            interval(d.name, d.ci95),
            _NOTHING if d.p is None else f"{d.p:.4f}",
            str(d.n),
        )
        for d in comparison.differences
    ]
    counts = f"{comparison.common} common questions, {comparison.added} only in this run, {comparison.gone} only in the old one"
    return "".join(
        (
            f"Compared with {name}: {counts}\n",
            *(f"NOTE: {one.english}\n" for one in comparison.told),
            aligned([("metric", "old", "new", "difference", "paired 95 % interval", "p", "n"), *rows]),
            "(p: paired randomisation test; without an interval: each run over all its own questions)\n",
            _changes("better", comparison.better),
            _changes("worse", comparison.worse),
            f"gate: the interval of {', '.join(GATES)} must not lie below zero by more than {comparison.margin:g}\n",
            _verdict(comparison),
        )
    )


def _changes(title: str, changes: Sequence[Change]) -> str:
    """Each question that changed sides: id and question, and below it what it was and is."""
    shown = changes[:_SHOWN_CHANGES]
    lines = [f"  {one.id}  {' '.join(one.question.split())}\n      {one.before} -> {one.now}\n" for one in shown]
    rest = len(changes) - len(lines)
    more = f"  and {rest} more, all of them in --json\n" if rest else ""
    return f"{title}: {len(changes) or 'none'}\n" + "".join(lines) + more


def _verdict(comparison: Comparison) -> str:
    if comparison.regressions:
        return f"REGRESSION: {', '.join(comparison.regressions)}\n"
    worse = len(comparison.worse)
    return f"no regression by the gate, but {worse} got worse: read them above\n" if worse else "no regression\n"


def number(name: str, value: float | None) -> str:
    """A metric's value: rates with three places, milliseconds and syllables with one."""
    if value is None:
        return _NOTHING
    return f"{value:.1f}" if name.endswith(("_ms", "_syllables")) else f"{value:.3f}"


def interval(name: str, ci95: tuple[float, float] | None) -> str:
    """Lower and upper bound."""
    return _NOTHING if ci95 is None else f"{number(name, ci95[0])} to {number(name, ci95[1])}"


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as their widest cell; the first to the left, the others to the right."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in enumerate(cells))
        for cells in (list(zip(row, widths, strict=True)) for row in table)
    )
    return "".join(line.rstrip() + "\n" for line in lines)


def _headline(metrics: dict[str, Metric]) -> str:
    rows = [(name, number(name, m.value), interval(name, m.ci95), str(m.n)) for name, m in metrics.items() if m.n]
    return aligned([("metric", "value", "95 % interval", "n"), *rows])


def _groups(title: str, groups: Mapping[str, Mapping[str, Metric]], counts: Mapping[str, int]) -> str:
    rows = [
        (name, str(counts[name]), *(number(column, metrics[column].value) for column in _GROUP_COLUMNS))
        for name, metrics in groups.items()
    ]
    return aligned([(title, "questions", *_GROUP_COLUMNS), *rows])


def _failures(report: Report) -> str:
    failures = report.failures
    shown = failures[:_SHOWN_FAILURES]
    width = max(len(row.id) for row in shown)
    causes = max(len(row.cause or "") for row in shown)
    lines = [f"{row.id:<{width}}  {row.cause:<{causes}}  {' '.join(row.question.split())[:80]}\n" for row in shown]
    return f"{len(failures)} failed, the first {len(shown)}:\n" + "".join(lines)
