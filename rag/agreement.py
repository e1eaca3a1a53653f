"""Whether a sentence speaks of the places, people, times, documents and offices that the question names.

The commonest error of a plain reader is the right kind of answer from the wrong district; agreement is what stops it.
"""

import re
from dataclasses import dataclass

from corpus import CAPITALS, Article, Span, match_key
from index import Lexicon
from rag.abbreviations import spells, unexplained
from rag.names import Name, holds
from rag.other_things import tells_of_another
from rag.question import Question, office_phrases
from rag.same_time import has_piece, times_share
from rag.short_answer import DOCUMENT_ID
from rag.told import Told, article_key, told
from rag.wording import AREA_RANKS, AREA_WORDS, EXACT, FIGURES

# How much a name found there vouches for the sentence.
_HERE, _INHERITED, _NEARBY, _PART_OF, _ELSEWHERE, _OTHER_NAMED = 1.0, 0.9, 0.7, 0.5, 0.4, 0.35
# "Năm 2022 xã kết nạp ...", "xã hiện có ...": a subject that its area word alone names.
_BARE_AREA = re.compile(
    r"(?:^|[,;] )(?:(?:năm|đến năm|cuối năm|từ năm) \d{4},? |(?:hiện|nay|đến nay|năm nay),? )*(?:toàn |đảng bộ )?"
    r"(xã|phường|thị trấn|thôn|bản|xóm) (?:này |mới |đã |hiện |cũng |còn )*"
    r"(?:kết nạp|có|đạt|được|lập|còn|thu|trồng|vận động|huy động)\b"
)
# "Thôn 2", "tổ dân phố số 5", but not "ở thôn 2 hộ".
_NUMBERED = re.compile(
    r"(?<!văn )\b(thôn|bản|khu phố|khu|ấp|làng|xóm|khóm|buôn|tổ dân phố|tiểu khu|đội|tổ) (?:số )?(\d{1,3})\b"
    r"(?![/-]|[.,]\d| (?:hộ|người|nhà|em|con|ha|đảng|cán|thành|lao|năm|tháng|ngày|lần|chi)\b)"
)
_ORDINAL = re.compile(r"\b(lần thứ|kỳ họp thứ|phiên họp thứ|khóa|đợt) ([ivxl]+|\d+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)\b")
_WHOLE_AREA = re.compile(r"\b(?:toàn|cả) (?P<area>huyện|tỉnh|thị xã|thành phố|quận)\b")
_FORMER = re.compile(r"\b(?:cũ|cựu|nguyên|từng)\b")  # asks for who held an office


@dataclass(frozen=True)
class Agreement:
    """Four shares in 0..1; 1 where the question names nothing of the sort, 0 where the article never mentions it."""

    names: float
    times: float
    ids: float
    offices: float


def agreement(question: Question, article: Article, span: Span, lexicon: Lexicon) -> Agreement:
    """Compare a question with one sentence of an article, in the light of the text before it, the title and the place."""
    here = told(article, span, lexicon)
    whole = article_key(article.text)
    shares = [_name_share(name, question, here, whole) for name in question.names]
    shares += [0.0 for short in unexplained(question.text, lexicon) if not has_piece(whole, short) and not spells(whole, short)]
    shares += [_numbered_share(place, question, here, whole) for place in _NUMBERED.findall(match_key(question.full))]
    if question.kind in EXACT and _is_another_occasion(match_key(question.full), here.key):
        shares.append(0.0)
    return Agreement(
        names=min(shares, default=1.0),
        times=times_share(question, article, here.key, here.before),
        ids=min((_id_share(number, question, here, whole) for number in question.ids), default=1.0),
        offices=_offices_share(question, here.key, here.paragraph, whole),
    )


def _name_share(name: Name, question: Question, here: Told, whole: str) -> float:
    if holds(here.key, name):
        if not _only_contains(name, question, here):
            return _HERE
        return 0.0 if question.kind in FIGURES else _PART_OF  # the figure of a part is not that of the whole
    # The communes of a district may tell what is asked of it, but for a figure.
    foreign = [
        other
        for other in here.places
        if not any(other.key in own.key or own.key in other.key for own in question.names)
        and (question.kind in FIGURES or not _within(other, name))
    ]
    if foreign and not any(holds(here.key, own) for own in question.names):
        # Who holds an office in one commune holds it not in another.
        holder = question.kind == "person" and question.offices and any(other.area == name.area != "" for other in foreign)
        return _OTHER_NAMED if not holder and (holds(whole, name) or holds(here.head, name)) else 0.0
    if tells_of_another(question.full, name, here.sentence):
        return 0.0 if question.kind in EXACT else _OTHER_NAMED
    # "Xã A của huyện B có mấy chi bộ?": what names B alone tells of B.
    larger = any(_within(name, own) and own.key != name.key and holds(here.key, own) for own in question.names)
    if larger and question.kind in FIGURES and name.area:
        return _OTHER_NAMED if holds(whole, name) else 0.0
    return _around(name, question, here, whole)


def _is_another_occasion(asked: str, told: str) -> bool:
    """Whether a sentence tells of "lần thứ III", and of no other, where "lần thứ II" is asked for."""
    wanted, found = set(_ORDINAL.findall(asked)), set(_ORDINAL.findall(told))
    return bool(wanted and found) and not wanted & found and {kind for kind, _ in wanted} <= {kind for kind, _ in found}


