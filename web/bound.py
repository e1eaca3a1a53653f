"""An answerer of a part of the corpus: whatever way a request comes in, nothing outside of that part is searched, listed or
opened, and nothing in a request makes the part larger."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from corpus import Article, SetAside
from rag.answer import Answer
from rag.bound import Bound, Bounds, below, within
from rag.filters import Filters
from web.service import Answerer, History


class BoundAnswerer:
    """As `Answerer`, of the articles that `bound` admits."""

    def __init__(self, service: Answerer, bound: Bound) -> None:
        self._service = service
        self._bound = bound
        self._known: tuple[str, list[Article]] = ("", [])

    @property
    def index_version(self) -> str:
        """See `Answerer`."""
        return self._service.index_version

    def ask(
        self,
        question: str,
        history: History = (),
        filters: Filters | None = None,
        on_stage: Callable[[str], None] | None = None,
        on_sentence: Callable[[str], None] | None = None,
    ) -> Answer:
        """See `Answerer.ask`."""
        return self._service.ask(question, history, self._limited(filters), on_stage, on_sentence)

    def suggestions(self, answer: Answer, history: History, filters: Filters | None, go_on: Callable[[], bool]) -> list[str]:
        """See `Answerer`."""
        return self._service.suggestions(answer, history, self._limited(filters), go_on)

    def article(self, article_id: str) -> Article | None:
        """See `Answerer`; an article outside is one that does not exist."""
        found = self._service.article(article_id)
        return found if found is not None and self._bound.admits(found) else None

    def copies(self, article_id: str) -> Sequence[Article]:
        """See `Answerer`."""
        return within((self._bound,), self._service.copies(article_id)) if self.article(article_id) else []

    def articles(self) -> Sequence[Article]:
        """See `Answerer`; put together once for each index version."""
        version = self.index_version
        if self._known[0] != version:
            self._known = (version, within((self._bound,), self._service.articles()))
        return self._known[1]

    def find_articles(self, words: str, filters: Filters) -> Sequence[Article]:
        """See `Answerer`."""
        return self._service.find_articles(words, self._limited(filters))

    def set_aside(self) -> Sequence[SetAside]:
        """Files of the folders it is bound to; of which source a file is that could not be read, nobody knows."""
        if self._bound.sources:
            return ()
        return [one for one in self._service.set_aside() if any(below(one.path, folder) for folder in self._bound.folders)]

    def example_questions(self, bounds: Bounds = ()) -> list[str]:
        """See `Answerer`."""
        return self._service.example_questions((*bounds, self._bound))

    def describe(self) -> dict[str, Any]:
        """See `Answerer`; of the counts, that of the articles alone."""
        facts = {name: fact for name, fact in self._service.describe().items() if not isinstance(fact, int)}
        return {**facts, "articles": len(self.articles())}

    def _limited(self, filters: Filters | None) -> Filters:
        found = filters or Filters()
        return replace(found, bounds=(*found.bounds, self._bound))


def bounded(service: Answerer, bound: Bound) -> Answerer:
    """The part of `service` that `bound` admits; all of it where it binds nothing."""
    return service if bound == Bound() else BoundAnswerer(service, bound)
