"""Fit the weights of the guard (rag/support.py).

    python training/fit_support.py

Fitted on the development half of eval/llm_sentences.jsonl, on its true sentences falsified by a program (training/falsified.py),
and on training/claims.jsonl. The verifier has learned from the last, so its logits there are put down to those that it gives
unseen sentences of the same rank. Sentences that contradict their passage outright are left out, since the guard drops them
before it weighs. Prints the weights, the threshold above which no falsified sentence passes in any of five cross-validations (six
folds by passage), and what is kept and shown there; the same where one and three pass. Takes a quarter of an hour.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.llm_guard import rows, sources  # noqa: E402
from index import load_embedder  # noqa: E402
from rag.contradictions import contradictions  # noqa: E402
from rag.measures import Measures, measured  # noqa: E402
from rag.reader import open_reader  # noqa: E402
from rag.sources import Source, read  # noqa: E402
from rag.support import voiced  # noqa: E402
from rag.verifier import Verifies  # noqa: E402
from settings import load_settings  # noqa: E402
from training.falsified import falsified  # noqa: E402

REPEATS, FOLDS = 5, 6
ALLOWED = 0  # written falsified sentences that may pass, of 150
OF_PROGRAM, OF_CLAIMS = 0.2, 0.3  # what a sentence of these counts for, beside 1 of the development half

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Judged:
    """Sentences that contradict nothing: their measures, the verifier's logit, truth and passage; and how many there were."""

    measures: Array
    logits: Array
    true: Array
    passages: Array
    every: int

    def table(self, logits: Array | None = None) -> Array:
        """What is weighed, with other logits where they are given."""
        voices = [voiced(float(logit)) for logit in (self.logits if logits is None else logits)]
        return np.hstack([self.measures, np.array(voices)])


def judged(rows_: Iterable[dict[str, Any]], known: dict[str, Source], verifier: Verifies) -> Judged:
    """Measure the sentences."""
    measures, logits, true, passages, every = [], [], [], [], 0
    for row in rows_:
        every += 1
        source = known[row["passage_id"]]
        claim = read(row["sentence"], source.lexicon)
        if any(contradictions(claim, source)):
            continue
        measures.append(astuple(measured(claim, source)))
        logits.append(verifier.support(row["sentence"], source.opening, source.texts))
        true.append(row["true"])
        passages.append(row["passage_id"])
    return Judged(np.array(measures, float), np.array(logits), np.array(true), np.array(passages), every)


def by_program(true: Sequence[dict[str, Any]], known: dict[str, Source]) -> Iterable[dict[str, Any]]:
    """Each of the true sentences falsified in every way that its passage offers."""
    for row in true:
        source = known[row["passage_id"]]
        for text in falsified(read(row["sentence"], source.lexicon), source):
            yield {"passage_id": row["passage_id"], "sentence": text, "true": False}


def as_unseen(claims: Judged, logits: Array, true: Array) -> Array:
    """The logits of claims that the verifier knows, put down to those of unseen sentences of the same truth and rank."""
    found = np.zeros(len(claims.logits))
    for truth in (True, False):
        mine = claims.true == truth
        ranks = (np.argsort(np.argsort(claims.logits[mine])) + 0.5) / mine.sum()
        found[mine] = np.quantile(logits[true == truth], ranks)
    return found


def fitted(half: Judged, inside: Array, program: Judged, taken: Array, claims: Judged) -> tuple[LogisticRegression, Array]:
    """The model on weighed values of unit deviation, and the deviations; `inside` and `taken` pick what is fitted on."""
    known = as_unseen(claims, half.logits[inside], half.true[inside])
    table = np.vstack([half.table()[inside], program.table()[taken], claims.table(known)])
    truth = np.concatenate([half.true[inside], program.true[taken], claims.true])
    weights = np.repeat([1, OF_PROGRAM, OF_CLAIMS], [inside.sum(), taken.sum(), len(claims.true)])
    deviation = table.std(axis=0)
    return LogisticRegression(C=0.3, max_iter=3000).fit(table / deviation, truth, sample_weight=weights), deviation


def cross_validated(half: Judged, program: Judged, claims: Judged, seed: int) -> tuple[Array, Array]:
    """The probability of each sentence, written and by program, by a model that has not seen its passage."""
    order = np.random.default_rng(seed).permutation(np.unique(half.passages))
    fold = {passage: number % FOLDS for number, passage in enumerate(order)}
    written, made = (np.array([fold[passage] for passage in told.passages]) for told in (half, program))
    found, found_made = np.zeros(len(written)), np.zeros(len(made))
    for number in range(FOLDS):
        model, deviation = fitted(half, written != number, program, made != number, claims)
        for told, folds, scores in ((half, written, found), (program, made, found_made)):
            here = folds == number
            if here.any():
                scores[here] = model.predict_proba(told.table()[here] / deviation)[:, 1]
    return found, found_made


def main() -> None:
    """Fit and print."""
    known = sources()
    state = load_settings().state
    verifier = open_reader(load_embedder("", state), state).verifier
    every = [row for row in rows("eval/llm_sentences.jsonl") if row["split"] == "dev"]
    true = [row for row in every if row["true"]]
    half = judged(every, known, verifier)
    program = judged(by_program(true, known), known, verifier)
    claims = judged(rows("training/claims.jsonl"), known, verifier)
    model, deviation = fitted(half, np.ones(len(half.true), bool), program, ~program.true, claims)
    names = [*(field.name for field in fields(Measures)), "verifier", "above SURE"]
    for name, weight in zip(names, (model.coef_[0] / deviation).round(2), strict=True):
        sys.stdout.write(f"{name:16} {weight:6.2f}\n")
    sys.stdout.write(f"bias {model.intercept_[0]:.2f}\n")
    held = [cross_validated(half, program, claims, seed) for seed in range(REPEATS)]
    for allowed in sorted({ALLOWED, 0, 1, 3}):
        limit = max(float(np.sort(scores[~half.true])[-1 - allowed]) for scores, _ in held)
        kept = np.mean([(scores[half.true] > limit).sum() / len(true) for scores, _ in held])
        shown = np.mean([(scores[~half.true] > limit).sum() / (len(every) - len(true)) for scores, _ in held])
        made = np.mean([(scores > limit).sum() / program.every for _, scores in held])
        sys.stdout.write(
            f"threshold {limit:.3f}, held out: kept {kept:.3f}, falsified shown {shown:.4f}, by program {made:.4f}\n"
        )


if __name__ == "__main__":
    main()
