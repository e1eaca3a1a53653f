"""Fit the reader's adapter and head: rag/weights/reader.safetensors.

    python training/fit_reader.py --xquad FOLDER --nanibot FILE... --unanswerable FILE [--measure SQUAD_FILE] [--out FILE]

The bundled encoder stays as it is; low-rank updates (LoRA, rank 32) of all its matrices and a start/end head are learnt. Each
example is one window; "no answer" is the first token, as in Devlin et al. 2019 for SQuAD 2.0. Half a batch runs on each core.
Data: see training/reader_sets.py and training/reader.md. The weights of the last step are kept, whatever is measured on the way.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nn
from safetensors.numpy import save_file
from scipy.stats import rankdata

sys.path.insert(0, str(Path(__file__).parents[1].resolve()))

from corpus import split_sentences
from eval.matching import exact_match, f1
from index.bundled import bundled_model
from rag.reader import MODULES, SCALE, WEIGHTS, load_reader
from settings import load_settings
from training.reader_sets import Example, Sets, load_sets, squad, written

SEED, RANK, BATCH, STEPS, WARM = 1, 32, 16, 1800, 100
RATE, DECAY, DROPOUT = 6e-4, 0.01, 0.1
TOKENS, QUESTION = 256, 80  # of a window; of a question: longer ones are left out
AWAY = 0.1  # share of cut windows that miss the answer on purpose
REPORT, MEASURE = 50, 300  # steps


@dataclass(frozen=True)
class Row:
    """A window's token ids, and first and last token of the answer; 0 and 0 where it holds none."""

    ids: list[int]
    start: int
    end: int


class Windows:
    """Examples -> rows."""

    def __init__(self, tokenizer: Any, draw: random.Random) -> None:
        self._tokenizer, self._draw = tokenizer, draw

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
        room = TOKENS - len(asked) - 4
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


