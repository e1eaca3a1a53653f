"""Findings as text for a terminal or a pipe."""

import shutil
import textwrap
from collections import defaultdict
from collections.abc import Iterator

from corpus.findings import ExportFinding, Finding, Findings

_ABOUT = ("published", "source", "author", "place")
_SHOWN_ROWS = 5  # of an export, for each kind of warning


def table(findings: Findings) -> str:
    """A block for each file and export, what was set aside, and the totals; lines keep to the width of the terminal."""
    width = max(60, shutil.get_terminal_size().columns)
    rows: dict[str, list[Finding]] = defaultdict(list)
    lines: list[str] = []
    for article in findings.articles:
        if article.export is None:
            lines += _article(article, width)
        else:
            rows[article.export].append(article)
    for export in findings.exports:
        lines += _export(export, rows[export.path], width)
    if findings.set_aside:
        lines += ["set aside:"]
        for item in findings.set_aside:
            lines += [f"  {item.path}", *_wrapped(item.reason, width, "      ")]
        lines += [""]
    warned = sum(bool(article.warnings) for article in findings.articles)
    lines += [f"{len(findings.articles)} articles ({warned} with warnings), {len(findings.set_aside)} set aside"]
    return "\n".join(lines) + "\n"


def _article(article: Finding, width: int) -> Iterator[str]:
    yield article.path
    yield from _wrapped(f"{article.id}: {article.title}", width)
    about = [f"{name}: {value}" for name in _ABOUT if (value := getattr(article, name))]
    figures = [
        article.encoding,
        f"{article.syllables:,} syllables",
        f"{article.sentences:,} sentences",
        f"{article.chunks:,} chunks",
    ]
    yield from _wrapped(" | ".join(about), width)
    yield from _wrapped(" | ".join(figures), width)
    for warning in article.warnings:
        yield from _wrapped(f"! {warning}", width)
    yield ""


def _export(export: ExportFinding, rows: list[Finding], width: int) -> Iterator[str]:
    yield export.path
    yield from _wrapped(f"{export.read:,} rows read, {export.set_aside:,} set aside", width)
    if export.columns:
        yield from _wrapped("columns: " + ", ".join(f"{field}={name}" for field, name in export.columns.items()), width)
    if rows:
        figures = f"{sum(row.syllables for row in rows):,} syllables, {sum(row.chunks for row in rows):,} chunks"
        yield from _wrapped(", ".join(sorted({row.encoding for row in rows})) + " | " + figures, width)
    warned: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for warning in row.warnings:
            warned[warning].append(row.path.rpartition(":")[2])
    for warning, numbers in warned.items():
        more = ", ..." if len(numbers) > _SHOWN_ROWS else ""
        some = ", ".join(numbers[:_SHOWN_ROWS])
        yield from _wrapped(f"! {warning}: {len(numbers):,} (rows {some}{more})", width)
    yield ""


def _wrapped(text: str, width: int, indent: str = "    ") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)
