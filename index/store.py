"""A LangChain VectorStore over one array of unit vectors, searched exactly or through an inverted file; filters apply first."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from index.ivf import Floats, Lists, Rows, arrange, nearest

Keep = Callable[[Document], bool]


class FaissStore(VectorStore):
    """Documents with vectors of one dimension; a score is the cosine of question and document, in -1..1."""

    def __init__(
        self,
        embedding: Embeddings,
        documents: Sequence[Document] = (),
        vectors: Floats | None = None,
        lists: Lists | None = None,
    ) -> None:
        self._embedding = embedding
        self._documents = {str(document.id): document for document in documents}
        self._rows = list(self._documents)
        self._blocks = [] if vectors is None else [vectors]  # joined when they are read, not at each batch
        self._lists = lists  # None as soon as a change has put rows out of their order
        self._centroids = None if lists is None else lists.centroids
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
    def vectors(self) -> Floats:
        """Unit vectors, shape (documents, dimension), in row order."""
        blocks = self._blocks
        if not blocks:
            return np.zeros((0, 0), np.float32)
        if len(blocks) > 1:
            blocks = [np.concatenate(blocks)]
            self._blocks = blocks  # in one step: another thread sees the old blocks or the whole
        return blocks[0]

    @property
    def lists(self) -> Lists | None:
        """The inverted file, where `arrange` found one worth it and nothing has changed since."""
        return self._lists

    def arrange(self) -> None:
        """Put the rows in the order of an inverted file if there are too many to be compared one by one."""
        found = arrange(self.vectors, self._centroids)
        self._lists = self._centroids = None
        if found is not None:
            order, self._lists = found
            self._centroids = self._lists.centroids
            self._blocks = [self.vectors[order]]
            self._rows = [self._rows[row] for row in order]

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
        self._blocks = [*(block for block in self._blocks if len(block)), rows]
        self._lists = None
        return keys

    def delete(self, ids: list[str] | None = None, **_: Any) -> bool:
        """Forget these ids (all, without ids); unknown ones are passed over."""
        gone = set(self._rows if ids is None else ids) & self._documents.keys()
        if gone:
            kept = [row for row, key in enumerate(self._rows) if key not in gone]
            self._blocks = [self.vectors[kept]]
            self._rows = [self._rows[row] for row in kept]
            self._documents = {key: self._documents[key] for key in self._rows}
            self._lists = None
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

    def question_vector(self, question: str) -> Floats:
        """The unit vector of a question, shape (dimension,); raises ValueError when it does not fit the store's."""
        unit: Floats = _unit([self._embedding.embed_query(question)])[0]
        self._check_dimension(len(unit))
        return unit

    def _check_dimension(self, found: int) -> None:
        if self._rows and found != self.vectors.shape[1]:
            raise ValueError(f"vectors of {found} dimensions for a store of {self.vectors.shape[1]}")

    def nearest(self, vector: Floats, k: int, rows: Sequence[int] | Rows | None = None) -> list[tuple[int, float]]:
        """(row, cosine) of the `k` rows nearest to a unit vector, best first, among `rows` (ascending) if given."""
        if not self._rows or k < 1:
            return []
        limits = None if rows is None else np.asarray(rows, np.int64)
        found, scores = nearest(self.vectors, vector, k, limits, self._lists)
        return [(int(row), float(score)) for row, score in zip(found, scores, strict=True)]

    @classmethod
    def from_texts(
        cls, texts: list[str], embedding: Embeddings, metadatas: list[dict[str, Any]] | None = None, **kwargs: Any
    ) -> "FaissStore":
        """A new store of these texts."""
        store = cls(embedding)
        store.add_texts(texts, metadatas, **kwargs)
        return store


def _unit(vectors: Sequence[Sequence[float]]) -> Floats:
    """Rows divided by their lengths; a zero row stays zero. Raises ValueError for what would silently never be found."""
    rows = np.asarray(vectors, np.float32)
    if not np.isfinite(rows).all():
        raise ValueError("the embedding model gave a vector that is not finite")
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    norms[norms == 0] = 1
    unit: Floats = (rows / norms).astype(np.float32)
    return unit
