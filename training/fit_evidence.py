"""Fit the weights in rag/evidence.py (order of sentences) and rag/confidence.py (when to refuse).

    python training/fit_evidence.py collect --nanibot FILE... --impossible FILE --out rows.json
    python training/fit_evidence.py fit rows.json

Data: the dev split of eval/questions.jsonl over the sample corpus, Nanibot (MIT) and machine-translated SQuAD 2
questions that their passage does not answer (CC BY-SA 4.0). Besides its own passage each question is asked again with
the gold article taken away: what is then found is the right kind of answer from the wrong place, which must be refused.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1].resolve()))

from corpus import Article, load_corpus
from eval.matching import stands_in
from eval.questions import Question as Asked
from eval.questions import load_questions
from eval.squad import load_squad
from index import Index, build_index, load_embedder, open_index
from rag.evidence import find_evidence
from rag.features import Features, vector
from rag.filters import Filters
from rag.followup import standalone
from rag.question import understand
from rag.retrieve import retrieve
from rag.vectors import SentenceVectors
from settings import load_settings

ROOT = Path(__file__).parents[1].resolve()
SEED = 7
OWN_WEIGHT = 6.0  # our register counts more than Wikipedia and university rules
LEFT_OUT = ("predicate", "missing")  # of the confidence: with so few questions their signs came out against all sense
PER_SET = {"nanibot": 300, "impossible": 200}


def collect(arguments: argparse.Namespace) -> None:
    """Write one row a question and setting: features of its sentences, and which of them hold a gold answer."""
    settings = load_settings()
    embedder = load_embedder("", settings.state)
    rows: list[dict[str, Any]] = []
    own = [q for q in load_questions(ROOT / "eval" / "questions.jsonl") if q.split == "dev"]
    sets: list[tuple[str, list[Article], list[Asked], bool]] = [
        ("own", list(load_corpus(ROOT / "corpus" / "articles").articles), own, True)
    ]
    pick = random.Random(SEED)
    for number, file in enumerate([*arguments.nanibot, arguments.impossible]):
        articles, questions = load_squad(Path(file))
        name = "impossible" if file == arguments.impossible else "nanibot"
        chosen = pick.sample(list(questions), min(PER_SET[name], len(questions)))
        used = {article_id for question in chosen for article_id in question.articles}
        if name == "impossible":
            articles = [article for article in articles if article.id in used]
        sets.append((f"{name}{number}", list(articles), chosen, False))
    for name, articles, questions, metadata in sets:
        with tempfile.TemporaryDirectory() as folder:
            build_index(articles, Path(folder), embedder, metadata=metadata)
            index = open_index(Path(folder), embedder)
            vectors = SentenceVectors(embedder)
            for question in tqdm(questions, desc=name):
                rows.extend(_rows(name, index, vectors, question))
    Path(arguments.out).write_text(json.dumps(rows), encoding="utf-8")


def _rows(name: str, index: Index, vectors: SentenceVectors, question: Asked) -> Iterator[dict[str, Any]]:
    full = standalone(question.question, [(a, b) for a, b in question.history], index.lexicon)
    asked = understand(full, index.lexicon)
    settings = ["with", "without"] if question.answerable and len(question.articles) == 1 else ["with"]
    for setting in settings:
        gone = set(question.articles) if setting == "without" else set()
        hits = retrieve(index, asked, Filters(), without=gone)
        found = find_evidence(index, asked, hits, vectors)
        gold = [float(setting == "with" and _holds(question, item)) for item in found]
        yield {
            "set": name,
            "setting": setting,
            "id": question.id,
            "category": question.category,
            "answerable": question.answerable and setting == "with",
            "x": [vector(item.features) for item in found],
            "gold": gold,
        }


def _holds(question: Asked, item: Any) -> bool:
    if item.article.id not in question.articles:
        return False
    if question.all_of:
        return sum(any(stands_in(gold, item.text) for gold in group) for group in question.all_of) >= max(
            1, len(question.all_of) - 1
        )
    return any(stands_in(gold, item.text) for gold in question.answers)


def fit(arguments: argparse.Namespace) -> None:
    """Print the weights: order by softmax over the sentences of all sets, confidence by logistic regression on our own."""
    import torch

    rows = [row for row in json.loads(Path(arguments.rows).read_text(encoding="utf-8")) if row["x"]]
    listwise = [row for row in rows if any(row["gold"])]
    weights = torch.zeros(len(rows[0]["x"][0]), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100)
    groups = [(torch.tensor(row["x"]), torch.tensor(row["gold"]), OWN_WEIGHT if row["set"] == "own" else 1.0) for row in listwise]

    def closure() -> Any:
        optimiser.zero_grad()
        loss = sum(
            w * -(torch.logsumexp(x @ weights + torch.log(g + 1e-9), 0) - torch.logsumexp(x @ weights, 0)) for x, g, w in groups
        )
        loss = loss / sum(w for _, _, w in groups) + 0.01 * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    order = weights.detach().numpy()
    for name in sorted({row["set"] for row in listwise}):
        ranked = [row["gold"][int(np.argmax(np.array(row["x"]) @ order))] for row in listwise if row["set"] == name]
        sys.stdout.write(f"{name}: gold sentence first {np.mean(ranked):.3f} of {len(ranked)}\n")
    sys.stdout.write(f"ORDER_WEIGHTS = {tuple(round(float(w), 2) for w in order)}\n")
    _fit_confidence(rows, order)


def _fit_confidence(rows: list[dict[str, Any]], order: "np.ndarray[Any, Any]") -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import cross_val_predict

    names = [field.name for field in fields(Features)]
    kept = [at for at, name in enumerate(names) if name not in LEFT_OUT]
    own = [row for row in rows if row["set"] == "own"]
    x = np.array([row["x"][int(np.argmax(np.array(row["x"]) @ order))] for row in own])[:, kept]
    y = np.array([row["answerable"] for row in own])
    model = LogisticRegression(C=1.0, max_iter=2000)
    guessed = cross_val_predict(model, x, y, cv=5, method="predict_proba")[:, 1]
    sys.stdout.write(f"confidence, cross-validated AUROC {roc_auc_score(y, guessed):.3f} of {len(y)}\n")
    model.fit(x, y)
    weights = np.zeros(len(names))
    weights[kept] = model.coef_[0]
    sys.stdout.write(f"BIAS = {model.intercept_[0]:.2f}\nWEIGHTS = {tuple(round(float(w), 2) for w in weights)}\n")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    collecting = commands.add_parser("collect")
    collecting.add_argument("--nanibot", nargs="+", required=True)
    collecting.add_argument("--impossible", required=True)
    collecting.add_argument("--out", required=True)
    collecting.set_defaults(run=collect)
    fitting = commands.add_parser("fit")
    fitting.add_argument("rows")
    fitting.set_defaults(run=fit)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
