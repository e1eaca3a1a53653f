"""Fit the verifier's adapter and head: rag/weights/verifier.safetensors.

    python training/fit_verifier.py [--begin FILE] [--out FILE]

The reader's layers stay as they are; low-rank updates (LoRA) of all twelve and one logit a token are learnt: for each token of a
claim that it says what the passage does not, and, by the log of the sum of their exponentials, that the claim does so anywhere.
Weights learnt over an earlier reader (--begin) need a shorter run over the present one. Data: see training/verifier_sets.py
and training/verifier.md. The weights of the last step are kept.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).parents[1].resolve()))

from benchmarks.llm_guard import rows
from index import load_embedder
from rag.reader import open_reader
from rag.verifier import WEIGHTS, load_verifier, pair
from settings import load_settings
from training.lora import Plan, Student, batches, prepared, train
from training.verifier_sets import Pair, Sets, Told, load_sets, told_of

SEED, RANK, BATCH = 1, 24, 16
WHOLE, SHORT = (4400, 6e-4), (800, 4e-4)  # steps and rate of a run from nothing, and of one from earlier weights
MEASURE = 400  # steps


@dataclass(frozen=True)
class Row:
    """Token ids, the number of the claim's tokens, and for each of them whether it is wrong; None where only one of them is."""

    ids: list[int]
    length: int
    wrong: list[bool] | None

    @property
    def supported(self) -> bool:
        """Whether no token is wrong."""
        return self.wrong is not None and not any(self.wrong)


def _row(tokenizer: Any, one: Pair) -> Row:
    ids, length = pair(tokenizer, one.claim, one.told)
    if one.wrong is None:
        return Row(ids, length, None)
    places = tokenizer(one.claim, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"][:length]
    wrong = [any(start < last and first < end for first, last in one.wrong) for start, end in places]
    return Row(ids, length, wrong if any(wrong) or not one.wrong else None)


def _epochs(sets: Sets, tokenizer: Any, draw: random.Random) -> Iterator[list[Row]]:
    while True:
        yield [_row(tokenizer, one) for one in sets.epoch(draw)]


def _loss(logits: torch.Tensor, rows: Sequence[Row]) -> torch.Tensor:
    """Cross-entropy of the claim as a whole, and of right and of wrong tokens, each kind weighing as much as the whole."""
    total = logits.new_zeros(())
    for of_row, row in zip(logits[..., 0], rows, strict=True):
        said = of_row[1 : 1 + row.length]
        total = total + nn.binary_cross_entropy_with_logits(torch.logsumexp(said, 0), said.new_tensor(float(not row.supported)))
        if row.wrong is not None:
            wrong = torch.tensor(row.wrong)
            total = total + nn.softplus(said[~wrong]).mean() if not wrong.all() else total
            total = total + nn.softplus(-said[wrong]).mean() if wrong.any() else total
    return total / len(rows)


def _dev() -> list[tuple[str, Told, bool]]:
    """The development half of the sentences that the guard is measured on."""
    told = {row["id"]: told_of(row) for row in rows("training/passages.jsonl")}
    every = [row for row in rows("eval/llm_sentences.jsonl") if row["split"] == "dev"]
    return [(row["sentence"], told[row["passage_id"]], row["true"]) for row in every]


def _measured(verifier: Any, claims: Sequence[tuple[str, Told, bool]]) -> str:
    """AUROC, and the share of true claims above the three false ones that score best."""
    scores = np.array([verifier.support(claim, told.head, told.sentences) for claim, told, _ in claims])
    truth = np.array([true for *_, true in claims])
    bound = np.sort(scores[~truth])[-4]
    return f"AUROC {roc_auc_score(truth, scores):.3f}, {np.mean(scores[truth] > bound):.3f} above all but three"


def main() -> None:
    """Train, measure now and then, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--begin", type=Path, help="weights learnt over an earlier reader")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    cores, draw = prepared(SEED)
    settings = load_settings()
    reader = open_reader(load_embedder("", settings.state), settings.state)
    encoder, tokenizer = reader.encoder, reader.tokenizer
    student = Student(encoder.requires_grad_(False), RANK, outputs=1)
    if options.begin:
        student.begin_from(options.begin)
    steps, rate = SHORT if options.begin else WHOLE
    dev = _dev()

    def measure(step: int) -> None:
        student.save(options.out)
        sys.stdout.write(f"  step {step} dev: {_measured(load_verifier(encoder, tokenizer, options.out), dev)}\n")
        sys.stdout.flush()

    epochs = _epochs(load_sets(), tokenizer, draw)
    train(student, batches(epochs, BATCH, draw), cores, Plan(steps, rate, _loss, measure, MEASURE))


if __name__ == "__main__":
    main()
