"""The frame that every page of ours shares, the chat page apart: plain HTML, no script."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class PageFrame:
    """Where the site begins and which version of its style sheets it wears."""

    base: str  # "/" or "/hoi-bao/"
    version: str  # of the files in web/static

    def page(self, title: str, body: str, *styles: str) -> str:
        """A whole HTML page; `body` is HTML, `title` is text, `styles` are files of web/static beside those of all pages."""
        sheets = "".join(
            f'<link rel="stylesheet" href="site/{name}.css?v={self.version}">\n' for name in ("base", "reader", *styles)
        )
        return (
            '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
            f'<base href="{escape(self.base)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(title)}</title>\n"
            f'<link rel="icon" href="site/favicon.svg?v={self.version}" type="image/svg+xml">\n'
            f"{sheets}</head>\n<body>\n"
            '<header class="hb-bar"><a class="hb-brand" href="./">Hỏi Báo</a>'
            '<nav aria-label="Các trang"><a href="./">Hỏi đáp</a><a href="kho">Kho bài</a></nav></header>\n'
            f"{body}\n</body>\n</html>\n"
        )


def missing_page(frame: PageFrame, heading: str, sentence: str) -> str:
    """What a reader sees where there is nothing to read."""
    return frame.page(
        f"{heading} – Hỏi Báo",
        f'<main class="hb-reader"><h1>{escape(heading)}</h1><p>{escape(sentence)}</p>'
        '<p class="hb-back"><a href="./">← Về trang hỏi đáp</a></p></main>',
    )
