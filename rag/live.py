"""The answerer of a running server: it moves to a new index version as soon as CURRENT names one."""

import logging
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from langchain_core.embeddings import Embeddings

from corpus import Article, HoiBaoError, SetAside
from index import Stamp, current_stamp, versions
from rag.ahead import Quiet, passages_ahead
from rag.answer import Answer
from rag.answerer import Answerer, Stage, open_answerer
from rag.bound import Bounds
from rag.catalogue import find_articles
from rag.filters import Filters
from rag.llm import Llm
from rag.reader import Reads
from rag.writer import OnSentence

_LOG = logging.getLogger(__name__)

LOOK_AGAIN = 5.0  # seconds between looks for a new version whose sentences have no vectors yet
# Name, size and time of change of each file of a version.
_Files = tuple[tuple[str, int, int], ...]


class LiveAnswerer:
    """As `Answerer`, over whatever version is current; a damaged new version is logged and the old one goes on serving."""

    def __init__(self, index_dir: Path, embedding: Embeddings, reader: Reads, llm: Llm | None = None) -> None:
        self._index_dir = index_dir
        self._embedding = embedding
        self._quiet = Quiet()
        self._reader = reader
        self._llm = llm
        self._swapping = threading.Lock()
        self._serving = current_stamp(index_dir)  # before opening: what is published meanwhile is seen at the next question
        self._refused: tuple[str, _Files] | None = None  # tried again once it is repaired, that is, once its files change
        self._answerer = self._open()
        if self._serving is not None and self._answerer.index.version != self._serving[0]:  # damaged: an earlier one serves
            self._refused = (self._serving[0], _files_of(index_dir, self._serving[0]))
            self._serving = None

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        on_stage: Stage | None = None,
        on_sentence: OnSentence | None = None,
    ) -> Answer:
        """See `Answerer.ask`."""
        with self._quiet.asking():
            return self._current().ask(question, history, filters, on_stage=on_stage, on_sentence=on_sentence)

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        return self._current().article(article_id)

    def suggestions(
        self, answer: Answer, history: Sequence[tuple[str, str]], filters: Filters | None, go_on: Callable[[], bool]
    ) -> list[str]:
        """See `Answerer.suggestions`."""
        with self._quiet.asking():
            return self._current().suggestions(answer, history, filters, go_on)

    def embed_ahead(self, stopped: threading.Event) -> None:
        """Make the vectors of sentences while nobody asks, of each new version too, until stopped."""
        done = ""
        while not stopped.is_set():
            if self.index_version != done:
                done = self._embed_version(stopped)
            stopped.wait(LOOK_AGAIN)

    def _embed_version(self, stopped: threading.Event) -> str:
        """The version whose vectors were made; it ends with it, so that no text of an article that was taken down is kept."""
        answerer = self._current()
        version, vectors, passages = answerer.index.version, answerer.vectors, passages_ahead(answerer.index)
        del answerer
        self._quiet.embed(vectors, passages, lambda: stopped.is_set() or self.index_version != version)
        return version

    def copies(self, article_id: str) -> Sequence[Article]:
        """The other articles that say the same, the one that stands for them in answers first."""
        index = self._current().index
        return [index.articles[key] for key in index.same_as(article_id)]

    def articles(self) -> Sequence[Article]:
        """All articles, in the order of their ids."""
        return sorted(self._current().index.articles.values(), key=lambda article: article.id)

    def find_articles(self, words: str, filters: Filters) -> Sequence[Article]:
        """See `rag.catalogue.find_articles`."""
        return find_articles(self._current().index, words, filters)

    def set_aside(self) -> Sequence[SetAside]:
        """The files that could not be indexed, and why."""
        return self._current().index.set_aside

    def example_questions(self, bounds: Bounds = ()) -> list[str]:
        """Questions that this part of the corpus answers, for the empty page."""
        return self._current().examples_within(bounds)

    @property
    def index_version(self) -> str:
        """The version in use."""
        return self._current().index.version

    def describe(self) -> dict[str, Any]:
        """Version, model, time of building and counts of the index in use."""
        index = self._current().index
        made = {"version": index.version, "model": index.manifest["model"]["id"], "built": index.manifest["built"]}
        return {**made, **index.manifest["counts"]}

    def _current(self) -> Answerer:
        named = self._named()
        # Whoever comes while another thread opens the new version is served from the old one at once.
        if named is not None and named != self._serving and self._swapping.acquire(blocking=False):
            try:
                self._swap(named)
            finally:
                self._swapping.release()
        return self._answerer

    def _named(self) -> Stamp | None:
        try:
            return current_stamp(self._index_dir)
        except HoiBaoError as error:  # what is loaded serves on
            self._refuse("CURRENT", (), error)
            return None

    def _swap(self, named: Stamp) -> None:
        name = named[0]
        files = _files_of(self._index_dir, name)
        if (name, files) == self._refused:
            return
        try:
            self._answerer = self._open(fall_back=False)
            self._serving, self._refused = named, None
        except (HoiBaoError, OSError) as error:  # OSError: purged or still being copied while it was read
            self._take_newest_whole(name)
            self._refuse(name, files, error)

    def _open(self, *, fall_back: bool = True) -> Answerer:
        return open_answerer(self._index_dir, self._embedding, self._reader, llm=self._llm, fall_back=fall_back)

    def _take_newest_whole(self, refused: str) -> None:
        """Serve what was published since the version in use: what was taken down meanwhile must not come back."""
        try:
            between = (folder.name for folder in versions(self._index_dir) if folder.name not in {refused, self._version})
            if any(_number(name) > _number(self._version) for name in between):
                found = self._open()
                if _number(found.index.version) > _number(self._version):
                    self._answerer = found
        except (HoiBaoError, OSError):
            return

    @property
    def _version(self) -> str:
        return self._answerer.index.version

    def _refuse(self, name: str, files: _Files, error: Exception) -> None:
        """Said once, not at every question."""
        if (name, files) != self._refused:
            self._refused = (name, files)
            _LOG.error("index version %s is not used, %s serves on: %s", name, self._answerer.index.version, error)


def _number(version: str) -> int:
    return int(version.removeprefix("v"))


def _files_of(index_dir: Path, named: str) -> _Files:
    folder = index_dir / named
    if not re.fullmatch(r"v[0-9]+", named):
        return ()
    found = []
    for file in sorted(folder.rglob("*")):
        try:
            facts = file.stat()
        except OSError:
            continue
        found.append((file.name, facts.st_size, facts.st_mtime_ns))
    return tuple(found)
