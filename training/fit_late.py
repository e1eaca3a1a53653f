"""Fit the projection of token vectors that index/late.py ranks with: index/weights/late.safetensors.

    python training/fit_late.py --squad FILE... --zalo FILE

The model stays as it is; only two matrices (hidden width x 64, one for passages, one for questions) are learnt. They start
as the principal directions of the passages' tokens and are then trained so that, among the 30 best chunks of the first
stage, a question's own passage comes first: softmax over first-stage score + scale x late interaction score.

Data: Nanibot (MIT), native questions over Wikipedia and university rules, and the Zalo 2019 questions (released under MIT).
A tenth of the passages of each set is held out and measured at every epoch. Two epochs take half an hour on two cores.
"""

import argparse
import json
import random
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1].resolve()))

from corpus import Article, clean
from eval.sets.squad import load_squad
from index import Index, Query, build_index, load_embedder, open_index
from index.embedder import BUNDLED, Embedder
from index.forward import passes
from index.fusion import RERANKED, reranked
from index.late import QuestionTokens
from settings import load_settings

OUT = Path(__file__).parents[1].resolve() / "index" / "weights" / "late.safetensors"
SEED, DIMENSIONS, EPOCHS, BATCH, HELD_OUT = 1, 64, 2, 16, 0.1
RATE, SCALE, SCALE_RATE = 3e-4, 40.0, 0.3  # of the matrices; of the factor before the late interaction score


@dataclass(frozen=True)
class Candidate:
    """A chunk that the first stage found: its row, its score there, and whether it is of the question's own passage."""

    row: int
    score: float
    right: bool


@dataclass(frozen=True)
class Asked:
    """A question with its tokens' hidden states and weights, and its candidates, best first."""

    states: torch.Tensor
    weights: torch.Tensor
    candidates: tuple[Candidate, ...]
    held_out: bool


@dataclass(frozen=True)
class Collection:
    """Hidden states of every chunk's tokens, and the questions."""

    name: str
    states: list[torch.Tensor]
    asked: list[Asked]


class Late(torch.nn.Module):
    """The two matrices, and how much the late interaction score counts beside the first stage while training."""

    def __init__(self, start: torch.Tensor) -> None:
        super().__init__()
        self.passage = torch.nn.Parameter(start.clone())
        self.question = torch.nn.Parameter(start.clone())
        self.scale = torch.nn.Parameter(torch.tensor(SCALE))

    def scores(self, asked: Asked, states: list[torch.Tensor]) -> torch.Tensor:
        """Late interaction score of each candidate, as index.late.TokenCodes.scores without the rounding to bytes."""
        unit = torch.nn.functional.normalize
        tokens = [states[candidate.row] for candidate in asked.candidates]
        passages = unit(torch.cat(tokens).float() @ self.passage, dim=-1)
        similar = unit(asked.states.float() @ self.question, dim=-1) @ passages.T
        best = torch.stack([part.amax(1) for part in similar.split([len(t) for t in tokens], dim=1)], 1)
        return (asked.weights[:, None] * best).sum(0) / asked.weights.sum().clamp_min(1e-6)


def load_zalo(path: Path) -> tuple[list[Article], list[tuple[str, set[str]]]]:
    """Every distinct text is an article; a question's own are those labelled true."""
    ids: dict[str, str] = {}
    own: dict[str, set[str]] = {}
    for row in json.loads(path.read_text(encoding="utf-8")):
        name = ids.setdefault(clean(row["text"]), f"zalo-{len(ids)}")
        if row["label"]:
            own.setdefault(clean(row["question"]), set()).add(name)
    return [Article(id=name, text=text, title="") for text, name in ids.items()], list(own.items())


def load_set(path: Path, is_zalo: bool) -> tuple[list[Article], list[tuple[str, set[str]]]]:
    """Articles, and questions with the ids of the articles that answer them."""
    if is_zalo:
        return load_zalo(path)
    articles, questions = load_squad(path)
    return articles, [(q.question, set(q.articles)) for q in questions if q.answerable]


def collect(name: str, articles: list[Article], questions: list[tuple[str, set[str]]], embedder: Embedder) -> Collection:
    """Run the first stage and keep the hidden states of all that is compared."""
    plain = Embedder(lambda: (embedder.load()._model, replace(BUNDLED, late=0)))
    with tempfile.TemporaryDirectory() as folder:
        build_index(articles, Path(folder), plain, metadata=False)
        index = open_index(Path(folder), plain)
        rows = {(chunk.article_id, chunk.start): row for row, chunk in enumerate(index.chunks)}
        held = set(random.Random(SEED).sample(sorted(index.articles), int(HELD_OUT * len(index.articles))))
        asked = [_asked(index, rows, embedder, text, own, bool(own & held)) for text, own in tqdm(questions, desc=name)]
        texts = [chunk.text for chunk in index.chunks]
    states: list[Any] = [None] * len(texts)
    for made in tqdm(passes(embedder.load()._model, BUNDLED.passage_prompt, texts, np.copy), total=len(texts), desc=name):
        states[made.number] = torch.from_numpy(made.told).half()
    return Collection(name, states, asked)