class Student:
    """The frozen encoder in bf16 with trainable low-rank updates in f32."""

    def __init__(self, encoder: Any) -> None:
        self._embed = encoder.embeddings
        self._heads = encoder.config.num_attention_heads
        self._layers = [{name: layer.get_submodule(name) for name in MODULES} for layer in encoder.encoder.layer]
        self._norms = [(layer.attention.output.LayerNorm, layer.output.LayerNorm) for layer in encoder.encoder.layer]
        self.pairs = [{name: _pair(module.weight) for name, module in layer.items()} for layer in self._layers]
        width = encoder.config.hidden_size
        self.weight = (0.02 * torch.randn(2, width)).requires_grad_()
        self.bias = torch.zeros(2, requires_grad=True)

    @property
    def parameters(self) -> list[torch.Tensor]:
        """All that is learnt."""
        return [tensor for layer in self.pairs for pair in layer.values() for tensor in pair] + [self.weight, self.bias]

    def logits(self, ids: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        """Start and end logits, shape (batch, tokens, 2); `told` is 1 for tokens and 0 for padding."""
        with torch.no_grad():
            states = nn.dropout(self._embed(input_ids=ids), DROPOUT)  # here and below only: it is slow in bf16
        hidden = torch.where(told[:, None, None, :] > 0, 0.0, -1e4).to(states.dtype)
        for number, (behind_attention, behind) in enumerate(self._norms):
            mixed = self._linear(number, MODULES[3], self._attention(number, states, hidden))
            states = behind_attention(states + mixed)
            grown = nn.gelu(self._linear(number, MODULES[4], states))
            states = behind(states + self._linear(number, MODULES[5], grown))
        return nn.dropout(states.float(), DROPOUT) @ self.weight.T + self.bias + (told[..., None] - 1) * 1e4

    def _attention(self, number: int, states: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        count, length, width = states.shape
        query, key, value = (
            self._linear(number, name, states).view(count, length, self._heads, -1).transpose(1, 2) for name in MODULES[:3]
        )
        # Plain products: the fused kernel's backward pass takes four times as long on this many heads of 32.
        scores = query @ (key * key.shape[-1] ** -0.5).transpose(-1, -2) + hidden
        return (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(count, length, width)

    def _linear(self, number: int, name: str, states: torch.Tensor) -> torch.Tensor:
        module, (up, down) = self._layers[number][name], self.pairs[number][name]
        kind = states.dtype
        return module(states) + nn.linear(nn.linear(states, down.to(kind)), SCALE * up.to(kind))

    def save(self, path: Path) -> None:
        """In f16, named by the encoder's modules, as `rag.reader.load_reader` takes it."""
        tensors = {"head.weight": self.weight, "head.bias": self.bias}
        for number, layer in enumerate(self.pairs):
            for name, (up, down) in layer.items():
                tensors |= {f"encoder.layer.{number}.{name}.up": up, f"encoder.layer.{number}.{name}.down": down}
        save_file({name: tensor.detach().numpy().astype(np.float16) for name, tensor in tensors.items()}, path)


def _pair(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The factors `up` (out, rank), zero, and `down` (rank, in), random."""
    out, into = weight.shape
    return torch.zeros(out, RANK, requires_grad=True), (into**-0.5 * torch.randn(RANK, into)).requires_grad_()


def _batches(sets: Sets, windows: Windows, draw: random.Random) -> Iterator[list[Row]]:
    """Batches without end, rows of about one length together."""
    epoch = 0
    while True:
        rows = windows.of(sets.epoch(epoch, draw))
        sys.stdout.write(f"epoch {epoch}: {len(rows)} windows of {np.mean([len(row.ids) for row in rows]):.0f} tokens\n")
        draw.shuffle(rows)
        batches = []
        for first in range(0, len(rows), 50 * BATCH):
            near = sorted(rows[first : first + 50 * BATCH], key=lambda row: len(row.ids))
            batches += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        draw.shuffle(batches)
        yield from batches
        epoch += 1


def _gradients(student: Student, batch: int, rows: Sequence[Row]) -> tuple[float, tuple[torch.Tensor, ...]]:
    """What some rows add to the mean loss of a batch of so many, and its gradients."""
    longest = -(-max(len(row.ids) for row in rows) // 16) * 16
    ids, told = torch.ones((len(rows), longest), dtype=torch.long), torch.zeros((len(rows), longest))
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        told[number, : len(row.ids)] = 1
    logits = student.logits(ids, told)
    starts, ends = torch.tensor([row.start for row in rows]), torch.tensor([row.end for row in rows])
    loss = len(rows) / batch * (nn.cross_entropy(logits[..., 0], starts) + nn.cross_entropy(logits[..., 1], ends)) / 2
    return loss.item(), torch.autograd.grad(loss, student.parameters)


def train(student: Student, batches: Iterator[list[Row]], cores: int, measure: Any) -> None:
    """STEPS of AdamW with a linear warm-up and decay."""
    optimizer = torch.optim.AdamW(student.parameters, lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min((at + 1) / WARM, max(0.02, 1 - at / STEPS)))
    started, losses = time.time(), []
    with ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for step in range(1, STEPS + 1):
            rows = next(batches)
            parts = [part for core in range(cores) if (part := rows[core::cores])]
            done = list(pool.map(partial(_gradients, student, len(rows)), parts))
            losses.append(sum(loss for loss, _ in done))
            for number, parameter in enumerate(student.parameters):
                parameter.grad = sum((grads[number] for _, grads in done[1:]), done[0][1][number])
            torch.nn.utils.clip_grad_norm_(student.parameters, 1.0)
            optimizer.step()
            schedule.step()
            if step % REPORT == 0:
                speed = step * BATCH / (time.time() - started)
                sys.stdout.write(f"step {step} loss {np.mean(losses[-REPORT:]):.3f}, {speed:.1f} windows/s\n")
                sys.stdout.flush()
            if step % MEASURE == 0 or step == STEPS:
                measure(step)


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
    parser.add_argument("--measure", type=Path, help="a SQuAD file of which every fifth question is read for information")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    from transformers import AutoModel, AutoTokenizer

    cores = torch.get_num_threads()
    torch.set_num_threads(1)  # each half batch has a core of its own
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    folder = bundled_model(load_settings().state)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder, dtype=torch.bfloat16).eval()
    student = Student(encoder.requires_grad_(False))
    own = [*written("passages.jsonl", "test"), *written("encyclopedia.jsonl", "test")]
    other = squad(options.measure)[::5] if options.measure else []

    def measure(step: int) -> None:
        student.save(options.out)
        reader = load_reader(encoder, tokenizer, options.out)
        for name, examples in {"own": own, "other": other}.items():
            if examples:
                sys.stdout.write(f"  step {step} {name}: {_measured(reader, examples)}\n")

    sets = load_sets(options.xquad, options.nanibot, options.unanswerable)
    train(student, _batches(sets, Windows(tokenizer, draw), draw), cores, measure)


if __name__ == "__main__":
    main()
