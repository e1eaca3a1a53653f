"""The one place where eval meets index and rag: what is asked, and the articles that quotes are checked against."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus import Article, load_corpus
from rag.answer import Answer, Citation
from settings import Settings

if TYPE_CHECKING:
    from index import Embedder

__all__ = ["Answer", "Answerer", "Bench", "Citation", "Opener", "Source", "open_bench"]


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
    """What to ask: a folder of articles, an index, or the articles of a SQuAD file; the default index if all are None."""

    corpus: Path | None = None
    index: Path | None = None
    squad: tuple[Article, ...] | None = None


@dataclass(frozen=True)
class Bench:
    """An open answerer, and the articles as their files hold them now (None: the folder cannot be read)."""

    answerer: Answerer
    articles: Mapping[str, Article] | None
    index_version: str
    embedding_model: str
    corpus_size: int | None


Opener = Callable[[Source, Settings], AbstractContextManager[Bench]]


@contextmanager
def open_bench(source: Source, settings: Settings) -> Iterator[Bench]:
    """The answerer for a source; a corpus or SQuAD set is indexed in a temporary folder that is removed afterwards."""
    from index import has_index, load_embedder  # here, so that a wrong argument is answered before torch is loaded
    from index.version import open_version
    from rag import open_answerer

    embedder = load_embedder(settings.embedding_model, settings.state)
    with tempfile.TemporaryDirectory(prefix="hoibao-eval-", ignore_cleanup_errors=True) as scratch:
        folder = source.index or settings.index
        if source.corpus is not None or source.squad is not None:
            folder = Path(scratch)
        if source.squad is not None:
            _index_articles(source.squad, folder, embedder)
        elif source.corpus is not None:
            _index_folder(source.corpus, folder, embedder, settings.columns)
        elif source.index is None and not has_index(folder):
            _index_folder(settings.corpus, folder, embedder, settings.columns)
        answerer = open_answerer(folder, embedder)
        _, manifest = open_version(folder)
        articles = source.squad if source.squad is not None else _read_anew(manifest["corpus"], settings.columns)
        yield Bench(
            answerer=answerer,
            articles=None if articles is None else {article.id: article for article in articles},
            index_version=str(manifest["version"]),
            embedding_model=str(manifest["model"]["id"]),
            corpus_size=int(manifest["counts"]["articles"]),
        )


def _index_articles(articles: Sequence[Article], folder: Path, embedder: "Embedder") -> None:
    """SQuAD contexts: no titles, no metadata signals."""
    from index import build_index

    build_index(articles, folder, embedder, metadata=False)


def _index_folder(corpus: Path, folder: Path, embedder: "Embedder", columns: str) -> None:
    from index import build_index

    found = load_corpus(corpus, columns)
    build_index(found.articles, folder, embedder, set_aside=found.set_aside, corpus=str(corpus))


def _read_anew(corpus: str, columns: str) -> Sequence[Article] | None:
    """The articles as their files say now, not as the index remembers them; None if the folder is not here."""
    folder = Path(corpus)
    return load_corpus(folder, columns).articles if corpus and folder.is_dir() else None
