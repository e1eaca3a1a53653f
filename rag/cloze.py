"""Questions made out of an article's sentences by asking for one of the facts in them; read aloud they are plain Vietnamese.

A question keeps the words of its sentence, so that it is as well written as the article. It is made only where it can stand
alone: it names what it is about and points back to nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus import Article, Span, match_key, split_sentences
from rag.names import lowered, mentions
from rag.question import offices_in
from rag.wording import HONORIFICS

Asks = Literal["count", "person", "office", "date", "meaning", "reason", "way"]

SHORTEST, LONGEST = 5, 20  # words of a question
_SENTENCES = 120  # of an article, from its beginning
_NUMBER = r"\d+(?:[.,]\d+)*(?:/\d+(?:[.,]\d+)*)?"
_ABOUT = r"(?:(?:tổng số|trên|hơn|gần|khoảng|chừng|xấp xỉ|ước|trung bình|tất cả) )*"
# "đã kết nạp trên 325/600 đảng viên": what stands before the figure, the figure, what is counted.
_COUNT = re.compile(
    rf"^(?P<before>.+?) {_ABOUT}(?P<number>{_NUMBER})(?P<unit>%| [^\W\d_]+)(?P<behind>[^,;:.()“”]*)(?P<next>.{{0,12}})"
)
# Behind these nouns a figure is a name and no count: "năm 2022", "Chỉ thị 681".
_NAMED = re.compile(
    r"\b(?:năm|tháng|ngày|quý|số|khóa|khoá|kỳ|lần|thứ|hạng|lộ|thị|quyết|định|hoạch|điều|khoản|tổ|khu|đội|lớp|giờ|đoạn|từ|đến|mức"
    r"|tuần|phút|đợt|bản|thôn|cấp|quân|tầng|phòng|giai đoạn|nhiệm kỳ|công điện|văn|báo|giảm|còn|nửa|là|một trong)$",
    re.I,
)
_TIME = re.compile(
    r"(?:(?:Riêng |Chỉ |Cũng )?(?:[Tt]rong|[Đđ]ến|[Tt]ính đến|[Tt]ừ|[Tt]ừ đầu|[Nn]ăm|[Qq]uý|[Cc]uối|[Đđ]ầu|[Gg]iai đoạn|[Hh]iện)"
    r"\b(?: (?:nay|đầu|cuối|hết|giữa|năm|tháng|quý|ngày|giai|đoạn|nhiệm|kỳ|đến|từ|hơn|I{1,3}|IV|[\d/.-]+))*)"
)
# Words that point back, weigh, or join to what was said before: such a question does not stand alone.
_LEANS = re.compile(
    r"\b(?:này|đó|ấy|kia|đây|họ|mình|tôi|chúng|vậy|thế|cũng|còn lại|khác|như trên|nói trên|lại|nhưng|song|tuy|không|chưa"
    r"|chẳng|con số|sau khi|trước khi|khi|nếu|mỗi|cả hai|nhờ|do|bởi|vì|theo|ông nói|anh nói|bà nói|nơi|mà|dù"
    r"|chỉ tiêu|lúc|riêng|dẫn đầu|đứng đầu|đứng cuối)\b",
    re.I,
)
_CAPTION = re.compile(r"(?:Chú thích ảnh|Trong ảnh|Ảnh|Bài gốc|Bài|Nguồn|Theo)\b")
# What follows the thing counted and says no more of it: "có 12.285 hộ với dân số hơn 53.860 người"; with "bị" or "được" it
# may say which of them are meant.
_GOES_ON = re.compile(
    rf" (?:(?:với|và|gồm) (?:[^\W\d_]+ ){{0,2}}{_ABOUT}{_NUMBER}(?!.* (?:bị|được|đã)\b)|so với|nhưng|song)\b.*$"
)
# Behind a comma other things may be counted along: "23 chi, đảng bộ".
_CLOSED = re.compile(
    r"^$|[.;:]|, (?:\d|trong|chiếm|đạt|bằng|tăng|giảm|với|gồm|vượt|cao|thấp|gấp|chủ yếu|phần lớn|hơn|gần|trên|riêng|đưa|nay|sinh)"
)
_OFFICE = re.compile(r"(?:, (?:\d+ tuổi, )?)(?=[A-ZĐ])(?P<office>[^,;.“”]+)")
_OWN_OFFICE = re.compile(r"(?!.*\b(?:cho|nói|kể|vừa|cùng|kiêm|khẳng|chia|nhấn|đã|là|thông)\b).+$")
_ID = r"(?:Nghị quyết|Chỉ thị|Quyết định|Kế hoạch|Đề án|Công điện|Kết luận)(?: số)? \d+[-/][\w/-]+[^\W\d_]"
_PAPER = re.compile(rf"(?P<paper>{_ID}),? (?:ban hành )?ngày (?P<day>\d{{1,2}}/\d{{1,2}}/\d{{4}})")
_BEGUN = re.compile(
    r"^(?P<before>.*\b(?:thành lập|ra đời|khởi công|khánh thành|hoàn thành|đi vào hoạt động|bắt đầu|phê duyệt|kết nạp Đảng))"
    r"(?: vào)? (?:ngày|tháng|năm) (?P<day>\d[\d/]*)\b"
)
_TERM = re.compile(r"^(?P<term>(?:[^\W\d_]+ ){0,3}“[^”]{2,30}”) là (?!một\b)(?P<told>\w+ \w+)")
_WHY = re.compile(r"^(?P<before>[^,;:“”]+),? (?:vì|do) (?P<reason>[^\W\d_][^.;:“”]+)")
_WAY = re.compile(r"^(?:Để|Nhằm) (?P<goal>[^,;:“”\d]+), (?P<rest>.+)$")
_TITLE = re.compile(rf"\b(?:{'|'.join((*HONORIFICS, 'y sĩ', 'kỹ sư', 'nghệ nhân'))}) $", re.I)
_PARENS = re.compile(r" \([^()]*\)")


@dataclass(frozen=True)
class Cloze:
    """A question, and where in its article what it asks for stands; `expected` is a part of the right answer."""

    question: str
    asks: Asks
    sentence: Span
    expected: str


def clozes(article: Article) -> list[Cloze]:
    """All questions that this article's sentences make, in their order."""
    home = _home(article)
    found: dict[str, Cloze] = {}
    for span in split_sentences(article.text)[:_SENTENCES]:
        sentence = article.text[span.start : span.end].strip()
        if _CAPTION.match(sentence) or "\n" in sentence:
            continue
        plain = _PARENS.sub("", " ".join(sentence.split()))
        for asks, question, expected in _asked_of(_with_home(plain, home), home):
            if SHORTEST <= len(question.split()) <= LONGEST:
                text = f"{question[:1].upper()}{question[1:]}?"
                found.setdefault(text, Cloze(text, asks, span, expected))
    return list(found.values())


