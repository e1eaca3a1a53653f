"""Lists asked for by name and number: "Kể tên bốn xã ...", "Bảy chi bộ ấy là những chi bộ nào?"."""

import re

from corpus import CAPITALS, match_key
from rag.question import Question
from rag.wording import AREA_WORDS

_NUMBERS = {word: value for value, word in enumerate("hai ba bốn năm sáu bảy tám chín mười".split(), 2)}
# What bears a name of its own, so that a list of it is a list of names.
_NAMED = (*AREA_WORDS, "doanh nghiệp", "công ty", "hợp tác xã", "htx", "dân tộc", "địa phương", "người", "trường", "nhà máy")
_NOUN = "|".join(sorted(_NAMED, key=len, reverse=True))
_HOW_MANY = re.compile(rf"\b(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)}) (?:(?:vị|cái|đồng chí) )?(?P<noun>{_NOUN})\b")
_ASKS_NAMES = re.compile(
    r"\b(?:kể|nêu|liệt kê|đọc)(?: \w+){0,3} tên\b|\b(?:tên|là những|gồm những|là các|gồm các)\b|\bnhững \w+(?: \w+)? nào\b"
)
_CAPITAL = rf"[{CAPITALS}][^\W\d_]*"
_RUN = re.compile(rf"{_CAPITAL}(?:[ -](?:{_CAPITAL}|\d+))*")
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?…:]\s+[“\"«]?)$")


def names_too_few(question: Question, *texts: str) -> bool:
    """Whether a list of so many names is asked for and each text has fewer that the question has not; counted generously."""
    if question.kind != "list":
        return False
    key = match_key(question.full)
    wanted = _HOW_MANY.search(key)
    if wanted is None or not _ASKS_NAMES.search(key):
        return False
    count = _NUMBERS.get(wanted["count"]) or int(wanted["count"])
    numbered = re.compile(rf"(?<=\b{wanted['noun']} )\d+\b|(?<=, )\d+\b(?=,| và|[.;]|$)|(?<= và )\d+\b(?=[,.;]|$)")
    return all(len(_names(question, text)) + len(numbered.findall(match_key(text))) < count for text in texts)


def _names(question: Question, text: str) -> set[str]:
    asked = match_key(question.full)
    found = set()
    for run in _RUN.finditer(text):
        alone = " " not in run.group() and _SENTENCE_HEAD.search(text[: run.start()])
        key = match_key(run.group())
        if not alone and key not in asked:
            found.add(key)
    return found
