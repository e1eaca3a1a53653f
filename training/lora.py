"""Low-rank updates (LoRA, Hu et al. 2021) of a frozen encoder with a head, learnt on the processor: half a batch on each core."""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import torch
import torch.nn.functional as nn
from safetensors.numpy import load_file, save_file

from rag.adapter import MODULES, SCALE, padded

DECAY, DROPOUT, WARM = 0.01, 0.1, 100
REPORT = 50  # steps
PAD = 1  # the tokenizer's; what stands there is masked


def prepared(seed: int) -> tuple[int, random.Random]:
    """The number of cores, each of which half a batch has for itself from here on, and what draws the examples."""
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    return cores, random.Random(seed)


class HasIds(Protocol):
    """An example as token ids."""

    @property
    def ids(self) -> list[int]:
        """Of the whole window."""
        ...


Row = TypeVar("Row", bound=HasIds)
Loss = Callable[[torch.Tensor, Sequence[Row]], torch.Tensor]  # of logits (rows, tokens, outputs): the mean over the rows


class Student:
    """The frozen encoder with trainable low-rank updates in f32 of all layers."""

    def __init__(self, encoder: Any, rank: int, outputs: int) -> None:
        self._embed = encoder.embeddings
        self._heads = encoder.config.num_attention_heads
        self._layers = [{name: layer.get_submodule(name) for name in MODULES} for layer in encoder.encoder.layer]
        self._norms = [(layer.attention.output.LayerNorm, layer.output.LayerNorm) for layer in encoder.encoder.layer]
        self.pairs = [{name: _pair(module.weight, rank) for name, module in layer.items()} for layer in self._layers]
        self.weight = (0.02 * torch.randn(outputs, encoder.config.hidden_size)).requires_grad_()
        self.bias = torch.zeros(outputs, requires_grad=True)

    @property
    def parameters(self) -> list[torch.Tensor]:
        """All that is learnt."""
        return [tensor for layer in self.pairs for pair in layer.values() for tensor in pair] + [self.weight, self.bias]

    def logits(self, ids: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        """Logits, shape (batch, tokens, outputs); `told` is 1 for tokens and 0 for padding."""
        with torch.no_grad():
            states = nn.dropout(self._embed(input_ids=ids), DROPOUT)  # here and below only: it is slow within the layers
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
        told: torch.Tensor = self._layers[number][name](states)
        up, down = self.pairs[number][name]
        kind = states.dtype
        return told + nn.linear(nn.linear(states, down.to(kind)), SCALE * up.to(kind))

    def begin_from(self, path: Path) -> None:
        """Go on from weights that `save` wrote, of the same rank."""
        tensors = {name: torch.from_numpy(value.astype(np.float32)) for name, value in load_file(path).items()}
        with torch.no_grad():
            for name, tensor in self._named().items():
                tensor.copy_(tensors[name])

    def save(self, path: Path) -> None:
        """In f16, named by the encoder's modules, as rag/adapter.py takes it."""
        save_file({name: tensor.detach().numpy().astype(np.float16) for name, tensor in self._named().items()}, path)

    def _named(self) -> dict[str, torch.Tensor]:
        tensors = {"head.weight": self.weight, "head.bias": self.bias}
        for number, layer in enumerate(self.pairs):
            for name, (up, down) in layer.items():
                tensors |= {f"encoder.layer.{number}.{name}.up": up, f"encoder.layer.{number}.{name}.down": down}
        return tensors


def _pair(weight: torch.Tensor, rank: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The factors `up` (out, rank), zero, and `down` (rank, in), random."""
    out, into = weight.shape
    return torch.zeros(out, rank, requires_grad=True), (into**-0.5 * torch.randn(rank, into)).requires_grad_()


def batches(epochs: Iterator[list[Row]], size: int, draw: random.Random) -> Iterator[list[Row]]:
    """Batches of every epoch's rows, rows of about one length together."""
    for number, rows in enumerate(epochs):
        sys.stdout.write(f"epoch {number}: {len(rows)} windows of {np.mean([len(row.ids) for row in rows]):.0f} tokens\n")
        draw.shuffle(rows)
        made = []
        for first in range(0, len(rows), 50 * size):
            near = sorted(rows[first : first + 50 * size], key=lambda row: len(row.ids))
            made += [near[at : at + size] for at in range(0, len(near), size)]
        draw.shuffle(made)
        yield from made


@dataclass(frozen=True)
class Plan(Generic[Row]):
    """How long and how fast to learn what; `measure` is called every `every` steps and at the end."""

    steps: int
    rate: float
    loss: Loss[Row]
    measure: Callable[[int], None]
    every: int


def train(student: Student, made: Iterator[list[Row]], cores: int, plan: Plan[Row]) -> None:
    """AdamW with a linear warm-up and decay."""
    optimizer = torch.optim.AdamW(student.parameters, lr=plan.rate, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min((at + 1) / WARM, max(0.02, 1 - at / plan.steps)))
    started, losses, seen = time.time(), [], 0
    with ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for step in range(1, plan.steps + 1):
            rows = next(made)
            parts = [part for core in range(cores) if (part := rows[core::cores])]
            done = list(pool.map(partial(_gradients, student, plan.loss, len(rows)), parts))
            losses.append(sum(loss for loss, _ in done))
            for number, parameter in enumerate(student.parameters):
                parameter.grad = sum((grads[number] for _, grads in done[1:]), done[0][1][number])
            torch.nn.utils.clip_grad_norm_(student.parameters, 1.0)
            optimizer.step()
            schedule.step()
            seen += len(rows)
            if step % REPORT == 0:
                speed = seen / (time.time() - started)
                sys.stdout.write(f"step {step} loss {np.mean(losses[-REPORT:]):.3f}, {speed:.1f} windows/s\n")
                sys.stdout.flush()
            if step % plan.every == 0 or step == plan.steps:
                plan.measure(step)


def _gradients(student: Student, loss_of: Loss[Row], batch: int, rows: Sequence[Row]) -> tuple[float, tuple[torch.Tensor, ...]]:
    """What some rows add to the mean loss of a batch of so many, and its gradients."""
    ids, told = padded([row.ids for row in rows], PAD)
    loss = len(rows) / batch * loss_of(student.logits(ids, told), rows)
    return loss.item(), torch.autograd.grad(loss, student.parameters)
