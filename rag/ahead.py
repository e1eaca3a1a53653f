"""Vectors of sentences made while nobody asks: the first answer from an article then comes as soon as the later ones."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice

from index import Index
from rag.vectors import KEPT, SentenceVectors, sentence_passage

AT_ONCE = 4  # sentences; about a tenth of a second, which a question that comes meanwhile may have to wait
SENTENCES = KEPT // 2  # what answers were made from is not pushed out
PAUSE = 0.2  # seconds between looks whether somebody asks


class Quiet:
    """Who asks at the moment, and what is done while nobody does."""

    def __init__(self) -> None:
        self._asking = 0
        self._lock = threading.Lock()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Nothing new is begun ahead while this lasts."""
        with self._lock:
            self._asking += 1
        try:
            yield
        finally:
            with self._lock:
                self._asking -= 1

    def embed(self, vectors: SentenceVectors, passages: Sequence[str], over: Callable[[], bool]) -> None:
        """Make the vectors of these passages; returns early once that is over."""
        for first in range(0, len(passages), AT_ONCE):
            while self._asking and not over():
                time.sleep(PAUSE)
            if over():
                return
            vectors.of(passages[first : first + AT_ONCE])


def passages_ahead(index: Index) -> list[str]:
    """The sentences of an index as they are compared with questions, of the newest articles first."""
    days = {key: article.dated or date.min for key, article in index.articles.items()}
    newest = sorted(index.chunks, key=lambda chunk: days[chunk.article_id], reverse=True)
    every = (sentence_passage(index.articles[chunk.article_id], span) for chunk in newest for span in chunk.sentences)
    return list(dict.fromkeys(islice(every, SENTENCES)))
