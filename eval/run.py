"""Ask a file of questions and report how good the answers are: `python -m eval.run --help`."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Article, HoiBaoError, run_command
from eval.asking import ask_all
from eval.compare import compare, load_report
from eval.environment import describe_machine, file_sha256
from eval.files import check_writable, write_atomically
from eval.page import report_page
from eval.options import parse
from eval.pipeline import Bench, Opener, Source, open_bench
from eval.questions import Question, load_questions
from eval.report import Report, make_report
from eval.scoring import score
from eval.squad import load_squad
from eval.table import comparison_table, report_table
from settings import load_settings

DEFAULT_QUESTIONS = Path(__file__).parent / "questions.jsonl"
ARTICLES_BESIDE = "articles"  # folder beside a question file


@dataclass(frozen=True)
class Plan:
    """What will be asked, and of what."""

    source: Source
    questions: list[Question]
    question_file: Path
    passages: Mapping[str, Article] | None  # by id, where each question is given its own (--gold-passage)
    mode: str


def main(argv: Sequence[str] | None = None, opener: Opener = open_bench) -> int:
    """Run, report, compare; 1 on a regression against --compare."""
    options = parse(argv)
    plan = _plan(options)
    old = load_report(options.compare, plan.questions) if options.compare else None
    outputs = {path: write for path, write in ((options.json, Report.to_json), (options.html, report_page)) if path}
    for path in outputs:
        check_writable(path)
    settings = load_settings()
    if plan.source.beside and plan.source.is_built:
        sys.stderr.write(f"indexing {plan.source.corpus or settings.corpus} with {plan.source.beside} in a temporary folder\n")
    with opener(plan.source, settings) as bench:
        report = _evaluate(bench, plan)
    for path, write in outputs.items():
        write_atomically(path, write(report))
    _say(report_table(report))
    if old is None:
        return 0
    comparison = compare(old, report.to_dict())
    _say("\n" + comparison_table(comparison, str(options.compare)))
    return 1 if comparison.regressions else 0


def _say(text: str) -> None:
    """To stdout; a console that cannot show Vietnamese gets escapes rather than an error after a long run."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _evaluate(bench: Bench, plan: Plan) -> Report:
    unknown = _unknown_articles(bench, plan.questions)
    if unknown:
        sys.stderr.write(f"warning: gold articles that the corpus does not hold: {', '.join(unknown)}\n")
    asked = ask_all(bench.answerer, plan.questions, plan.passages)
    given = plan.passages is not None
    rows = score(asked, bench.articles, gold_passage=given)
    return make_report(rows, _environment(bench, plan, unknown), gold_passage=given)


def _plan(options: argparse.Namespace) -> Plan:
    if options.squad:
        articles, questions = load_squad(options.squad)
        passages = {article.id: article for article in articles} if options.gold_passage else None
        mode = "squad-gold-passage" if options.gold_passage else "squad"
        return Plan(Source(squad=tuple(articles)), questions[: options.limit], options.squad, passages, mode)
    file = options.questions or DEFAULT_QUESTIONS
    beside = file.parent / ARTICLES_BESIDE
    source = Source(corpus=options.corpus, index=options.index, beside=beside if beside.is_dir() else None)
    asked = [question for question in load_questions(file) if options.split in {None, question.split}]
    if not asked:
        raise HoiBaoError(
            f"{file} holds no question of the split {options.split}",
            mend="run without --split",
            vietnamese=f"Tệp {file.name} không có câu hỏi nào của phần {options.split}.",
        )
    return Plan(source, asked[: options.limit], file, None, "corpus" if source.is_built else "index")


def _unknown_articles(bench: Bench, questions: Sequence[Question]) -> list[str]:
    """Gold articles without a file: those questions cannot be right, most likely an id is misspelt."""
    if bench.articles is None:
        return []
    return sorted({name for question in questions for name in question.articles} - bench.articles.keys())


def _environment(bench: Bench, plan: Plan, unknown: Sequence[str]) -> dict[str, Any]:
    return {
        **describe_machine(),
        "mode": plan.mode,
        "index_version": bench.index_version,
        "embedding_model": bench.embedding_model,
        "corpus_size": bench.corpus_size,
        "question_file": plan.question_file.name,  # a full path would tell where somebody keeps their files
        "question_file_sha256": file_sha256(plan.question_file),
        "question_count": len(plan.questions),
        "unknown_articles": list(unknown),
        "quotes_checked": bench.articles is not None,
    }


if __name__ == "__main__":
    run_command(main)
