"""A fake embedding model whose vectors can be read off the text, and small indexes made with it."""

from collections.abc import Iterable
from pathlib import Path

from langchain_core.embeddings import Embeddings

from corpus import Article, tokens
from index import Index, ModelCard, build_index, open_index


class FakeEmbedder(Embeddings):
    """One axis a word: a coordinate is how often that word stands in the text, so vectors are not of unit length.

    With the words "mèo chó cá", "Mèo, mèo và chó" is (2, 1, 0). A text with none of the words is the zero vector, whose
    cosine to everything is 0. `passages` and `questions` list what was embedded, in order.
    """

    def __init__(self, words: str = "mèo chó cá", revision: str = "1") -> None:
        self.words = words.split()
        self.card = ModelCard("fake", revision, len(self.words), "", "")
        self.passages: list[str] = []
        self.questions: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.passages.extend(texts)
        return [self._counts(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        self.questions.append(text)
        return self._counts(text)

    def _counts(self, text: str) -> list[float]:
        found = tokens(text)
        return [float(found.count(word)) for word in self.words]


def article(name: str, text: str, title: str = "", **fields: object) -> Article:
    """An article with little to write; without a title, a chunk is embedded as it stands."""
    return Article(id=name, text=text, title=title, **fields)


def small_index(folder: Path, articles: Iterable[Article], embedder: FakeEmbedder | None = None) -> Index:
    """Build an index in `folder` and open it."""
    made_with = embedder or FakeEmbedder()
    build_index(list(articles), folder, made_with, progress=False)
    return open_index(folder, made_with)
