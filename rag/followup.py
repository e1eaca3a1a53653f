"""A follow-up becomes a question that stands alone, by rules of Vietnamese: "Còn huyện X?", "Ông ấy giữ chức vụ gì?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus import CAPITALS, clean, fold, has_diacritics, match_key, tokens
from index import Lexicon
from rag.compare import AMOUNT, COUNT, counted, sides
from rag.names import ANY_BODY, BODY_WORDS, Mention, Name, Seen, lowered, outset, question_mentions, seen_in
from rag.question import kind_of, restore, understand
from rag.wording import AREA_WORDS, FUNCTION_WORDS, OFFICE_HEADS

History = Sequence[tuple[str, str]]

_TURNS = 5  # a pronoun does not reach back further
_QUESTION, _ANSWER = 400, 1_500  # characters of a turn that are looked at; a longer question is no follow-up
_LONG = 9  # words: a longer question without a pronoun stands alone

_AREAS = "|".join(sorted(AREA_WORDS, key=len, reverse=True))
_PLACES = "thành phố|thị trấn|thị xã|khu phố|tỉnh|huyện|quận|xã|phường|thôn|bản|khu|ấp|làng|đồn"
_THAT = r"(?:này|đó|ấy|kia|nói trên|nêu trên|vừa nêu)"
_YEAR = r"(?:19|20)\d\d"

_LEAD = re.compile(
    r"^(?:(?:vậy|thế|rồi|và|nhưng|ừ|à)[ ,]+){0,3}(?:còn|thế|vậy|riêng|và) (?!nào\b|lại\b|bao nhiêu\b|mấy\b|giới\b|là\b)(?:thì )?",
    re.I,
)
_TAIL = re.compile(
    r",?(?: thì)? (?:sao|thế nào|như thế nào|ra sao|(?:là |có |được |có được )?(?:bao nhiêu|mấy)(?: người)?|là (?:ai|gì)|khi nào)"
    r"(?: (?:hả|ạ|nhỉ|vậy|rồi|thế|nữa))?$",
    re.I,
)
_PREPOSITION = re.compile(r"^(?:ở|tại|với|về|của|cho|trong|bên|đối với|vào|trường hợp) ", re.I)
_PERIOD = re.compile(
    r"(?<![\w/-])(?:(?:từ|trong|vào) )?(?:(?:đầu|cuối|giữa|hết) )?(?:(?:nhiệm kỳ|giai đoạn|năm|tháng|quý|ngày) "
    rf"(?:\d+(?:[/.]\d+){{0,2}}(?:\s?[-–]\s?\d{{4}})?|[IV]+\b|ngoái|nay|trước|sau)(?: năm {_YEAR})?"
    rf"|{_YEAR}(?:\s?[-–]\s?{_YEAR})?)(?![\w/-])",
    re.I,
)
_OFFICE = re.compile(
    rf"\b(?:(?:phó|nguyên|quyền) )?(?:{'|'.join(sorted(OFFICE_HEADS, key=len, reverse=True))})\b(?: (?:thường trực|thứ nhất))?"
    r"(?: (?:UBND|HĐND|MTTQ|Ủy ban nhân dân|Hội đồng nhân dân|Ủy ban MTTQ))?",
    re.I,
)
# Words that narrow down what is counted rather than name another thing: "đảng viên" + "nữ".
_NARROWS = re.compile(
    r"(?:là )?\b(?:nữ|nam|trẻ|mới|dự bị|chính thức|người|dân tộc|DTTS|nghèo|cận nghèo|thoát nghèo|ngoài|dưới|trong|từ)\b", re.I
)
_MORE = re.compile(r"\b(?:nhiều|ít|đông) (?P<noun>[^\W\d_]+(?: [^\W\d_]+){0,4}?) hơn\b", re.I)
_PERSON = re.compile(
    rf"\b(?P<title>ông|bà|anh|chị|cô|thầy|đồng chí|cán bộ|người|vị|tác giả|phóng viên) (?:{_THAT}|ta)\b"
    r"|^(?P<bare>ông|bà|đồng chí)(?= (?:giữ|là|làm|sinh|quê|đang|đã|hiện|công tác|có|nói|cho biết)\b(?! (?:thể|ý kiến)\b))",
    re.I,
)
_THERE = re.compile(
    rf"(?P<at>\b(?:ở|tại) )?\b(?P<noun>nơi|chỗ|địa phương|địa bàn|đơn vị|(?<!văn )(?:{_PLACES})) {_THAT}(?!\w)"
    r"|\b(?P<here>ở|tại) (?:đó|đây|đấy|kia)\b",
    re.I,
)
# "Huyện có bao nhiêu hộ?" where the talk is about one; not "các huyện", "hợp tác xã", "mấy xã".
_AREA_ALONE = re.compile(
    rf"(?:^|(?<=toàn )|(?<=thì )|(?<=của )|(?<=ở )|(?<=trong )|(?<=20\d\d ))(?P<noun>{_PLACES})"
    r"(?=$|[ ,]+(?:có|còn|đã|đang|được|làm|kết|đạt|hiện|sẽ|là|gồm|thành|đặt|đề|thì|bao nhiêu)\b)",
    re.I,
)
_AMONG = re.compile(rf"\btrong (?:(?:tổng )?số )?(?:{_THAT}|họ)(?!\w)[ ,]*", re.I)
_FIGURE = re.compile(rf"\b(?:con )?số {_THAT}(?!\w)", re.I)
_THING = re.compile(rf"\b((?:[^\W\d_]+ ){{1,3}}){_THAT}(?!\w)", re.I)
_PAPER = "nghị quyết|chỉ thị|kế hoạch|quyết định|nghị định|thông tư|công văn|hướng dẫn|quy định|kết luận|đề án|chương trình|luật"
# No thing: "sau đó", "do đó" join sentences.
_NO_THING = frozenset(str.split("sau trước do vì nhờ từ khi lúc theo qua cạnh cùng như ngoài đến với là ở tại trong để"))
_WHY = re.compile(r"^(?:vì sao|tại sao|vì đâu|do đâu|sao|lý do|nguyên nhân)(?: lại)?(?: như)?(?: thế| vậy)?(?: là gì)?$", re.I)
_WHEN = re.compile(
    r"^(?:(?:từ|vào|đến) )?(?:khi nào|bao giờ|lúc nào|(?:ngày|tháng|năm) nào|ở đâu|tại đâu|bằng cách nào|do ai|như thế nào)$",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:(?:là|vào|từ|do|bởi|của|ở|tại|đạt) )?(?:bao nhiêu|mấy|khi nào|bao giờ|lúc nào|(?:ngày|tháng|năm) nào|(?:như )?thế nào"
    r"|ra sao|vì sao|tại sao|phải không|đúng không|ai|gì|nào|đâu|không$)(?!\w)",
    re.I,
)
_OF_TODAY = re.compile(r"\b(?:hôm nay|hôm qua|ngày mai|bây giờ|tuần này|cả nước|toàn quốc|nước ta|thế giới|thời tiết)\b", re.I)
_PERSONAL = re.compile(r"^(?:(?:hiện|đang|đã|từng) )*(?:giữ|đảm nhiệm|sinh|quê|bao nhiêu tuổi|mấy tuổi|làm chức|tên)\b", re.I)
_VERB_FIRST = re.compile(
    r"^(?:(?:hiện|nay|đang|đã|sẽ|cũng|cả thảy) )*(?:có|còn|gồm|bao gồm|được|đạt|chiếm|giáp|thuộc|nằm|đã)\b", re.I
)
# Nouns that say nothing without an owner, so that one asked alone belongs to what the talk is about.
_OWNED = re.compile(
    r"^(?:tổng )?(?:dân số|diện tích|tỷ lệ|tỉ lệ|số|số lượng|chỉ tiêu|kết quả|mục tiêu|nguyên nhân|lý do|giải pháp|biện pháp"
    r"|nhiệm vụ|khó khăn|hạn chế|thuận lợi|phương châm|kế hoạch)\b",
    re.I,
)
_OFFICE_ONLY = re.compile(
    rf"(?:ai (?:đang )?(?:là|làm|giữ chức) )?(?!thủ tướng|bộ trưởng|thứ trưởng|tổng bí thư){_OFFICE.pattern}"
    r"(?: (?:là|tên) (?:ai|gì|là gì))?",
    re.I,
)
_REFERRING = (
    "ông bà anh chị người huyện xã tỉnh phường thôn bản khu ở trong số nơi đồng_chí trong_số con_số thành_phố địa_phương "
    "nghị_quyết chỉ_thị văn_bản kế_hoạch quyết_định"
)
_FIRST_CUES = ("thế còn", "vậy còn", "còn", "thế", "vậy", "ở", "riêng")
_CUES = [f"{noun} {that}".replace("_", " ") for noun in _REFERRING.split() for that in ("đó", "ấy", "này")]
_CUES += ["thì sao", "vì sao", "tại sao", "khi nào", *_FIRST_CUES]


@dataclass(frozen=True)
class _Talk:
    """What was said last, in words that stand alone, and the names so far, the likeliest meant first."""

    question: str
    answer: str
    seen: tuple[Seen, ...]

    @property
    def place(self) -> Seen | None:
        return next((seen for seen in self.seen if not seen.is_person), None)

    @property
    def person(self) -> Seen | None:
        return next((seen for seen in self.seen if seen.is_person), None)


def standalone(question: str, history: History, lexicon: Lexicon) -> str:
    """The question in words that need no history; the question itself when it needs none or nothing fits."""
    if len(question) > _QUESTION:
        return question
    talk: _Talk | None = None
    for asked, answered in history[-_TURNS:]:
        last = _spelled(asked[:_QUESTION], lexicon)
        if any(character.isalnum() for character in last):
            talk = _after(talk, _resolved(last, talk, lexicon) if talk else last, clean(answered[:_ANSWER]), lexicon)
    text = _spelled(question, lexicon)
    if talk is None or not text:
        return question
    changed = _resolved(text, talk, lexicon)
    return question if match_key(changed).strip(" ?") == match_key(text).strip(" ?") else changed


def _after(before: _Talk | None, question: str, answer: str, lexicon: Lexicon) -> _Talk:
    asked, told = seen_in(question, lexicon), seen_in(answer, lexicon)
    new = [seen for seen in told if seen.name.key not in {known.name.key for known in asked}]
    kind = kind_of(match_key(question))
    # "Ai ...?" and "... huyện nào?" are answered by a name; that is whom and where the talk goes on about.
    named = [seen for seen in new if (kind == "person" and seen.is_person) or (kind == "place" and not seen.is_person)]
    ordered = [*named, *asked, *told, *(before.seen if before else ())]
    kept: dict[str, Seen] = {}
    for seen in ordered:
        kept.setdefault(seen.name.key, seen)
    return _Talk(question, answer, tuple(kept.values()))


def _spelled(text: str, lexicon: Lexicon) -> str:
    """One line, with its diacritics; the little words that show a follow-up are known here, whatever the corpus holds."""
    line = " ".join(clean(text).split())
    if has_diacritics(line):
        return line
    words = restore(line, lexicon).split()
    plain = [re.sub(r"\W", "", fold(word)) or "-" for word in words]
    for cue in _CUES:
        bare = fold(cue).split()
        at = next((n for n in range(len(plain)) if plain[n : n + len(bare)] == bare), None)
        # "nghị quyết do ai ..." is no "nghị quyết đó".
        if at is None or (cue in _FIRST_CUES and at > 0) or (bare[-1] == "do" and plain[at + len(bare) :][:1] == ["ai"]):
            continue
        for number, word in enumerate(cue.split(), at):
            words[number] = word + re.sub(r"\w", "", words[number])
    return " ".join(words)


def _resolved(text: str, talk: _Talk, lexicon: Lexicon) -> str:
    swapped = _what_of(text, talk, lexicon)
    return _sentence(swapped) if swapped is not None else _filled(text, talk, lexicon)


def _filled(text: str, talk: _Talk, lexicon: Lexicon) -> str:
    changed = text
    for fill in (_person, _among, _thing, _there):
        changed = fill(changed, talk, lexicon)
    if changed == text:
        changed = _fragment(text.strip(" ?.!"), talk) or _elliptic(text.strip(" ?.!"), talk, lexicon) or text
    return _sentence(changed) if changed != text else text


def _sentence(text: str) -> str:
    plain = " ".join(text.split()).strip(" ?.!,")
    return f"{plain[:1].upper()}{plain[1:]}?"


def _person(text: str, talk: _Talk, lexicon: Lexicon) -> str:
    """Fill in "ông ấy", "bà đó", "người này", and "Ông" alone at the head of the question."""
    found = _PERSON.search(text)
    if found is None or any(seen.is_person for seen in seen_in(text, lexicon)):
        return text
    title = found["title"] or found["bare"]
    meant = next((seen for seen in talk.seen if seen.may_be(title.lower())), None)
    written = "" if title.lower() in {"người", "vị"} else f"{title} "
    return f"{text[: found.start()]}{written}{meant.shown}{text[found.end() :]}" if meant else text


def _among(text: str, talk: _Talk, lexicon: Lexicon) -> str:
    """Fill in "trong đó" and "số đó": what the last question counted."""
    whole = counted(talk.question)
    found = _AMONG.search(text)
    if found is None:
        figure = _FIGURE.search(text)
        return f"{text[: figure.start()]}số {whole}{text[figure.end() :]}" if figure and whole else text
    meant = f"trong số {whole}" if whole else f"ở {talk.place.shown}" if talk.place else ""
    if not meant or text[: found.start()].rstrip().endswith(","):  # behind a comma it belongs to a count of this very question
        return text
    if found.start() == 0:
        return f"{meant}, {text[found.end() :]}"
    return f"{text[: found.start()]}{meant} {text[found.end() :]}"


def _there(text: str, talk: _Talk, lexicon: Lexicon) -> str:
    """Fill in "ở đó", "huyện này", "địa phương đó"; a bare "huyện" too, where the talk is about one."""
    found = _THERE.search(text) or _AREA_ALONE.search(text)
    own = question_mentions(text, lexicon)
    if found is None or any(mention.at < found.start() and mention.name.may_be_place for mention in own):
        return text
    groups = found.groupdict()
    noun = (groups["noun"] or "").lower()
    exact = re.fullmatch(_PLACES, noun) is not None
    meant = next((seen for seen in talk.seen if seen.may_be_called(noun)), None) if exact else talk.place
    if meant is None:
        return text
    shown = f"{noun} {meant.name.written}" if exact and meant.name.area in {"", *BODY_WORDS} else meant.shown
    before = groups.get("at") or (f"{groups['here']} " if groups.get("here") else "")
    inside = "địa bàn " if noun == "địa bàn" else ""
    return f"{text[: found.start()]}{before}{inside}{shown}{text[found.end() :]}"


def _thing(text: str, talk: _Talk, lexicon: Lexicon) -> str:
    """Fill in "nghị quyết đó", "mô hình này", "năm đó": the same noun with its number, year or name, as the talk had it."""
    found = _THING.search(text)
    words = found[1].split() if found else []
    if found is None or words[-1].lower() in _NO_THING or _THERE.search(found.group()):
        return text
    said = match_key(f"{talk.question} {talk.answer}")
    for length in range(len(words), 0, -1):
        noun = " ".join(words[-length:])
        key = match_key(noun)
        meant = _antecedent(_PAPER if key in {"văn bản", "tài liệu"} else re.escape(noun), talk)
        known = key not in FUNCTION_WORDS and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", said) is not None
        if meant is None and known and talk.place and not {key, words[-length].lower()} & {"năm", "lần", "đợt", "thời"}:
            meant = f"{noun} của {talk.place.shown}"
        if meant:
            start = found.start() + len(" ".join(words)) - len(noun)
            return f"{text[:start]}{meant}{text[found.end() :]}"
    return text


def _antecedent(noun: str, talk: _Talk) -> str | None:
    name = rf"[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*)*"
    named = rf"\d+(?:/\d{{4}})?(?:[-/][^\W\d_]+)*(?:\s?[-–]\s?\d{{4}})?|[“\"][^”\"]+[”\"]|(?:(?i:{_AREAS}) )*{name}"
    for text in (talk.question, talk.answer):
        found = re.search(rf"(?<!\w)(?i:{noun})(?: số)? (?:{named})(?!\w)", text)
        if found:
            return found.group()
    return None


def _fragment(text: str, talk: _Talk) -> str | None:
    """For "Vì sao?", "Khi nào?": the last question over again, asking that instead."""
    why = _WHY.match(text)
    if not why and not _WHEN.match(text):
        return None
    last = talk.question.strip(" ?.!")
    count = COUNT.match(last)
    if why and count:
        return f"Vì sao {lowered(count['before'])}số {count['noun']} ấy{count['after']}"
    clause = " ".join(_ASKED.sub("", last, count=1).split()).strip(" ,")
    if why:
        return f"Vì sao {lowered(clause)} như vậy"
    if talk.person and clause.lower().startswith("là "):
        clause = f"{talk.person.title} {talk.person.shown} {clause}"
    return f"{_PERIOD.sub('', clause).strip()} {text.lower()}"


def _what_of(text: str, talk: _Talk, lexicon: Lexicon) -> str | None:
    """For "Còn huyện X?", "Thế ở X thì sao?", "Còn năm 2021?", "Còn bí thư?": the last question about that instead."""
    lead = _LEAD.match(text)
    rest = text[lead.end() if lead else 0 :].strip(" ?.!")
    tail = _TAIL.search(rest)
    core = rest[: tail.start()] if tail and (lead or "thì " in tail.group()) else rest
    core = _PREPOSITION.sub("", _PREPOSITION.sub("", core)).strip(" ,")
    names = _fresh_names(core, lexicon)[:3]
    period = _PERIOD.search(core)
    over = core
    for mention in names:
        over = over.replace(core[outset(core, mention) : mention.end], " ")
    if (names or period) and not re.sub(r"\b(?:và|năm|ở|tại)\b", " ", _PERIOD.sub(" ", over)).strip(" ,"):
        last: str | None = _first_side(talk.question, lexicon)
        for mention in names:
            last = _with_name(last, core, mention, lexicon) if last else None
        return _with_period(last, lowered(period.group())) if last and period else last
    if not lead or not rest:
        return None
    if not names and _OFFICE.fullmatch(core):
        return _with_office(core, talk)
    if not names and kind_of(match_key(core)) == "other" and 0 < len(core.split()) <= 6:
        return _with_noun(core, talk)
    return _filled(_sentence(rest), talk, lexicon)


def _fresh_names(core: str, lexicon: Lexicon) -> list[Mention]:
    names = question_mentions(core, lexicon)
    place = re.fullmatch(rf"({_PLACES}) ([^\W\d_]+(?: [^\W\d_]+){{0,2}})", core, re.I)
    if names or not place or kind_of(match_key(core)) != "other":
        return names
    # A place that the corpus does not know, in small letters: what stands behind the area word is its name.
    return [Mention(Name(match_key(place[2]), match_key(place[1]), place[2]), 0, place.start(2), place.end())]


def _first_side(question: str, lexicon: Lexicon) -> str:
    """Of a comparison the question about its first side, into which a third name fits."""
    halves = sides(understand(question, lexicon), lexicon)
    return halves[0].full if halves else question


def _with_name(last: str, core: str, fresh: Mention, lexicon: Lexicon) -> str | None:
    """The last question with this name in the place of the one it stands for."""
    title, shown = core[outset(core, fresh) : fresh.start], core[fresh.start : fresh.at] + fresh.name.written
    old = question_mentions(last, lexicon)
    if any(mention.name.key == fresh.name.key for mention in old):
        return last
    person = fresh.name.is_person and (bool(title) or not fresh.name.may_be_place)
    kind = [mention for mention in old if (mention.name.is_person if person else mention.name.may_be_place)]
    if not kind:
        if person:
            return f"{title}{shown} là ai?" if kind_of(match_key(last)) in {"person", "office"} else None
        return f"{last.rstrip(' ?')} ở {title}{shown}?"
    area = fresh.name.area
    fitting = [mention for mention in kind if area and mention.name.area and Seen(mention.name).may_be_called(area)]
    meant = (fitting or kind)[0]
    if title:  # "ông", or a body such as "đảng bộ", goes with its name
        return f"{last[: outset(last, meant)]}{title}{shown}{last[meant.end :]}"
    if meant.name.area in ANY_BODY or not area:
        return f"{last[: meant.at]}{shown}{last[meant.end :]}"
    committee = meant.name.area in BODY_WORDS and bool(fitting)  # Huyện ủy X -> Huyện ủy Y
    return f"{last[: meant.at if committee else meant.start]}{fresh.name.written if committee else shown}{last[meant.end :]}"


def _with_period(last: str, period: str) -> str:
    old = _PERIOD.search(last)
    year = re.search(_YEAR, old.group()) if old else None
    step = {"năm trước": -1, "năm sau": 1}.get(period.lower(), 0)
    if step and year:
        period = f"năm {int(year.group()) + step}"
    elif re.fullmatch(_YEAR, period):
        period = f"năm {period}"
    return f"{last[: old.start()]}{period}{last[old.end() :]}" if old else f"{last.rstrip(' ?')} {period}?"


def _with_office(office: str, talk: _Talk) -> str | None:
    """For "Còn phó bí thư?": that office in the place of the one asked for, of the place rather than of its committee."""
    old = _OFFICE.search(talk.question)
    if old is None:
        return f"Ở {talk.place.shown}, {office} là ai?" if talk.place else None
    behind = talk.question[old.end() :]
    if "bí thư" not in office.lower():
        behind = re.sub(r"^ (huyện|tỉnh|thị) ủy ", lambda found: f" {found[1].lower()} ", behind, flags=re.I)
        behind = re.sub(r"^ đảng (?:ủy|bộ) ", " ", behind, flags=re.I)
    return f"{talk.question[: old.start()]}{office}{behind}"


def _with_noun(noun: str, talk: _Talk) -> str | None:
    """For "Còn chi bộ?", "Còn nữ?": another thing counted, or the same thing narrowed down."""
    found = AMOUNT.match(talk.question) or COUNT.match(talk.question) or _MORE.search(talk.question)
    if found is None:
        return f"Ở {talk.place.shown}, {noun} thế nào?" if talk.place else None
    narrowed = _NARROWS.split(found["noun"], maxsplit=1)[0].strip() or found["noun"]
    fresh = f"{narrowed} {noun.removeprefix('là ')}" if _NARROWS.match(noun) else re.sub(r"^(?:tổng )?số (?:lượng )?", "", noun)
    return f"{talk.question[: found.start('noun')]}{fresh}{talk.question[found.end('noun') :]}"


def _elliptic(text: str, talk: _Talk, lexicon: Lexicon) -> str | None:
    """A short question that lacks what it is about: "Có bao nhiêu hộ nghèo?", "Dân số bao nhiêu?", "Giữ chức vụ gì?"."""
    whole = len(text.split()) > _LONG or _OF_TODAY.search(text) or re.search(rf"\d|\b{_THAT}(?!\w)", text)
    if whole or question_mentions(text, lexicon):
        return None
    body = lowered(text)
    if talk.person and _PERSONAL.match(text):
        return f"{talk.person.title} {talk.person.shown} {body}"
    if talk.place is None:
        return None
    count = COUNT.match(text)
    counts = count is not None and not count["before"] and not count["after"]
    if counts or _VERB_FIRST.match(text):
        paper = _antecedent(_PAPER, replace(talk, answer=""))
        return f"{paper or talk.place.shown} {'có ' if counts else ''}{body}"
    ours = {pair for pair in pairwise(tokens(text)) if not set(pair) & FUNCTION_WORDS}
    shared = ours & set(pairwise(tokens(f"{talk.question} {talk.answer}")))
    defines = re.search(r"\blà (?:gì|sao)$|^thế nào là\b", text, re.I) is not None
    if _OWNED.match(text) or _OFFICE_ONLY.fullmatch(text) or (shared and not defines):
        return f"Ở {talk.place.shown}, {body}"
    return None
