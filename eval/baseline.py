"""What a later `--compare` needs of a report, and no more: `python -m eval.baseline --help`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus import Parser, run_command
from eval.compare import ROW_SCORES, read_report
from eval.files import check_writable, write_atomically

BASELINE = Path(__file__).parent / "baseline.json"
ANSWER = 100  # characters that are kept of an answer
_KEPT = (
    "id", "question", "category", "split", "answerable", "near_miss", "answers", "all_of", "articles", "answered", "refused",
    "short_answer", "answer", "syllables", "cause", *ROW_SCORES,
)  # fmt: skip
_MACHINE = ("platform", "cores", "warm_up_ms", "peak_memory_mb", "unknown_articles")  # says nothing on another machine


def main(argv: Sequence[str] | None = None) -> int:
    """Write the baseline of a report."""
    parser = Parser(prog="python -m eval.baseline", description="Keep of a report of eval.run what a later --compare needs.")
    parser.add_argument("report", type=Path, metavar="REPORT.json", help="what eval.run --json wrote")
    parser.add_argument("--to", type=Path, default=BASELINE, metavar="FILE", help="default: eval/baseline.json")
    options = parser.parse_args(argv)
    report = read_report(options.report, "REPORT.json")
    check_writable(options.to)
    write_atomically(options.to, baseline(report))
    return 0


def baseline(report: Mapping[str, Any]) -> str:
    """The report as JSON with a line for each question: no latencies, no quotes, answers cut short."""
    metrics = {name: metric for name, metric in report["metrics"].items() if not name.startswith("latency_")}
    environment = {name: value for name, value in report.get("environment", {}).items() if name not in _MACHINE}
    rows = ",\n".join(_line(_row(row)) for row in report["questions"])
    return f'{{"metrics": {_line(metrics)},\n"environment": {_line(environment)},\n"questions": [\n{rows}\n]}}\n'


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in _KEPT if row.get(name) is not None}
    if "short_answer" in kept:
        del kept["answer"]  # a comparison shows the short one
    elif "answer" in kept:
        kept["answer"] = _cut_short(kept["answer"])
    return kept


def _cut_short(answer: str) -> str:
    """At most `ANSWER` characters, the last of them a mark where there were more."""
    return answer if len(answer) <= ANSWER else answer[: ANSWER - 1] + "…"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


if __name__ == "__main__":
    run_command(main)
