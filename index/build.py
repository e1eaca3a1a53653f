"""Build or refresh the index: `python -m index.build [--corpus DIR] [--index DIR] [--full] [--purge] [--json FILE|-]`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from corpus import HoiBaoError, Parser, load_corpus, run_command
from index.builder import BuildReport, build_index
from index.embedder import embedder_for
from index.remembered import known_drafts
from index.version import corpus_to_index
from settings import load_settings


def main() -> int:
    """Run the command; returns its exit code."""
    parser = Parser(prog="python -m index.build", description="Build or refresh the index.")
    parser.add_argument("--corpus", type=Path, help="folder of articles (HOIBAO_CORPUS)")
    parser.add_argument("--index", type=Path, help="folder of index versions (HOIBAO_INDEX)")
    parser.add_argument("--full", action="store_true", help="embed everything anew")
    parser.add_argument("--purge", action="store_true", help="leave no earlier version behind")
    parser.add_argument("--json", metavar="FILE", help="write the report as JSON; - is standard output")
    arguments = parser.parse_args()
    settings = load_settings()
    index_dir: Path = arguments.index or settings.index
    folder: Path = arguments.corpus or corpus_to_index(index_dir, settings.corpus, "corpus" in settings.model_fields_set)
    found = load_corpus(folder, settings.columns, {} if arguments.full else known_drafts(index_dir))
    for item in found.set_aside:
        sys.stderr.write(f"set aside: {item.path}: {item.reason}\n")
    report = build_index(
        found.articles,
        index_dir,
        embedder_for(settings.embedding_model, settings.state),
        set_aside=found.set_aside,
        drafts=found.drafts,
        corpus=str(folder),
        full=arguments.full,
        purge=arguments.purge,
    )
    _write_report(report, folder, arguments.json)
    return 0


def _write_report(report: BuildReport, folder: Path, target: str | None) -> None:
    text = json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n"
    if target and target != "-":
        try:
            Path(target).write_text(text, encoding="utf-8")
        except OSError as error:
            raise HoiBaoError(
                f"{report.version} is built, but the report cannot be written to {target} ({error.strerror})",
                mend="name a file that can be written with --json",
                vietnamese="Không ghi được báo cáo.",
            ) from error
    if target == "-":
        sys.stdout.write(text)
    else:
        state = "published" if report.published else "unchanged"
        sys.stdout.write(
            f"{report.version} {state} from {folder}: {report.articles} articles, {report.chunks} chunks; "
            f"{_done(report)}{report.seconds} s\n"
        )


def _done(report: BuildReport) -> str:
    """What there was to do; on a first build "0 removed" would be a riddle."""
    counts = {
        "embedded": report.embedded,
        "reused": report.reused,
        "removed": report.removed,
        "set aside": len(report.set_aside),
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"{told}; " if told else ""


if __name__ == "__main__":
    run_command(main)
