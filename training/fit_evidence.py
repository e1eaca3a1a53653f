"""Fit the weights in rag/evidence.py (order of sentences) and rag/confidence.py (when to refuse).

    python training/fit_evidence.py collect rows.json
    python training/fit_evidence.py fit rows.json

Data: the dev split of eval/questions.jsonl over the articles that it asks of; small archives of our own with questions
(training/archives); whole articles of our own that nothing else was fitted or mended on (training/unread.jsonl); and every second
passage or article of our own that the reader was not trained on, among all others. Besides
as it is each question is asked again with the gold article taken away: what is then found is the right kind of answer from
the wrong place, which must be refused.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1].resolve()))

from corpus import Article, load_corpus
from eval.measures.matching import stands_in
from eval.sets.questions import Question as Asked
from eval.sets.questions import load_questions
from index import Index, build_index, load_embedder, open_index
from rag.confidence import THRESHOLD, on_curve
from rag.evidence import OTHER_PLACE, find_evidence
from rag.features import Features, vector
from rag.filters import Filters
from rag.followup import standalone
from rag.question import understand
from rag.reader import Reader, open_reader
from rag.retrieve import retrieve
from rag.vectors import SentenceVectors
from settings import load_settings

ROOT = Path(__file__).parents[1].resolve()
OWN_WEIGHT, ARCHIVE_WEIGHT = 3.0, 2.0  # whole articles that speak of one another's places count more than single passages
# Of the confidence: what must not raise it, and what may do either; all else must not lower it.
OF_READER = ("read", "chosen")
AS_ASKED = 3.0  # weight of a question as it stands, to 1 for the same with its article taken away
BENDS = (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1)  # quantiles of a feature between which its curve runs straight
_NAMES = [field.name for field in fields(Features)].index("names")
AGAINST, EITHER = ("lacks_short", "missing", "unplanned"), ("length",)
ARCHIVES = ROOT / "training" / "archives"
# In training/; their register is that of the articles.
WRITTEN = ("passages", "figures", "articles", "features", "unread")


Floats = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Parts:
    """What questions are asked of."""

    index: Index
    vectors: SentenceVectors
    reader: Reader


def collect(arguments: argparse.Namespace) -> None:
    """Write one row a question and setting: features of its sentences, and which of them hold a gold answer."""
    settings = load_settings()
    embedder = load_embedder("", settings.state)
    reader = open_reader(embedder, settings.state)
    own = [q for q in load_questions(ROOT / "eval" / "questions.jsonl") if q.split == "dev"]
    told = {article for question in own for article in question.articles}
    folders = (ROOT / "corpus" / "articles", ROOT / "eval" / "articles")
    articles = [article for folder in folders for article in load_corpus(folder).articles if article.id in told]
    sets = [("own", articles, own)]
    sets += [(f"archive {folder.name}", *archive(folder)) for folder in sorted(ARCHIVES.iterdir())]
    sets += [(name, *_passages(name)) for name in WRITTEN]
    rows: list[dict[str, Any]] = []
    for name, articles, questions in sets:
        with tempfile.TemporaryDirectory() as folder:
            build_index(articles, Path(folder), embedder)
            parts = Parts(open_index(Path(folder), embedder), SentenceVectors(embedder), reader)
            for question in tqdm(questions, desc=name):
                rows.extend(_rows(name, parts, question))
    Path(arguments.rows).write_text(json.dumps(rows), encoding="utf-8")


def archive(folder: Path) -> tuple[list[Article], list[Asked]]:
    """The articles of an archive and all its questions."""
    articles = []
    for row in _json_lines(folder / "articles.jsonl"):
        published = date.fromisoformat(row["date"]) if row["date"] else None
        articles.append(Article(id=row["id"], text=row["text"], title=row["title"], published=published, place=row["place"]))
    asked = [
        Asked(
            id=f"{folder.name}-{number}",
            question=row["question"],
            answers=tuple(row["answers"]),
            all_of=(),
            articles=(row["article"],) if row["answerable"] else (),
            answerable=row["answerable"],
            category=row["kind"],
            split="dev",
            history=(),
        )
        for number, row in enumerate(_json_lines(folder / "questions.jsonl"))
    ]
    return articles, asked


def _json_lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _weight(name: str) -> float:
    return OWN_WEIGHT if name in {"own", "unread"} else 1.0 if name in {"passages", "figures"} else ARCHIVE_WEIGHT


def _passages(name: str) -> tuple[list[Article], list[Asked]]:
    """All passages of a file as articles, and the questions on every second one that the reader has not seen.

    Those whose split is "fit" serve nothing else and are asked of one and all.
    """
    articles, asked, unseen = [], [], 0
    for line in (ROOT / "training" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        day = passage.get("date")
        published = date.fromisoformat(day) if day else None
        articles.append(Article(id=passage["id"], text=passage["text"], title=passage["title"], published=published))
        unseen += passage["split"] == "test"
        if passage["split"] != "fit" and (passage["split"] != "test" or unseen % 2):
            continue
        for number, row in enumerate(passage["questions"]):
            asked.append(_asked(f"{passage['id']}-{number}", passage["id"], row))
    return articles, asked


def _asked(name: str, article: str, row: dict[str, Any]) -> Asked:
    found = bool(row["answer"])
    return Asked(
        id=name,
        question=row["question"],
        answers=(row["answer"],) if found else (),
        all_of=(),
        articles=(article,) if found else (),
        answerable=found,
        category=row.get("kind", "other"),
        split="dev",
        history=(),
    )


def _rows(name: str, parts: Parts, question: Asked) -> Iterator[dict[str, Any]]:
    full = standalone(question.question, [(a, b) for a, b in question.history], parts.index.lexicon)
    asked = understand(full, parts.index.lexicon)
    settings = ["with", "without"] if question.answerable and len(question.articles) == 1 else ["with"]
    for setting in settings:
        gone = set(question.articles) if setting == "without" else set()
        hits = retrieve(parts.index, asked, Filters(), without=gone)
        found = find_evidence(parts.index, asked, hits, parts.vectors, parts.reader)
        gold = [float(setting == "with" and _holds(question, item)) for item in found]
        yield {
            "set": name,
            "setting": setting,
            "id": question.id,
            "category": question.category,
            "kind": asked.kind,
            "answerable": question.answerable and setting == "with",
            "x": [vector(item.features) for item in found],
            "gold": gold,
            "bad": [item.contradicts for item in found],
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
    rows = [row for row in json.loads(Path(arguments.rows).read_text(encoding="utf-8")) if row["x"]]
    listwise = [row for row in rows if any(row["gold"])]
    order = _fit_order(listwise, ())
    for name in sorted({row["set"] for row in listwise}):
        ranked = [row["gold"][_ranked(row, order)[0]] for row in listwise if row["set"] == name]
        sys.stdout.write(f"{name}: gold sentence first {np.mean(ranked):.3f} of {len(ranked)}\n")
    sys.stdout.write(f"ORDER_WEIGHTS = {_written(order)}\n")
    sys.stdout.write(f"PICK_WEIGHTS = {_written(_fit_order(listwise, OF_READER))}\n")
    _fit_confidence(rows, order)


def _fit_order(listwise: list[dict[str, Any]], without: Sequence[str]) -> Floats:
    """Weights of the features, 0 for those left out."""
    import torch

    left = torch.tensor([float(field.name not in without) for field in fields(Features)])
    weights = torch.zeros(len(left), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100)
    groups = [(torch.tensor(row["x"]) * left, torch.tensor(row["gold"]), _weight(row["set"])) for row in listwise]

    def closure() -> Any:
        optimiser.zero_grad()
        loss = sum(
            w * -(torch.logsumexp(x @ weights + torch.log(g + 1e-9), 0) - torch.logsumexp(x @ weights, 0)) for x, g, w in groups
        )
        loss = loss / sum(w for _, _, w in groups) + 0.01 * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    found: Floats = (weights * left).detach().numpy()
    return found


def _fit_confidence(rows: list[dict[str, Any]], order: Floats) -> None:
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    best = [_ranked(row, order) for row in rows]
    # The shown answer often is two sentences: it is right where one of the first two holds the gold answer.
    right = np.array([any(row["gold"][at] for at in first[:2]) for row, first in zip(rows, best, strict=True)], float)
    x = np.array([row["x"][first[0]] for row, first in zip(rows, best, strict=True)])
    bad = np.array([row["bad"][first[0]] for row, first in zip(rows, best, strict=True)])
    # A near-miss is refused for what tells it from the answer, not for what tells it from another article.
    weights = np.array([_weight(row["set"]) * (AS_ASKED if row["setting"] == "with" else 1.0) for row in rows])
    # An archive is held out whole, and so is an article: their questions share places and figures.
    groups = [row["set"] if row["set"].startswith("archive") else row["set"] + _article_of(row["id"]) for row in rows]
    guessed = np.zeros(len(rows))
    for inside, outside in GroupKFold(8).split(x, right, groups):
        bias, curves = _fitted_curves(x[inside], right[inside], weights[inside])
        logits = [bias + sum(map(on_curve, curves, features)) for features in x[outside].tolist()]
        value = 1 / (1 + np.exp(-np.array(logits)))
        guessed[outside] = np.where(bad[outside], np.minimum(value, THRESHOLD / 2), value)
    for name in sorted({row["set"] for row in rows}):
        mine = np.array([row["set"] == name for row in rows])
        asked = mine & np.array([row["setting"] == "with" for row in rows])
        answerable = np.array([row["answerable"] for row in rows])
        sys.stdout.write(
            f"confidence, cross-validated AUROC on {name}: right {roc_auc_score(right[mine], guessed[mine]):.3f} of {mine.sum()}"
            f", answerable {roc_auc_score(answerable[asked], guessed[asked]):.3f} of {asked.sum()}\n"
        )
    _wrong_passages(rows, guessed)
    for kind in ("own", "archive", "unread"):
        mine = np.array([row["set"].startswith(kind) for row in rows])
        if mine.any():
            sys.stdout.write(f"{kind}:\n")
            _risk_and_coverage([row for row, use in zip(rows, mine, strict=True) if use], guessed[mine], right[mine])
    bias, curves = _fitted_curves(x, right, weights)
    sys.stdout.write(f"BIAS = {bias:.2f}\nCURVES: dict[str, Curve] = {{\n")
    for field, points in zip(fields(Features), curves, strict=True):
        if any(height for _, height in points):
            sys.stdout.write(f'    "{field.name}": {tuple((round(at, 3), round(height, 2)) for at, height in points)},\n')
    sys.stdout.write("}\n")


def _ranked(row: dict[str, Any], order: Floats) -> list[int]:
    """The sentences of a question, best first, as `find_evidence` orders them."""
    scores = np.array(row["x"]) @ order - OTHER_PLACE * (np.array(row["x"])[:, _NAMES] < 0.4)
    return [int(at) for at in np.lexsort((-scores, np.array(row["bad"])))]


def _article_of(name: str) -> str:
    """Of a question's id: "u-a-01-7" is asked of "u-a-01"; that of an eval question names no article and stands for itself."""
    return name.rsplit("-", 1)[0]


