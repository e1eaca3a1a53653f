"""Vectors that need no model: a text that was embedded before, in whatever article it stood, is not embedded again."""

from collections.abc import Callable, Iterable

import numpy as np
from langchain_core.embeddings import Embeddings

from index.late import Codes, Floats, LateEmbeddings, TokenCodes
from index.search import Index


class KnownVectors(Embeddings):
    """The model, asked only for passages whose exact text has no vector yet in `before` (made by the same model).

    With `late`, token codes are kept beside the vectors; `before` must have them then. `embedded` counts the texts that
    the model was given; `told` hears how many there were in each batch.
    """

    def __init__(self, model: Embeddings, before: Index | None, late: bool) -> None:
        self._model = model
        self._late = late
        self._known: dict[str, Floats] = {}
        self._codes: dict[str, Codes] = {}
        if before is not None:
            texts = [document.page_content for document in before.store.documents]
            self._known = dict(zip(texts, before.store.vectors, strict=True))
            if before.tokens is not None:
                self._codes = {text: before.tokens.row(row) for row, text in enumerate(texts)}
        self.embedded = 0
        self.told: Callable[[int], object] = lambda _: None

    def lacking(self, texts: Iterable[str]) -> int:
        """How many different texts among these would have to be embedded."""
        return len(set(texts) - self._known.keys())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """As of the model; equal texts are embedded once."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known.update(zip(fresh, self._embed(fresh), strict=True))
            self.embedded += len(fresh)
            self.told(len(fresh))
        return [list(self._known[text]) for text in texts]

    def codes(self, texts: Iterable[str]) -> TokenCodes | None:
        """The token codes of these texts, all of them embedded or known; None unless `late`."""
        return TokenCodes.of([self._codes[text] for text in texts]) if self._late else None

    def _embed(self, texts: list[str]) -> Floats:
        if not (self._late and isinstance(self._model, LateEmbeddings)):
            return np.asarray(self._model.embed_documents(texts), np.float32)
        vectors, codes = self._model.embed_passages(texts)
        self._codes.update(zip(texts, codes, strict=True))
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """As of the model: a question may be embedded in another way than a passage of the same text."""
        return self._model.embed_query(text)
