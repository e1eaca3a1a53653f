"""Retrieval time by stage, recall, memory and build time at 1,000, 100,000 and 1,000,000 chunks.

    python benchmarks/scale.py --news FILE.jsonl [FILE ...] --cache FOLDER [--sizes 1000 100000 1000000]

FILEs hold articles as JSON lines (title, lead, text). FOLDER keeps the vectors of real chunks between runs and needs
10 GB for the largest size. Each size is built in one process and asked in another, so that memory is told apart.
Writes benchmarks/results/scale.json. See benchmarks/made_up.py for the corpus.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from langchain_core.documents import Document  # noqa: E402
from langchain_core.embeddings import Embeddings  # noqa: E402
from made_up import Array, Source, load_source, postings, vectors  # noqa: E402

from corpus import Article, Chunk  # noqa: E402
from index import Index, Lexicon, Query, load_embedder, terms  # noqa: E402
from index.ivf import Lists, arrange  # noqa: E402
from index.late import QuestionTokens, TokenCodes  # noqa: E402
from index.lexical import Lexical, score  # noqa: E402
from index.postings import Posting, Postings  # noqa: E402
from index.store import FaissStore  # noqa: E402
from settings import load_settings  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "scale.json"
CHUNKS, QUESTIONS, PER_ARTICLE = 4000, 300, 5


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Measure retrieval at scale.")
    parser.add_argument("--news", type=Path, nargs="+", required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    parser.add_argument("--step", choices=["build", "ask"], help="of one size, in this process")
    given = parser.parse_args()
    if given.step:
        source = load_source(given.news, given.cache / "real.npz", _embed, CHUNKS, QUESTIONS)
        step = _build if given.step == "build" else _ask
        sys.stdout.write(json.dumps(step(source, given.sizes[0], given.cache / str(given.sizes[0]))) + "\n")
        return
    found: dict[str, Any] = {"machine": _machine(), "question_vector_ms": _question_vector_ms(given), "sizes": {}}
    for size in given.sizes:
        found["sizes"][size] = {step: _in_own_process(given, size, step) for step in ("build", "ask")}
        RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _in_own_process(given: argparse.Namespace, size: int, step: str) -> Any:
    news = [str(file) for file in given.news]
    command = [sys.executable, __file__, "--news", *news, "--cache", str(given.cache), "--sizes", str(size), "--step", step]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _machine() -> dict[str, Any]:
    told = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
    model = next(line.split(":")[1].strip() for line in told.splitlines() if line.startswith("Model name"))
    return {"cpu": model, "cores": os.cpu_count(), "load_average": os.getloadavg()[0]}


def _embed(texts: list[str], questions: bool) -> Array:
    settings = load_settings()
    embedder = load_embedder(settings.embedding_model, settings.state)
    made = [embedder.embed_query(text) for text in texts] if questions else embedder.embed_documents(texts)
    return np.asarray(made, np.float32)


def _question_vector_ms(given: argparse.Namespace) -> dict[str, float]:
    settings = load_settings()
    embedder = load_embedder(settings.embedding_model, settings.state)
    source = load_source(given.news, given.cache / "real.npz", _embed, CHUNKS, QUESTIONS)
    return _timed([lambda text=text: embedder.embed_query(text) for text in source.questions[:100]])


def _timed(calls: list[Callable[[], Any]]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds, the first ten calls left out as warm-up."""
    taken = []
    for call in calls:
        started = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - started))
    return {"p50": round(float(np.median(taken[10:])), 2), "p95": round(float(np.percentile(taken[10:], 95)), 2)}


