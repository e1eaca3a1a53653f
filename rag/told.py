"""A sentence and what stands around it, in the forms that questions are compared with; kept once made.

A site's questions are answered from the same few hundred sentences, and making these forms takes longer than comparing them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus import Article, Span, match_key, tokens
from index import Lexicon
from rag.abbreviations import all_readings
from rag.names import Name, names_in
from rag.places import parts_of

_PARAGRAPHS_BACK = 2
_AREAS = "tỉnh|huyện|thị xã|thành phố|xã|phường|thị trấn"
_KEPT = 8_192  # sentences; some 5 kB each


@dataclass(frozen=True)
class Told:
    """Match keys, with every reading of each abbreviation in `syllables`, `around` and `key`."""

    sentence: str
    syllables: tuple[str, ...]  # of the sentence, the parts of compounds behind the whole
    around: frozenset[str]  # syllables of the title, the article's place and the paragraph before the sentence
    key: str
    paragraph: str  # what stands before the sentence in its paragraph
    before: str  # the same with the paragraphs before
    before_written: str  # that as it is written
    head: str  # title and place
    title: str
    title_places: tuple[Name, ...]  # in the title
    inner: str  # the smallest of the places that the article's place names, if there are several; else ""
    places: tuple[Name, ...]  # named in the sentence, and called places there or elsewhere in the article


@lru_cache(maxsize=_KEPT)
def told(article: Article, span: Span, lexicon: Lexicon) -> Told:
    """The sentence of an article at `span`."""
    sentence = article.text[span.start : span.end]
    read = all_readings(sentence, lexicon)
    head = f"{article.title}\n{article.place or ''}"
    paragraph = article.text[_start_of(article.text, span.start, 0) : span.start]
    before = article.text[_start_of(article.text, span.start, _PARAGRAPHS_BACK) : span.start]
    chain = parts_of(article.place or "")
    return Told(
        sentence=sentence,
        syllables=tuple(_syllables(read)),
        around=frozenset(_syllables(all_readings(f"{head}\n{paragraph}", lexicon))),
        key=match_key(read),
        paragraph=match_key(paragraph),
        before=match_key(before),
        before_written=before,
        head=match_key(head),
        title=match_key(article.title),
        title_places=tuple(name for name in names_in(article.title) if name.may_be_place),
        inner=chain[0].key if len(chain) > 1 else "",
        places=tuple(name for name in names_in(sentence) if _is_place(name, article)),
    )


def _is_place(name: Name, article: Article) -> bool:
    """Whether it stands behind an area word, here or elsewhere in the article: "chợ Sơn Hạ" is of "xã Sơn Hạ"."""
    if name.area or not name.may_be_place:
        return bool(name.area) and not name.is_person
    return re.search(rf"\b(?:{_AREAS}) {re.escape(name.key)}(?!\w)", article_key(article.text)) is not None


@lru_cache(maxsize=256)
def article_key(text: str) -> str:
    """The match key of a whole article."""
    return match_key(text)


def _syllables(text: str) -> list[str]:
    """Tokens, the parts of compounds behind the whole."""
    found = []
    for token in tokens(text):
        found.append(token)
        parts = re.split(r"[/-]", token)
        found.extend(part for part in parts if part and len(parts) > 1)
    return found


def _start_of(text: str, at: int, paragraphs_back: int) -> int:
    """Where the paragraph `paragraphs_back` before the one at `at` starts."""
    start = text.rfind("\n", 0, at) + 1
    for _ in range(paragraphs_back):
        start = text.rfind("\n", 0, max(len(text[:start].rstrip()), 0)) + 1
    return start
