"""What `eval.check` found, as text for a terminal and as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.checks.balance import Share
from eval.checks.finding import Finding


@dataclass(frozen=True)
class Checked:
    """The outcome for one question file; `articles` and `asked` count those of the corpus and those that questions name."""

    file: str
    corpus: str
    questions: int
    articles: int
    asked: int
    in_both_splits: tuple[str, ...]
    shares: Mapping[str, Mapping[str, Share]]
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> list[Finding]:
        """What must be mended."""
        return [finding for finding in self.findings if finding.fault]

    @property
    def warnings(self) -> list[Finding]:
        """What should be looked at."""
        return [finding for finding in self.findings if not finding.fault]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of docs/evaluation.md; `""` among the categories is all of them."""
        return {
            "file": self.file,
            "corpus": self.corpus,
            "questions": self.questions,
            "articles": self.articles,
            "articles_asked": self.asked,
            "articles_in_both_splits": list(self.in_both_splits),
            "shares": {split: {name: asdict(share) for name, share in found.items()} for split, found in self.shares.items()},
            "faults": [_row(finding) for finding in self.faults],
            "warnings": [_row(finding) for finding in self.warnings],
        }

    def to_json(self) -> str:
        """As text, Vietnamese unescaped."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def to_text(self) -> str:
        """Counts, then the faults and warnings, one a line."""
        lines = [f"{self.file}: {self.questions} questions; {self.articles} articles in {self.corpus}, {self.asked} asked about"]
        if self.in_both_splits:
            lines.append(f"{len(self.in_both_splits)} articles are asked about in both splits: {', '.join(self.in_both_splits)}")
        lines += ["", *_table(self.shares)] if self.shares else []
        lines += _section("faults, to be mended", self.faults) + _section("warnings, to be looked at", self.warnings)
        lines += ["", f"{_count(self.faults, 'fault')}, {_count(self.warnings, 'warning')}"]
        return "\n".join(lines) + "\n"


def _row(finding: Finding) -> dict[str, str]:
    return {name: value for name, value in asdict(finding).items() if name != "fault"}


def _section(name: str, findings: Sequence[Finding]) -> list[str]:
    return ["", f"{name}:", *(f"  {finding}" for finding in findings)] if findings else []


def _count(findings: Sequence[Finding], name: str) -> str:
    return f"{len(findings)} {name}{'' if len(findings) == 1 else 's'}"


def _table(shares: Mapping[str, Mapping[str, Share]]) -> list[str]:
    """A line for each category: of each split the questions, their share, and those that cannot be answered."""
    names = [name for name in next(iter(shares.values())) if name]
    wide = max(len(name) for name in [*names, "category"])
    head = "".join(f"  {split + ' questions':>16}  {'unanswerable':>12}  {'near-miss':>9}" for split in shares)
    lines = [f"{'category':<{wide}}{head}"]
    for name in [*names, ""]:
        cells = ""
        for found in shares.values():
            share, whole = found[name], found[""]
            part = f"{share.questions} ({share.questions / whole.questions:4.0%})"
            cells += f"  {part:>16}  {share.unanswerable:>12}  {share.near_miss:>9}"
        lines.append(f"{name or 'all':<{wide}}{cells}")
    return lines
