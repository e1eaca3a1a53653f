"""Bring an index to the state of a corpus, embedding only what is new."""

import itertools
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from langchain_core.documents import Document
from langchain_core.indexing import index as index_documents
from tqdm import tqdm

from corpus import CHUNKER_VERSION, Article, Chunk, Draft, HoiBaoError, SetAside, chunk_article, find_copies, reading_fingerprint
from index.contents import NORMALISER_VERSION, Contents, document_of, read_version, write_contents
from index.embedder import Embedder
from index.known import KnownVectors
from index.late import MOST_CHUNKS, CodesOf
from index.lexical import terms_fingerprint
from index.publish import builder_lock, publish
from index.records import ChunkRecords
from index.search import Index
from index.store import FaissStore
from index.version import has_index, open_version, whole_versions

_BATCH = 128  # chunks handed to the embedder at once

Told = Callable[[str, int, int], object]  # a stage, how much of it is done and of how much; 0 of 0 where that is not known
Place = tuple[str, int, int]  # article id, start, end


@dataclass(frozen=True)
class BuildReport:
    """What a build did: `published` is False when nothing had changed. `embedded` counts the texts that the model was
    given; chunks new at their place but known by their text are `reused`, chunks no longer there are `removed`."""

    version: str
    published: bool
    articles: int
    chunks: int
    embedded: int
    removed: int
    set_aside: tuple[SetAside, ...]
    seconds: float
    reused: int


@dataclass(frozen=True)
class _Changes:
    """How many chunks are new at their place, how many of their texts had to be embedded, how many chunks are gone."""

    added: int
    embedded: int
    removed: int


def _unheard(stage: str, done: int, total: int) -> None:
    """Nobody listens."""


def build_index(
    articles: Sequence[Article],
    index_dir: Path,
    embedder: Embedder,
    *,
    set_aside: Sequence[SetAside] = (),
    drafts: Mapping[str, Draft] = MappingProxyType({}),
    corpus: str = "",
    full: bool = False,
    purge: bool = False,
    metadata: bool = True,
    progress: bool = True,
    told: Told = _unheard,
) -> BuildReport:
    """Bring the index in `index_dir` to exactly these articles, embedding only texts that no vector is known of.

    `drafts` (by path) are kept for the next reading of the corpus, see `known_drafts`. Copies of an article are stored but
    not searched. `metadata=False` leaves titles out of what is embedded and matched, and takes no article for a copy;
    `full` embeds everything anew; `purge` keeps no earlier version; `told` hears the stages "compare", "embed" (in texts) and
    "write". Raises HoiBaoError when there is nothing to index,
    another build is running, the folder cannot be written, or what is to be built upon is damaged; ValueError when two
    articles share an id.
    """
    started = time.perf_counter()
    by_id = _by_id(articles, corpus)
    with builder_lock(index_dir):
        told("compare", 0, 0)
        facts = _facts(embedder, corpus, metadata)
        before, is_current = (None, False) if full else _reusable(index_dir, embedder, facts)
        copies = find_copies(articles) if metadata else {}
        chunks = _chunked(_without_copies(by_id, copies), before, facts)
        documents = [document_of(by_id[chunk.article_id], chunk, metadata) for chunk in chunks.values()]
        store, tokens, changes = _updated(before, embedder, documents, progress, told)
        contents = Contents(by_id, drafts, copies, chunks, store, tokens, tuple(set_aside))
        told("write", 0, 0)
        moved = purge or not is_current or bool(changes.added or changes.removed)
        standing = before if before is not None and not moved and _same(before, contents, facts) else None
        version = standing.version if standing else _published(index_dir, contents, before, facts, purge)
    return BuildReport(
        version=version,
        published=standing is None,
        articles=len(articles),
        chunks=len(chunks),
        embedded=changes.embedded,
        removed=changes.removed,
        set_aside=tuple(set_aside),
        seconds=round(time.perf_counter() - started, 2),
        reused=changes.added - changes.embedded,
    )


def _by_id(articles: Sequence[Article], corpus: str) -> dict[str, Article]:
    if not articles:
        raise HoiBaoError(
            f"there are no articles that can be read in {corpus or 'the corpus'}",
            mend="put .md, .txt, .html, .docx or .pdf files there, or name another folder with --corpus or HOIBAO_CORPUS",
            vietnamese="Kho bài chưa có bài nào.",
            cure="Đưa các tệp .md, .txt, .html, .docx hoặc .pdf vào thư mục bài báo, rồi cập nhật lại.",
        )
    found = {article.id: article for article in articles}
    if len(found) != len(articles):
        raise ValueError(f"{len(articles)} articles, but {len(found)} different ids")
    return found


