"""Findings as text for a terminal or a pipe, in Vietnamese like the reasons in them."""

import shutil
import textwrap
from collections import defaultdict
from collections.abc import Iterator

from corpus.findings import ExportFinding, Finding, Findings

_ABOUT = {"published": "ngày đăng", "source": "nguồn", "author": "tác giả", "place": "địa điểm"}
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
        lines += ["Bị bỏ qua:"]
        for item in findings.set_aside:
            lines += [f"  {item.path}", *_wrapped(item.reason, width, "      ")]
        lines += [""]
    warned = sum(bool(article.warnings) for article in findings.articles)
    lines += [f"{len(findings.articles)} bài ({warned} bài có cảnh báo), {len(findings.set_aside)} tệp hoặc hàng bị bỏ qua"]
    return "\n".join(lines) + "\n"


def _article(article: Finding, width: int) -> Iterator[str]:
    yield article.path
    yield from _wrapped(f"{article.id}: {article.title}", width)
    about = [f"{told}: {value}" for name, told in _ABOUT.items() if (value := getattr(article, name))]
    figures = [
        article.encoding,
        f"{_figure(article.syllables)} âm tiết",
        f"{_figure(article.sentences)} câu",
        f"{_figure(article.chunks)} đoạn",
    ]
    yield from _wrapped(" | ".join(about), width)
    yield from _wrapped(" | ".join(figures), width)
    for warning in article.warnings:
        yield from _wrapped(f"! {warning}", width)
    yield ""


def _export(export: ExportFinding, rows: list[Finding], width: int) -> Iterator[str]:
    yield export.path
    yield from _wrapped(f"đọc được {_figure(export.read)} hàng, bỏ qua {_figure(export.set_aside)} hàng", width)
    if export.columns:
        yield from _wrapped("cột: " + ", ".join(f"{field}={name}" for field, name in export.columns.items()), width)
    if rows:
        figures = f"{_figure(sum(row.syllables for row in rows))} âm tiết, {_figure(sum(row.chunks for row in rows))} đoạn"
        yield from _wrapped(", ".join(sorted({row.encoding for row in rows})) + " | " + figures, width)
    warned: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for warning in row.warnings:
            warned[warning].append(row.path.rpartition(":")[2])
    for warning, numbers in warned.items():
        more = ", ..." if len(numbers) > _SHOWN_ROWS else ""
        some = ", ".join(numbers[:_SHOWN_ROWS])
        yield from _wrapped(f"! {warning}: {_figure(len(numbers))} (hàng {some}{more})", width)
    yield ""


def _figure(number: int) -> str:
    """1.234, as Vietnamese writes it."""
    return f"{number:,}".replace(",", ".")


def _wrapped(text: str, width: int, indent: str = "    ") -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)
