"""What `python -m eval.run` can be told."""

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus import Parser
from eval.asking.endpoint import KINDS, TIMEOUT
from eval.compare import MARGIN
from eval.page import web_base
from eval.sets.questions import SPLITS

_LONGEST = 3600  # seconds for one answer


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The options of `python -m eval.run`; wrong ones end the program with 2 and one line."""
    parser = Parser(prog="python -m eval.run", description="Ask a file of questions and report how good the answers are.")
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help="questions: .jsonl, .json, .csv, .tsv or .xlsx (default: eval/questions.jsonl); a folder `articles` beside it is "
        "indexed together with the corpus",
    )
    parser.add_argument("--split", choices=SPLITS, help="ask the questions of this split only")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="index these articles in a temporary folder and ask them")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        help="ask this index as it is (default, where the questions bring no articles: HOIBAO_INDEX, built if there is none)",
    )
    source.add_argument("--squad", type=Path, metavar="FILE", help="questions and articles of a SQuAD JSON or JSONL file")
    source.add_argument(
        "--endpoint",
        metavar="URL",
        help="ask another system over HTTP; with --corpus its quotes are checked against those articles",
    )
    parser.add_argument("--gold-passage", action="store_true", help="with --squad: read each question's own context")
    parser.add_argument("--every", type=positive, metavar="K", help="ask every K-th question only, the first included")
    parser.add_argument("--limit", type=positive, metavar="N", help="ask the first N questions only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write metrics, rows and environment")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page that tells what fails and why")
    parser.add_argument(
        "--link-base",
        type=web_base,
        metavar="URL",
        help="with --html: the address of a Hỏi Báo site; articles without an address of their own are linked there",
    )
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="exit 1 if this run is worse than that one")
    parser.add_argument(
        "--margin",
        type=_share,
        default=MARGIN,
        metavar="X",
        help=f"with --compare: how far below zero the paired interval may lie (0 to 1, default: {MARGIN})",
    )
    parser.add_argument("--jobs", type=positive, default=1, metavar="N", help="ask with N processes (default: 1)")
    _add_endpoint(parser)
    options = parser.parse_args(argv)
    wrong = next((what for is_wrong, what in _contradictions(options) if is_wrong), None)
    if wrong:
        parser.error(wrong)
    return options


def _add_endpoint(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("with --endpoint")
    group.add_argument(
        "--endpoint-kind", choices=KINDS, default=KINDS[0], help="our own API (POST URL/api/ask) or OpenAI's chat completions"
    )
    group.add_argument("--endpoint-model", metavar="NAME", help="the model to ask for; needed for openai")
    group.add_argument("--endpoint-key-env", metavar="VAR", help="the environment variable that holds the system's key")
    group.add_argument(
        "--endpoint-timeout", type=_seconds, default=TIMEOUT, metavar="S", help=f"seconds for one answer (default: {TIMEOUT:g})"
    )
    group.add_argument(
        "--refusal",
        type=_pattern,
        metavar="REGEX",
        help="what stands at the head of a refusal of openai's kind (default: the usual Vietnamese phrases)",
    )


def _contradictions(options: argparse.Namespace) -> Iterator[tuple[bool, str]]:
    squad, endpoint = options.squad is not None, options.endpoint is not None
    yield bool(options.corpus and (squad or options.index)), "--corpus excludes --index and --squad"
    yield options.gold_passage and not squad, "--gold-passage needs --squad FILE"
    yield bool(options.questions and squad), "--questions and --squad exclude each other: a SQuAD file brings its own questions"
    yield bool(options.split and squad), "--split and --squad exclude each other: a SQuAD file is not split"
    yield bool(options.link_base and not options.html), "--link-base needs --html FILE"
    yield bool(options.json and options.json == options.html), "--json and --html name the same file"
    openai = options.endpoint_kind == "openai"
    only = options.endpoint_model or options.endpoint_key_env or options.refusal or openai
    yield bool(only and not endpoint), "--endpoint-kind, --endpoint-model, --endpoint-key-env and --refusal need --endpoint URL"
    yield openai and not options.endpoint_model, "--endpoint-kind openai needs --endpoint-model NAME"
    yield bool(options.refusal and not openai), "--refusal is for --endpoint-kind openai: ours tells its refusals"


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= _LONGEST:
        raise argparse.ArgumentTypeError(f"expected seconds up to {_LONGEST}, found {text!r}")
    return found


def _pattern(text: str) -> str:
    try:
        re.compile(text, re.IGNORECASE)
    except re.error as problem:
        raise argparse.ArgumentTypeError(f"no regular expression ({problem})") from problem
    if not text:
        raise argparse.ArgumentTypeError("an empty expression would find a refusal everywhere")
    return text


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 1, found {text!r}")
    return number


def positive(text: str) -> int:
    """A whole number from 1 up."""
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 up, found {text!r}")
    return number
