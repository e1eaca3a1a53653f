"""The one place where eval meets index and rag: what is asked, and the articles that quotes are checked against."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import rag
from corpus import Article
from eval.asking.endpoint import Endpoint
from eval.environment import index_facts, weight_facts
from eval.sets.folders import load_folders
from rag.answer import Answer, Citation
from rag.claims import claims
from settings import Settings

if TYPE_CHECKING:
    from index import Embedder

__all__ = ["Answer", "Answerer", "Bench", "Citation", "Opener", "PlainAnswer", "Source", "UnrankedAnswer", "claims", "open_bench"]


@dataclass(frozen=True)
class UnrankedAnswer(Answer):
    """Of another system: which articles were retrieved, and in which order, is not known."""


@dataclass(frozen=True)
class PlainAnswer(UnrankedAnswer):
    """Text and nothing else: no short answer, no citations, no confidence."""


class Answerer(Protocol):
    """What eval needs of `rag.open_answerer`."""

    def ask(self, question: str, history: Sequence[tuple[str, str]] = (), filters: None = None, *, refuse: bool = True) -> Answer:
        """The whole pipeline."""
        ...

    def read(self, question: str, article: Article) -> Answer:
        """The reader alone, over a given passage; never refuses."""
        ...


@dataclass(frozen=True)
class Source:
    """What to ask: a folder of articles, an index, or the articles of a SQuAD file.

    `beside` is the folder of articles that the question file brings along. They are indexed with `corpus`, or with the corpus
    of the settings if all else is None: an index that is there already does not hold them. If that too is None, the default
    index is asked. An index that is named is asked as it is. An `endpoint` is asked whatever it holds; `corpus` and `beside` then
    only tell what its quotes are checked against.
    """

    corpus: Path | None = None
    index: Path | None = None
    squad: tuple[Article, ...] | None = None
    beside: Path | None = None
    endpoint: Endpoint | None = None

    @property
    def is_built(self) -> bool:
        """Whether an index is made for this run alone."""
        if self.endpoint is not None:
            return False
        return self.squad is not None or self.corpus is not None or (self.index is None and self.beside is not None)


@dataclass(frozen=True)
class Bench:
    """A pipeline to ask, and the articles as their files hold them now (None: the folder cannot be read)."""

    open: Callable[[], Answerer]
    articles: Mapping[str, Article] | None
    index_version: str | None
    embedding_model: str | None
    corpus_size: int | None
    reopen: Callable[[], Answerer] | None = None  # can be pickled: opens the same pipeline in another process
    known: Mapping[str, Any] = field(default_factory=dict)  # more of what its answers depend on, for the report
    guard: rag.Guard | None = None  # judges the sentences of a language model; None: they are judged as all others

    @cached_property
    def answerer(self) -> Answerer:
        """Opened when it is first needed: with several processes it never is."""
        return self.open()


Opener = Callable[[Source, Settings], AbstractContextManager[Bench]]


@contextmanager
def open_bench(source: Source, settings: Settings) -> Iterator[Bench]:
    """The answerer for a source; a corpus or SQuAD set is indexed in a temporary folder that is removed afterwards."""
    from index import has_index, load_embedder  # here, so that a wrong argument is answered before torch is loaded
    from index.version import open_version

    @cache
    def embedder() -> "Embedder":
        return load_embedder(settings.embedding_model, settings.state)

    with tempfile.TemporaryDirectory(prefix="hoibao-eval-", ignore_cleanup_errors=True) as scratch:
        if source.endpoint is not None:
            yield _remote_bench(source, source.endpoint, settings, lambda: _indexed(source, settings, Path(scratch), embedder()))
            return
        folder = Path(scratch) if source.is_built else source.index or settings.index
        beside = source.beside if source.is_built else None
        if source.squad is not None:
            _index_articles(source.squad, folder, embedder())
        elif source.is_built or (source.index is None and not has_index(folder)):
            _index_folders(source.corpus or settings.corpus, beside, folder, embedder(), settings.columns)
        _, manifest = open_version(folder)
        articles = source.squad if source.squad is not None else _read_anew(manifest["corpus"], beside, settings.columns)
        opened = cache(lambda: _opened(folder, embedder(), settings.state))
        yield Bench(
            open=opened,
            articles=None if articles is None else {article.id: article for article in articles},
            index_version=str(manifest["version"]),
            embedding_model=str(manifest["model"]["id"]),
            corpus_size=int(manifest["counts"]["articles"]),
            reopen=partial(_reopened, folder, settings.embedding_model, settings.state),
            known={**index_facts(manifest), **weight_facts()},
            guard=rag.Guard(opened),
        )


def _opened(folder: Path, embedder: "Embedder", state: Path) -> rag.Answerer:
    return rag.open_answerer(folder, embedder, rag.open_reader(embedder, state))


def _reopened(folder: Path, embedding_model: str, state: Path) -> Answerer:
    """In another process."""
    from index import load_embedder

    return _opened(folder, load_embedder(embedding_model, state), state)


def _indexed(source: Source, settings: Settings, folder: Path, embedder: "Embedder") -> rag.Answerer:
    _index_folders(source.corpus or settings.corpus, source.beside, folder, embedder, settings.columns)
    return _opened(folder, embedder, settings.state)


def _remote_bench(source: Source, endpoint: Endpoint, settings: Settings, opened: Callable[[], rag.Answerer]) -> Bench:
    """Another system; with the articles named, what its language model writes is judged as ours would be."""
    from eval.asking.remote import open_remote

    found = None
    if source.corpus is not None:
        found = {article.id: article for article in load_folders(source.corpus, source.beside, settings.columns).articles}
    opens = partial(open_remote, endpoint)
    size = None if found is None else len(found)
    return Bench(opens, found, None, None, size, opens, endpoint.facts(), None if found is None else rag.Guard(opened))


def _index_articles(articles: Sequence[Article], folder: Path, embedder: "Embedder") -> None:
    """SQuAD contexts: no titles, no metadata signals."""
    from index import build_index

    build_index(articles, folder, embedder, metadata=False)


def _index_folders(corpus: Path, beside: Path | None, folder: Path, embedder: "Embedder", columns: str) -> None:
    from index import build_index

    found = load_folders(corpus, beside, columns)
    build_index(found.articles, folder, embedder, set_aside=found.set_aside, corpus=str(corpus))


def _read_anew(corpus: str, beside: Path | None, columns: str) -> Sequence[Article] | None:
    """The articles as their files say now, not as the index remembers them; None if the folder is not here."""
    folder = Path(corpus)
    return load_folders(folder, beside, columns).articles if corpus and folder.is_dir() else None
