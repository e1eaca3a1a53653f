"""Short answers: the number, person, office, date, document id or place in a sentence that a question asks for."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus import CAPITALS, match_key, tokens
from rag.counted import also_counted
from rag.names import names_in
from rag.question import Question, offices_in
from rag.units import ATTACHED, asked_quantity, borne_quantity
from rag.wording import (
    AREA_WORDS,
    CHANGE_WORDS,
    FUNCTION_WORDS,
    HONORIFICS,
    NAMED_AREAS,
    NUMBER_WORDS,
    OFFICE_HEADS,
    PERSON_UNITS,
    QUALIFIERS,
    Kind,
)

_SCALES = r"(?:\s(?:nghìn|ngàn|triệu|tỷ|tỉ))*"
_NUMBER = re.compile(
    rf"(?:\b(?:{'|'.join(QUALIFIERS)})\s)?(?<![\w/.,-])\d+(?:[.,]\d+)*(?:/\d+(?:[.,]\d+)*)*(?:\s?%|{ATTACHED}\b)?"
    rf"(?![\w/-])(?!\.\d){_SCALES}",
    re.IGNORECASE,
)
_DAY = r"(?<![\d/.,-])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-]\d{4})?(?![\d/])"
_RANGE = r"(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?:(?:ngày|tháng|năm|nhiệm kỳ|giai đoạn|quý|từ|đến|hết|đầu|cuối)\s)*"
    rf"(?:{_RANGE}|\d{{1,2}}h\d{{0,2}}|{_DAY}|\d{{1,2}} tháng \d{{1,2}}(?: năm \d{{4}})?"
    rf"|(?<=tháng )\d{{1,2}}(?:[/-]\d{{4}})?|(?<!\d)(?:19|20)\d\d(?!\d))"
    rf"|(?:mùng|mồng|rằm) (?:\d{{1,2}} )?(?:tháng (?:giêng|chạp|\w+))|quý (?:[IV]+|\d)\b(?:/\d{{4}}| năm (?:nay|sau|\d{{4}}))?"
    rf"|(?:(?:sáng|chiều|tối|đêm) )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b(?: h[aằ]ng tuần)?",
    re.IGNORECASE,
)
_ID = re.compile(rf"(?:\bsố\s)?(?<![\w/])\d+(?:/\d{{4}})?(?:[-/](?=[{CAPITALS}])[^\W\d_]+\d{{0,2}})+(?:[-/][^\W\d_]+)*")
_PERIOD = re.compile(
    rf"{_RANGE}|(?:ngày|tháng|năm|quý)\s\d{{1,4}}(?:[/.-]\d{{1,4}})*|(?<!\d)\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}", re.IGNORECASE
)
_COUNTS_PEOPLE = re.compile(r"\s*(?:người|nhân khẩu|dân|khẩu|[^\w\s]|(?:và|với|sống|ở|năm|vào|tính|trong)\b|$)", re.IGNORECASE)
_PEOPLE = re.compile(r"\s*(?:người|nhân khẩu|nhân dân|dân(?! tộc| quân| cư)|khẩu)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,200})[”\"»]")
_SAYS = re.compile(r"\s(?:cho biết|cho rằng|nói|chia sẻ|khẳng định|đã|trao đổi|nhấn mạnh)\b")
_ONWARDS = re.compile(r"\strở (?:lên|xuống)")
_ASKS_CHANGE = re.compile(rf"\b(?:{'|'.join(CHANGE_WORDS)}|vào đảng|thêm|mới|được (?:bao nhiêu|mấy))\b")
_AIMS = ("phấn đấu", "chỉ tiêu", "vượt")  # of a change: no figure of what was reached
_OTHER_NOUN = 5.0  # what a number loses that counts another noun, where one beside it counts just what is asked; set by hand
_OWN_NAME = 2.0  # what a number's fit gains right behind a name of the question; set by hand
_LED_BY_PLACE = re.compile(
    rf"\b(?P<area>(?i:{'|'.join(NAMED_AREAS)})) "
    rf"(?P<name>[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*)*),? ?"
    r"(?:(?:với|có|còn|đạt|chiếm|là|được|mới|chỉ|đã|nay|trên|hơn|gần|khoảng) )*$"
)
# Nouns that figures count; those left out are other words as well ("10 bản vẽ", "3 khu vực").
_COUNTED_NOUNS = frozenset((*AREA_WORDS, "hộ", "gia đình")) - {"ban", "khu", "làng", "bản"}
_CLAUSE_END = re.compile(r"[,;:()–]| - ")


@dataclass(frozen=True)
class ShortAnswer:
    """A piece of the sentence from offset `start`, and how well its surroundings fit (0 or less: hardly; 3 and more: well)."""

    text: str
    fit: float
    start: int

    @property
    def end(self) -> int:
        """Offset in the sentence behind its last character."""
        return self.start + len(self.text)


def short_answers(question: Question, sentence: str) -> list[ShortAnswer]:
    """The pieces of a sentence that may answer; none where the kind has none or the sentence holds none."""
    find = _FINDERS.get(question.kind)
    return find(question, sentence) if find else []


def best_fitting(found: Sequence[ShortAnswer]) -> ShortAnswer | None:
    """The one whose surroundings fit best."""
    return max(found, key=lambda item: item.fit, default=None)


def _number(question: Question, sentence: str) -> list[ShortAnswer]:
    found: list[ShortAnswer] = []
    counting: list[bool | None] = []  # of each: exactly what is asked, something else, or nothing that it names
    quantity = asked_quantity(match_key(question.full))
    spoken = (
        re.finditer(rf"(?i)\b(?:{'|'.join(NUMBER_WORDS)})\b(?=\s{re.escape(question.asked[0])}\b)", sentence)
        if question.asked
        else ()
    )
    masked = _masked(sentence)
    for match in [*_NUMBER.finditer(masked), *spoken]:
        bare = re.sub(r"[^\d.,/%]", "", match.group())
        if bare and bare in {*question.years, *question.dates, *tokens(question.full)}:
            continue
        if question.kind == "percent" and "%" not in bare and "/" not in bare:
            continue
        if quantity and borne_quantity(match.group(), sentence[match.end() :]) != quantity:
            continue
        if question.asked == ("dân số",) and not _COUNTS_PEOPLE.match(sentence[match.end() :]):
            continue
        if question.asked == ("dân",) and not _PEOPLE.match(sentence[match.end() :]):
            continue
        if question.kind == "number" and "%" in bare and question.asked:
            continue
        # Asked without a noun ("trị giá bao nhiêu?"), the number stands behind the words of the question.
        end = match.end() if question.asked else len(sentence)
        fit = _unit_fit(question, sentence, match) + 2 * _near(question, sentence, match.start(), end)
        fit += 1.5 if question.kind == "percent" and "%" in bare else 0
        fit += _behind_name(question, sentence[: match.start()])
        found.append(_short(_with_unit(question, sentence, match), fit, match.start()))
        counting.append(_counts_asked(question, sentence[match.end() :]))
    if True not in counting:
        return found
    return [
        replace(one, fit=one.fit - _OTHER_NOUN) if counts is False else one for one, counts in zip(found, counting, strict=True)
    ]


def _counts_asked(question: Question, behind: str) -> bool | None:
    """Whether a number counts, by the words behind it, just what is asked ("2.200 đảng viên") or another noun ("25 cơ sở đảng").

    None where it names no noun, or one that the question names as well.
    """
    after = _words(_CLAUSE_END.split(behind)[0], 6)
    if not question.asked or not after or _CLAUSE_END.match(behind.lstrip()):
        return None
    if _led_by(question.asked, after) == len(question.asked):
        return True
    known = after[0] in FUNCTION_WORDS or after[0] in question.content or " ".join(after).startswith(PERSON_UNITS)
    return None if known else False


def _behind_name(question: Question, before: str) -> float:
    """What a number gains right behind a name of the question, and loses behind another place of that kind.

    "Phường Tân Miếu (1,18 km2, 8.236 người)"; "dẫn đầu là xã Hải Triều với 58 ha, kế đến là xã Hải Nhơn 23 ha".
    """
    outside, opened, inside = before.rpartition("(")
    key = match_key(outside).rstrip()
    if opened and ")" not in inside and any(key.endswith(name.key) for name in question.names):
        return _OWN_NAME
    led = _LED_BY_PLACE.search(before)
    if led is None:
        return 0.0
    if any(match_key(led["name"]) == name.key for name in question.names):
        return _OWN_NAME
    return -_OWN_NAME if any(name.area == match_key(led["area"]) for name in question.names) else 0.0


def _short(text: str, fit: float, start: int) -> ShortAnswer:
    """`text` may start with blanks, which are no part of it."""
    bare = text.strip()
    return ShortAnswer(bare, fit, start + text.find(bare))


def _unit_fit(question: Question, sentence: str, match: re.Match[str]) -> float:
    """How well what stands around a number is what the question counts; about -2..4."""
    after = _words(_CLAUSE_END.split(sentence[match.end() :])[0], 6)
    before = _words(sentence[: match.start()], 8, last=True)
    key = f" {match_key(question.full)} "
    ahead, behind = f" {' '.join(before)} ", f"{' '.join(after)} "
    fit = max((_counted_fit(words, ahead, after) for words in also_counted(question.asked)), default=0.0)
    if re.search(r"\b(?:bao nhiêu|mấy)(?: \w+)? người\b", key) and behind.startswith(PERSON_UNITS):
        fit += 1
    if re.search(r"\b(?:tổng|tất cả|toàn|cả)\b", key) and re.search(r"\b(?:tổng|lên|toàn)\b", ahead):
        fit += 0.7
    close = f" {' '.join(before[-6:])} "
    # "kết nạp 932 đảng viên, trong đó 75 ...": a part of what was added or lost is no more what there is than the whole.
    reach = f" {' '.join(_words(sentence[: match.start()], 60, last=True))} " if " trong đó " in close else close
    others = _AIMS if _ASKS_CHANGE.search(key) else CHANGE_WORDS
    if any(f" {word} " in reach and f" {word} " not in key for word in others):
        fit -= 5  # what was added or lost is another figure than what there is
    if any(f" {word} " in key and (f" {word} " in close or f" {word} " in f" {behind}") for word in CHANGE_WORDS):
        fit += 1
    return fit


def _counted_fit(asked: tuple[str, ...], ahead: str, after: list[str]) -> float:
    """How well a number between these words counts what is asked; 0..3."""
    if not asked:
        return 0.0
    led_by = _led_by(asked, after)
    if led_by:
        return 2.1 + 0.9 * led_by / len(asked)
    if _counts_another(asked, after):
        return 0.0
    led = sum(f" {item} " in ahead for item in asked) / len(asked)
    # "dân số hơn 53.860": a counted noun of its own stands before its number, any other behind it.
    return 1.5 * max(0.8 * _share(asked, after[: len(asked) + 1]), led if " " in asked[0] else led / 2)


def _counts_another(asked: tuple[str, ...], after: list[str]) -> bool:
    """Whether a number counts places or households that nobody asked for: "16 xóm trắng đảng viên" counts no members."""
    longest = next((" ".join(after[:length]) for length in (2, 1) if " ".join(after[:length]) in _COUNTED_NOUNS), "")
    return bool(longest) and not set(longest.split()) & set(" ".join(asked).split())


def _led_by(asked: tuple[str, ...], after: list[str]) -> int:
    """How many of the counted words stand right behind a number; 0 where they go on as another noun ("13 đảng bộ")."""
    length = next(
        (at for at, (want, found) in enumerate(zip(asked, after, strict=False)) if want != found), min(len(asked), len(after))
    )
    goes_on = 0 < length < len(asked) and length < len(after) and after[length] not in FUNCTION_WORDS
    return 0 if goes_on else length


def _masked(sentence: str) -> str:
    """The sentence with dates, periods and document ids blanked out, offsets kept."""
    for pattern in (_ID, _PERIOD):
        sentence = pattern.sub(lambda found: " " * len(found.group()), sentence)
    return sentence


def _with_unit(question: Question, sentence: str, match: re.Match[str]) -> str:
    """The number with what it counts: following words while the question names them, at least one noun."""
    end = match.end()
    for number, word in enumerate(re.finditer(r"\s([^\W\d_]+(?:-[^\W\d_]+)*)", sentence[match.end() :])):
        if word.start() + match.end() != end or number >= 5 or "%" in match.group():
            break
        key = match_key(word.group(1))
        named = bool(question.asked) and match_key(sentence[match.end() : end]).strip().startswith(question.asked[0])
        if key == "trở" and (whole := _ONWARDS.match(sentence, end)):
            return sentence[match.start() : whole.end()]
        if key in FUNCTION_WORDS or (number >= (1 if named else 2) and key not in question.content):
            break
        end = match.end() + word.end()
    return sentence[match.start() : end]


def _person(question: Question, sentence: str) -> list[ShortAnswer]:
    found: list[ShortAnswer] = []
    key = match_key(sentence)
    if len(key) != len(sentence):  # offsets in the key are offsets in the sentence but for rare letters
        return found
    for name in names_in(sentence):
        match = re.search(rf"(?<!\w){re.escape(name.key)}(?!\w)", key)
        if match is None or any(name.key in known.key or known.key in name.key for known in question.names):
            continue
        before = " ".join(_words(sentence[: match.start()], 3, last=True))
        titled = any(before.endswith(word) for word in HONORIFICS)
        if not titled and not name.is_person:
            continue
        fit = 1 + 3 * _near(question, sentence, match.start(), match.end()) + (0.5 if titled else 0)
        held = offices_in(match_key(_offices_behind(sentence, match.end()) or _offices_before(sentence, match.start())))
        # A name with an office of its own answers for that office alone.
        fit += 0 if not question.offices or not held else 1.5 if set(question.offices) & set(held) else -2
        found.append(ShortAnswer(sentence[match.start() : match.end()], fit, match.start()))
    return found


def _office(question: Question, sentence: str) -> list[ShortAnswer]:
    key = match_key(sentence)
    if len(key) != len(sentence):
        return []
    for name in question.names:
        for match in re.finditer(rf"(?<!\w){re.escape(name.key)}(?!\w)", key):
            behind = _offices_behind(sentence, match.end())
            if behind:
                return [ShortAnswer(behind, 3, sentence.index(behind, match.end()))]
            before = _offices_before(sentence, match.start())
            if before:
                return [ShortAnswer(before, 3, sentence.rindex(before, 0, match.start()))]
    return [] if any(name.is_person for name in question.names) else _any_office(question, sentence)


def _any_office(question: Question, sentence: str) -> list[ShortAnswer]:
    """Offices in the sentence that the question does not name, each up to the end of its clause."""
    found = []
    for match in re.finditer(rf"(?i)\b(?:phó\s)?(?:{'|'.join(OFFICE_HEADS)})\b[^,.;:()]*", sentence):
        if not set(offices_in(match_key(match.group()))) & set(question.offices):
            found.append(_short(match.group(), 1 + 2 * _near(question, sentence, match.start(), match.end()), match.start()))
    return found


def _offices_behind(sentence: str, at: int) -> str:
    """ ", A, B" or " (A, B)" or " là A" behind a name, as far as each piece names an office."""
    lead = re.match(
        r"\s*(?:[,(–-]\s*(?:\d{2} tuổi|sinh năm \d{4}|SN \d{4})\s*,|[,(–-]|là|giữ chức(?: vụ)?|đang là|hiện là)\s*", sentence[at:]
    )
    if not lead:
        return ""
    start = end = at + lead.end()
    for piece in re.finditer(r"[^,;()–.]+", sentence[start:]):
        if not _starts_with_office(piece.group()):
            break
        end = start + piece.end()
    return _SAYS.split(sentence[start:end].strip(" ,;:"))[0]


def _offices_before(sentence: str, at: int) -> str:
    titled = rf"(?i)\s*\b(?:{'|'.join(HONORIFICS)})\s*$"
    # "Bí thư Đảng ủy xã A, ông B": a comma and an honorific may stand between.
    clause = re.split(r"[,;:(.]", re.sub(titled, "", sentence[:at]).rstrip(" ,"))[-1]
    starts = [match.start() for head in OFFICE_HEADS for match in re.finditer(rf"(?i)(?:phó\s+)?\b{head}\b", clause)]
    if not starts:
        return ""
    return re.sub(titled, "", clause[min(starts) :].rstrip()).strip()


def _starts_with_office(piece: str) -> bool:
    key = match_key(piece).strip()
    return any(key.startswith((office, f"kiêm {office}", f"nguyên {office}")) for office in offices_in(key)[:1])


def _date(question: Question, sentence: str) -> list[ShortAnswer]:
    key = match_key(question.full)
    wanted = [
        word for word in ("ngày", "tháng", "năm", "nhiệm kỳ", "giai đoạn") if f"{word} nào" in key or f"{word} bao nhiêu" in key
    ]
    found = []
    a_day = re.search(r"\bngày (?:nào|mấy|bao nhiêu|tháng)\b|\bhôm nào\b", key)
    for match in _DATE.finditer(sentence):
        text = match.group().strip()
        if set(tokens(text)) & {*question.years, *question.dates}:
            continue
        if a_day and not re.search(rf"{_DAY}|ngày \d|\d tháng", text, re.IGNORECASE):
            continue
        fit = 1 + 2 * _near(question, sentence, match.start(), match.end())
        if any(cue in key for cue in ("ngày", "khi nào", "bao giờ", "hôm nào")):
            fit += 1.5 if re.search(_DAY, text) else 0
        fit += sum(1.0 for word in wanted if word in match_key(sentence[max(0, match.start() - 12) : match.end()]))
        found.append(_short(match.group(), fit, match.start()))
    return found


def _all(question: Question, sentence: str, matches: Iterable[re.Match[str]], group: int = 0) -> list[ShortAnswer]:
    return [
        _short(match.group(group), 1 + 2 * _near(question, sentence, match.start(), match.end()), match.start(group))
        for match in matches
        if match_key(match.group().strip()) not in match_key(question.full)
    ]


def _near(question: Question, sentence: str, start: int, end: int) -> float:
    """Share of the question's content words around a place, a word eight syllables away counting half; 0..1."""
    before = _words(sentence[:start], 40, last=True)[::-1]
    after = _words(_CLAUSE_END.split(sentence[end:])[0], 40)
    weight: dict[str, float] = {}
    for side in (before, after):
        for distance, word in enumerate(side):
            if word in question.content:
                weight[word] = max(weight.get(word, 0), 0.5 ** (distance / 8))
    return sum(weight.values()) / max(len(question.content), 1)


def _share(wanted: tuple[str, ...], words: list[str]) -> float:
    return sum(word in words for word in wanted) / len(wanted) if wanted else 0.0


def _words(text: str, count: int, last: bool = False) -> list[str]:
    found = tokens(text)
    return found[-count:] if last else found[:count]


def _id(question: Question, sentence: str) -> list[ShortAnswer]:
    return _all(question, sentence, _ID.finditer(sentence))


def _quote(question: Question, sentence: str) -> list[ShortAnswer]:
    return _all(question, sentence, _QUOTED.finditer(sentence), group=1)


_FINDERS: dict[Kind, Callable[[Question, str], list[ShortAnswer]]] = {
    "number": _number,
    "percent": _number,
    "person": _person,
    "office": _office,
    "date": _date,
    "id": _id,
    "quote": _quote,
}
KINDS_WITH_SHORT_ANSWER = frozenset(_FINDERS)