def _chunked(articles: Iterable[Article], before: Index | None, facts: dict[str, Any]) -> dict[Place, Chunk]:
    """The chunks of all articles; those of a text that was cut before, under whatever id, are taken from there."""
    cut: dict[str, list[Chunk]] = {}
    if before is not None and all(before.manifest[key] == facts[key] for key in ("chunker", "reader")):
        kept = _without_copies(before.articles, before.copies)
        of_article: dict[str, list[Chunk]] = {article.id: [] for article in kept}
        for chunk in sorted(before.chunks, key=lambda chunk: chunk.start):
            of_article[chunk.article_id].append(chunk)
        cut = {article.text: of_article[article.id] for article in kept}
    found: dict[Place, Chunk] = {}
    for article in articles:
        chunks = chunk_article(article) if article.text not in cut else cut[article.text]
        found |= {(article.id, c.start, c.end): replace(c, article_id=article.id) for c in chunks}
    return found


def _without_copies(articles: Mapping[str, Article], copies: Mapping[str, Sequence[str]]) -> list[Article]:
    left_out = {copy for group in copies.values() for copy in group}
    return [article for key, article in articles.items() if key not in left_out]


def _updated(
    before: Index | None, embedder: Embedder, documents: Sequence[Document], progress: bool, told: Told
) -> tuple[FaissStore, CodesOf, _Changes]:
    """A store of exactly these documents with their tokens' codes, made out of the index before."""
    late = embedder.card.late > 0 and len(documents) <= MOST_CHUNKS
    if before is not None and late and before.tokens is None:
        before = None  # it was above the limit: its vectors without codes are of no use here
    held = before.store if before else FaissStore(embedder)
    vectors = KnownVectors(embedder, before, late)
    new = vectors.lacking(document.page_content for document in documents)
    with tqdm(total=new, desc="Embedding", unit="chunk", disable=not (progress and new), file=sys.stderr) as bar:

        def embedded(count: int) -> None:
            bar.update(count)
            told("embed", vectors.embedded, new)

        told("embed", 0, new)
        vectors.told = embedded
        store = FaissStore(vectors, held.documents, held.vectors if before else None, held.lists)
        done = index_documents(
            documents,
            ChunkRecords(str(document.id) for document in held.documents),
            store,
            cleanup="full",
            key_encoder="sha256",
            batch_size=_BATCH,
        )
    return store, vectors.codes, _Changes(int(done["num_added"]), vectors.embedded, int(done["num_deleted"]))


def _facts(embedder: Embedder, corpus: str, metadata: bool) -> dict[str, Any]:
    return {
        "model": asdict(embedder.card),
        "normaliser": NORMALISER_VERSION,
        "chunker": CHUNKER_VERSION,
        "reader": reading_fingerprint(),
        "terms": terms_fingerprint(),
        "metadata": metadata,
        "corpus": str(Path(corpus).resolve()) if corpus else "",
    }


def _reusable(index_dir: Path, embedder: Embedder, facts: dict[str, Any]) -> tuple[Index | None, bool]:
    """The current version if this model made it, else the newest other one that it made; whether it is the current one."""
    if not has_index(index_dir):
        return None, False
    current = open_version(index_dir)
    for folder, manifest in itertools.chain([current], whole_versions(index_dir)):
        if manifest["model"] == facts["model"]:
            return read_version(folder, manifest, embedder), folder == current[0]
    return None, False


def _same(before: Index, contents: Contents, facts: dict[str, Any]) -> bool:
    """Whether all that is stored beside the chunks, and the way of making it, is as it was."""
    same_way = all(before.manifest[key] == value for key, value in facts.items())
    stored = (before.articles, before.copies, before.set_aside)
    return same_way and stored == (contents.articles, contents.copies, contents.set_aside)


def _published(index_dir: Path, contents: Contents, before: Index | None, facts: dict[str, Any], purge: bool) -> str:
    """Publish a version; its name."""
    same_terms = before is not None and before.manifest["terms"] == facts["terms"]

    def write(folder: Path) -> dict[str, Any]:
        write_contents(folder, contents, before if same_terms else None)
        return {**facts, "counts": contents.counts, "built": datetime.now(UTC).isoformat(timespec="seconds")}

    return publish(index_dir, write, purge=purge)
