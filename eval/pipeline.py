"""The one place where eval meets index and rag: what is asked, and the articles that quotes are checked against."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus import Article
from eval.folders import load_folders
from rag.answer import Answer, Citation
from rag.claims import claims
from settings import Settings

if TYPE_CHECKING:
    from index import Embedder
    from rag import Guard

__all__ = ["Answer", "Answerer", "Bench", "Citation", "Opener", "Source", "claims", "open_bench"]


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
    index is asked. An index that is named is asked as it is.
    """

    corpus: Path | None = None
    index: Path | None = None
    squad: tuple[Article, ...] | None = None
    beside: Path | None = None

    @property
    def is_built(self) -> bool:
        """Whether an index is made for this run alone."""
        return self.squad is not None or self.corpus is not None or (self.index is None and self.beside is not None)


@dataclass(frozen=True)
class Bench:
    """An open answerer, and the articles as their files hold them now (None: the folder cannot be read)."""

    answerer: Answerer
    articles: Mapping[str, Article] | None
    index_version: str
    embedding_model: str
    corpus_size: int | None
    guard: "Guard | None" = None  # what judges the sentences of a language model; None: as all other sentences are judged


Opener = Callable[[Source, Settings], AbstractContextManager[Bench]]


@contextmanager
def open_bench(source: Source, settings: Settings) -> Iterator[Bench]:
    """The answerer for a source; a corpus or SQuAD set is indexed in a temporary folder that is removed afterwards."""
    from index import has_index, load_embedder  # here, so that a wrong argument is answered before torch is loaded
    from index.version import open_version
    from rag import Guard, open_answerer, open_reader

    embedder = load_embedder(settings.embedding_model, settings.state)
    with tempfile.TemporaryDirectory(prefix="hoibao-eval-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch) if source.is_built else source.index or settings.index
        beside = source.beside if source.is_built else None
        if source.squad is not None:
            _index_articles(source.squad, folder, embedder)
        elif source.is_built or (source.index is None and not has_index(folder)):
            _index_folders(source.corpus or settings.corpus, beside, folder, embedder, settings.columns)
        answerer = open_answerer(folder, embedder, open_reader(embedder, settings.state))
        _, manifest = open_version(folder)
        articles = source.squad if source.squad is not None else _read_anew(manifest["corpus"], beside, settings.columns)
        yield Bench(
            answerer=answerer,
            articles=None if articles is None else {article.id: article for article in articles},
            index_version=str(manifest["version"]),
            embedding_model=str(manifest["model"]["id"]),
            corpus_size=int(manifest["counts"]["articles"]),
            guard=Guard(answerer.index, answerer.vectors, answerer.reader),
        )


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
