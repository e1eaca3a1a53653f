"""Build throughput, peak memory and ndcg@10 beside LangChain + sentence-transformers with their defaults.

    pip install langchain-text-splitters==1.1.3
    python benchmarks/throughput.py --news FILE.jsonl --squad xquad.vi.json [--articles 300] [--rounds 3]

Same model, same articles, each pipeline in a process of its own, in turns. Theirs: RecursiveCharacterTextSplitter(),
SentenceTransformer(...).encode(texts), which is what LangChain's HuggingFaceEmbeddings calls, InMemoryVectorStore.
Ours: build_index, hybrid search; once more with the model in float32, as on a processor without bf16. Writes
benchmarks/results/throughput.json.

Their default chunk of 4,000 characters is longer than the model reads (512 tokens), so what stands behind is never
embedded. Tokens that the model was given, special ones and padding left out, are counted on both sides for that reason.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from langchain_core.embeddings import Embeddings  # noqa: E402

from corpus import Article, syllable_count  # noqa: E402
from eval.measures.ranking import rank_scores  # noqa: E402
from eval.sets.squad import load_squad  # noqa: E402
from settings import load_settings  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "throughput.json"
PIPELINES = ("langchain defaults", "langchain chunks of 1000", "ours", "ours in float32")
ASKED = 10


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Measure build throughput.")
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pipeline", choices=PIPELINES, help="one of them, in this process")
    parser.add_argument("--rank", action="store_true", help="ndcg@10 instead of throughput, in this process")
    given = parser.parse_args()
    if given.pipeline:
        found = _rank(given.pipeline, given.squad) if given.rank else _build(given.pipeline, _news(given.news, given.articles))
        sys.stdout.write(json.dumps(found) + "\n")
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in PIPELINES}
    for _ in range(given.rounds):
        for name in PIPELINES:
            runs[name].append(_in_own_process(name, []))
    ranked = {name: _in_own_process(name, ["--rank"]) for name in PIPELINES}
    found = {name: {**_medians(runs[name]), **ranked[name]} for name in PIPELINES}
    base = found[PIPELINES[0]]
    for measured in found.values():
        for unit in ("articles_per_s", "tokens_per_s"):
            measured[f"{unit}_over_langchain"] = round(measured[unit] / base[unit], 2)
    result = {"load_average": os.getloadavg()[0], "articles": given.articles, "rounds": given.rounds, "pipelines": found}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _in_own_process(name: str, more: list[str]) -> dict[str, float]:
    command = [sys.executable, *sys.argv, "--pipeline", name, *more]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}


def _news(file: Path, count: int) -> list[Article]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()[:count]]
    return [Article(id=str(i), title=row["title"], text=f"{row['lead']}\n{row['text']}") for i, row in enumerate(rows)]


class _Encoded(Embeddings):
    """As langchain_huggingface.HuggingFaceEmbeddings: encode with nothing set."""

    def __init__(self, folder: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.model = SentenceTransformer(folder, device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.model.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class _Ours:
    """build_index and Index.search."""

    def __init__(self, float32: bool) -> None:
        from index import load_embedder

        settings = load_settings()
        self._embedder = load_embedder(settings.embedding_model, settings.state)
        self.model = self._embedder._model
        if float32:
            self.model.float()
        self._embedder.embed_query("khởi động")

    def build(self, articles: list[Article]) -> None:
        from index import build_index, open_index

        with tempfile.TemporaryDirectory() as folder:
            build_index(articles, Path(folder), self._embedder, progress=False)
            self._index = open_index(Path(folder), self._embedder)

    def search(self, question: str) -> list[str]:
        from index import Query

        return [hit.chunk.article_id for hit in self._index.search(Query((question,), (question,)), 4 * ASKED)]


class _LangChain:
    """The splitter, embeddings and store of LangChain, as they are when nothing is set (or chunks of another size)."""

    def __init__(self, **splitting: int) -> None:
        from langchain_core.vectorstores import InMemoryVectorStore
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        from index.bundled import bundled_model

        embeddings = _Encoded(str(bundled_model(load_settings().state)))
        self.model = embeddings.model
        self._splitter = RecursiveCharacterTextSplitter(**splitting)
        self._store = InMemoryVectorStore(embeddings)
        embeddings.embed_query("khởi động")

    def build(self, articles: list[Article]) -> None:
        texts = [f"{article.title}\n{article.text}".strip() for article in articles]
        self._store.add_documents(self._splitter.create_documents(texts, [{"id": article.id} for article in articles]))

    def search(self, question: str) -> list[str]:
        return [document.metadata["id"] for document in self._store.similarity_search(question, 4 * ASKED)]


def _pipeline(name: str) -> _Ours | _LangChain:
    if name.startswith("ours"):
        return _Ours(float32=name.endswith("float32"))
    return _LangChain() if name.endswith("defaults") else _LangChain(chunk_size=1000, chunk_overlap=200)


def _build(name: str, articles: list[Article]) -> dict[str, float]:
    pipeline = _pipeline(name)
    tokens = _counting(pipeline.model)
    started = time.perf_counter()
    pipeline.build(articles)
    seconds = time.perf_counter() - started
    return {
        "articles_per_s": len(articles) / seconds,
        "syllables_per_s": sum(syllable_count(article.text) for article in articles) / seconds,
        "tokens_per_s": sum(tokens) / seconds,
        "tokens": sum(tokens),
        "peak_memory_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    """Most memory that this process had; getrusage would count that of the process it was forked from."""
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")) / 1e3


def _counting(model: Any) -> list[int]:
    """A list that grows by the tokens of each batch that this SentenceTransformer is given."""
    seen: list[int] = []
    model.register_forward_pre_hook(lambda _, given: seen.append(int(given[0]["attention_mask"].sum())))
    return seen


def _rank(name: str, squad: Path) -> dict[str, float]:
    pipeline = _pipeline(name)
    articles, questions = load_squad(squad)
    pipeline.build(articles)
    gold = {question.id: question.articles for question in questions}
    found = {question.id: list(dict.fromkeys(pipeline.search(question.question)))[:ASKED] for question in questions}
    scores = rank_scores(gold, found)
    return {"ndcg@10": round(statistics.mean(row["ndcg@10"] for row in scores.values()), 4)}


if __name__ == "__main__":
    main()
