"""What each part of the system is worth: the same questions without it, and with plainer ways to order passages.

`python -m eval.ablate --help`; eval/systems/variants.py says what is compared.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from tqdm import tqdm

from corpus import HoiBaoError, Parser, run_command
from eval.asking.ask import about
from eval.asking.pipeline import Bench, Opener, Source, open_bench
from eval.environment import describe_machine, file_sha256
from eval.files import check_writable, write_atomically
from eval.measures.scoring import Asked, score
from eval.options import positive
from eval.sets.questions import DEFAULT_QUESTIONS, SPLITS, Question, articles_beside, load_split, read_text
from eval.systems.results import Result, at_equal_coverage, markdown_table, ordered, result_of, table_rows
from eval.systems.variants import System, systems_of
from eval.table import aligned
from rag import Answerer
from rag.retrieve import articles_of
from settings import load_settings

BEGIN, END = "<!-- ablation -->", "<!-- /ablation -->"


def main(argv: Sequence[str] | None = None, opener: Opener = open_bench) -> int:
    """Ask every system every question, and print one table."""
    options = _parse(argv)
    file: Path = options.questions
    questions = load_split(file, options.split)[: options.limit]
    if options.markdown:
        _place(options.markdown)
    for path in filter(None, (options.json, options.markdown)):
        check_writable(path)
    settings = load_settings()
    with opener(Source(corpus=options.corpus, beside=articles_beside(file)), settings) as bench:
        results = _measure(systems_of(cast(Answerer, bench.answerer)), questions)
        environment = _environment(bench, file, options.split, questions)
    rows = table_rows(results)
    if options.json:
        found = {"systems": [one.to_dict() for one in results], "environment": environment}
        write_atomically(options.json, json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    if options.markdown:  # read anew: somebody may have written in it during a long run
        before, behind = _place(options.markdown)
        write_atomically(options.markdown, before + _caption(environment) + markdown_table(rows) + behind)
    sys.stdout.write(aligned(rows))
    return 0


def _measure(systems: Sequence[System], questions: Sequence[Question]) -> list[Result]:
    """One question after another, so that what two systems do alike is done once."""
    asked: dict[str, list[Asked]] = {system.name: [] for system in systems}
    for question in tqdm(questions, desc="asking", unit="q", file=sys.stderr):
        for system in systems:
            if system.answers or (question.answerable and question.articles):
                asked[system.name].append(_ask(system, question))
    first = systems[0].name
    for system in systems:
        if system.matched:
            asked[system.name] = at_equal_coverage(asked[system.name], asked[first])
    rows = {name: score(found, None) for name, found in asked.items()}
    whole = rows[first]
    return [result_of(system.name, rows[system.name], whole, answers=system.answers) for system in systems]


def _ask(system: System, question: Question) -> Asked:
    asked = (question.question, question.history)
    try:
        if system.answers:
            return Asked(question, system.answerer.ask(*asked, refuse=not system.matched), 0.0)
        return Asked(question, ordered(question.question, articles_of(system.answerer.find(*asked))), 0.0)
    except HoiBaoError as problem:
        raise about(question, problem) from problem


def _place(file: Path) -> tuple[str, str]:
    """What stands before and behind the table, the markers included."""
    before, begin, rest = read_text(file, "--markdown").partition(BEGIN)
    _, end, behind = rest.partition(END)
    if not begin or not end:
        raise HoiBaoError(
            f"{file} has no place for the table",
            mend=f"write the lines {BEGIN} and {END} where it is to stand",
            vietnamese=f"Tệp {file.name} không có chỗ cho bảng.",
        )
    return f"{before}{begin}\n", f"{end}{behind}"


def _caption(known: dict[str, Any]) -> str:
    day, file, split, count = (known[key] for key in ("date", "question_file", "split", "question_count"))
    return f"{count} questions of `{file}`, split {split}, {day[:10]}, {known['cpu']}.\n\n"


def _environment(bench: Bench, file: Path, split: str, questions: Sequence[Question]) -> dict[str, Any]:
    return {
        **describe_machine(),
        "embedding_model": bench.embedding_model,
        "corpus_size": bench.corpus_size,
        "question_file": file.name,
        "question_file_sha256": file_sha256(file),
        "split": split,
        "question_count": len(questions),
    }


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser(prog="python -m eval.ablate", description="What each part of the system is worth, in one table.")
    parser.add_argument(
        "--questions",
        type=Path,
        default=DEFAULT_QUESTIONS,
        metavar="FILE",
        help="questions (default: eval/questions.jsonl); a folder `articles` beside it is indexed together with the corpus",
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="articles to index for the run (default: HOIBAO_CORPUS)")
    parser.add_argument("--split", choices=SPLITS, default="dev", help="default: dev")
    parser.add_argument("--limit", type=positive, metavar="N", help="ask the first N questions only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write metrics, differences and environment")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help=f"put the table between {BEGIN} and {END} of this file")
    options = parser.parse_args(argv)
    if options.json and options.json == options.markdown:
        parser.error("--json and --markdown name the same file")
    return options


if __name__ == "__main__":
    run_command(main)
