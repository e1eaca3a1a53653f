"""Whether a sentence speaks of the places, people, times, documents and offices that the question names.

The commonest error of a plain reader is the right kind of answer from the wrong district; agreement is what stops it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus import CAPITALS, TABLE_ROW, Article, Span, fold, match_key
from index import Lexicon
from rag.abbreviations import all_readings
from rag.names import Name, holds
from rag.other_things import tells_of_another
from rag.question import Question, office_phrases
from rag.short_answer import DOCUMENT_ID
from rag.syllables import is_syllable
from rag.told import Told, article_key, told
from rag.wording import AREA_RANKS, AREA_WORDS, FIGURES

# How much a name found there vouches for the sentence.
OTHER_MONTH = 0.3  # where a sentence tells months, but not the one that the question names
_HERE, _INHERITED, _NEARBY, _PART_OF, _ELSEWHERE, _OTHER_NAMED = 1.0, 0.9, 0.7, 0.5, 0.4, 0.35
# "Năm 2022 xã kết nạp ...", "xã hiện có ...": a subject that its area word alone names.
_BARE_AREA = re.compile(
    r"(?:^|[,;] )(?:(?:năm|đến năm|cuối năm|từ năm) \d{4},? |(?:hiện|nay|đến nay|năm nay),? )*(?:toàn |đảng bộ )?"
    r"(xã|phường|thị trấn|thôn|bản|xóm) (?:này |mới |đã |hiện |cũng |còn )*"
    r"(?:kết nạp|có|đạt|được|lập|còn|thu|trồng|vận động|huy động)\b"
)
_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:[/.-](?P<y>\d{4}))?")
# "Thôn 2", "tổ dân phố số 5", but not "ở thôn 2 hộ".
_NUMBERED = re.compile(
    r"(?<!văn )\b(thôn|bản|khu phố|khu|ấp|làng|xóm|khóm|buôn|tổ dân phố|tiểu khu|đội|tổ) (?:số )?(\d{1,3})\b"
    r"(?![/-]|[.,]\d| (?:hộ|người|nhà|em|con|ha|đảng|cán|thành|lao|năm|tháng|ngày|lần|chi)\b)"
)
_MONTH = re.compile(r"(?<![\w/])(?:\d{1,2}[/.-])?(?P<m>0?[1-9]|1[0-2])(?:[/.-]| năm )(?P<y>(?:19|20)\d\d)(?![\d/])")
_ABBREVIATION = re.compile(rf"(?<![\w/-])[{CAPITALS}]{{4,}}(?![\w/-])")  # shorter ones are written in many ways
_ORDINAL = re.compile(r"\b(lần thứ|kỳ họp thứ|phiên họp thứ|khóa|đợt) ([ivxl]+|\d+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)\b")
_EXACT = FIGURES | {"date", "id", "person"}  # kinds that one thing's sentence never answers of another thing
_WHOLE_AREA = re.compile(r"\b(?:toàn|cả) (?P<area>huyện|tỉnh|thị xã|thành phố|quận)\b")
_FORMER = re.compile(r"\b(?:cũ|cựu|nguyên|từng)\b")  # asks for who held an office
_QUARTER = re.compile(r"\bquý (iv|i{1,3}|[1-4])\b")
# "Còn 86 hộ, giảm 57 hộ so với năm 2022" tells nothing of 2022, unless its figure follows in brackets.
_COMPARED = re.compile(
    r"\bso với (?:(?:cùng kỳ|cùng thời điểm|cuối|đầu|hồi|tháng \d+|quý \w+|\d+ tháng) )*(?:của )?(?:năm )?\d{4}\b(?! ?\()"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


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
    shares += [0.0 for short in _strange(question, lexicon) if not _spelled_in(whole, match_key(short))]
    shares += [_numbered_share(place, question, here, whole) for place in _NUMBERED.findall(match_key(question.full))]
    if question.kind in _EXACT and _is_another_time(match_key(question.full), here.key):
        shares.append(0.0)
    return Agreement(
        names=min(shares, default=1.0),
        times=_times_share(question, article, here.key, here.before),
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
        return 0.0 if question.kind in _EXACT else _OTHER_NAMED
    # "Xã A của huyện B có mấy chi bộ?": what names B alone tells of B.
    larger = any(_within(name, own) and own.key != name.key and holds(here.key, own) for own in question.names)
    if larger and question.kind in FIGURES and name.area:
        return _OTHER_NAMED if holds(whole, name) else 0.0
    return _around(name, question, here, whole)


def _strange(question: Question, lexicon: Lexicon) -> list[str]:
    """Abbreviations of the question that the corpus has no long form for; none in a question that is all capitals."""
    if question.text.isupper():
        return []
    found = [short for short in _ABBREVIATION.findall(question.text) if not is_syllable(match_key(short))]
    return [short for short in found if all_readings(short, lexicon) == short]


def _spelled_in(whole: str, short: str) -> bool:
    """Whether an article has an abbreviation, or words that begin with its letters: UBMTTQ for "Ủy ban Mặt trận Tổ quốc"."""
    return _has(whole, short) or fold(short) in _initials(whole)


@lru_cache(maxsize=256)
def _initials(whole: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", fold(whole)))


def _is_another_time(asked: str, told: str) -> bool:
    """Whether a sentence tells of "lần thứ III", and of no other, where "lần thứ II" is asked for."""
    wanted, found = set(_ORDINAL.findall(asked)), set(_ORDINAL.findall(told))
    return bool(wanted and found) and not wanted & found and {kind for kind, _ in wanted} <= {kind for kind, _ in found}


def _numbered_share(place: tuple[str, str], question: Question, here: Told, whole: str) -> float:
    """As the names, for a place that has a number for its name: "thôn 2" is not "thôn 3"."""
    told = _NUMBERED.findall(here.key)
    if place in told:
        return _HERE
    if any(area == place[0] for area, _ in told):
        return 0.0 if question.kind in _EXACT else _OTHER_NAMED
    around = ((here.paragraph, _INHERITED), (here.head, _INHERITED), (here.before, _NEARBY), (whole, _ELSEWHERE))
    return next((share for text, share in around if place in _NUMBERED.findall(text)), 0.0)


def _id_share(number: str, question: Question, here: Told, whole: str) -> float:
    """As the names: the day of one document is not that of another."""
    if _has(here.key, number):
        return _HERE
    if question.kind in _EXACT and DOCUMENT_ID.search(here.sentence):
        return 0.0
    return 1.0 if _has(whole, number) else 0.0


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


def _times_share(question: Question, article: Article, key: str, before: str) -> float:
    row = TABLE_ROW.match(key)
    own = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", row["name"])) if row else set()
    if own and question.years and not own & set(question.years):
        return 0.0  # a row of another year, though the row of that one stands before it
    shares = []
    if "so với" not in match_key(question.full):
        key, before = _COMPARED.sub(" ", key), _COMPARED.sub(" ", before)
    for date in question.dates:
        shares.append(1.0 if _has_day(key, date, article) else 0.5 if _has_day(before, date, article) else 0.0)
    for year in question.years:
        if any(year in date for date in question.dates):
            continue
        day = article.dated
        shares.append(1.0 if year in key else 0.7 if year in before else 0.6 if day and day.year == int(year) else 0.0)
    month, months = _months(match_key(question.full)), _months(key)
    if month and months and not month & months:
        shares.append(OTHER_MONTH)
    asked, told = _quarters(match_key(question.full)), _quarters(key)
    if asked and told:
        shares.append(float(bool(asked & told)))
    return min(shares, default=1.0)


def _months(key: str) -> set[tuple[int, str]]:
    """Months with their year, of days too: (3, "2025") of "hết tháng 3/2025" and of "ngày 14/3/2025"."""
    return {(int(found["m"]), found["y"]) for found in _MONTH.finditer(key)}


def _has_day(key: str, asked: str, article: Article) -> bool:
    """Whether a match key tells this day or month ("20/5/2024", "5/2024"); a year that it leaves out is the article's."""
    if _has(key, asked):
        return True
    day = _DAY.fullmatch(asked)
    if day is None:
        return False
    told = re.findall(
        rf"(?<![\d/.-])0?{int(day['d'])}(?:[/.-]| tháng )0?{int(day['m'])}(?:(?:[/.-]| năm )(\d{{4}}))?(?![\d/])", key
    )
    own = str(article.dated.year) if article.dated else ""
    return any(year == day["y"] or not day["y"] or (not year and day["y"] == own) for year in told)


def _quarters(key: str) -> set[str]:
    return {_ROMAN.get(one, one) for one in _QUARTER.findall(key)}


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


def _has(key: str, piece: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(piece)}(?![\w/])", key) is not None
