"""What a run will ask, and of what, as the command line says."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from corpus import Article
from eval.asking.endpoint import REFUSAL, Endpoint, checked_url
from eval.asking.pipeline import Bench, Source
from eval.environment import ANSWERING, articles_sha256, code_sha256, describe_machine, setting_facts, texts_sha256
from eval.sets.questions import DEFAULT_QUESTIONS, Question, articles_beside, load_split
from eval.sets.squad import load_squad
from settings import Settings, secret_of

_ON_MACHINE = ("python", "cpu", "packages")


@dataclass(frozen=True)
class Plan:
    """What will be asked, and of what."""

    source: Source
    questions: list[Question]
    question_file: Path
    passages: Mapping[str, Article] | None  # by id, where each question is given its own (--gold-passage)
    mode: str

    def journal_file(self, report: Path | None, settings: Settings) -> Path:
        """Where the answers of this run wait for its end: beside the report, or else among what the site keeps."""
        if report is not None:
            return report.with_name(report.name + ".partial")
        named = [self.question_file, self.source.corpus, self.source.index]
        asked = [str(path.absolute()) if path else "" for path in named]
        asked.append(self.source.endpoint.address if self.source.endpoint else "")
        return settings.state / "eval" / f"{texts_sha256([self.mode, *asked])[:16]}.partial"

    def journal_head(self, bench: Bench, settings: Settings) -> dict[str, Any]:
        """All that the answers depend on beside the questions themselves, hashed where it is long."""
        known = dict(bench.known)
        if self.source.is_built and bench.articles is not None:  # the same articles, whatever the last bit of their vectors
            known.pop("index_sha256", None)
            known["articles_sha256"] = articles_sha256(bench.articles.values())
        machine = describe_machine()
        return {
            "mode": self.mode,
            "settings_sha256": setting_facts(settings)["settings_sha256"],
            "code_sha256": code_sha256(ANSWERING),
            **{name: machine[name] for name in _ON_MACHINE},
            **known,
        }


def plan_of(options: argparse.Namespace) -> Plan:
    """Raises HoiBaoError for files that cannot be used and for an endpoint that is none."""
    if options.squad:
        articles, questions = load_squad(options.squad)
        passages = {article.id: article for article in articles} if options.gold_passage else None
        mode = "squad-gold-passage" if options.gold_passage else "squad"
        return Plan(Source(squad=tuple(articles)), questions[:: options.every][: options.limit], options.squad, passages, mode)
    file = options.questions or DEFAULT_QUESTIONS
    source = Source(options.corpus, options.index, None, articles_beside(file), _endpoint(options))
    asked = load_split(file, options.split)
    mode = "endpoint" if source.endpoint else "corpus" if source.is_built else "index"
    return Plan(source, asked[:: options.every][: options.limit], file, None, mode)


def _endpoint(options: argparse.Namespace) -> Endpoint | None:
    if options.endpoint is None:
        return None
    return Endpoint(
        checked_url(options.endpoint),
        options.endpoint_kind,
        options.endpoint_model or "",
        secret_of(options.endpoint_key_env) if options.endpoint_key_env else SecretStr(""),
        options.refusal or REFUSAL,
        options.endpoint_timeout,
    )
