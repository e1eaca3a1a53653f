"""Fit the reader's adapter and head: rag/weights/reader.safetensors.

    python training/fit_reader.py --xquad FOLDER --nanibot FILE... --unanswerable FILE
                                  [--begin FILE] [--measure SQUAD_FILE] [--out FILE]

Two runs: the first from nothing, the second from its weights (--begin), with whole articles among the data.

The bundled encoder stays as it is; low-rank updates (LoRA, rank 32) of all its matrices and a start/end head are learnt. Each
example is one window; "no answer" is the first token, as in Devlin et al. 2019 for SQuAD 2.0. Half a batch runs on each core.
Data: see training/reader_sets.py and training/reader.md. The weights of the last step are kept, whatever is measured on the way.
"""

import argparse
import itertools
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn
from scipy.stats import rankdata

sys.path.insert(0, str(Path(__file__).parents[1].resolve()))

from corpus import split_sentences
from eval.measures.matching import exact_match, f1
from index.bundled import bundled_model
from index.embedder import native_dtype
from rag.reader import WEIGHTS, load_reader
from settings import load_settings
from training.lora import Plan, Student, batches, prepared, train
from training.reader_sets import Example, Sets, in_pieces, load_sets, squad, written

SEED, RANK, BATCH = 1, 32, 16
# Of the two runs: steps, rate, tokens of a window.
FIRST, SECOND = (2200, 6e-4, 256), (2500, 4e-4, 192)
QUESTION = 80  # tokens: longer ones are left out
AWAY = 0.1  # share of cut windows that miss the answer on purpose
MEASURE = 300  # steps


@dataclass(frozen=True)
class Row:
    """A window's token ids, and first and last token of the answer; 0 and 0 where it holds none."""

    ids: list[int]
    start: int
    end: int


class Windows:
    """Examples -> rows."""

    def __init__(self, tokenizer: Any, tokens: int, draw: random.Random) -> None:
        self._tokenizer, self._tokens, self._draw = tokenizer, tokens, draw

    def of(self, examples: Sequence[Example]) -> list[Row]:
        """One row an example, without those of overlong questions."""
        return [row for example in examples if (row := self._row(example)) is not None]

    def _row(self, example: Example) -> Row | None:
        asked = self._tokenizer(example.question, add_special_tokens=False)["input_ids"]
        if len(asked) > QUESTION:
            return None
        told = self._tokenizer(example.context, add_special_tokens=False, return_offsets_mapping=True)
        ids, places = told["input_ids"], told["offset_mapping"]
        within: list[int] = []
        if example.start is not None and example.end is not None:
            within = [at for at, (a, b) in enumerate(places) if a < b and a < example.end and b > example.start]
        room = self._tokens - len(asked) - 4
        first = self._cut(len(ids), within, room)
        seen = [at for at in within if first <= at < first + room]
        head = [self._tokenizer.bos_token_id, *asked, self._tokenizer.eos_token_id, self._tokenizer.eos_token_id]
        row = [*head, *ids[first : first + room], self._tokenizer.eos_token_id]
        whole = bool(within) and len(seen) == len(within)
        start, end = (len(head) + seen[0] - first, len(head) + seen[-1] - first) if whole else (0, 0)
        return Row(row, start, end)

    def _cut(self, length: int, within: list[int], room: int) -> int:
        """First token of the window: one that holds the answer, but for a share that may miss it."""
        last = max(length - room, 0)
        if not within or self._draw.random() < AWAY:
            return self._draw.randint(0, last)
        low, high = max(within[-1] - room + 1, 0), min(within[0], last)
        return self._draw.randint(min(low, high), high)


def _epochs(sets: Sets, windows: Windows, draw: random.Random, second: bool) -> Iterator[list[Row]]:
    for number in itertools.count():
        yield windows.of((sets.later_epoch if second else sets.epoch)(number, draw))


def _loss(logits: torch.Tensor, rows: Sequence[Row]) -> torch.Tensor:
    starts, ends = torch.tensor([row.start for row in rows]), torch.tensor([row.end for row in rows])
    return (nn.cross_entropy(logits[..., 0], starts) + nn.cross_entropy(logits[..., 1], ends)) / 2


def _measured(reader: Any, examples: Sequence[Example]) -> str:
    """F1 and exact match of the answerable ones, AUROC of their scores over those of the others."""
    right: list[tuple[float, float, float]] = []
    wrong: list[float] = []
    for example in examples:
        reading = reader.read(example.question, [example.context])[0]
        spans = [span for at in split_sentences(example.context) if (span := reading.best(at.start, at.end))]
        found = max(spans, key=lambda span: span.score)
        if example.start is None:
            wrong.append(found.score)
            continue
        gold = [example.context[example.start : example.end]]
        said = example.context[found.start : found.end]
        right.append((found.score, f1(said, gold), exact_match(said, gold)))
    said = f"n {len(right)} F1 {np.mean([row[1] for row in right]):.3f} EM {np.mean([row[2] for row in right]):.3f}"
    if wrong:
        ranks = rankdata([*[row[0] for row in right], *wrong])[: len(right)].sum()
        said += f" AUROC {(ranks - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong)):.3f}"
    return said


def main() -> None:
    """Train, measure now and then, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--xquad", type=Path, required=True)
    parser.add_argument("--nanibot", type=Path, nargs="+", required=True)
    parser.add_argument("--unanswerable", type=Path, required=True)
    parser.add_argument("--begin", type=Path, help="weights of the first run, to make the second")
    parser.add_argument("--measure", type=Path, help="a SQuAD file of which every fifth question is read for information")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    from transformers import AutoModel, AutoTokenizer

    cores, draw = prepared(SEED)
    folder = bundled_model(load_settings().state)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder, dtype=native_dtype()).eval()
    student = Student(encoder.requires_grad_(False), RANK, outputs=2)
    if options.begin:
        student.begin_from(options.begin)
    apart = {
        "own": [*written("passages.jsonl", "test"), *written("encyclopedia.jsonl", "test")],
        "articles": in_pieces("articles.jsonl", "test", random.Random(SEED)),
        "other": squad(options.measure)[::5] if options.measure else [],
    }

    def measure(step: int) -> None:
        student.save(options.out)
        reader = load_reader(encoder, tokenizer, options.out)
        for name, examples in apart.items():
            if examples:
                sys.stdout.write(f"  step {step} {name}: {_measured(reader, examples)}\n")

    sets = load_sets(options.xquad, options.nanibot, options.unanswerable)
    steps, rate, tokens = SECOND if options.begin else FIRST
    epochs = _epochs(sets, Windows(tokenizer, tokens, draw), draw, options.begin is not None)
    train(student, batches(epochs, BATCH, draw), cores, Plan(steps, rate, _loss, measure, MEASURE))


if __name__ == "__main__":
    main()
