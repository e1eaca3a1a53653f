"""Fit the weights of the guard (rag/support.py) on the development half of eval/llm_sentences.jsonl.

    python training/fit_support.py

Sentences that contradict their passage outright are left out of the fit, since the guard drops them before it weighs. Prints
the weights, the threshold above which no falsified sentence passes in cross-validation (six folds by passage, five times), and
the share of true sentences kept and falsified ones shown there.
"""

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.llm_guard import rows, sources  # noqa: E402
from index import load_embedder  # noqa: E402
from rag.contradictions import contradictions  # noqa: E402
from rag.measures import Measures  # noqa: E402
from rag.reader import open_reader  # noqa: E402
from rag.sources import read  # noqa: E402
from rag.support import weighed  # noqa: E402
from settings import load_settings  # noqa: E402

REPEATS, FOLDS = 5, 6
ALLOWED = 0  # falsified sentences that may pass, of about 150

Array = np.ndarray[Any, np.dtype[np.float64]]


def fitted(table: Array, labels: Array) -> LogisticRegression:
    """The model on measures of unit deviation."""
    return LogisticRegression(C=0.3, max_iter=1000).fit(table, labels)


def cross_validated(table: Array, labels: Array, passages: Array, seed: int) -> Array:
    """The probability of each sentence by a model that has not seen its passage."""
    order = np.random.default_rng(seed).permutation(np.unique(passages))
    fold = {passage: number % FOLDS for number, passage in enumerate(order)}
    folds = np.array([fold[passage] for passage in passages])
    found = np.zeros(len(labels))
    for number in range(FOLDS):
        inside = folds == number
        found[inside] = fitted(table[~inside], labels[~inside]).predict_proba(table[inside])[:, 1]
    return found


def main() -> None:
    """Fit and print."""
    known = sources()
    state = load_settings().state
    verifier = open_reader(load_embedder("", state), state).verifier
    table, labels, passages = [], [], []
    every = [row for row in rows("eval/llm_sentences.jsonl") if row["split"] == "dev"]
    for row in every:
        source = known[row["passage_id"]]
        claim = read(row["sentence"], source.lexicon)
        if not any(contradictions(claim, source)):
            table.append(weighed(row["sentence"], claim, source, verifier))
            labels.append(row["true"])
            passages.append(row["passage_id"])
    measures, truth, where = np.array(table, float), np.array(labels), np.array(passages)
    deviation = measures.std(axis=0)
    model = fitted(measures / deviation, truth)
    names = [*(field.name for field in fields(Measures)), "verifier"]
    for name, weight in zip(names, (model.coef_[0] / deviation).round(2), strict=True):
        sys.stdout.write(f"{name:16} {weight:6.2f}\n")
    held = [cross_validated(measures / deviation, truth, where, seed) for seed in range(REPEATS)]
    threshold = np.mean([np.sort(scores[~truth])[-1 - ALLOWED] for scores in held])
    true = sum(row["true"] for row in every)
    kept = np.mean([(scores[truth] > threshold).sum() / true for scores in held])
    shown = np.mean([(scores[~truth] > threshold).sum() / (len(every) - true) for scores in held])
    sys.stdout.write(f"bias {model.intercept_[0]:.2f}\nthreshold {threshold:.3f}\nheld out: kept {kept:.3f}, shown {shown:.4f}\n")


if __name__ == "__main__":
    main()