def _written(weights: Floats) -> tuple[float, ...]:
    return tuple(round(float(weight), 2) for weight in weights)


def _fitted_curves(x: Floats, right: Floats, weights: Floats) -> tuple[float, list[list[tuple[float, float]]]]:
    """Logistic regression (ridge .5) over straight pieces between quantiles of each feature; no curve turns against sense."""
    from scipy.optimize import minimize

    knots = [_knots(column) for column in x.T]
    pieces = [(field.name, at, low, high) for at, field in enumerate(fields(Features)) for low, high in pairwise(knots[at])]
    ramps = np.stack([np.clip((x[:, at] - low) / (high - low), 0, 1) for _, at, low, high in pieces], axis=1)

    def loss(given: Floats) -> tuple[float, Floats]:
        value = given[0] + ramps @ given[1:]
        wrong = weights * (1 / (1 + np.exp(-value)) - right)
        total = float((weights * (np.logaddexp(0, value) - right * value)).sum() + 0.5 * (given[1:] ** 2).sum())
        return total, np.concatenate([[wrong.sum()], ramps.T @ wrong + given[1:]])

    bounds = [(None, None)]
    bounds += [(None, None) if name in EITHER else (None, 0) if name in AGAINST else (0, None) for name, _, _, _ in pieces]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 1000})
    curves = []
    for at, ends in enumerate(knots):
        rises = [rise for (_, of, _, _), rise in zip(pieces, found.x[1:], strict=True) if of == at]
        curves.append(list(zip(map(float, ends), np.concatenate([[0.0], np.cumsum(rises)]).tolist(), strict=True)))
    return float(found.x[0]), curves


