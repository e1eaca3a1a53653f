"""The verifier: which words of a claim a passage does not support, and so how surely it supports the whole.

The reader's layers with a low-rank adapter of their own and one logit for each token of the claim: that it says what the
passage does not. Labels for tokens teach more from few claims than one for the whole (as in LettuceDetect, Kovács and Recski
2025). Adapter and head are made by training/fit_verifier.py.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.late import Floats
from index.packed import packed
from rag.adapter import adapted, head_and_updates, token_logits

WEIGHTS = Path(__file__).parent / "weights" / "verifier.safetensors"
LEAST = 0.5  # that a further sentence adds: a word that two sentences have
SENTENCES = 5  # of a passage that are read with a claim
TOKENS = 384  # of claim and passage together; what is longer is read up to there
CLAIM = 160  # tokens of a claim that are read
_WORD = re.compile(r"\w+(?:[.,/-]\w+)*")


class Verifies(Protocol):
    """What verifies: `Verifier`, or a fake of it in tests."""

    def support(self, claim: str, head: str, sentences: Sequence[str]) -> float:
        """In logits, over 0 for a claim that is rather supported."""
        ...


class Verifier:
    """Reads a passage for a claim; safe between threads."""

    def __init__(self, encoder: Any, tokenizer: Any, head: tuple[Floats, Floats]) -> None:
        """Take a BertModel, its tokenizer, and the head's weight (1, width) and bias (1,)."""
        self._encoder = encoder
        self._tokenizer = tokenizer
        self._head = head

    def support(self, claim: str, head: str, sentences: Sequence[str]) -> float:
        """In logits, over 0 for a claim that is rather supported."""
        ids, length = pair(self._tokenizer, claim, told_for(claim, head, sentences))
        logits = token_logits(self._encoder, self._head, [ids], self._tokenizer.pad_token_id)[0]
        return -float(np.logaddexp.reduce(logits[1 : 1 + length, 0]))


def told_for(claim: str, head: str, sentences: Sequence[str]) -> str:
    """Title and day of a passage, and in their order the sentences that share most with a claim.

    Each next sentence is the one that adds most of the claim's words, a word weighing less the more sentences have it.
    """
    words = [set(_WORD.findall(sentence.casefold())) for sentence in sentences]
    common = Counter(word for found in words for word in found)
    left = set(_WORD.findall(claim.casefold())) & set(common)
    rest, chosen = list(range(len(sentences))), list[int]()

    def gain(number: int) -> float:
        return sum(1 / common[word] for word in left & words[number])

    while rest and len(chosen) < SENTENCES:
        best = max(rest, key=lambda number: (gain(number), -number))
        if chosen and gain(best) < LEAST:
            break
        rest.remove(best)
        chosen.append(best)
        left -= words[best]
    return "\n".join((head, *(sentences[number] for number in sorted(chosen))))


def pair(tokenizer: Any, claim: str, told: str) -> tuple[list[int], int]:
    """Token ids of a claim and what is told behind it, and how many of them, from the second on, are the claim's."""
    said = tokenizer(claim, add_special_tokens=False)["input_ids"][:CLAIM]
    read = tokenizer(told, add_special_tokens=False)["input_ids"][: TOKENS - len(said) - 4]
    end = tokenizer.eos_token_id
    return [tokenizer.bos_token_id, *said, end, end, *read, end], len(said)


def load_verifier(encoder: Any, tokenizer: Any, weights: Path = WEIGHTS) -> Verifier:
    """The verifier over the reader's BertModel, which stays as it is."""
    head, updates = head_and_updates(weights)
    return Verifier(packed(adapted(encoder, updates)), tokenizer, head)
