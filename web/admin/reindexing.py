"""Bringing the index up to date while it serves: one build at a time in a thread of its own, and what it has got to."""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from corpus import Article, HoiBaoError, SetAside
from index import BuildReport, Told
from web.problems import explain, new_id
from web.service import Answerer

Rebuild = Callable[[Told], BuildReport]  # reads the articles, builds, publishes; raises HoiBaoError

STAGES = ("read", "compare", "embed", "write", "swap")
NOT_SERVED = (
    "Bản chỉ mục mới đã lập xong nhưng máy chủ chưa mở được, bản cũ vẫn phục vụ. "
    "Chạy `python -m index.check` trên máy chủ để biết lý do."
)
_LOG = logging.getLogger("hoibao.web")


@dataclass(frozen=True)
class Outcome:
    """What a build did, in articles as the site served them before and after."""

    version: str
    published: bool  # False when nothing had changed
    articles: int
    added: int
    changed: int
    removed: int
    set_aside: tuple[SetAside, ...]
    seconds: float


@dataclass(frozen=True)
class Job:
    """One build as it stands: under way until it has an outcome or a problem. Who knows the ticket may look at it."""

    ticket: str
    stage: str = STAGES[0]
    done: int = 0
    total: int = 0  # 0 where it is not known
    outcome: Outcome | None = None
    problem: str = ""  # Vietnamese, with the mend

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.outcome is None and not self.problem


class Reindexing:
    """Starts builds and remembers the last one."""

    def __init__(self, service: Answerer, rebuild: Rebuild) -> None:
        self._service = service
        self._rebuild = rebuild
        self._lock = threading.Lock()
        self._job: Job | None = None

    def start(self) -> Job:
        """Start a build; the one under way where there is one."""
        with self._lock:
            if self._job is None or not self._job.running:
                self._job = Job(secrets.token_urlsafe(16))
                # A daemon, so that the server can stop: a build that is cut off leaves the old index or the new one.
                threading.Thread(target=self._run, args=(self._job,), name="hoibao-reindex", daemon=True).start()
            return self._job

    def job(self, ticket: str) -> Job | None:
        """The last build, if this is its ticket."""
        job = self._job
        return job if job is not None and secrets.compare_digest(job.ticket.encode(), ticket.encode()) else None

    def _run(self, job: Job) -> None:
        def told(stage: str, done: int, total: int) -> None:
            self._job = replace(job, stage=stage, done=done, total=total)

        _LOG.warning("reindexing started from the page")
        try:
            before = {article.id: article for article in self._service.articles()}
            report = self._rebuild(told)
            told("swap", 0, 0)
            if self._service.index_version != report.version:  # asking for it moves the service to the new version
                self._job = replace(job, problem=NOT_SERVED)
                return
            outcome = _outcome(report, before, {article.id: article for article in self._service.articles()})
        except HoiBaoError as error:
            _LOG.warning("reindexing failed: %s", error)
            self._job = replace(job, problem=f"{error.vietnamese} {error.cure}".strip())
        except Exception as error:  # noqa: BLE001 - whatever it is, the administrator must not wait for ever
            self._job = replace(job, problem=explain(error, new_id()).vietnamese)
        else:
            _LOG.warning("reindexing done: %s", report.version)
            self._job = replace(job, outcome=outcome)


def _outcome(report: BuildReport, before: Mapping[str, Article], after: Mapping[str, Article]) -> Outcome:
    return Outcome(
        version=report.version,
        published=report.published,
        articles=len(after),
        added=len(after.keys() - before.keys()),
        changed=sum(before[key] != after[key] for key in after.keys() & before.keys()),
        removed=len(before.keys() - after.keys()),
        set_aside=report.set_aside,
        seconds=report.seconds,
    )
