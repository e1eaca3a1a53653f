"""How an index is written into a version folder and read back: plain .npy, JSON and JSON lines, no pickle."""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from corpus import Article, Chunk, Draft, HoiBaoError, SetAside, Span
from index.counts import WordCounts, count_words
from index.ivf import Lists
from index.late import CodesOf, TokenCodes
from index.lexical import Lexical
from index.lexicon import learn
from index.remembered import ARTICLES, DRAFTS, draft_rows
from index.rows import date_of, origin_of, read_lines, write_lines
from index.search import Index
from index.store import FaissStore
from index.version import DamagedIndex, current_stamp, open_version, quoted, whole_versions

NORMALISER_VERSION = 2  # of corpus.text: raise it when the cleaned text or the index terms change
_CHUNKS, _COPIES, _VECTORS, _CENTROIDS, _LISTS, _WORDS, _SET_ASIDE, _BM25, _TOKENS = (
    "chunks.jsonl",
    "copies.json",
    "vectors.npy",
    "centroids.npy",
    "lists.npy",
    "words.json",
    "set_aside.jsonl",
    "bm25",
    "tokens",
)
_LOG = logging.getLogger(__name__)


def passage_text(article: Article, chunk: Chunk, with_title: bool) -> str:
    """What is embedded and matched for a chunk: its text, under the title unless it opens with it."""
    title = article.title.strip()
    if not with_title or not title or chunk.text.startswith(title):
        return chunk.text
    return f"{title}\n{chunk.text}"


def document_of(article: Article, chunk: Chunk, with_title: bool) -> Document:
    """The LangChain document of a chunk; its metadata holds nothing that changes without the text changing."""
    place = {"article_id": chunk.article_id, "start": chunk.start, "end": chunk.end}
    return Document(page_content=passage_text(article, chunk, with_title), metadata=place)


@dataclass(frozen=True)
class Contents:
    """What a version is made of: articles by id, drafts by path, chunks by article id, start and end."""

    articles: Mapping[str, Article]
    drafts: Mapping[str, Draft]
    copies: Mapping[str, Sequence[str]]
    chunks: Mapping[tuple[str, int, int], Chunk]
    store: FaissStore
    tokens: CodesOf
    set_aside: Sequence[SetAside]

    @property
    def counts(self) -> dict[str, int]:
        """Of articles, copies among them, chunks, and files set aside."""
        copies = sum(len(ids) for ids in self.copies.values())
        return {"articles": len(self.articles), "copies": copies, "chunks": len(self.chunks), "set_aside": len(self.set_aside)}


def write_contents(folder: Path, contents: Contents, before: Index | None) -> None:
    """Write everything but the manifest; chunk rows follow the store's. Raises OSError.

    `before` is a version whose index terms were made in the same way.
    """
    articles, store = contents.articles, contents.store
    write_lines(folder / ARTICLES, (asdict(article) for article in articles.values()))
    write_lines(folder / DRAFTS, draft_rows(articles, contents.drafts))
    (folder / _COPIES).write_text(json.dumps(contents.copies, ensure_ascii=False), encoding="utf-8")
    write_lines(folder / _SET_ASIDE, (asdict(item) for item in contents.set_aside))
    store.arrange()
    write_lines(folder / _CHUNKS, (_chunk_row(document, contents.chunks[_key(document)]) for document in store.documents))
    np.save(folder / _VECTORS, store.vectors, allow_pickle=False)
    if store.lists is not None:
        np.save(folder / _CENTROIDS, store.lists.centroids, allow_pickle=False)
        np.save(folder / _LISTS, store.lists.offsets, allow_pickle=False)
    codes = contents.tokens(document.page_content for document in store.documents)
    if codes is not None:
        (folder / _TOKENS).mkdir()
        codes.save(folder / _TOKENS)
    _words(articles, before).save(folder / _WORDS)
    (folder / _BM25).mkdir()
    _lexical([document.page_content for document in store.documents], before).save(folder / _BM25)


def _words(articles: Mapping[str, Article], before: Index | None) -> WordCounts:
    """The words of all articles; those that stood in the version before are not counted again."""
    texts = Counter(f"{article.title}\n{article.text}" for article in articles.values())
    if before is None:
        return count_words(texts.elements())
    known = Counter(f"{article.title}\n{article.text}" for article in before.articles.values())
    return WordCounts.load(before.folder / _WORDS).changed((known - texts).elements(), (texts - known).elements())


def _lexical(texts: Sequence[str], before: Index | None) -> Lexical:
    """BM25 of these texts; those that stood in the version before are not taken apart again."""
    if before is None:
        return Lexical.build(texts)
    known = {document.page_content: row for row, document in enumerate(before.store.documents)}
    rows = np.asarray([known.get(text, -1) for text in texts], np.int64)
    return before.lexical.carried(rows, [text for text in texts if text not in known])


