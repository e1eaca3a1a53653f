"""Fit the weights of the guard (rag/support.py) on the development half of eval/llm_sentences.jsonl.

    python training/fit_support.py

Sentences that contradict their passage outright are left out, since the guard drops them before it weighs. Falsified ones count
four times. Prints the weights and the threshold at which no falsified sentence of that half passes.
"""

import sys
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.llm_guard import rows, sources  # noqa: E402
from rag.contradictions import contradictions  # noqa: E402
from rag.measures import Measures, measured  # noqa: E402
from rag.sources import read  # noqa: E402


def main() -> None:
    """Fit and print."""
    known = sources()
    table, labels = [], []
    for row in rows("eval/llm_sentences.jsonl"):
        source = known[row["passage_id"]]
        claim = read(row["sentence"], source.lexicon)
        if row["split"] == "dev" and not any(contradictions(claim, source)):
            table.append(astuple(measured(claim, source)))
            labels.append(row["true"])
    model = LogisticRegression(C=2, class_weight={True: 1, False: 4}, max_iter=1000).fit(np.array(table), labels)
    weights, bias = model.coef_[0].round(2), round(float(model.intercept_[0]), 2)
    scores = np.array(table) @ weights + bias
    worst = max(score for score, label in zip(scores, labels, strict=True) if not label)
    for field, weight in zip(fields(Measures), weights, strict=True):
        sys.stdout.write(f"{field.name:14} {weight:6.2f}\n")
    sys.stdout.write(f"bias {bias}\nthreshold above {1 / (1 + np.exp(-worst)):.4f}\n")


if __name__ == "__main__":
    main()
