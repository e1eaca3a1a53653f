"""The answerer of a running server: it moves to a new index version as soon as CURRENT names one."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.embeddings import Embeddings

from corpus import Article, HoiBaoError
from index import current_version
from rag.answer import Answer
from rag.answerer import Answerer, Stage, open_answerer
from rag.examples import example_questions
from rag.filters import Filters

_LOG = logging.getLogger(__name__)


class LiveAnswerer:
    """As `Answerer`, over whatever version is current; a damaged new version is logged and the old one goes on serving."""

    def __init__(self, index_dir: Path, embedding: Embeddings) -> None:
        self._index_dir = index_dir
        self._embedding = embedding
        self._lock = threading.Lock()
        self._answerer = open_answerer(index_dir, embedding)
        self._tried = self._answerer.index.version

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        on_stage: Stage | None = None,
    ) -> Answer:
        """See `Answerer.ask`."""
        return self._current().ask(question, history, filters, on_stage=on_stage)

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        return self._current().article(article_id)

    def articles(self) -> Sequence[Article]:
        """All articles, in the order of their ids."""
        return sorted(self._current().index.articles.values(), key=lambda article: article.id)

    def example_questions(self) -> list[str]:
        """Questions that this corpus answers, for the empty page."""
        return example_questions(self._current())

    @property
    def index_version(self) -> str:
        """The version in use."""
        return self._current().index.version

    def describe(self) -> dict[str, Any]:
        """Version, model and counts of the index in use."""
        index = self._current().index
        return {"version": index.version, "model": index.manifest["model"]["id"], **index.manifest["counts"]}

    def _current(self) -> Answerer:
        named = current_version(self._index_dir)
        if named and named != self._tried:
            with self._lock:
                if named != self._tried:
                    self._swap(named)
        return self._answerer

    def _swap(self, named: str) -> None:
        self._tried = named
        try:
            self._answerer = open_answerer(self._index_dir, self._embedding)
        except HoiBaoError as error:
            _LOG.error("index version %s is not used: %s", named, error)
