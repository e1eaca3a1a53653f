"""Questions for all places of a kind: "Những xã nào có trên 10 hộ?", "Huyện nào có nhiều hộ nhất?", "Những xã nào trồng chè?"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import fold, match_key
from index import Hit, Lexicon
from rag.compare import about_one
from rag.names import names_in
from rag.question import Question, content_words, understand
from rag.wording import AREA_RANKS, FIGURES, INTERROGATIVES

MOST = 6  # places looked up; each is a search of its own
_STATES = 2  # words of content that a statement needs beside its place
_AREAS = "|".join(sorted((area for area in AREA_RANKS if not area.endswith(("ủy", "bộ"))), key=len, reverse=True))
_ALL = re.compile(rf"^(?:(?:ở|tại|trong (?:kho|các bài)),? )?(?:những|các) (?P<area>{_AREAS}) nào (?P<rest>\S.*)$", re.I)
_MOST = re.compile(rf"^(?P<area>{_AREAS}) nào (?P<rest>\S.*\bnhất)$", re.I)
_LIMIT = re.compile(
    r"\b(?P<limit>(?:trên|hơn|dưới|ít nhất|tối thiểu|tối đa) \d[\d.,]*)(?P<unit>\s?%)?(?: trở (?:lên|xuống))? ?", re.I
)
_SHORT = {"tp": "thành phố", "tx": "thị xã"}


@dataclass(frozen=True)
class EachPlace:
    """One question for each place, the limit that its figure must pass ("trên 10") and whether the extreme one is asked for.

    With `states` there is no figure to compare: the questions are statements, to be listed where they are plainly true.
    """

    asked: str
    questions: tuple[Question, ...]
    limit: str | None
    extreme: bool
    lexicon: Lexicon
    states: bool = False


def each_place(question: Question, hits: Sequence[Hit], lexicon: Lexicon) -> EachPlace | None:
    """The question for each place of the kind that the found passages name oftenest; None for any other question."""
    text = " ".join(question.full.split()).strip(" ?.!")
    found = _MOST.match(text) or _ALL.match(text)
    if found is None:
        return None
    rest, limit = found["rest"], _LIMIT.search(found["rest"])
    if limit:
        share = " phần trăm" if limit["unit"] else ""
        rest = f"{rest[: limit.start()]}bao nhiêu{share} {rest[limit.end() :]}".strip()
    places = _places(match_key(found["area"]), hits, {name.key for name in question.names})
    written = [one for place in places if (one := about_one(f"{place[0].upper()}{place[1:]}", rest))]
    standing = [_standing(one, question, lexicon) for one in written]
    counting = tuple(one for one in standing if one.kind in FIGURES and _names_a_thing(one))
    if not counting:
        return None if found.re is _MOST or limit else _stated(text, places, rest, question, lexicon)
    return EachPlace(text, counting, limit["limit"] if limit else None, found.re is _MOST, lexicon)


def _stated(asked: str, places: Sequence[str], rest: str, question: Question, lexicon: Lexicon) -> EachPlace | None:
    """For "Những huyện nào có mô hình X?" the statement "Huyện A có mô hình X" of each place."""
    if re.search(INTERROGATIVES, match_key(rest)) or len(content_words(rest)) < _STATES:
        return None
    made = tuple(_standing(f"{place[0].upper()}{place[1:]} {rest}", question, lexicon) for place in places)
    return EachPlace(asked, made, None, False, lexicon, states=True) if made else None


def _names_a_thing(question: Question) -> bool:
    """Whether more is asked than "how many" of the place."""
    return bool(set(question.content) - {part for name in question.names for part in f"{name.area} {name.key}".split()})


def _places(area: str, hits: Sequence[Hit], named: set[str]) -> list[str]:
    wanted = _SHORT.get(area, area)
    counts: Counter[str] = Counter()
    for hit in hits:
        for name in names_in(hit.chunk.text):
            if _SHORT.get(name.area, name.area) == wanted and name.key not in named:
                counts[f"{name.area if name.area not in _SHORT else wanted} {name.written}"] += 1
    return [place for place, _ in counts.most_common(MOST)]


def _standing(text: str, question: Question, lexicon: Lexicon) -> Question:
    made = understand(text, lexicon)
    return replace(made, text=fold(made.full), folded=True) if question.folded else made
