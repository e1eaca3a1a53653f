"""Comparisons of places or people: one plain question for each, to be answered side by side; and what a question counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus import fold, match_key
from index import Lexicon
from rag.doubled import said_once
from rag.names import Mention, lowered, outset, question_mentions
from rag.question import Question, understand
from rag.wording import AREA_WORDS, FIGURES, FUNCTION_WORDS, INTERROGATIVES, SETTLEMENTS

MOST_SIDES = 5  # each is a search of its own
_SLOT = "\x00"  # stands for the one thing asked about while the sentence is put together
_AREAS = "|".join(sorted(AREA_WORDS, key=len, reverse=True))
_WHICH = rf"(?:nơi|bên|chỗ|đơn vị|địa phương|số|tỷ lệ|đồng chí|ông|bà|người|vị|{_AREAS})"
# Smaller areas first: "khu A, phường B" is one place inside another, not two.
_LEVELS = (
    (*SETTLEMENTS, "đồn", "đồn biên phòng"),
    ("xã", "phường", "thị trấn"),
    ("huyện", "quận", "thị xã", "thành phố", "tp", "tx", "huyện ủy", "thị ủy", "thành ủy"),
    ("tỉnh", "tỉnh ủy"),
)
_STRONG = re.compile(
    r"\bso sánh\b|\bso với\b|\bđặt cạnh nhau\b|\bđều\b|\bhơn\b(?!\s\d)|(?<!thứ )(?<!thống )(?<!duy )(?<!ít )\bnhất\b"
    r"|\bhơn kém\b|\blần lượt\b|\bkhác (?:nhau|gì)\b"
    rf"|\bgiống nhau\b|\bchênh\b|\bcả (?:hai|ba)\b|\b(?:mỗi|từng)\s+{_WHICH}\b|\b{_WHICH} nào\b|\b(?:hay|hoặc)\b"
)
# What two do together is one matter, not two to be looked up apart.
_TOGETHER = re.compile(
    r"\b(?:quan hệ|hợp tác|phối hợp|ký kết|kết nghĩa|liên kết|giao lưu|sáp nhập|hợp nhất|nhập|giáp|ranh giới|biên giới|nối|"
    r"khoảng cách|cách nhau|cùng|chung|tổng cộng|cộng lại|trận)\b"
)
_LIKENED = re.compile(r"\bso sánh\b|\bđặt cạnh nhau\b|\bso với\b|\bhơn\b(?!\s\d)|\blần lượt\b|\b(?:mỗi|từng)\b|\bkhác nhau\b")
_TOTAL = re.compile(
    r",?\s*\b(?:tổng cộng|cộng lại|gộp lại|(?:cả|hết) thảy|(?:có )?(?P<has>có) (?:tổng số|tất cả)"
    r"|tổng (?=(?:số|diện tích|sản lượng|kinh phí|vốn|doanh thu)\b))\s*,?",
    re.I,
)
_COMPARE = re.compile(r"^so (?!với\b|sánh\b)", re.I)
# "..., cụ thể mỗi xã bao nhiêu": each side is shown with its figure as it is.
_AGAIN = re.compile(
    rf",?\s*(?:cụ thể|và)?\s*(?:mỗi|từng) {_WHICH}(?: (?:là|được|đạt))? (?:bao nhiêu|mấy)$"
    r"|,?\s*cụ thể (?:là )?(?:bao nhiêu|thế nào|ra sao)$",
    re.I,
)
_JOIN = re.compile(r"(\s*,?\s*(?:và|hay là|hay|hoặc|so với|với|cũng như|còn)\s+|\s*,\s+)(.*)", re.I | re.S)
_INSIDE = re.compile(r"\s*,?\s*(?:(?:trực )?thuộc|của|ở|tại)?\s*", re.I)
_THAN = re.compile(r"\b(?:hơn(?: so với)?|so với|bằng|khác(?: gì)?(?: so)?(?: với)?)\s+(?:(?:ở|của|tại|trong|bên)\s+)?$", re.I)
_PLAIN_KINDS = frozenset(("number", "percent", "date", "id", "person", "office"))

_FRAME = re.compile(
    r"^(?:(?:hãy|xin|cho (?:tôi|mình|em)(?: hỏi)?|có phải|liệu|giữa|trong)\s+)+|\bso sánh\b(?:\s+(?:giúp (?:mình|tôi|em)|giữa))*"
    r"|\bgiúp (?:mình|tôi|em)(?: với)?\b|\bđặt cạnh nhau(?: thì)?\b|\bđều\b"
    r"|[\s,]+(?:phải không|đúng không|hay không|không|chưa|nhỉ|ạ|vậy)$"
    rf"|,?\s*(?:\bthì\s+)?\b{_WHICH} nào\b|,?\s*\b(?:mỗi|từng)\s+{_WHICH}\b|\blần lượt\b|\btương ứng\b|\bcả (?:hai|ba)\b"
    rf"|,?\s*(?:\bthì\s+)?\bđâu\b(?=\s+(?:có\s+)?\S+(?:\s+\S+)*\s+hơn)|\bgiữa(?= {_SLOT})|\bhai \S+ (?:ấy|này|đó|kia)\b"
    rf"|\b(?:hai|ba|bốn|các|những)\s+(?:{_AREAS}\s+)?(?={_SLOT})|,?\s*\bai\b(?=\s+\S+\s+\S+\s+hơn)",
    re.I,
)
_WORD = r"(?!hơn\b|nhất\b)[^\W\d_]+"
_NOUN = rf"(?P<noun>{_WORD}(?: {_WORD}){{0,4}}?)"
_MORE_OF = re.compile(
    rf"\b(?:nhiều|ít|đông|lớn)\s+(?:hơn\s+)?{_NOUN}(?:\s+(?:hơn|nhất)\b(?:\s+bao nhiêu(?:\s+[^\W\d_]+)?)?)?$", re.I
)
_MORE = re.compile(r"\s*\b(?:là\s+|có\s+)?(?:nhiều|ít|cao|thấp|lớn|nhỏ|đông)(?:\s+(?:hơn|nhất))(?:\s+bao nhiêu.*)?$", re.I)
_MEASURED = re.compile(r"\b(rộng|dài|sâu|nặng|xa|cao)\s+(?:hơn|nhất)(?:\s+bao nhiêu)?$", re.I)
_DID_BETTER = re.compile(r"\s*\b(?:làm|đạt)(?: được)? (?:khá|tốt|giỏi|kém|cao|tệ)\s+(?:hơn|nhất)$", re.I)
_BETTER = re.compile(r"\s*\b[^\W\d_]+\s+(?:hơn|nhất)$", re.I)
_APART = re.compile(r"\s*(?:chênh(?: lệch)?|hơn kém)(?: nhau)?(?: bao nhiêu| như thế nào| thế nào| ra sao)?$", re.I)
_BY_WHAT = re.compile(r"(?<=hơn),? hơn bao nhiêu(?: \S+)?$", re.I)
_DIFFERS = re.compile(
    r"\s*(?:có\s+)?(?:khác|giống)(?:\s+(?:nhau|gì))*(?:\s+(?:ở (?:chỗ|điểm) nào|như thế nào|thế nào|ra sao|bao nhiêu|gì))?$",
    re.I,
)
_QUANTITY = re.compile(r"\b(?:số|tổng số|số lượng|tỷ lệ|tỉ lệ|dân số|diện tích|mức|thu nhập|sản lượng|chỉ tiêu)\b", re.I)
_ASKS = re.compile(rf"{INTERROGATIVES}|%", re.I)

_BARE_YEAR = re.compile(r"(?<!\bnăm )(?<![\d/.–-])\b((?:19|20)\d\d)\b(?!\s?[/–-])", re.I)
_YEAR = re.compile(r"\bnăm ((?:19|20)\d\d)\b(?!\s?[/–-])", re.I)
_YEAR_ASKED = re.compile(r",?\s*\b(?:năm nào|(?:mỗi|từng) năm|hai năm(?= năm))\b", re.I)
_DEGREED = re.compile(r"\b(?:nhiều|ít|đông|cao|thấp|lớn|nhỏ)\b.*\b(?:hơn|nhất)\b")
_WHICH_PLACE = re.compile(rf"\b(?:nơi|địa phương|{_AREAS}) nào\b")
# By how much something grew is a figure of its own, which the articles tell.
_GREW = re.compile(r"\b(?:tăng|giảm|vượt|gấp)\b")

_BEHIND = (
    "có|đã|được|là|của|ở|tại|trong|thì|từ|vào|so|trên|đang|sẽ|hiện|đạt|chiếm|năm|tính|cho|theo|khi|để|do|tham|trực|đến|phần trăm"
)
_COUNTED = rf"(?!(?:{_BEHIND})\b)[^\W\d_]+"
COUNT = re.compile(
    rf"^(?P<before>.*?)\b(?:bao nhiêu|mấy) (?P<noun>{_COUNTED}(?: {_COUNTED}){{0,5}})(?!\w)(?P<after>.*)$", re.I | re.S
)
AMOUNT = re.compile(
    r"^(?P<before>.*?)\b(?:tổng )?số(?: lượng)? (?P<noun>[^,;.?]{2,80}?)(?P<of> (?:của|ở|tại|trong) [^,;?]{2,160}?)?"
    r" (?:là |có |đạt )?(?:bao nhiêu|mấy)\b",
    re.I | re.S,
)
_LISTED = re.compile(
    r"^(?P<before>.*?)\b(?:những|các) (?P<noun>[^\W\d_]+(?: [^\W\d_]+){0,3}?) (?:nào|gì)\b(?P<after>.*)$", re.I | re.S
)
_HAS = re.compile(
    r"(?:^| )(?:(?:hiện|nay|đang|đã|tổng cộng|thì) )*(?:có|còn|gồm|bao gồm)(?: (?:tất cả|tổng cộng|khoảng|chừng))?$", re.I
)


@dataclass(frozen=True)
class _Unit:
    """A place (with the places it lies in) or a person: `text[start:end]`, its bare name from `at` on."""

    start: int
    at: int
    end: int
    area: str
    is_person: bool


def sides(question: Question, lexicon: Lexicon) -> tuple[Question, ...]:
    """The question once for each of the two or more things it compares, or nothing when it compares none."""
    text = _plainer(" ".join(question.full.split()).strip(" ?.!"))
    if question.folded:  # the corpus, which seldom compares, may have taught "nhiêu" alone
        text = re.sub(r"(?<!bao )\bnhiêu\b", "nhiều", text)
    return _split(question, text, _units(text, lexicon), lexicon)


def years(question: Question, lexicon: Lexicon) -> tuple[Question, ...]:
    """The question once for each of the years whose figures it compares, or nothing: "kết nạp nhiều hơn năm 2024 hay 2025?"."""
    text = _BARE_YEAR.sub(r"năm \1", _YEAR_ASKED.sub("", _plainer(" ".join(question.full.split()).strip(" ?.!"))))
    key = match_key(question.full)
    in_figures = question.kind in FIGURES or _DEGREED.search(key) or _QUANTITY.search(key)
    if not in_figures or not _STRONG.search(key) or _GREW.search(key) or _WHICH_PLACE.search(key):
        return ()
    found = [_Unit(one.start(), one.start(1), one.end(), "năm", False) for one in _YEAR.finditer(text)]
    return _split(question, text, found, lexicon)


def _split(question: Question, text: str, units: Sequence[_Unit], lexicon: Lexicon) -> tuple[Question, ...]:
    """The question for each of the units that its text lists or sets against each other."""
    key = match_key(text)
    if not 2 <= len(units) <= MOST_SIDES or (_TOGETHER.search(key) and not (_LIKENED.search(key) and "quan hệ" not in key)):
        return ()
    strong = _STRONG.search(key) is not None
    for at, unit in enumerate(units[:-1]):
        last = _listed(text, units, at, strong)
        if last > at and (strong or _plainly_each(question, text, unit)):
            one = _plain(f"{text[: unit.start]}{_SLOT}{text[units[last].end :]}")
            return _halves(one, text, units[at : last + 1], question, lexicon)
    for first, second in pairwise(units):
        once = said_once(
            text[: first.start],
            text[first.start : first.end],
            text[first.end : second.start],
            text[second.start : second.end],
            text[second.end :],
        )
        if once and first.is_person == second.is_person:
            return sides(replace(question, full=once), lexicon)
        than = _THAN.search(text[first.end : second.start])
        if than and first.is_person == second.is_person:
            between = text[first.end : first.end + than.start()]
            one = _plain(f"{text[: first.start]}{_SLOT}{between}{'' if _ASKS.search(between) else ' hơn'}{text[second.end :]}")
            return _halves(one, text, [first, second], question, lexicon)
    return ()


def _plainer(text: str) -> str:
    """Without what stands in brackets or is asked again at the end; "So hai xã A và B" is "So sánh hai xã A và B"."""
    return _AGAIN.sub("", _COMPARE.sub("So sánh ", re.sub(r"\s*\([^()]*\)", "", text)))


def addends(question: Question, lexicon: Lexicon) -> tuple[Question, ...]:
    """The question once for each of the places whose figures it wants added up, or nothing when it wants no total."""
    text = " ".join(question.full.split())
    if not _TOTAL.search(text) or _LIKENED.search(match_key(text)):
        return ()
    plain = _TOTAL.sub(lambda found: f" {found['has'] or ''} ", text).strip()
    # "lần lượt" says that what follows is a list, also one with commas alone.
    parts = sides(understand(f"{plain[0].upper()}{plain[1:].rstrip(' ?.!')} lần lượt?", lexicon), lexicon) if plain else ()
    return tuple(replace(part, text=fold(part.full), folded=True) for part in parts) if question.folded else parts


def about_one(place: str, predicate: str) -> str | None:
    """The question that a predicate ("có nhiều đảng viên nhất") asks of one place; None where it asks nothing."""
    one = _plain(f"{_SLOT} {predicate}")
    return f"{one.replace(_SLOT, place)}?" if one else None


def counted(question: str) -> str | None:
    """What a question counts or lists, as a noun phrase: "đảng viên của huyện X", "đảng viên mà xã X kết nạp năm 2021"."""
    text = " ".join(question.split()).strip(" ?.!")
    within = re.match(r"trong số ([^,]+), ", text, re.I)
    if within:
        return within[1]
    amount = AMOUNT.match(text)
    if amount:
        return f"{amount['noun']}{amount['of'] or ''} {lowered(amount['before'])}".strip(" ,")
    found = COUNT.match(text) or _LISTED.match(text)
    if found is None:
        return None
    before = found["before"].strip(" ,")
    owned = _HAS.search(before)
    subject = lowered(before[: owned.start()] if owned else before).strip(" ,")
    adverbial = not subject or re.match(r"(?:ở|tại|trong)\s", subject) is not None
    link = "" if adverbial else "của " if owned else "mà "
    listed = "các " if found.re is _LISTED else ""
    return " ".join(f"{listed}{found['noun']} {link}{subject} {found['after']}".split())


def _units(text: str, lexicon: Lexicon) -> list[_Unit]:
    quoted = [found.span() for found in re.finditer(r"[“\"«][^”\"»]*[”\"»]", text)]
    found: list[_Unit] = []
    for mention in question_mentions(text, lexicon):
        if any(a < mention.at < b for a, b in quoted):
            continue
        if found and _lies_in(text, found[-1], mention):
            found[-1] = replace(found[-1], end=mention.end)
        else:
            person = mention.name.is_person and not mention.name.may_be_place
            found.append(_Unit(outset(text, mention), mention.at, mention.end, mention.name.area, person))
    return found


def _lies_in(text: str, unit: _Unit, mention: Mention) -> bool:
    """As in "khu A, phường B", "xã A của huyện B": the second names where the first lies."""
    small, large = _level(unit.area), _level(mention.name.area)
    between = text[unit.end : mention.start]
    if small and not mention.name.area and not mention.name.is_person:
        return re.fullmatch(r"\s*,?\s*(?:(?:trực )?thuộc|của|ở|tại)\s*", between, re.I) is not None
    return 0 < small < large and _INSIDE.fullmatch(between) is not None


def _level(area: str) -> int:
    return next((number for number, words in enumerate(_LEVELS, 1) if area in words), 0)


def _listed(text: str, units: Sequence[_Unit], first: int, strong: bool) -> int:
    """The last unit of the list that starts with `first`: "A, B và C", "của A và của B"."""
    last, conjoined = first, first
    for at in range(first + 1, len(units)):
        join = _JOIN.fullmatch(text[units[at - 1].end : units[at].start])
        if join is None or units[at].is_person != units[first].is_person:
            break
        again = match_key(join[2])
        if (
            again
            and not match_key(text[: units[first].start]).endswith(again)
            and again.strip() not in {"của", "ở", "tại", "bên"}
        ):
            break
        small, large = _level(units[first].area), _level(units[at].area)
        if join[1].strip() != ",":
            conjoined = at
        elif small and large and small != large:
            break
        last = at
    return last if strong else conjoined


def _plainly_each(question: Question, text: str, unit: _Unit) -> bool:
    """Whether "A và B" without a word of comparison asks for each: not where both belong to one thing's name."""
    before = match_key(text[: unit.start]).split()
    free = (
        not before
        or before[-1] in FUNCTION_WORDS
        or before[-1][-1].isdigit()
        or before[-1] in {"hai", "ba", "thư", "tịch", "giữa"}
    )
    return question.kind in _PLAIN_KINDS and "giữa" not in before and (bool(unit.area) or free)


