"""A low-rank adapter (LoRA, Hu et al. 2021) merged into a copy of the encoder, and the head that goes with it."""

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

from index.forward import MULTIPLE
from index.late import Floats

SCALE = 2.0  # of the low-rank update: alpha / r
MODULES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def head_and_updates(weights: Path) -> tuple[tuple[Floats, Floats], dict[str, Any]]:
    """What a file of weights holds: the head's weight (outputs, width) and bias (outputs,), and the factors by module."""
    tensors = load_file(weights)
    head = tensors.pop("head.weight").astype(np.float32), tensors.pop("head.bias").astype(np.float32)
    return head, tensors


def padded(texts: Sequence[Sequence[int]], pad: int) -> tuple[Any, Any]:
    """Token ids of texts, shape (texts, tokens), and 1 for each token and 0 for padding."""
    import torch

    longest = -(-max(len(text) for text in texts) // MULTIPLE) * MULTIPLE
    ids = torch.full((len(texts), longest), pad)
    told = torch.zeros((len(texts), longest), dtype=torch.long)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text)
        told[row, : len(text)] = 1
    return ids, told


def token_logits(encoder: Any, head: tuple[Floats, Floats], texts: Sequence[Sequence[int]], pad: int) -> list[Floats]:
    """Of each text of token ids the head's logits (tokens, outputs)."""
    import torch

    ids, told = padded(texts, pad)
    with torch.inference_mode():
        states = encoder(input_ids=ids, attention_mask=told).last_hidden_state
    weight, bias = head
    logits = states.float().numpy() @ weight.T + bias
    return [logits[row, : len(text)] for row, text in enumerate(texts)]


def adapted(encoder: Any, updates: dict[str, Any]) -> Any:
    """A copy of a BertModel with `up @ down` added to the matrices named; it shares the embeddings."""
    import torch

    shared = {id(tensor): tensor for tensor in encoder.embeddings.state_dict(keep_vars=True).values()}
    copied = copy.deepcopy(encoder, shared)
    with torch.no_grad():
        for name in {key.rsplit(".", 1)[0] for key in updates}:
            weight = copied.get_submodule(name).weight
            up, down = (torch.from_numpy(updates[f"{name}.{part}"].astype(np.float32)) for part in ("up", "down"))
            weight.copy_(weight.float() + SCALE * up @ down)
    copied.config = copy.copy(encoder.config)
    copied.config.output_hidden_states = False
    return copied.eval()
