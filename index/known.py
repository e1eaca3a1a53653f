"""Vectors that need no model: a text that was embedded before, in whatever article it stood, is not embedded again."""

from collections.abc import Callable, Iterable

import numpy as np
from langchain_core.embeddings import Embeddings

from index.ivf import Floats
from index.store import FaissStore


class KnownVectors(Embeddings):
    """The model, asked only for passages whose exact text has no vector yet in `store` (made by the same model).

    `embedded` counts the texts that the model was given; `told` hears how many there were in each batch.
    """

    def __init__(self, model: Embeddings, store: FaissStore, told: Callable[[int], None]) -> None:
        self._model = model
        self._told = told
        rows = zip(store.documents, store.vectors, strict=True)
        self._known: dict[str, Floats] = {document.page_content: vector for document, vector in rows}
        self.embedded = 0

    def lacking(self, texts: Iterable[str]) -> int:
        """How many different texts among these would have to be embedded."""
        return len(set(texts) - self._known.keys())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """As of the model; equal texts are embedded once."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            made = np.asarray(self._model.embed_documents(fresh), np.float32)
            self._known.update(zip(fresh, made, strict=True))
            self.embedded += len(fresh)
            self._told(len(fresh))
        return [list(self._known[text]) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """As of the model: a question may be embedded in another way than a passage of the same text."""
        return self._model.embed_query(text)
