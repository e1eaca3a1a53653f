"""What `/metrics` tells Prometheus: counts and times, never a question, an address or a name."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from corpus import Article, HoiBaoError, SetAside, clean
from rag.answer import Answer
from rag.bound import Bounds
from rag.filters import Filters
from web.api.schemas import MAX_QUESTION
from web.asking import GivenUpError
from web.pool import WorkerPool
from web.problems import ProblemError, long_question
from web.service import Answerer, History

SECONDS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 2.0, 5.0, 15.0, 60.0)  # around the goal of half a second, up to a slow model


class Measured:
    """As `Answerer`; counts the questions by outcome and their times by stage, whichever way they came in.

    A question of more than `most` characters is counted and refused.
    """

    def __init__(self, service: Answerer, pool: WorkerPool, most: int = MAX_QUESTION) -> None:
        self._service = service
        self._most = most
        self._registry = CollectorRegistry()
        self._questions = Counter("hoibao_questions", "Questions by outcome.", ["outcome"], registry=self._registry)
        self._seconds = Histogram(
            "hoibao_stage_seconds", "Time of a question by stage.", ["stage"], buckets=SECONDS, registry=self._registry
        )
        queue = Gauge("hoibao_queue_length", "Questions that wait for a free worker.", registry=self._registry)
        queue.set_function(lambda: pool.waiting)
        busy = Gauge("hoibao_questions_running", "Questions that are being answered.", registry=self._registry)
        busy.set_function(lambda: pool.running)
        refused = Counter("hoibao_busy_refusals", "Questions refused because the queue was full.", registry=self._registry)
        pool.on_refusal = refused.inc
        self._registry.register(_IndexFacts(service))

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)

    def ask(
        self,
        question: str,
        history: History = (),
        filters: Filters | None = None,
        on_stage: Callable[[str], None] | None = None,
        on_sentence: Callable[[str], None] | None = None,
    ) -> Answer:
        """See `Answerer.ask`."""
        begun = time.perf_counter()
        outcome = "failed"
        try:
            if len(clean(question)) > self._most:
                raise ProblemError(long_question(self._most))
            answer = self._service.ask(question, history, filters, on_stage, on_sentence)
            outcome = "answered" if answer.answered else f"refused_{answer.reason}"
        except GivenUpError:
            outcome = "given_up"
            raise
        except ProblemError:
            outcome = "unusable"
            raise
        except HoiBaoError as error:
            outcome = "unusable" if error.exit_code == 2 else "failed"
            raise
        finally:
            self._questions.labels(outcome).inc()
            self._seconds.labels("total").observe(time.perf_counter() - begun)
        for stage, milliseconds in answer.timings_ms.items():
            if stage != "total":
                self._seconds.labels(stage).observe(milliseconds / 1000)
        return answer

    @property
    def index_version(self) -> str:
        """See `Answerer`."""
        return self._service.index_version

    def suggestions(self, answer: Answer, history: History, filters: Filters | None, go_on: Callable[[], bool]) -> list[str]:
        """See `Answerer`; not counted, since nobody asked."""
        return self._service.suggestions(answer, history, filters, go_on)

    def article(self, article_id: str) -> Article | None:
        """See `Answerer`."""
        return self._service.article(article_id)

    def copies(self, article_id: str) -> Sequence[Article]:
        """See `Answerer`."""
        return self._service.copies(article_id)

    def articles(self) -> Sequence[Article]:
        """See `Answerer`."""
        return self._service.articles()

    def find_articles(self, words: str, filters: Filters) -> Sequence[Article]:
        """See `Answerer`."""
        return self._service.find_articles(words, filters)

    def set_aside(self) -> Sequence[SetAside]:
        """See `Answerer`."""
        return self._service.set_aside()

    def example_questions(self, bounds: Bounds = ()) -> list[str]:
        """See `Answerer`."""
        return self._service.example_questions(bounds)

    def describe(self) -> dict[str, Any]:
        """See `Answerer`."""
        return self._service.describe()


class _IndexFacts(Collector):
    """Which index serves, read when it is asked for: a new version is swapped in without a word."""

    def __init__(self, service: Answerer) -> None:
        self._service = service

    def collect(self) -> Iterable[Metric]:
        try:
            facts = self._service.describe()
            version = self._service.index_version
        except HoiBaoError:  # the rest is still worth telling, and a missing version is what an alert looks for
            return
        info = InfoMetricFamily("hoibao_index", "The index version in use and its model.")
        info.add_metric([], {"version": version, "model": str(facts.get("model", ""))})
        yield info
        for name in ("articles", "chunks"):
            if name in facts:
                yield GaugeMetricFamily(f"hoibao_index_{name}", f"Number of {name} in the index.", float(facts[name]))
