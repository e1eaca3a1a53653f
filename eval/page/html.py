"""The few forms of HTML that every part of the page is made of."""

from collections.abc import Iterable, Sequence

from eval.page.text import Text, both


def table(caption: Text, head: Sequence[Text], rows: Iterable[Sequence[str]], *, hidden: bool = False) -> str:
    """A table of HTML cells: the first of a row is its header, the others are numbers to the right.

    The caption is left to screen readers where `hidden`, since a heading beside says the same.
    """
    number = ' class="n"'
    titles = "".join(f'<th scope="col"{number if place else ""}>{both(cell)}</th>' for place, cell in enumerate(head))
    lines = "".join(
        f'<tr><th scope="row">{cells[0]}</th>' + "".join(f'<td class="n">{cell}</td>' for cell in cells[1:]) + "</tr>\n"
        for cells in rows
    )
    away = ' class="away"' if hidden else ""
    return (
        f'<div class="wide" tabindex="0" role="group"><table><caption{away}>{both(caption)}</caption>'
        f"<thead><tr>{titles}</tr></thead><tbody>\n{lines}</tbody></table></div>\n"
    )


def folded(summary: Text, inside: str) -> str:
    """Something that opens on demand; printed open."""
    return f"<details><summary>{both(summary)}</summary>\n{inside}</details>\n"


def section(identity: str, title: Text, *parts: str) -> str:
    """A part of the page under its heading."""
    body = "\n".join(part for part in parts if part)
    heading = f'<h2 id="{identity}-h">{both(title)}</h2>'
    return f'<section id="{identity}" aria-labelledby="{identity}-h">\n{heading}\n{body}\n</section>\n'


def paragraph(text: Text, kind: str = "") -> str:
    """A paragraph of plain text."""
    return f'<p class="{kind}">{both(text)}</p>\n' if kind else f"<p>{both(text)}</p>\n"
