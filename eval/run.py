"""Ask a file of questions and report how good the answers are: `python -m eval.run --help`."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from corpus import run_command
from eval.asking.ask import Asking, ask_bench
from eval.asking.journal import Journal
from eval.asking.pipeline import Bench, Opener, open_bench
from eval.checks.gold import unfounded
from eval.compare import compare, load_report
from eval.environment import (
    articles_sha256,
    code_sha256,
    describe_machine,
    file_sha256,
    peak_memory_mb,
    setting_facts,
)
from eval.files import check_writable, write_atomically
from eval.measures.alce import judge_name
from eval.measures.scoring import score
from eval.options import parse
from eval.page import report_page, require_plotting
from eval.plan import Plan, plan_of
from eval.repeating import repeating_command
from eval.report import Report, make_report
from eval.sets.questions import Question
from eval.table import comparison_table, report_table
from settings import Settings, load_settings


def main(argv: Sequence[str] | None = None, opener: Opener = open_bench) -> int:
    """Run, report, compare; 1 on a regression against --compare."""
    options = parse(argv)
    plan = plan_of(options)
    old = load_report(options.compare, plan.questions) if options.compare else None
    page = partial(report_page, link_base=options.link_base)
    outputs = {path: write for path, write in ((options.json, Report.to_json), (options.html, page)) if path}
    if options.html:
        require_plotting()
    for path in outputs:
        check_writable(path)
    settings = load_settings()
    if plan.source.beside and plan.source.is_built:
        sys.stderr.write(f"indexing {plan.source.corpus or settings.corpus} with {plan.source.beside} in a temporary folder\n")
    with (
        opener(plan.source, settings) as bench,
        _journal(bench, plan, settings, options) as journal,
    ):
        report = _evaluate(bench, plan, settings, journal, options)
        if old is not None:
            report = replace(report, comparison=compare(old, report.to_dict(), options.margin))
        for path, write in outputs.items():
            write_atomically(path, write(report))
    _say(report_table(report))
    if report.comparison is None:
        return 0
    _say("\n" + comparison_table(report.comparison, str(options.compare)))
    return 1 if report.comparison.regressions else 0


def _journal(bench: Bench, plan: Plan, settings: Settings, options: Namespace) -> Journal:
    file, head = plan.journal_file(options.json, settings), plan.journal_head(bench, settings)
    return Journal(file, head, given=plan.passages is not None)


def _say(text: str) -> None:
    """To stdout; a console that cannot show Vietnamese gets escapes rather than an error after a long run."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _evaluate(bench: Bench, plan: Plan, settings: Settings, journal: Journal, options: Namespace) -> Report:
    unknown = _unknown_articles(bench, plan.questions)
    if unknown:
        sys.stderr.write(f"warning: gold articles that the corpus does not hold: {', '.join(unknown)}\n")
    astray = [] if bench.articles is None else unfounded(plan.questions, bench.articles)
    if astray:
        told = f"{len(astray)} questions demand what their articles do not say: {', '.join(astray)}"
        sys.stderr.write(f"warning: {told}; python -m eval.check tells what\n")
    known = len(journal.asked(plan.questions))
    if known:
        sys.stderr.write(f"going on behind {known} answers in {journal.path}\n")
    asking = ask_bench(bench, plan.questions, plan.passages, jobs=options.jobs, journal=journal)
    given = plan.passages is not None
    rows = score(asking.asked, bench.articles, gold_passage=given, guard=bench.guard)
    environment = {
        **_environment(bench, plan, unknown),
        "unfounded_questions": astray,
        **setting_facts(settings),
        **_asking_facts(bench, asking, options.jobs),
        "command": repeating_command(options),
    }
    return make_report(rows, environment, gold_passage=given)


def _unknown_articles(bench: Bench, questions: Sequence[Question]) -> list[str]:
    """Gold articles without a file: those questions cannot be right, most likely an id is misspelt."""
    if bench.articles is None:
        return []
    return sorted({name for question in questions for name in question.articles} - bench.articles.keys())


def _environment(bench: Bench, plan: Plan, unknown: Sequence[str]) -> dict[str, Any]:
    return {
        **describe_machine(),
        "mode": plan.mode,
        "embedding_model": bench.embedding_model,
        "corpus_size": bench.corpus_size,
        "corpus_sha256": None if bench.articles is None else articles_sha256(bench.articles.values()),
        "citation_judge": judge_name(bench.guard),
        "question_file": plan.question_file.name,  # a full path would tell where somebody keeps their files
        "question_file_sha256": file_sha256(plan.question_file),
        "question_count": len(plan.questions),
        "unknown_articles": list(unknown),
        "quotes_checked": bench.articles is not None,
        **bench.known,
    }


def _asking_facts(bench: Bench, asking: Asking, jobs: int) -> dict[str, Any]:
    """How it was asked, and what the answers say of a system that could not be looked into."""
    told = ", ".join(sorted({one.answer.index_version for one in asking.asked} - {""}))
    found: dict[str, Any] = {
        "index_version": bench.index_version or told or None,
        "code_sha256": code_sha256(),
        "jobs": jobs,
        "resumed_answers": asking.resumed,
        "failed_questions": sum(one.failure is not None for one in asking.asked),
        "warm_up_ms": asking.warm_up_ms,
        "peak_memory_mb": peak_memory_mb(),
    }
    if any(one.is_plain and one.failure is None for one in asking.asked):
        found["correct_without"] = ["cited", "short_answer"]
    return found


if __name__ == "__main__":
    run_command(main)
