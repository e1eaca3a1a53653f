"""Questions that name a province which was merged in July 2025 also look for its other names, with less weight."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from corpus import Article, fold, match_key
from index import Lexicon
from rag.names import Name, holds, question_mentions
from rag.provinces import JOINED, MERGED, TODAY_OF, names_province, now_part_of, province_of, where_named
from rag.question import Question, understand
from rag.wording import FIGURES

# What a chunk found by the other name keeps of its score, and an answer so read of its confidence. Set by hand: of two alike
# chunks the one with the name as asked must come first, whatever rag/signals.py adds.
ALIAS = 0.8
_FOLDED = {fold(name): name for name in (*JOINED, *TODAY_OF)}
_LIES_IN = re.compile(r"\s?[,(–-]?\s?(?:(?:thuộc|của|ở|tại) )?(?:(?:tỉnh|thành phố|tp\.?) ?)?", re.I)
# A province that the corpus does not know, in small letters or without diacritics.
_SPELT = re.compile(rf"\btinh ({'|'.join(sorted(_FOLDED, key=len, reverse=True))})(?!\w)")


@dataclass(frozen=True)
class Asked:
    """A province in a question, and where: `full[start:end]`."""

    province: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A question in other words, for those articles alone in which they mean the same."""

    question: Question
    province: str  # as asked
    name: str | None  # what it is called instead; None where it is left out
    names: tuple[Name, ...]  # of the question as asked

    def serves(self, article: Article) -> bool:
        """Whether the article speaks of the province."""
        others = aliases(self.province, self.names, article)
        return self.name in others if self.name else bool(others) or names_province(article, self.province)


def provinces_asked(question: Question) -> tuple[Asked, ...]:
    """The provinces that a question names, in order; the towns and districts of the same names are none."""
    found: dict[str, Asked] = {}
    for name in question.names:
        province = province_of(name)
        at = match_key(question.full).find(name.key)
        if province and at >= 0:
            found[province] = Asked(province, *(where_named(question.full, province) or (at, at + len(name.key))))
    for match in _SPELT.finditer(fold(question.full)):
        found.setdefault(_FOLDED[match.group(1)], Asked(_FOLDED[match.group(1)], match.start(1), match.end(1)))
    return tuple(sorted(found.values(), key=lambda one: one.start))


def renamed(question: Question) -> tuple[str, ...]:
    """The question once for each other name of a province in it, but those that it names too."""
    asked = provinces_asked(question)
    own = {one.province for one in asked}
    return tuple(
        f"{question.full[: one.start]}{name}{question.full[one.end :]}"
        for one in asked
        for name in _other_names(one.province)
        if name not in own
    )


def aliases(province: str, names: Collection[Name], article: Article) -> tuple[str, ...]:
    """Other names that stand for a province in this article: those that it took in, or the one that it belongs to today.

    Before the merger a new name meant another province, so it stands for an old one only in an article of the time since;
    in an undated one only if another place of the question is there.
    """
    if province in TODAY_OF and not _since_the_merger(province, names, article):
        return ()
    return tuple(name for name in _other_names(province) if names_province(article, name))


def speaks_by_alias(question: Question, article: Article) -> bool:
    """Whether an article has another name for a province of the question, and not the name as asked."""
    return any(
        not names_province(article, one.province) and aliases(one.province, question.names, article)
        for one in provinces_asked(question)
    )


def readings(question: Question, lexicon: Lexicon) -> Iterator[Reading]:
    """What to read the articles with where the question as asked finds nothing in them.

    A province that only says where a smaller place lies ("huyện Ba Bể, tỉnh Bắc Kạn") is left out; any other is called by
    its other names.
    """
    asked = provinces_asked(question)
    own = {one.province for one in asked}
    mentions = question_mentions(question.full, lexicon)
    for one in asked:
        chain = next(
            (m for m in mentions if _LIES_IN.fullmatch(question.full[m.end : one.start]) and province_of(m.name) is None), None
        )
        if chain:
            behind = question.full[one.end :].removeprefix(")")
            yield _reading(question, lexicon, one.province, None, question.full[: chain.end] + behind)
            continue
        for name in _other_names(one.province):
            if name not in own:
                text = f"{question.full[: one.start]}{name}{question.full[one.end :]}"
                yield _reading(question, lexicon, one.province, name, text)


def _reading(question: Question, lexicon: Lexicon, province: str, name: str | None, text: str) -> Reading:
    again = understand(text, lexicon)
    if question.folded:  # what was restored may be wrong; the folded form is matched too
        again = replace(again, text=fold(again.full), folded=True)
    return Reading(again, province, name, question.names)


def merger_notes(question: Question, articles: Iterable[Article]) -> tuple[str, ...]:
    """What a reader must know of each cited article that speaks of a province by another name than the question."""
    asked = provinces_asked(question)
    smaller = any(name.may_be_place and province_of(name) is None for name in question.names)
    alone = question.kind in FIGURES and not smaller
    notes: dict[str, None] = {}
    for article in articles:
        for one in asked:
            if names_province(article, one.province):
                continue
            for name in aliases(one.province, question.names, article):
                old, new = (one.province, name) if one.province in TODAY_OF else (name, one.province)
                notes[now_part_of(old)] = None
                if alone:
                    told = (
                        f"cả {new} hiện nay, không riêng {old}" if name == new else f"riêng {old} trước đây, không phải cả {new}"
                    )
                    notes[f"Số liệu trong bài có thể là của {told}."] = None
    return tuple(notes)


def _other_names(province: str) -> tuple[str, ...]:
    return (TODAY_OF[province],) if province in TODAY_OF else JOINED[province]


def _since_the_merger(province: str, names: Collection[Name], article: Article) -> bool:
    if article.dated:
        return article.dated >= MERGED
    key = match_key(article.text)
    return any(holds(key, name) for name in names if name.may_be_place and province_of(name) != province)
