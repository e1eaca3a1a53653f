"""Ask a file of questions and report how good the answers are: `python -m eval.run --help`."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from corpus import Article, HoiBaoError, run_command
from eval.asking import ask_all
from eval.compare import compare, load_report
from eval.environment import describe_machine, file_sha256
from eval.files import check_writable, write_atomically
from eval.page import report_page, require_plotting, web_base
from eval.pipeline import Bench, Opener, Source, open_bench
from eval.questions import SPLITS, Question, load_questions
from eval.repeating import repeating_command
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
    options = _parse(argv)
    plan = _plan(options)
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
    with opener(plan.source, settings) as bench:
        report = _evaluate(bench, plan, repeating_command(options))
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


def _evaluate(bench: Bench, plan: Plan, command: str) -> Report:
    unknown = _unknown_articles(bench, plan.questions)
    if unknown:
        sys.stderr.write(f"warning: gold articles that the corpus does not hold: {', '.join(unknown)}\n")
    asked = ask_all(bench.answerer, plan.questions, plan.passages)
    given = plan.passages is not None
    rows = score(asked, bench.articles, gold_passage=given)
    return make_report(rows, {**_environment(bench, plan, unknown), "command": command}, gold_passage=given)


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


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, exit 2."""
        self.exit(2, f"error: {message}; see {self.prog} --help\n")


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m eval.run", description="Ask a file of questions and report how good the answers are.")
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help="JSONL questions (default: eval/questions.jsonl); a folder `articles` beside it is indexed together with the corpus",
    )
    parser.add_argument("--split", choices=SPLITS, help="ask the questions of this split only")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--corpus", type=Path, metavar="DIR", help="index these articles in a temporary folder and ask them")
    source.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        help="ask this index as it is (default, where the questions bring no articles: HOIBAO_INDEX, built if there is none)",
    )
    source.add_argument("--squad", type=Path, metavar="FILE", help="questions and articles of a SQuAD JSON or JSONL file")
    parser.add_argument("--gold-passage", action="store_true", help="with --squad: read each question's own context")
    parser.add_argument("--limit", type=_positive, metavar="N", help="ask the first N questions only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write metrics, rows and environment")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page that tells what fails and why")
    parser.add_argument(
        "--link-base",
        type=web_base,
        metavar="URL",
        help="with --html: the address of a Hỏi Báo site; articles without an address of their own are linked there",
    )
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="exit 1 if this run is worse than that one")
    options = parser.parse_args(argv)
    if options.gold_passage and not options.squad:
        parser.error("--gold-passage needs --squad FILE")
    if options.questions and options.squad:
        parser.error("--questions and --squad exclude each other: a SQuAD file brings its own questions")
    if options.split and options.squad:
        parser.error("--split and --squad exclude each other: a SQuAD file is not split")
    if options.link_base and not options.html:
        parser.error("--link-base needs --html FILE")
    if options.json and options.json == options.html:
        parser.error("--json and --html name the same file")
    return options


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 up, found {text!r}")
    return number


if __name__ == "__main__":
    run_command(main)