def _knots(values: Floats) -> Floats:
    """Where the curve of a feature may bend; of one that has two values, both."""
    distinct = np.unique(values)
    ends: Floats = distinct if len(distinct) == 2 else np.unique(np.quantile(values, BENDS))
    return ends if len(ends) > 1 else np.array([ends[0], ends[0] + 1])


def _wrong_passages(rows: list[dict[str, Any]], sure: Floats) -> None:
    """AUROC of the confidence in the right passage over that in the best passage of another article."""
    from sklearn.metrics import roc_auc_score

    for name in sorted({row["set"] for row in rows}):
        both = {row["id"] for row in rows if row["set"] == name and row["setting"] == "without"}
        mine = np.array([row["set"] == name and row["id"] in both for row in rows])
        settings = [row["setting"] == "with" for row, use in zip(rows, mine, strict=True) if use]
        sys.stdout.write(
            f"right passage against the best of another article, {name}: AUROC {roc_auc_score(settings, sure[mine]):.3f}\n"
        )


def _risk_and_coverage(own: list[dict[str, Any]], sure: Floats, right: Floats) -> None:
    """For thresholds: share answered of the answerable, of those wrong, and share refused of the unanswerable, as asked."""
    asked = [(row, value, good) for row, value, good in zip(own, sure, right, strict=False) if row["setting"] == "with"]
    sys.stdout.write("threshold coverage risk refusal_recall\n")
    for threshold in np.arange(0.1, 0.9, 0.05):
        answered = [good for row, value, good in asked if row["answerable"] and value >= threshold]
        refused = [value < threshold for row, value, _ in asked if not row["answerable"]]
        total = sum(row["answerable"] for row, _, _ in asked)
        risk = 1 - np.mean(answered) if answered else 0.0
        sys.stdout.write(f"{threshold:.2f} {len(answered) / total:.3f} {risk:.3f} {np.mean(refused):.3f}\n")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    collecting = commands.add_parser("collect")
    collecting.add_argument("rows")
    collecting.set_defaults(run=collect)
    fitting = commands.add_parser("fit")
    fitting.add_argument("rows")
    fitting.set_defaults(run=fit)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