def _asked_of(sentence: str, home: str) -> Iterator[tuple[Asks, str, str]]:
    yield from _office(sentence)
    yield from _count(sentence)
    yield from _dates(sentence, home)
    term = _TERM.match(sentence)
    if term and not _LEANS.search(term["term"]):
        yield "meaning", f"{term['term']} nghĩa là gì", term["told"]
    yield from _reason(sentence)
    yield from _way(sentence)


def _count(sentence: str) -> Iterator[tuple[Asks, str, str]]:
    found = _COUNT.match(sentence)
    if found is None or not _stands_alone(found["before"]) or _NAMED.search(found["before"]):
        return
    counted = _GOES_ON.sub("", ("phần trăm" if found["unit"] == "%" else found["unit"].strip()) + found["behind"]).strip()
    if re.search(r"\d| là |^sao$", counted) or _LEANS.search(counted) or len(counted.split()) > 9:
        return
    if not _CLOSED.match(found["next"]):
        return
    yield "count", f"{found['before']} bao nhiêu {counted}", found["number"]


def _office(sentence: str) -> Iterator[tuple[Asks, str, str]]:
    people = [one for one in mentions(sentence) if one.name.is_person and len(one.name.key.split()) > 2]
    for person in people[:1]:
        held = _OFFICE.match(sentence, person.end)
        if held is None or not offices_in(match_key(held["office"])):
            continue
        office = _OWN_OFFICE.match(held["office"])
        if office and len(office.group().split()) < 13 and any(one.name.area for one in mentions(office.group())):
            yield "person", f"Ai là {office.group()}", person.name.written
        else:
            title = _TITLE.search(sentence[: person.start])
            yield "office", f"{title.group() if title else ''}{person.name.written} giữ chức vụ gì", held["office"].split()[0]


