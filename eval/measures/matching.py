"""Comparing texts with gold texts: exact match and F1 as SQuAD does, and containment at token boundaries."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from corpus import clean, match_key

_KEPT_AT_EDGES = "%‰"
_CITATION_MARK = re.compile(r" ?\[\d{1,3}\]")
_LETTER = r"[^\W\d_]"
# Inside a word, a number (4.900 70,5 325/600 22/11/2022 7:30) or an id (07-nq/tu, covid-19) there is no boundary.
_NO_TOKEN_BEFORE = r"(?<![^\W_])(?<!\d[.,/:-])"
_NO_TOKEN_AFTER = r"(?![^\W_])(?![.,/:-]\d)"
_NO_ID_BEFORE = rf"(?<!{_LETTER}[/-])"
_NO_ID_AFTER = rf"(?![/-]{_LETTER})"


def normalise(text: str) -> list[str]:
    """Tokens that answers are compared by.

    SQuAD's normalisation (Rajpurkar et al. 2016, evaluate-v1.1.py: lower case, no punctuation, no articles) in Vietnamese:
    NFC, lower case, old-style tone placement, split on whitespace, punctuation (ASCII's and Unicode's P*, but not `%`)
    stripped at token edges only, so that 4.900, 70,5%, 325/600 and 07-nq/tu stay whole. Vietnamese has no articles to drop.
    """
    stripped = (_strip_edges(token) for token in match_key(clean(text)).split())
    return [token for token in stripped if token]


def exact_match(prediction: str | None, answers: Iterable[str]) -> float:
    """1 if the normalised prediction equals one of the normalised gold answers, else 0 (Rajpurkar et al. 2016).

    No prediction (a refusal, or an answer that has no short form) scores 0.
    """
    if prediction is None:
        return 0.0
    found = normalise(prediction)
    return float(any(found == normalise(gold) for gold in answers))


def f1(prediction: str | None, answers: Iterable[str]) -> float:
    """Token F1 = 2PR / (P + R) over bags of normalised tokens, maximum over the gold answers (Rajpurkar et al. 2016)."""
    if prediction is None:
        return 0.0
    found = normalise(prediction)
    return max((_bag_f1(found, normalise(gold)) for gold in answers), default=0.0)


def stands_in(gold: str, text: str) -> bool:
    """Whether the gold string stands in the text at token boundaries, compared by `match_key`.

    A boundary has no letter or digit beside it, no `[.,/:-]` that goes on to a digit, and, at a digit, no `/` or `-` that goes
    on to a letter. So 75 is in "75%" and "75." but not in "175", "75,5" or "75/80"; 07 is not in "07-NQ/TU". Citation marks
    [n] are no part of the text; punctuation at the edges of the gold string and blanks before % do not count.
    """
    return stands_in_comparable(gold, comparable(text))


def stands_in_comparable(gold: str, text: str) -> bool:
    """`stands_in` for a text that is `comparable` already: one that many strings are looked for in."""
    wanted, pattern = _wanted(gold)
    return bool(wanted) and wanted in text and pattern.search(text) is not None


@lru_cache(maxsize=1024)
def _wanted(gold: str) -> tuple[str, re.Pattern[str]]:
    wanted = _strip_edges(_spaced(gold))
    before = _NO_TOKEN_BEFORE + (_NO_ID_BEFORE if wanted[:1].isdigit() else "")
    after = _NO_TOKEN_AFTER + (_NO_ID_AFTER if wanted[-1:].isdigit() else "")
    return wanted, re.compile(before + re.escape(wanted) + after)


def comparable(text: str) -> str:
    """The form of a text in which gold strings are looked for."""
    return _spaced(_CITATION_MARK.sub("", text))


def _spaced(text: str) -> str:
    return " ".join(match_key(clean(text)).split()).replace(" %", "%")


def _strip_edges(token: str) -> str:
    start, end = 0, len(token)
    while start < end and _is_punctuation(token[start]):
        start += 1
    while end > start and _is_punctuation(token[end - 1]):
        end -= 1
    return token[start:end]


def _is_punctuation(char: str) -> bool:
    return char not in _KEPT_AT_EDGES and (char.isspace() or char in string.punctuation or unicodedata.category(char)[0] == "P")


def _bag_f1(found: list[str], gold: list[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    common = sum((Counter(found) & Counter(gold)).values())
    return 2 * common / (len(found) + len(gold))
