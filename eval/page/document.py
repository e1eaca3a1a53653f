"""The page put together."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.page.circumstances import circumstances, subtitle
from eval.page.comparison import comparison
from eval.page.failures import anchors, failures, filter_rules
from eval.page.figures import all_figures
from eval.page.groups import group_tables
from eval.page.html import section
from eval.page.overview import cards, cause_table, headline, metric_table
from eval.page.text import Text, both, count
from eval.page.words import TITLE
from eval.report import Report

_STYLE = Path(__file__).with_name("page.css")
_SUMMARY = Text("Tóm tắt", "In short")
_COMPARED = Text("So với lần trước", "Against the earlier run")
_FIGURES = Text("Nhìn kỹ hơn", "A closer look")
_FAILED = Text("Câu chưa đạt ({n}/{all})", "Failed questions ({n}/{all})")
_CIRCUMSTANCES = Text("Môi trường và cách chạy lại", "Environment, and how to run it again")
_LANGUAGE = Text("Ngôn ngữ", "Language")
_CONTENTS = Text("Mục lục", "Contents")

# Nothing may be loaded, run or sent, whatever a question or an article holds.
_PAGE = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style></head>
<body>
{body}
</body>
</html>
"""


def report_page(report: Report, link_base: str | None = None) -> str:
    """The whole page; `link_base` is the address of a Hỏi Báo site that shows the articles, for those without an address."""
    extras = {name: value for name, value in report.to_dict().items() if name != "questions"}
    failed = report.failures
    compared = extras.get("comparison")
    title = _FAILED.fill(n=count(len(failed)), all=count(len(report.rows)))
    parts = [
        ("summary", _SUMMARY, headline(report) + cards(report) + cause_table(report) + metric_table(report.metrics)),
        ("compared", _COMPARED, comparison(compared, anchors(failed)) if compared else ""),
        ("figures", _FIGURES, all_figures(report, extras) + group_tables(report, extras)),
        ("failures", title, failures(failed, link_base)),
        ("environment", _CIRCUMSTANCES, circumstances(report.environment)),
    ]
    present = [part for part in parts if part[2]]
    body = _header(report.environment, len(report.rows), [(name, heading) for name, heading, _ in present])
    body += "<main>\n" + "".join(section(name, heading, inside) for name, heading, inside in present) + "</main>"
    style = _STYLE.read_text(encoding="utf-8") + filter_rules(failed) + "\n"
    return _PAGE.format(title=f"{TITLE.vi} · {TITLE.en}", style=style, body=body)


def _header(known: Mapping[str, Any], asked: int, parts: list[tuple[str, Text]]) -> str:
    links = "".join(f'<li><a href="#{name}">{both(title)}</a></li>' for name, title in parts)
    return (
        f"<header>\n<h1>{both(TITLE)}</h1>\n"
        f'<fieldset class="languages"><legend class="away">{both(_LANGUAGE)}</legend>'
        '<label lang="vi-VN"><input type="radio" name="language" id="in-vi" checked> Tiếng Việt</label> '
        '<label lang="en-GB"><input type="radio" name="language" id="in-en"> English</label></fieldset>\n'
        f'<p class="quiet">{both(subtitle(known, asked))}</p>\n'
        f'<nav><h2 class="away">{both(_CONTENTS)}</h2><ul>{links}</ul></nav>\n</header>\n'
    )
