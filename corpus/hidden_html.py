"""Which elements of a page nobody sees: by attribute, by their own style, by a rule of the page's own stylesheets."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?:px|em|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_UNSEEN = frozenset(("script", "style", "template", "iframe", "object", "svg"))
_WHOLE = frozenset(("html", "body"))  # hidden until a script of the page uncovers them
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A rule inside @media or @print says nothing of the page on a screen; blocks are taken out from the innermost.
_CONDITIONAL = re.compile(r"@[^{};]{0,500}\{(?:[^{}]|\{[^{}]*\})*\}")
_RULE = re.compile(r"([^{}]{1,1000})\{([^{}]{0,5000})\}")
_SIMPLE = re.compile(r"[a-z0-9]*([.#])(-?[_a-z][\w-]*)", re.IGNORECASE)  # ".note", "#note", "p.note"


def hidden_test(tree: "HtmlElement") -> Callable[["HtmlElement"], bool]:
    """A test for the elements of this page. Only selectors of one class or one id are understood."""
    classes, ids = _hiding_names(_COMMENT.sub("", "\n".join(element.text or "" for element in tree.iter("style"))))

    def is_hidden(element: "HtmlElement") -> bool:
        if element.tag in _WHOLE:
            return False
        return (
            element.tag in _UNSEEN
            or element.get("hidden") is not None
            or (element.get("aria-hidden") or "").strip().lower() == "true"
            or _HIDING.search(element.get("style") or "") is not None
            or element.get("id") in ids
            or not classes.isdisjoint((element.get("class") or "").split())
        )

    return is_hidden


def _hiding_names(css: str) -> tuple[set[str], set[str]]:
    names: dict[str, set[str]] = {".": set(), "#": set()}
    for selectors, rules in _RULE.findall(_CONDITIONAL.sub("", css)):
        if _HIDING.search(rules):
            for selector in selectors.split(","):
                if simple := _SIMPLE.fullmatch(selector.strip()):
                    names[simple[1]].add(simple[2])
    return names["."], names["#"]