def _asked(index: Index, rows: dict[tuple[str, int], int], embedder: Embedder, text: str, own: set[str], held_out: bool) -> Asked:
    made = next(passes(embedder.load()._model, BUNDLED.query_prompt, [text], np.copy))
    tokens = QuestionTokens(text, made.told, made.spans)
    hits = index.search(Query((text,), (text,)), RERANKED)
    found = tuple(Candidate(rows[hit.chunk.article_id, hit.chunk.start], hit.score, hit.chunk.article_id in own) for hit in hits)
    return Asked(torch.from_numpy(made.told).half(), torch.from_numpy(tokens.weights(index.rarity)), found, held_out)


def start_of(collections: list[Collection]) -> torch.Tensor:
    """Principal directions (not centred) of a sample of the passages' tokens, shape (width, DIMENSIONS)."""
    tokens = torch.cat([states for collection in collections for states in collection.states[:400]]).float()
    sample = tokens[torch.randperm(len(tokens))[:30_000]]
    return torch.linalg.svd(sample, full_matrices=False)[2][:DIMENSIONS].T.contiguous()


def train(net: Late, collections: list[Collection]) -> None:
    """Fit the matrices; the report of each epoch goes to standard output."""
    pairs = [(c, q) for c in collections for q in c.asked if not q.held_out and len({x.right for x in q.candidates}) == 2]
    groups = [{"params": [net.passage, net.question], "lr": RATE}, {"params": [net.scale], "lr": SCALE_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.0)
    report("start", net, collections)
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(pairs)
        for first in tqdm(range(0, len(pairs) - BATCH + 1, BATCH), desc=f"epoch {epoch + 1}"):
            optimiser.zero_grad()
            losses = [loss(net, asked, collection.states) for collection, asked in pairs[first : first + BATCH]]
            torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        report(f"epoch {epoch + 1}", net, collections)


def loss(net: Late, asked: Asked, states: list[torch.Tensor]) -> torch.Tensor:
    """Negative log of the share that the right candidates get."""
    first = torch.tensor([candidate.score for candidate in asked.candidates])
    first = (first - first.mean()) / first.std().clamp_min(1e-6)
    late = net.scores(asked, states)
    shares = torch.log_softmax(first + net.scale * (late - late.mean()), dim=0)
    return -torch.logsumexp(shares[torch.tensor([candidate.right for candidate in asked.candidates])], dim=0)


def report(step: str, net: Late, collections: list[Collection]) -> None:
    """Mean reciprocal rank of the right passage among the candidates of held-out questions, without and with the late score."""
    for collection in collections:
        held = [asked for asked in collection.asked if asked.held_out and any(x.right for x in asked.candidates)]
        ranks: dict[str, list[float]] = {"without": [], "with": []}
        for asked in held:
            first = np.asarray([candidate.score for candidate in asked.candidates], np.float32)
            with torch.no_grad():
                late = net.scores(asked, collection.states).numpy()
            right = np.asarray([candidate.right for candidate in asked.candidates])
            for way, scores in (("without", first), ("with", reranked(first, late))):
                ranks[way].append(1 / (1 + int((scores > scores[right].max()).sum())))
        means = ", ".join(f"{way} {np.mean(found):.4f}" for way, found in ranks.items())
        sys.stdout.write(f"{step}: {collection.name}, {len(held)} held-out questions, MRR {means}\n")


def main() -> None:
    """Collect, fit, write."""
    parser = argparse.ArgumentParser(description="Fit the token projection of the late interaction score.")
    parser.add_argument("--squad", type=Path, nargs="+", required=True, metavar="FILE", help="question sets in SQuAD's shape")
    parser.add_argument("--zalo", type=Path, required=True, metavar="FILE", help="Zalo 2019, a list of labelled rows")
    arguments = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    embedder = load_embedder("", load_settings().state)
    files = [(file, False) for file in arguments.squad] + [(arguments.zalo, True)]
    collections = [collect(file.stem, *load_set(file, is_zalo), embedder) for file, is_zalo in files]
    net = Late(start_of(collections))
    train(net, collections)
    matrices = {"passage": net.passage, "question": net.question}
    save_file({name: matrix.detach().numpy().astype(np.float16) for name, matrix in matrices.items()}, OUT)
    sys.stdout.write(f"wrote {OUT.name}: scale {net.scale.item():.1f}\n")


if __name__ == "__main__":
    main()
