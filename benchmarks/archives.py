"""What is answered rightly and what refused over the five small archives of training/archives, a threshold a line.

    python benchmarks/archives.py

The order and the confidence were fitted on them: this tells what the rules add to the regression, not how well it does on
strangers' articles. Writes benchmarks/results/archives.json. The model is the bundled one, converted into HOIBAO_STATE.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from eval.measures.matching import stands_in  # noqa: E402
from index import build_index, load_embedder  # noqa: E402
from rag import open_answerer, open_reader  # noqa: E402
from rag.confidence import THRESHOLD  # noqa: E402
from settings import load_settings  # noqa: E402
from training.fit_evidence import ARCHIVES, archive  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "archives.json"
THRESHOLDS = (THRESHOLD, *(value for at in np.arange(0.25, 0.75, 0.05) if (value := round(float(at), 2)) > THRESHOLD))


def asked() -> list[tuple[bool, float, bool]]:
    """Of each question whether it can be answered, the confidence of the answer (0 for a refusal), and whether it is right."""
    state = load_settings().state
    embedder = load_embedder("", state)
    reader = open_reader(embedder, state)
    found = []
    for folder in sorted(ARCHIVES.iterdir()):
        articles, questions = archive(folder)
        with tempfile.TemporaryDirectory() as built:
            build_index(articles, Path(built), embedder)
            answerer = open_answerer(Path(built), embedder, reader)
            for question in questions:
                answer = answerer.ask(question.question)
                right = any(stands_in(gold, answer.answer) for gold in question.answers)
                found.append((question.answerable, answer.confidence if answer.answered else 0.0, right))
    return found


def main() -> None:
    """Run the command."""
    rows = asked()
    held = [(sure, right) for answerable, sure, right in rows if answerable]
    absent = [sure for answerable, sure, _ in rows if not answerable]
    report = [
        {
            "threshold": at,
            "coverage": round(float(np.mean([sure >= at for sure, _ in held])), 3),
            "correct": round(float(np.mean([sure >= at and right for sure, right in held])), 3),
            "refusal_recall": round(float(np.mean([sure < at for sure in absent])), 3),
        }
        for at in THRESHOLDS
    ]
    RESULT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
