"""Bring an index to the state of a corpus, embedding only what is new."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from langchain_core.documents import Document
from langchain_core.indexing import index as index_documents
from tqdm import tqdm

from corpus import CHUNKER_VERSION, Article, HoiBaoError, SetAside, chunk_article
from index.contents import NORMALISER_VERSION, document_of, read_version, write_contents
from index.embedder import Embedder
from index.lexicon import build_lexicon
from index.records import ChunkRecords
from index.search import Index
from index.store import FaissStore
from index.version import builder_lock, has_index, open_version, publish

_BATCH = 64  # chunks handed to the embedder at once


@dataclass(frozen=True)
class BuildReport:
    """What a build did: `published` is False when nothing had changed; `embedded` and `removed` count chunks."""

    version: str
    published: bool
    articles: int
    chunks: int
    embedded: int
    removed: int
    set_aside: tuple[SetAside, ...]
    seconds: float


def build_index(
    articles: Sequence[Article],
    index_dir: Path,
    embedder: Embedder,
    *,
    set_aside: Sequence[SetAside] = (),
    corpus: str = "",
    full: bool = False,
    purge: bool = False,
    metadata: bool = True,
    progress: bool = True,
) -> BuildReport:
    """Bring the index in `index_dir` to exactly these articles, embedding only what is new.

    `metadata=False` leaves titles out of what is embedded and matched; `full` embeds everything anew; `purge` keeps no
    earlier version. Raises HoiBaoError when there is nothing to index, another build is running, the folder cannot be
    written, or what is to be built upon is damaged; ValueError when two articles share an id.
    """
    started = time.perf_counter()
    by_id = _by_id(articles, corpus)
    with builder_lock(index_dir):
        facts = _facts(embedder, corpus, metadata)
        before = None if full else _reusable(index_dir, embedder, facts)
        store = (
            FaissStore(embedder, before.store.documents, before.store.vectors, before.store.lists)
            if before
            else FaissStore(embedder)
        )
        chunks = {(c.article_id, c.start, c.end): c for article in articles for c in chunk_article(article)}
        documents = [document_of(by_id[chunk.article_id], chunk, metadata) for chunk in chunks.values()]
        embedded, removed = _update(store, documents, progress)
        publishing = purge or before is None or bool(embedded or removed) or not _same_contents(before, by_id, set_aside, facts)
        version = "" if before is None else before.version
        if publishing:

            def write(folder: Path) -> dict[str, Any]:
                lexicon = build_lexicon(f"{article.title}\n{article.text}" for article in articles)
                write_contents(folder, articles=articles, chunks=chunks, store=store, set_aside=set_aside, lexicon=lexicon)
                counts = {"articles": len(articles), "chunks": len(chunks), "set_aside": len(set_aside)}
                return {**facts, "counts": counts, "built": datetime.now(UTC).isoformat(timespec="seconds")}

            version = publish(index_dir, write, purge=purge)
    return BuildReport(
        version=version,
        published=publishing,
        articles=len(articles),
        chunks=len(chunks),
        embedded=embedded,
        removed=removed,
        set_aside=tuple(set_aside),
        seconds=round(time.perf_counter() - started, 2),
    )


def _by_id(articles: Sequence[Article], corpus: str) -> dict[str, Article]:
    if not articles:
        raise HoiBaoError(
            f"there are no articles that can be read in {corpus or 'the corpus'}",
            mend="put .md, .txt, .html, .docx or .pdf files there, or name another folder with --corpus or HOIBAO_CORPUS",
            vietnamese="Kho bài chưa có bài nào.",
        )
    found = {article.id: article for article in articles}
    if len(found) != len(articles):
        raise ValueError(f"{len(articles)} articles, but {len(found)} different ids")
    return found


def _update(store: FaissStore, documents: Sequence[Document], progress: bool) -> tuple[int, int]:
    """Make `store` hold exactly these documents; how many were embedded, and how many removed."""
    with tqdm(total=len(documents), desc="Indexing", unit="chunk", disable=not progress, file=sys.stderr) as bar:
        done = index_documents(
            _counted(documents, bar),
            ChunkRecords(str(document.id) for document in store.documents),
            store,
            cleanup="full",
            key_encoder="sha256",
            batch_size=_BATCH,
        )
        bar.update(len(documents) - bar.n)
    return int(done["num_added"]), int(done["num_deleted"])


def _counted(documents: Sequence[Document], bar: Any) -> Iterator[Document]:
    """The documents; the bar counts them when the next batch is asked for, that is when they are embedded."""
    for number, document in enumerate(documents):
        if number % _BATCH == 0:
            bar.update(number - bar.n)
        yield document


def _facts(embedder: Embedder, corpus: str, metadata: bool) -> dict[str, Any]:
    return {
        "model": asdict(embedder.card),
        "normaliser": NORMALISER_VERSION,
        "chunker": CHUNKER_VERSION,
        "metadata": metadata,
        "corpus": str(Path(corpus).resolve()) if corpus else "",
    }


def _reusable(index_dir: Path, embedder: Embedder, facts: dict[str, Any]) -> Index | None:
    """The current index if its vectors can serve this build: same model and same way of making chunks."""
    if not has_index(index_dir):
        return None
    folder, manifest = open_version(index_dir)
    same = all(manifest[key] == facts[key] for key in ("model", "normaliser", "chunker", "metadata"))
    return read_version(folder, manifest, embedder) if same else None


def _same_contents(before: Index, articles: dict[str, Article], set_aside: Sequence[SetAside], facts: dict[str, Any]) -> bool:
    """Whether all that is stored beside the chunks is as it was."""
    return (before.articles, before.set_aside, before.manifest["corpus"]) == (articles, tuple(set_aside), facts["corpus"])