def _halves(one: str | None, text: str, units: Sequence[_Unit], question: Question, lexicon: Lexicon) -> tuple[Question, ...]:
    if one is None:
        return ()
    found = []
    for unit in units:
        inherits = not unit.area and not unit.is_person
        before = text[units[0].start : units[0].at] if inherits else text[unit.start : unit.at]
        written = one.replace(_SLOT, f"{before}{text[unit.at : unit.end]}").strip()
        half = understand(f"{written[0].upper()}{written[1:]}?", lexicon)
        # What was restored may be wrong; the folded form is matched too, as for the whole question.
        found.append(replace(half, text=fold(half.full), folded=True) if question.folded else half)
    return tuple(found)


def _plain(text: str) -> str | None:
    """A question about the slot alone, without the words that compare; None where nothing is left to ask."""
    text = text.strip(" ?.!,")
    quantity = _QUANTITY.search(text) is not None
    text = re.sub(r" hay \S+ hơn$", "", text) if " hơn" in text[: text.rfind(" hay ")] else text
    text = _APART.sub(" là bao nhiêu", _BY_WHAT.sub("", text))
    text = _DIFFERS.sub(" là bao nhiêu" if quantity else " là gì", text)
    if quantity:  # "Dân số A so với B thế nào?"
        text = re.sub(r",?\s*(?:thì )?(?:như )?(?:thế nào|ra sao)$", " là bao nhiêu", text)
    for _ in range(3):
        text = re.sub(r"\s+", " ", _FRAME.sub(" ", text)).strip(" ,")
    about = re.fullmatch(rf"{_SLOT},? về (.+)", text)
    if about:
        text = f"{about[1]} của {_SLOT}"
    text, tail = _without_tail(text)
    text = _degree(text, quantity)
    text = f"{tail} {text}" if tail and not text.startswith(_SLOT) else f"{_SLOT} {text}" if tail else text
    text = re.sub(rf"{_SLOT} (?=bao nhiêu (?!tuổi))", f"{_SLOT} có ", text)
    text = text.replace("bao nhiêu bao nhiêu", "bao nhiêu")  # "diện tích lớn hơn, mỗi khu bao nhiêu ha"
    if not _ASKS.search(text):
        if quantity:
            return f"{text} là bao nhiêu"
        return f"{text} là gì" if re.search(rf" (?:của|ở|tại) {_SLOT}$", text) else None
    return text


def _without_tail(text: str) -> tuple[str, str]:
    """For "Có nhiều X hơn, A": the thing asked about comes last."""
    found = re.fullmatch(rf"(.*[^,\s])\s*(?:,|:|giữa)\s*{_SLOT}", text)
    return (found[1], _SLOT) if found else (text, "")


def _degree(text: str, quantity: bool) -> str:
    """Put "nhiều X hơn" -> "bao nhiêu X"; "cao hơn" -> "là bao nhiêu"; "tốt hơn" -> "thế nào"."""
    counted = _MORE_OF.search(text)
    if counted and not _ASKS.search(text[: counted.start()]):
        return f"{text[: counted.start()]}bao nhiêu {counted['noun'].strip()}"
    more = _MORE.search(text)
    if more:
        before = text[: more.start()]
        return f"{before} là bao nhiêu" if quantity or before.endswith(_SLOT) else f"{before} bao nhiêu"
    if _MEASURED.search(text):
        return _MEASURED.sub(r"\1 bao nhiêu", text)
    return _BETTER.sub(" thế nào", _DID_BETTER.sub(" đạt bao nhiêu", text))
