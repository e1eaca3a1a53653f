"""`python -m corpus.check [DIR] [--json FILE|-]`: what was understood of each file, what was set aside and why."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.command import Parser, run_command
from corpus.errors import HoiBaoError
from corpus.files import load_corpus
from corpus.findings import inspect
from corpus.findings_table import table
from settings import load_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the findings; 1 when something was set aside. Raises HoiBaoError for no folder, no articles, unusable columns."""
    parser = Parser(
        prog="python -m corpus.check", description="List what was understood of each article file, and what was set aside."
    )
    named = parser.add_mutually_exclusive_group()
    named.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="folder of articles (default: HOIBAO_CORPUS)")
    named.add_argument("--corpus", type=Path, metavar="DIR", help="the same, as the other commands take it")
    parser.add_argument("--json", metavar="FILE", help="write everything as JSON; - is standard output")
    options = parser.parse_args(arguments)
    settings = load_settings()
    folder: Path = options.folder or options.corpus or settings.corpus
    findings = inspect(load_corpus(folder, settings.columns))
    if not findings.articles and not findings.set_aside:
        raise HoiBaoError(
            f"there are no articles in {folder}",
            mend="put .md, .txt, .html, .docx, .pdf, .jsonl or .csv files there, or name another folder",
            vietnamese="Kho bài chưa có bài nào.",
        )
    if options.json:
        _write(json.dumps(asdict(findings), ensure_ascii=False, indent=1, default=str) + "\n", options.json)
    if options.json != "-":
        sys.stdout.write(table(findings))
    return 1 if findings.set_aside else 0


def _write(text: str, target: str) -> None:
    if target == "-":
        sys.stdout.write(text)
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise HoiBaoError(
            f"cannot write {target} ({error.strerror})",
            mend="name a file that can be written with --json",
            vietnamese="Không ghi được tệp kết quả.",
        ) from error


if __name__ == "__main__":
    run_command(main)
