"""A LangChain VectorStore over exact inner-product search in FAISS; filters apply before ranking, nothing is pickled."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import faiss
import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

Vector = np.ndarray[Any, np.dtype[np.float32]]
Vectors = np.ndarray[Any, np.dtype[np.float32]]
Keep = Callable[[Document], bool]


class FaissStore(VectorStore):
    """Documents with vectors of one dimension; a score is the cosine of question and document, in -1..1."""

    def __init__(self, embedding: Embeddings, documents: Sequence[Document] = (), vectors: Vectors | None = None) -> None:
        self._embedding = embedding
        self._documents = {str(document.id): document for document in documents}
        self._rows = list(self._documents)
        self._vectors = vectors
        self._faiss: Any = None
        if vectors is not None and len(vectors) != len(self._rows):
            raise ValueError(f"{len(self._rows)} documents but {len(vectors)} vectors")

    @property
    def embeddings(self) -> Embeddings:
        """The model that makes the vectors."""
        return self._embedding

    @property
    def documents(self) -> list[Document]:
        """All documents, in row order."""
        return [self._documents[key] for key in self._rows]

    @property
    def vectors(self) -> Vectors:
        """Unit vectors, shape (documents, dimension), in row order."""
        return self._vectors if self._vectors is not None else np.zeros((0, 0), np.float32)

    def add_texts(
        self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, *, ids: list[str] | None = None, **_: Any
    ) -> list[str]:
        """Embed and keep texts; a text whose id is known replaces the old one. Returns the ids.

        Raises ValueError when the lengths disagree or the vectors do not fit; then nothing has changed.
        """
        listed = list(texts)
        keys = [key or str(uuid.uuid4()) for key in ([""] * len(listed) if ids is None else ids)]
        metas = [{} for _ in listed] if metadatas is None else metadatas
        if not len(listed) == len(keys) == len(metas):
            raise ValueError(f"{len(listed)} texts, {len(keys)} ids and {len(metas)} metadatas")
        if not listed:
            return []
        fresh = {k: Document(page_content=t, metadata=m, id=k) for k, t, m in zip(keys, listed, metas, strict=True)}
        vectors = _unit(self._embedding.embed_documents(listed))
        self._check_dimension(vectors.shape[1])
        added = dict(zip(keys, vectors, strict=True))
        self.delete([key for key in fresh if key in self._documents])
        rows = np.stack([added[key] for key in fresh])
        self._documents.update(fresh)
        self._rows.extend(fresh)
        self._vectors = rows if self._vectors is None or not len(self._vectors) else np.concatenate([self._vectors, rows])
        self._faiss = None
        return keys

    def delete(self, ids: list[str] | None = None, **_: Any) -> bool:
        """Forget these ids (all, without ids); unknown ones are passed over."""
        gone = set(self._rows if ids is None else ids) & self._documents.keys()
        if gone:
            kept = [row for row, key in enumerate(self._rows) if key not in gone]
            self._vectors = self.vectors[kept]
            self._rows = [self._rows[row] for row in kept]
            self._documents = {key: self._documents[key] for key in self._rows}
            self._faiss = None
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """The documents of those ids that are known, in the order asked for."""
        return [self._documents[key] for key in ids if key in self._documents]

    def similarity_search(self, query: str, k: int = 4, *, filter: Keep | None = None, **_: Any) -> list[Document]:  # noqa: A002
        """The `k` documents nearest to the question, best first; `filter` limits them before ranking."""
        return [document for document, _ in self.similarity_search_with_score(query, k, filter=filter)]

    def similarity_search_with_score(self, query: str, k: int = 4, *, filter: Keep | None = None) -> list[tuple[Document, float]]:  # noqa: A002
        """As `similarity_search`, with the cosine of each."""
        rows = None if filter is None else [i for i, key in enumerate(self._rows) if filter(self._documents[key])]
        found = self.nearest(self.question_vector(query), k, rows)
        return [(self._documents[self._rows[row]], score) for row, score in found]

    def question_vector(self, question: str) -> Vector:
        """The unit vector of a question, shape (dimension,); raises ValueError when it does not fit the store's."""
        unit: Vector = _unit([self._embedding.embed_query(question)])[0]
        self._check_dimension(len(unit))
        return unit

    def _check_dimension(self, found: int) -> None:
        if self._rows and found != self.vectors.shape[1]:
            raise ValueError(f"vectors of {found} dimensions for a store of {self.vectors.shape[1]}")

    def nearest(
        self, vector: Vector, k: int, rows: Sequence[int] | np.ndarray[Any, np.dtype[np.int64]] | None = None
    ) -> list[tuple[int, float]]:
        """(row, cosine) of the `k` rows nearest to a unit vector, best first, among `rows` if given."""
        allowed = len(self._rows) if rows is None else len(rows)
        if not allowed or k < 1:
            return []
        if self._faiss is None:
            whole = faiss.IndexFlatIP(self.vectors.shape[1])
            whole.add(self.vectors)
            self._faiss = whole  # only now: another thread would find nothing in an index that is being filled
        parameters: Any = faiss.SearchParameters  # its stub knows no "sel"
        limits = None if rows is None else parameters(sel=faiss.IDSelectorBatch(np.asarray(rows, np.int64)))
        scores, found = self._faiss.search(vector[None, :], min(k, allowed), params=limits)
        return [(int(row), float(score)) for row, score in zip(found[0], scores[0], strict=True) if row >= 0]

    @classmethod
    def from_texts(
        cls, texts: list[str], embedding: Embeddings, metadatas: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> "FaissStore":
        """A new store of these texts."""
        store = cls(embedding)
        store.add_texts(texts, metadatas, **kwargs)
        return store


def _unit(vectors: Sequence[Sequence[float]]) -> Vectors:
    """Rows divided by their lengths; a zero row stays zero. Raises ValueError for what FAISS would silently never find."""
    rows = np.asarray(vectors, np.float32)
    if not np.isfinite(rows).all():
        raise ValueError("the embedding model gave a vector that is not finite")
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    norms[norms == 0] = 1
    unit: Vectors = (rows / norms).astype(np.float32)
    return unit