def open_index(parent: Path, embedding: Embeddings, *, fall_back: bool = True) -> Index:
    """The current version, verified and loaded; raises HoiBaoError when there is none, or it is damaged or of another model.

    The model is compared where `embedding` has a `card` (ModelCard). A version that is replaced while it is being read
    is no error: the new one is opened. With `fall_back`, the newest whole version of the same model stands in for a
    damaged one, and the log says so.
    """
    while True:
        named = current_stamp(parent)
        try:
            return _open(parent, *open_version(parent), embedding)
        except DamagedIndex as error:
            if current_stamp(parent) != named:
                continue
            earlier = _earlier(parent, embedding) if fall_back else None
            if earlier is None:
                raise
            _LOG.error("%s (%s is served until then)", error, earlier.version)
            return earlier
        except (HoiBaoError, FileNotFoundError):
            if current_stamp(parent) == named:
                raise


def _open(parent: Path, folder: Path, manifest: dict[str, Any], embedding: Embeddings) -> Index:
    _check_makers(parent, manifest, embedding)
    return read_version(folder, manifest, embedding)


def _earlier(parent: Path, embedding: Embeddings) -> Index | None:
    """The newest whole version that this model and this normaliser can serve."""
    for folder, manifest in whole_versions(parent):
        try:
            return _open(parent, folder, manifest, embedding)
        except (HoiBaoError, FileNotFoundError):
            continue
    return None


def _check_makers(parent: Path, manifest: dict[str, Any], embedding: Embeddings) -> None:
    """A question must go through the same model and the same normaliser as the passages did."""
    card = getattr(embedding, "card", None)
    made = manifest["model"]
    if card is not None and asdict(card) != made:
        used = _model_name(asdict(card))
        raise HoiBaoError(
            f"the index in {parent} was made with the model {_model_name(made)}, in use is {used}",
            mend=f"build one for it with `python -m index.build --index {quoted(parent)}`, or set HOIBAO_EMBEDDING_MODEL back",
            vietnamese="Chỉ mục được lập bằng mô hình khác; xin báo người quản trị.",
            exit_code=1,
        )
    if manifest["normaliser"] != NORMALISER_VERSION:
        raise HoiBaoError(
            f"the index in {parent} was made by normaliser {manifest['normaliser']}, this program has {NORMALISER_VERSION}",
            mend=f"build it anew with `python -m index.build --index {quoted(parent)}`",
            vietnamese="Chỉ mục được lập bằng bản chương trình khác; xin báo người quản trị.",
            exit_code=1,
        )


def _model_name(card: dict[str, Any]) -> str:
    return f"{card['id']} ({card['revision']}, {card['dimension']} dimensions)"


def read_version(folder: Path, manifest: dict[str, Any], embedding: Embeddings) -> Index:
    """The index in a verified version folder."""
    articles = {row["id"]: _article(row) for row in read_lines(folder / ARTICLES)}
    rows = read_lines(folder / _CHUNKS)
    chunks = tuple(_chunk(row, articles) for row in rows)
    with_title = bool(manifest["metadata"])
    documents = [
        document_of(articles[chunk.article_id], chunk, with_title).model_copy(update={"id": row["id"]})
        for chunk, row in zip(chunks, rows, strict=True)
    ]
    vectors = np.load(folder / _VECTORS, mmap_mode="r", allow_pickle=False)  # mapped: processes share one copy in memory
    return Index(
        version=str(manifest["version"]),
        manifest=manifest,
        articles=articles,
        chunks=chunks,
        copies={key: tuple(ids) for key, ids in json.loads((folder / _COPIES).read_text(encoding="utf-8")).items()},
        set_aside=tuple(SetAside(**row) for row in read_lines(folder / _SET_ASIDE)),
        store=FaissStore(embedding, documents, vectors, _read_lists(folder)),
        tokens=TokenCodes.load(folder / _TOKENS) if (folder / _TOKENS).is_dir() else None,
        lexical=Lexical.load(folder / _BM25, len(chunks)),
        lexicon=learn(WordCounts.load(folder / _WORDS)),
        folder=folder,
    )


def _read_lists(folder: Path) -> Lists | None:
    if not (folder / _LISTS).exists():
        return None
    return Lists(np.load(folder / _CENTROIDS, allow_pickle=False), np.load(folder / _LISTS, allow_pickle=False))


def _key(document: Document) -> tuple[str, int, int]:
    place = document.metadata
    return place["article_id"], place["start"], place["end"]


def _chunk_row(document: Document, chunk: Chunk) -> dict[str, Any]:
    sentences = [[span.start, span.end] for span in chunk.sentences]
    return {
        "id": document.id,
        "article_id": chunk.article_id,
        "start": chunk.start,
        "end": chunk.end,
        "sentences": sentences,
    }


def _chunk(row: dict[str, Any], articles: dict[str, Article]) -> Chunk:
    text = articles[row["article_id"]].text[row["start"] : row["end"]]
    return Chunk(row["article_id"], row["start"], row["end"], text, tuple(Span(a, b) for a, b in row["sentences"]))


def _article(row: dict[str, Any]) -> Article:
    return Article(**{**row, "published": date_of(row["published"]), "based_on": origin_of(row["based_on"])})
