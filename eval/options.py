"""What `python -m eval.run` can be told."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from eval.questions import SPLITS


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, exit 2."""
        self.exit(2, f"error: {message}; see {self.prog} --help\n")


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The options of `python -m eval.run`; wrong ones end the program with 2 and one line."""
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
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with the failed questions")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="exit 1 if this run is worse than that one")
    options = parser.parse_args(argv)
    if options.gold_passage and not options.squad:
        parser.error("--gold-passage needs --squad FILE")
    if options.questions and options.squad:
        parser.error("--questions and --squad exclude each other: a SQuAD file brings its own questions")
    if options.split and options.squad:
        parser.error("--split and --squad exclude each other: a SQuAD file is not split")
    if options.json and options.json == options.html:
        parser.error("--json and --html name the same file")
    return options


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 up, found {text!r}")
    return number