def _numbered_share(place: tuple[str, str], question: Question, here: Told, whole: str) -> float:
    """As the names, for a place that has a number for its name: "thôn 2" is not "thôn 3"."""
    told = _NUMBERED.findall(here.key)
    if place in told:
        return _HERE
    if any(area == place[0] for area, _ in told):
        return 0.0 if question.kind in EXACT else _OTHER_NAMED
    around = ((here.paragraph, _INHERITED), (here.head, _INHERITED), (here.before, _NEARBY), (whole, _ELSEWHERE))
    return next((share for text, share in around if place in _NUMBERED.findall(text)), 0.0)


def _id_share(number: str, question: Question, here: Told, whole: str) -> float:
    """As the names: the day of one document is not that of another."""
    if has_piece(here.key, number):
        return _HERE
    if question.kind in EXACT and DOCUMENT_ID.search(here.sentence):
        return 0.0
    return 1.0 if has_piece(whole, number) else 0.0


def _around(name: Name, question: Question, here: Told, whole: str) -> float:
    """How much a name that the sentence lacks vouches for it from around it."""
    if question.kind in FIGURES and _is_of_the_whole(name, here):
        return 0.0
    if question.kind in FIGURES and (_has_come_to_another(name, here) or _is_of_a_part(name, here)):
        return _OTHER_NAMED
    if holds(here.paragraph, name) or holds(here.title, name):
        return _INHERITED
    if holds(here.head, name):
        # An article of a commune inherits its district, but the commune's figure is not the district's.
        of_a_part = here.inner and not any(here.inner in own.key for own in question.names)
        return _PART_OF if of_a_part and question.kind in FIGURES else _INHERITED
    if holds(here.before, name):
        return _NEARBY
    return _ELSEWHERE if holds(whole, name) else 0.0


def _has_come_to_another(name: Name, here: Told) -> bool:
    """Whether the title names several places of a kind, this one among them, and the text comes to another one before here."""
    own = next((place for place in here.title_places if place.key == name.key), None)
    if own is None:
        return False
    kin = [place.key for place in here.title_places if AREA_RANKS.get(place.area, 0) == AREA_RANKS.get(own.area, 0)]
    last = max(kin, key=here.before.rfind)
    return last != name.key and last in here.before


def _is_of_the_whole(name: Name, here: Told) -> bool:
    """Whether the sentence tells of a whole district or province and of no commune, where one of its communes is asked for."""
    rank, whole = AREA_RANKS.get(name.area, 0), _WHOLE_AREA.search(here.key)
    if not 0 < rank < 3 or whole is None or AREA_RANKS[whole["area"]] <= rank:
        return False
    return re.search(rf"\b{name.area}\b", here.key) is None


def _is_of_a_part(name: Name, here: Told) -> bool:
    """Whether the sentence is about a commune named before ("Năm 2022 xã kết nạp ..."), and a larger place is asked for."""
    bare = _BARE_AREA.search(here.key)
    if bare is None or AREA_RANKS.get(name.area, 3) <= AREA_RANKS[bare.group(1)]:
        return False
    return re.search(rf"\b{bare.group(1)} [{CAPITALS}]", here.before_written) is not None


def _only_contains(name: Name, question: Question, here: Told) -> bool:
    """Whether the sentence is about an unnamed part of the place: "khu A thuộc phường B", "Ở huyện B, xã A ..."."""
    area = "|".join(AREA_WORDS)
    for other in here.places:
        if any(other.key == own.key for own in (name, *question.names)) or not _within(other, name):
            continue
        inside = rf"{re.escape(other.key)}(?:,? \(?|,? (?:thuộc|của|ở|tại) )(?:(?:{area}) )*{re.escape(name.key)}(?!\w)"
        within = rf"^(?:cũng )?(?:ở|tại|thuộc) (?:(?:{area}) )*{re.escape(name.key)}, .*\b{re.escape(other.key)}(?!\w)"
        if (name.area and re.search(inside, here.key)) or re.search(within, here.key):
            return True
    return False


def _within(inner: Name, outer: Name) -> bool:
    """Whether the area words allow it: a commune lies in a district, never the reverse."""
    return 0 < AREA_RANKS.get(inner.area, 0) < AREA_RANKS.get(outer.area, 4)


def _offices_share(question: Question, key: str, paragraph: str, whole: str) -> float:
    asked = office_phrases(match_key(question.full))
    if _FORMER.search(match_key(question.full)):
        key, paragraph, whole = (re.sub(r"\bnguyên (?=phó\b|\w+ \w+)", "", text) for text in (key, paragraph, whole))
        asked = tuple((head.removeprefix("nguyên "), body) for head, body in asked)
    shares = [
        1.0 if _held(office, key) else 0.8 if _held(office, paragraph) else 0.4 if _held(office, whole) else 0.0
        for office in asked
    ]
    return min(shares, default=1.0)


def _held(asked: tuple[str, str], key: str) -> bool:
    """Whether a match key holds this office: the same head, "phó" or not alike, and no other body than the one asked for."""
    return any(head == asked[0] and (not asked[1] or body in {"", asked[1]}) for head, body in office_phrases(key))
