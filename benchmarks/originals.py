"""Our questions over the five texts that the sample articles were rewritten from.

    python benchmarks/originals.py FOLDER [dev|test]

FOLDER holds the originals as plain text under the names that the articles state as `based_on: file:`. A question counts
where its gold strings stand in the original too; the questions over other articles, last in the set, are left out. Prints
the metrics and writes them to benchmarks/results/originals-SPLIT.json (dev unless told).
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from itertools import takewhile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus import load_corpus  # noqa: E402
from eval.measures.matching import stands_in  # noqa: E402
from eval.sets.questions import Question, load_questions  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results"


def moved(questions: list[Question], folder: Path) -> list[Question]:
    """The questions that the originals answer, pointing at the originals; all the unanswerable ones of the same part."""
    texts = {article.id: article.text for article in load_corpus(folder).articles}
    stems = {}
    for file in (ROOT / "corpus" / "articles").glob("*.md"):
        head = yaml.safe_load(file.read_text(encoding="utf-8").split("---")[1])
        stems[head["id"]] = Path(head["based_on"]["file"]).stem
    found = []
    for question in takewhile(lambda one: stems.keys() >= set(one.articles), questions):
        articles = tuple(stems[article] for article in question.articles)
        text = "\n".join(texts[article] for article in articles)
        groups = [question.answers] if question.answers else question.all_of
        if not question.answerable or all(any(stands_in(gold, text) for gold in group) for group in groups):
            found.append(replace(question, articles=articles))
    return found


def main() -> None:
    """Run the command."""
    folder = Path(sys.argv[1])
    split = sys.argv[2] if len(sys.argv) > 2 else "dev"
    asked = [question for question in load_questions(ROOT / "eval" / "questions.jsonl") if question.split == split]
    questions = moved(asked, folder)
    with tempfile.TemporaryDirectory() as scratch:
        lines, report = Path(scratch) / "questions.jsonl", Path(scratch) / "report.json"
        lines.write_text(
            "".join(json.dumps(asdict(question), ensure_ascii=False) + "\n" for question in questions), encoding="utf-8"
        )
        command = [sys.executable, "-m", "eval.run", "--corpus", str(folder), "--questions", str(lines), "--json", str(report)]
        subprocess.run(command, cwd=ROOT, check=True)
        result = json.loads(report.read_text(encoding="utf-8"))
    kept = {key: result[key] for key in ("metrics", "by_category", "environment")}
    (RESULTS / f"originals-{split}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