def _peak_mb() -> int:
    """Most memory that this process had so far; getrusage would count that of the process it was forked from."""
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    return round(next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")) / 1e3)


def _megabytes(folder: Path) -> int:
    return round(sum(file.stat().st_size for file in folder.rglob("*.npy")) / 1e6)


def _build(source: Source, size: int, folder: Path) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    whole = vectors(source, size)
    started = time.perf_counter()
    arranged = arrange(whole, None)
    if arranged is not None:
        order, lists = arranged
        whole = whole[order]
        np.save(folder / "centroids.npy", lists.centroids)
        np.save(folder / "lists.npy", lists.offsets)
    np.save(folder / "vectors.npy", whole)
    of_vectors, peak = time.perf_counter() - started, _peak_mb()
    del whole, arranged
    taken = []
    for field in ("plain", "folded"):
        if (folder / field).exists():
            for file in (folder / field).iterdir():
                file.unlink()
            (folder / field).rmdir()
        started = time.perf_counter()
        postings(source, size, folded=field == "folded").save(folder / field)
        taken.append(time.perf_counter() - started)
    return {
        "vectors_s": round(of_vectors, 1),
        "bm25_fields_s": [round(seconds, 1) for seconds in taken],
        "peak_memory_mb": {"vectors": peak, "bm25": _peak_mb()},
    }


class _Known(Embeddings):
    """Hands out the vectors of the questions; embedding is measured apart."""

    def __init__(self, source: Source) -> None:
        self._known = dict(zip(source.questions, source.question_vectors, strict=True))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise NotImplementedError

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._known[text]
        return vector


def _open(source: Source, size: int, folder: Path) -> tuple[Index, float]:
    """An index over these arrays, its chunks without text, and how many milliseconds the arrays took to open."""
    started = time.perf_counter()
    whole = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
    lists = None
    if (folder / "lists.npy").exists():
        lists = Lists(np.load(folder / "centroids.npy"), np.load(folder / "lists.npy"))
    lexical = Lexical({field: Postings.load(folder / field) for field in ("plain", "folded")}, size)
    opening = 1000 * (time.perf_counter() - started)
    articles = {str(i): Article(id=str(i), title="", text="", source=str(i % 50)) for i in range(size // PER_ARTICLE)}
    chunks = tuple(Chunk(str(row % len(articles)), 0, 0, "", ()) for row in range(size))
    documents = [Document(page_content="", id=str(row)) for row in range(size)]
    store = FaissStore(_Known(source), documents, whole, lists)
    index = Index(
        version="v1",
        manifest={},
        articles=articles,
        chunks=chunks,
        copies={},
        set_aside=(),
        store=store,
        tokens=None,
        lexical=lexical,
        lexicon=Lexicon(),
        folder=folder,
    )
    return index, opening


def _ask(source: Source, size: int, folder: Path) -> dict[str, Any]:
    index, opening = _open(source, size, folder)
    exact = replace(index, store=FaissStore(index.store.embeddings, index.store.documents, index.store.vectors))
    asked = [(text, index.store.question_vector(text), Query((text,), (text,))) for text in source.questions]
    bags = {text: index.lexical.postings(terms(text)) for text in source.questions}
    few, half = (lambda article: article.source == "7"), (lambda article: int(article.source or 0) % 2 == 0)
    candidates = np.arange(0, size, max(size // 200, 1))
    question, codes = _late()
    for _, _, query in asked:  # brings the pages in
        index.search(query)
    found: dict[str, Any] = {
        "open_arrays_ms": round(opening, 1),
        "dense_ms": _timed([lambda v=v: index.store.nearest(v, 100) for _, v, _ in asked]),
        "dense_exact_ms": _timed([lambda v=v: exact.store.nearest(v, 100) for _, v, _ in asked[:60]]),
        "bm25_ms": _timed([lambda t=t: index.lexical.best(index.lexical.postings(terms(t)), 100) for t, _, _ in asked]),
        "bm25_by_sorting_every_row_ms": _timed([lambda t=t: _by_sorting(bags[t], size) for t, _, _ in asked[:40]]),
        "bm25_of_200_candidates_ms": _timed([lambda t=t: score(bags[t], candidates) for t, _, _ in asked]),
        "late_interaction_of_30_ms": _timed([lambda: codes.scores(question, np.ones(20, np.float32), range(30))] * 60),
        "search_ms": _timed([lambda q=q: index.search(q) for _, _, q in asked]),
        "search_one_source_of_50_ms": _timed([lambda q=q: index.search(q, keep=few) for _, _, q in asked[:60]]),
        "search_half_of_the_sources_ms": _timed([lambda q=q: index.search(q, keep=half) for _, _, q in asked[:60]]),
    }
    found["recall_at_10"] = _recalls(index, exact, asked, few)
    sizes = {name: _megabytes(folder / name) for name in ("plain", "folded")}
    bytes_of_vectors = index.store.vectors.nbytes
    beside = sum((folder / name).stat().st_size for name in ("centroids.npy", "lists.npy") if (folder / name).exists())
    found["memory"] = {
        "vectors_mb": round(bytes_of_vectors / 1e6),
        "vector_index_over_vectors": round(1 + beside / bytes_of_vectors, 3),
        "bm25_mb": sizes,
        "posting_rows": len(index.lexical._fields["plain"].rows),
        "terms": len(index.lexical._fields["plain"].ends),
        "resident_of_maps_mb": _mapped(folder),
    }
    return found


def _late() -> tuple[QuestionTokens, TokenCodes]:
    """A question of 20 tokens and 30 chunks of 190, at random: only the time is asked for."""
    draw = np.random.default_rng(0)
    rows = [draw.integers(-60, 60, (190, 64), np.int8) for _ in range(30)]
    return QuestionTokens("", draw.standard_normal((20, 64), np.float32), ()), TokenCodes.of(rows)


def _recalls(
    index: Index, exact: Index, asked: list[tuple[str, Array, Query]], few: Callable[[Article], bool]
) -> dict[str, float]:
    """Mean share of the exact ten best among the ten best found."""

    def of(found: list[set[Any]], wanted: list[set[Any]]) -> float:
        return round(float(np.mean([len(a & b) / len(b) for a, b in zip(found, wanted, strict=True)])), 4)

    def dense(one: Index) -> list[set[int]]:
        return [{row for row, _ in one.store.nearest(vector, 10)} for _, vector, _ in asked]

    def fused(one: Index, keep: Callable[[Article], bool] | None) -> list[set[int]]:
        return [{id(hit.chunk) for hit in one.search(query, 10, keep)} for _, _, query in asked]

    def bm25(every_row: bool) -> list[set[int]]:
        return [_bm25(index, text, every_row) for text, _, _ in asked[:60]]

    return {
        "dense": of(dense(index), dense(exact)),
        "bm25": of(bm25(False), bm25(True)),
        "fused": of(fused(index, None), fused(exact, None)),
        "fused_one_source_of_50": of(fused(index, few), fused(exact, few)),
    }


def _bm25(index: Index, text: str, every_row: bool) -> set[int]:
    known = index.lexical.postings(terms(text))
    found = _by_sorting(known, index.lexical.rows)[:10] if every_row else index.lexical.best(known, 10)
    return set(found.tolist())


def _by_sorting(known: list[Posting], rows: int) -> Array:
    """All rows by their scores."""
    scores = np.zeros(rows, np.float32)
    for posting in known:
        np.add.at(scores, posting.rows, posting.weights)
    return np.argsort(-scores, kind="stable")


def _mapped(folder: Path) -> dict[str, int]:
    """Megabytes resident of each mapped file, and of the process's own memory; Linux only."""
    found: dict[str, int] = {}
    name = ""
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if "-" in line.split(" ", maxsplit=1)[0]:
            name = line.split()[-1].removeprefix(f"{folder}/") if str(folder) in line else "own"
        elif line.startswith("Rss:"):
            found[name] = found.get(name, 0) + int(line.split()[1])
    return {key: round(value / 1e3) for key, value in found.items()}


if __name__ == "__main__":
    main()
