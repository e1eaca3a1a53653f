"""Lists asked for by name and number: "Kể tên bốn xã ...", "Bảy chi bộ ấy là những chi bộ nào?"."""

import re

from corpus import CAPITALS, Span, match_key
from rag.question import Question
from rag.wording import AREA_WORDS, NUMBER_WORDS

# What bears a name of its own, so that a list of it is a list of names.
_NAMED = (*AREA_WORDS, "doanh nghiệp", "công ty", "hợp tác xã", "htx", "dân tộc", "địa phương", "người", "trường", "nhà máy")
_NOUN = "|".join(sorted(_NAMED, key=len, reverse=True))
_SEVERAL = "|".join(word for word, value in NUMBER_WORDS.items() if value > 1)
_HOW_MANY = re.compile(rf"\b(?P<count>\d{{1,2}}|{_SEVERAL}) (?:(?:vị|cái|đồng chí) )?(?P<noun>{_NOUN})\b")
_ASKS_NAMES = re.compile(
    r"\b(?:kể|nêu|liệt kê|đọc)(?: \w+){0,3} tên\b|\b(?:tên|là những|gồm những|là các|gồm các)\b|\bnhững \w+(?: \w+)? nào\b"
)
_CAPITAL = rf"[{CAPITALS}][^\W\d_]*"
_RUN = re.compile(rf"{_CAPITAL}(?:[ -](?:{_CAPITAL}|\d+))*")
_STOP = re.compile(r"[.!?]")
_FOLLOWING = 400  # characters of the next sentence
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?…:]\s+[“\"«]?)$")


def names_too_few(question: Question, text: str, sentence: Span) -> bool:
    """Whether a list of so many names is asked for, and neither the sentence nor the next has as many that the question lacks."""
    if question.kind != "list":
        return False
    key = match_key(question.full)
    wanted = _HOW_MANY.search(key)
    if wanted is None or not _ASKS_NAMES.search(key):
        return False
    count = NUMBER_WORDS.get(wanted["count"]) or int(wanted["count"])
    numbered = re.compile(rf"(?<=\b{wanted['noun']} )\d+\b|(?<=, )\d+\b(?=,| và|[.;]|$)|(?<= và )\d+\b(?=[,.;]|$)")
    following = _STOP.split(text[sentence.end : sentence.end + _FOLLOWING], maxsplit=1)[0]
    told = (text[sentence.start : sentence.end], following)
    return all(len(_names(question, one)) + len(numbered.findall(match_key(one))) < count for one in told)


def _names(question: Question, text: str) -> set[str]:
    asked = match_key(question.full)
    found = set()
    for run in _RUN.finditer(text):
        alone = " " not in run.group() and _SENTENCE_HEAD.search(text[: run.start()])
        key = match_key(run.group())
        if not alone and key not in asked:
            found.add(key)
    return found
