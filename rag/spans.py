"""Short answers: the number, person, office, date, document id or place in a sentence that a question asks for."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from corpus import fold, match_key, tokens
from rag.counts import counts
from rag.documents import is_another_kind
from rag.names import names_in
from rag.provinces import province_of
from rag.question import Question, offices_in
from rag.short_answer import DOCUMENT_ID, YEARS, ShortAnswer, cut, nearness, words_of
from rag.wording import HONORIFICS, OFFICE_HEADS, Kind

_DAY = r"(?<![\d/.,-])(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-]\d{4})?(?![\d/])"
_DATE = re.compile(
    rf"(?:(?:ngày|tháng|năm|nhiệm kỳ|giai đoạn|quý|từ|đến|hết|đầu|cuối)\s)*"
    rf"(?:{YEARS}|\d{{1,2}}h\d{{0,2}}|{_DAY}|\d{{1,2}} tháng \d{{1,2}}(?: năm \d{{4}})?"
    rf"|(?<=tháng )\d{{1,2}}(?:[/-]\d{{4}})?|(?<!\d)(?:19|20)\d\d(?!\d))"
    rf"|(?:mùng|mồng|rằm) (?:\d{{1,2}} )?(?:tháng (?:giêng|chạp|\w+))|quý (?:[IV]+|\d)\b(?:/\d{{4}}| năm (?:nay|sau|\d{{4}}))?"
    rf"|(?:(?:sáng|chiều|tối|đêm) )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b(?: h[aằ]ng tuần)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,200})[”\"»]")
_ISSUED = re.compile(r",? ngày \d{1,2}[/.-]\d{1,2}[/.-](?P<year>(?:19|20)\d\d)")
# "Công văn ra đầu năm 2024", but not "nghị quyết về chuyển đổi số đến năm 2025".
_ISSUED_IN = re.compile(
    r"\b(?:(?<!đến )(?<!tới )(?:hồi|đầu|cuối|giữa)|trong|vào|ban hành|ra|ký|gửi)(?: (?:vào|hồi|đầu|cuối|trong|đi|tháng \d+))* "
    r"(?:năm )?(?P<year>(?:19|20)\d\d)\b"
)
_LIKE_A_PLACE = 2.0  # what a name of two syllables loses without an honorific or an office: "xã Lũng Slàng và Đàm Vài"
_LED = re.compile(r"\b(?:trưởng phòng|trưởng ban|giám đốc sở|chánh thanh tra)\b((?: [\w&–-]+){1,8})")
_NO_DEPARTMENT = frozenset("huyện tỉnh xã phường thành thị quận là ai của ở tại năm hiện tên gì cho".split())
_PUT = "bầu|bổ nhiệm|phân công|điều động|trúng cử|tái cử|giữ chức|giữ|làm|đảm nhiệm|đảm nhận|kiêm|tín nhiệm"
_SAYS = re.compile(r"\s(?:cho biết|cho rằng|nói|chia sẻ|khẳng định|đã|trao đổi|nhấn mạnh)\b")


def short_answers(question: Question, sentence: str) -> list[ShortAnswer]:
    """The pieces of a sentence that may answer; none where the kind has none or the sentence holds none."""
    find = _FINDERS.get(question.kind)
    return find(question, sentence) if find else []


def best_fitting(found: Sequence[ShortAnswer]) -> ShortAnswer | None:
    """The one whose surroundings fit best."""
    return max(found, key=lambda item: item.fit, default=None)


def _person(question: Question, sentence: str) -> list[ShortAnswer]:
    found: list[ShortAnswer] = []
    key = match_key(sentence)
    if len(key) != len(sentence):  # offsets in the key are offsets in the sentence but for rare letters
        return found
    for name in names_in(sentence):
        match = re.search(rf"(?<!\w){re.escape(name.key)}(?!\w)", key)
        if match is None or any(name.key in known.key or known.key in name.key for known in question.names):
            continue
        before = " ".join(words_of(sentence[: match.start()], 3, last=True))
        titled = any(before.endswith(word) for word in HONORIFICS)
        if not titled and (not name.is_person or province_of(name)):
            continue
        fit = 1 + 3 * nearness(question, sentence, match.start(), match.end()) + (0.5 if titled else 0)
        held = _offices_behind(sentence, match.end()) or _offices_before(sentence, match.start())
        other = None if _is_put_into(question, key[match.end() :]) else _is_other_office(question, held)
        fit += 0 if other is None else -2 if other else 1.5
        if not titled and not held and name.may_be_place:
            fit -= _LIKE_A_PLACE
        found.append(ShortAnswer(sentence[match.start() : match.end()], fit, match.start(), other=bool(other)))
    return found


def _is_put_into(question: Question, behind: str) -> bool:
    """Whether it is told behind a name that the person comes to an office that is asked for: "..., được bầu làm bí thư"."""
    heads = "|".join(question.offices)
    return bool(heads) and re.search(rf"\b(?:{_PUT})(?: \w+){{0,3}} (?:{heads})\b", behind) is not None


def _is_other_office(question: Question, held: str) -> bool | None:
    """Whether the office that a name holds, "" for none, is another than the one asked for; None where neither can be told.

    Whoever asks for the secretary of a school does not mean "Bí thư Chi bộ bản Hua".
    """
    offices = set(offices_in(match_key(held)))
    if not question.offices or not offices:
        return None
    if not offices & set(question.offices) or (
        "thường trực" in match_key(question.full) and "thường trực" not in match_key(held)
    ):
        return True
    if _is_another_department(match_key(question.full), match_key(held)):
        return True
    places = {name.key for name in names_in(held) if name.area}
    asked = {name.key for name in question.names}
    return bool(places and asked) and not places & asked and " nào" not in match_key(question.full)


def _is_another_department(asked: str, held: str) -> bool:
    """Whether both name what an office leads, in no common word: "Trưởng Phòng Giáo dục", "Trưởng Phòng LĐ-TB&XH"."""
    wanted, told = _department(asked), _department(held)
    if not wanted or not told or set(wanted) & set(told):
        return False
    letters = ["".join(re.findall(r"[^\W\d_]", fold(word))) for word in (*wanted, *told)]
    initials = ["".join(word[0] for word in map(fold, words)) for words in (wanted, told)]
    return not any(
        len(short) > 1 < len(full) and (short in full or short.startswith(full)) for short in letters for full in initials
    )


def _department(key: str) -> list[str]:
    """The words that say what is led, behind the head of an office that says nothing by itself."""
    found = _LED.search(key)
    words = re.findall(r"[^\W\d_][\w&–-]*", found.group(1)) if found else []
    end = next((at for at, word in enumerate(words) if word in _NO_DEPARTMENT), len(words))
    return [word for word in words[:end] if word not in {"và", "phòng", "ban", "sở"}]


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
            found.append(cut(match.group(), 1 + 2 * nearness(question, sentence, match.start(), match.end()), match.start()))
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
        fit = 1 + 2 * nearness(question, sentence, match.start(), match.end())
        if any(cue in key for cue in ("ngày", "khi nào", "bao giờ", "hôm nào")):
            fit += 1.5 if re.search(_DAY, text) else 0
        fit += sum(1.0 for word in wanted if word in match_key(sentence[max(0, match.start() - 12) : match.end()]))
        found.append(cut(match.group(), fit, match.start()))
    return found


def _all(question: Question, sentence: str, matches: Iterable[re.Match[str]], group: int = 0) -> list[ShortAnswer]:
    return [
        cut(match.group(group), 1 + 2 * nearness(question, sentence, match.start(), match.end()), match.start(group))
        for match in matches
        if match_key(match.group().strip()) not in match_key(question.full)
    ]


def _id(question: Question, sentence: str) -> list[ShortAnswer]:
    found = _all(question, sentence, DOCUMENT_ID.finditer(sentence))
    asked = match_key(question.full)
    return [
        replace(one, other=True)
        if _is_of_another_year(question, sentence[one.end :]) or is_another_kind(asked, match_key(one.text))
        else one
        for one in found
    ]


def _is_of_another_year(question: Question, behind: str) -> bool:
    """Whether the day right behind a document's number is in no year that the question names."""
    day = _ISSUED.match(behind)
    asked = _ISSUED_IN.search(match_key(question.full))
    return bool(day and asked and day["year"] != asked["year"])


def _quote(question: Question, sentence: str) -> list[ShortAnswer]:
    return _all(question, sentence, _QUOTED.finditer(sentence), group=1)


_FINDERS: dict[Kind, Callable[[Question, str], list[ShortAnswer]]] = {
    "number": counts,
    "percent": counts,
    "person": _person,
    "office": _office,
    "date": _date,
    "id": _id,
    "quote": _quote,
}
KINDS_WITH_SHORT_ANSWER = frozenset(_FINDERS)
