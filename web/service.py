"""What the web needs of the rest of the system; `rag.LiveAnswerer` fits it, and so does a small fake in a test."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from corpus import Article, SetAside
from rag.answer import Answer
from rag.bound import Bounds
from rag.filters import Filters

History = Sequence[tuple[str, str]]


class Answerer(Protocol):
    """Answers questions over one corpus; every method is synchronous and safe to call from several threads."""

    @property
    def index_version(self) -> str:
        """The version being served; raises HoiBaoError when there is none that can be."""

    def ask(
        self,
        question: str,
        history: History = (),
        filters: Filters | None = None,
        on_stage: Callable[[str], None] | None = None,
        on_sentence: Callable[[str], None] | None = None,
    ) -> Answer:
        """Answer or refuse; `on_stage` hears "retrieve", then "read", then "write" where a language model writes; `on_sentence`
        hears each of its sentences once it is checked."""

    def suggestions(self, answer: Answer, history: History, filters: Filters | None, go_on: Callable[[], bool]) -> list[str]:
        """Questions that lead on from an answer and are surely answered; `history` ends with its turn. Ends soon after
        `go_on` says no, with what was found until then."""

    def article(self, article_id: str) -> Article | None: ...

    def copies(self, article_id: str) -> Sequence[Article]:
        """The other articles that say the same, the one that stands for them in answers first."""

    def articles(self) -> Sequence[Article]: ...

    def find_articles(self, words: str, filters: Filters) -> Sequence[Article]:
        """All that hold these words in title or text and pass the filters, the best first; no words admit every article."""

    def set_aside(self) -> Sequence[SetAside]:
        """The files that could not be indexed."""

    def example_questions(self, bounds: Bounds = ()) -> list[str]:
        """Questions that this part of the corpus in use can answer; may be empty."""

    def describe(self) -> dict[str, Any]:
        """Model id, day of building and counts, for `/readyz`."""
