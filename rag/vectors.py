"""Vectors of sentences, kept once computed: most questions of a site are answered from the same few hundred sentences."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus import Article, Span

KEPT = 20_000  # vectors of 384 f32: about 40 MB with their texts

Vectors = np.ndarray[Any, np.dtype[np.float32]]


def sentence_passage(article: Article, span: Span) -> str:
    """A sentence as it is compared with a question."""
    return f"{article.title}\n{article.text[span.start : span.end]}"


class SentenceVectors:
    """Least-recently-used store of passage vectors, by text; safe between threads."""

    def __init__(self, embedding: Embeddings) -> None:
        self._embedding = embedding
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of these passages, shape (texts, dimension)."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            made = np.asarray(self._embedding.embed_documents(fresh), np.float32)
            known.update(zip(fresh, made, strict=True))
        with self._lock:
            for text in texts:
                self._kept[text] = known[text]
                self._kept.move_to_end(text)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return np.stack([known[text] for text in texts])
