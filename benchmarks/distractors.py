"""Our development questions over the sample articles with many other news articles around them.

    python benchmarks/distractors.py NEWS.jsonl

NEWS.jsonl is a CMS export (one article a row: id, title, lead, text). Prints the metrics and writes them to
benchmarks/results/distractors.json.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "distractors.json"


def main() -> None:
    """Run the command."""
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [line for line in lines if json.loads(line)["split"] == "dev"]
    with tempfile.TemporaryDirectory() as scratch:
        corpus, questions, report = Path(scratch, "corpus"), Path(scratch, "questions.jsonl"), Path(scratch, "report.json")
        shutil.copytree(ROOT / "corpus" / "articles", corpus)
        shutil.copy(sys.argv[1], corpus / "news.jsonl")
        questions.write_text("\n".join(asked) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "eval.run", "--corpus", str(corpus), "--questions", str(questions)]
        subprocess.run([*command, "--json", str(report)], cwd=ROOT, check=True)
        result = json.loads(report.read_text(encoding="utf-8"))
    kept = {key: result[key] for key in ("metrics", "by_category", "environment")}
    RESULT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
