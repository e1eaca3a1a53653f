"""Check a set of questions against the articles that it asks of: `python -m eval.check --help`.

Nothing is asked and no model is loaded; a set of some thousand questions takes seconds.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus import Article, HoiBaoError, Parser, run_command
from eval.checks.balance import balance_findings, shares
from eval.checks.finding import Finding
from eval.checks.gold import GoldCheck
from eval.checks.template import write_template
from eval.checks.text import Checked
from eval.checks.wording import wording_findings
from eval.files import check_writable, write_atomically
from eval.sets.folders import load_folders
from eval.sets.questions import DEFAULT_QUESTIONS, Placed, articles_beside, read_questions
from eval.sets.record import Problem
from eval.sets.squad import read_squad
from settings import Settings, load_settings

_IDS = (
    "ids of articles: `python -m corpus.check DIR` prints them before the titles; "
    "on the page /kho they end the address of each article"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Print what was found; 1 when there are faults. Raises HoiBaoError where file or articles cannot be read."""
    options = _parse(argv)
    if options.template:
        write_template(options.template)
        sys.stdout.write(f"{options.template} is ready to be filled in\n{_IDS}\n")
        return 0
    if options.json and options.json != "-":
        check_writable(Path(options.json))
    found = check_squad(options.squad) if options.squad else _check_file(options, load_settings())
    if options.json == "-":
        sys.stdout.write(found.to_json())
    else:
        if options.json:
            write_atomically(Path(options.json), found.to_json())
        sys.stdout.write(found.to_text())
    return 1 if found.faults else 0


def check_questions(questions: Sequence[Placed], articles: Mapping[str, Article]) -> list[Finding]:
    """Faults and warnings of questions that could be read, over articles by id."""
    return [
        *GoldCheck(articles).findings(questions),
        *wording_findings(questions),
        *balance_findings([placed.question for placed in questions]),
    ]


def check_file(file: Path, articles: Mapping[str, Article], corpus: str = "the corpus") -> Checked:
    """A question file over articles by id; `corpus` is what they are called in the outcome."""
    found = read_questions(file)
    aside = [*_of_file(found.problems, fault=True), *_of_file(found.notes, fault=False)]
    return _checked(file, corpus, found.questions, articles, [*aside, *check_questions(found.questions, articles)])


def check_squad(file: Path) -> Checked:
    """A SQuAD file over its own contexts; it has one category and one split, so nothing is said of balance."""
    articles, questions, problems = read_squad(file)
    by_id = {article.id: article for article in articles}
    findings = [*_of_file(problems, fault=True), *GoldCheck(by_id).findings(questions), *wording_findings(questions)]
    return _checked(file, "the file itself", questions, by_id, findings)


def _of_file(problems: Sequence[Problem], *, fault: bool) -> list[Finding]:
    return [Finding("file", fault, "", problem.where, problem.what, "") for problem in problems]


def _checked(
    file: Path, corpus: str, questions: Sequence[Placed], articles: Mapping[str, Article], findings: Sequence[Finding]
) -> Checked:
    order = {placed.question.id: number for number, placed in enumerate(questions)}
    asked = {
        split: {name for placed in questions if placed.question.split == split for name in placed.question.articles}
        for split in ("dev", "test")
    }
    return Checked(
        file=file.name,
        corpus=corpus,
        questions=len(questions),
        articles=len(articles),
        asked=len((asked["dev"] | asked["test"]) & articles.keys()),
        in_both_splits=tuple(sorted(asked["dev"] & asked["test"] & articles.keys())),
        shares=shares([placed.question for placed in questions]),
        findings=tuple(sorted(findings, key=lambda one: order.get(one.id, -1 if one.place else len(order)))),
    )


def _check_file(options: argparse.Namespace, settings: Settings) -> Checked:
    """Over the articles that `eval.run` would ask with the same options."""
    file: Path = options.questions or DEFAULT_QUESTIONS
    brought = None if options.index else articles_beside(file)
    folder = _corpus_folder(options, settings, built=brought is not None)
    articles = load_folders(folder, brought, settings.columns).articles
    names = f"{folder} and {brought}" if brought else str(folder)
    return check_file(file, {article.id: article for article in articles}, names)


def _corpus_folder(options: argparse.Namespace, settings: Settings, *, built: bool) -> Path:
    from index.version import corpus_of, has_index  # not needed for a SQuAD file

    if options.corpus or (built and not options.index):
        return options.corpus or settings.corpus
    index: Path = options.index or settings.index
    if not options.index and not has_index(index):
        return settings.corpus
    found = corpus_of(index)
    if found is None or not found.is_dir():
        raise HoiBaoError(
            f"the articles that {index} was built from are not here",
            mend="name their folder with --corpus DIR",
            vietnamese="Không tìm thấy thư mục bài báo của chỉ mục.",
        )
    return found


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser(
        prog="python -m eval.check",
        description="Check a set of questions against its articles. Exits with 1 where something must be mended.",
    )
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help=".jsonl, .json, .csv, .tsv or .xlsx (default: eval/questions.jsonl); a folder `articles` beside it belongs to it",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--corpus", type=Path, metavar="DIR", help="the articles (default: HOIBAO_CORPUS)")
    source.add_argument("--index", type=Path, metavar="DIR", help="the articles that this index was built from")
    source.add_argument("--squad", type=Path, metavar="FILE", help="questions and articles of a SQuAD JSON or JSONL file")
    parser.add_argument("--json", metavar="FILE", help="write everything as JSON; - is standard output, instead of the text")
    parser.add_argument(
        "--template", type=Path, metavar="FILE", help="write a table to fill in, .xlsx or .csv, and do nothing else"
    )
    options = parser.parse_args(argv)
    if options.questions and options.squad:
        parser.error("--questions and --squad exclude each other: a SQuAD file brings its own questions")
    return options


if __name__ == "__main__":
    run_command(main)