def _dates(sentence: str, home: str) -> Iterator[tuple[Asks, str, str]]:
    paper = _PAPER.search(sentence)
    if paper:
        named = paper["paper"] + (f" của Huyện ủy {home}" if home and paper["paper"].endswith("/HU") else "")
        yield "date", f"{named} được ban hành khi nào", paper["day"]
        topic = re.match(r"(?: của [^,;]+?)? về (?P<topic>[^.;“”]+)", sentence[paper.end() :])
        if topic and len(topic["topic"].split()) > 3:
            yield "meaning", f"{named} nói về việc gì", " ".join(topic["topic"].split()[:3]).strip(",")
    begun = _BEGUN.match(sentence)
    if begun and _stands_alone(begun["before"]):
        yield "date", f"{begun['before']} khi nào", begun["day"]


def _reason(sentence: str) -> Iterator[tuple[Asks, str, str]]:
    found = _WHY.match(sentence)
    if found and len(found["before"].split()) > 5 and len(found["reason"].split()) > 3 and _stands_alone(found["before"]):
        yield "reason", f"Vì sao {lowered(found['before'])}", " ".join(found["reason"].split()[:3])


def _way(sentence: str) -> Iterator[tuple[Asks, str, str]]:
    found = _WAY.match(sentence)
    who = mentions(found["rest"])[:1] if found else []
    if found and who and len(found["rest"][: who[0].start].split()) < 3 and not _LEANS.search(found["goal"]):
        subject = found["rest"][: who[0].end]
        if len(found["goal"].split()) > 3 and "," not in subject and not re.search(r"\d", subject):
            yield "way", f"{subject} làm gì để {found['goal']}", " ".join(found["rest"].split()[:3])


def _stands_alone(before: str) -> bool:
    """Whether these words name what they are about and lean on nothing; a time may stand in front, behind a comma."""
    time = _TIME.match(before)
    core = before[time.end() :].lstrip(" ,") if time else before
    if not core or "," in core or re.search(r"[\d“”:;]", core) or _LEANS.search(before):
        return False
    return any(len(one.name.key.split()) > 1 or one.name.area for one in mentions(core))


def _home(article: Article) -> str:
    """The one district that an article is about, as it stands there: "Ba Bể"; "" where there are several."""
    told = Counter(one.name.written for one in mentions(article.text) if one.name.area == "huyện")
    if not told:
        return ""
    (first, times), *others = told.most_common()
    about = first in article.title or first in (article.place or "")
    return first if about and all(times > 2 * count for _, count in others) else ""


def _with_home(sentence: str, home: str) -> str:
    """ "Toàn huyện" alone becomes "Toàn huyện Ba Bể"."""
    if not home or home in sentence:
        return sentence
    return re.sub(
        r"\b((?:[Tt]oàn |[Cc]ả )?[Hh]uyện)(?=,|$| (?:có|đã|hiện|huy|kết|tiếp|mới|đạt|xóa|trồng|di|cấp|lập)\b)",
        rf"\1 {home}",
        sentence,
        count=1,
    )
