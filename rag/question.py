"""What a question asks: its kind, the content words it brings, and the names, years and ids an answer must agree with."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus import clean, fold, has_diacritics, match_key, tokens
from index import Lexicon
from rag.abbreviations import spelled_out
from rag.mending import mended
from rag.names import Name, question_names
from rag.units import asks_for_unit
from rag.wording import ASKING, BODIES, FUNCTION_WORDS, MEASURES, NAMED_AREAS, OFFICE_HEADS, SCALES, Kind

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(rf"(?<![\w/.,-])(?:{_DAY}[/-]{_MONTH}|{_DAY}[/.-]{_MONTH}[/.-]\d{{4}})(?![\w/%])")
_ID = re.compile(r"\b\d+(?:/\d{4})?[-/][^\W\d_]+(?:[-/][^\W\d_]+)*")
# A document id with a blank for its hyphen: "07 NQ/TU". The kinds are those of Vietnamese administrative documents.
_LOOSE_ID = re.compile(
    r"\b(\d{1,4}(?:/\d{4})?)(?: | ?[-–] ?)((?:NQ|CT|QĐ|KH|TB|BC|HD|NĐ|TT|CV|KL|QC|TTr)[/-][^\W\d_]{1,8}(?:-[^\W\d_]{1,8})*)\b",
    re.I,
)
_ASKED = (
    re.compile(r"\b(?P<whole>dân số|diện tích)\b"),
    re.compile(r"(?:bao nhiêu|mấy)\s+((?:[^\W\d_]+\s?){1,5})"),
    re.compile(r"\b(?:tổng số|số lượng|tỷ lệ|tỉ lệ|lượng|(?<!dân )(?<!quân )(?<!sĩ )số)\s+((?:[^\W\d_]+\s?){1,4})"),
)
# "Số quyết định phê duyệt đề án?" asks for the number that the document bears.
_BARE_ID = re.compile(
    r"số (?:quyết định|nghị quyết|chỉ thị|kế hoạch|công văn|thông báo|nghị định|thông tư)"
    r" (?:phê duyệt|công nhận|thành lập|giao|bổ nhiệm|về)\b"
)
# "Thu nhập bình quân đầu người năm 2024?", "Giá tiêu hồi giữa tháng?": a quantity named alone is asked for.
_BARE_QUANTITY = re.compile(
    r"(?:(?:kết quả|mức|tổng) )?(?:thu nhập|thu ngân sách|doanh thu|sản lượng|năng suất|giá|điểm trung bình|diện tích"
    r"|dân số|kinh phí|vốn|tổng vốn|chỉ tiêu) (?!.*\b(?:nào|gì|ai|sao|đâu|không|chưa|khi|và|hay)\b)"
)
# "Ngày khởi công nhà máy nước?", "hạn chót nộp hồ sơ": a time named alone.
_BARE_TIME = re.compile(r"(?:ngày|tháng|thời điểm|thời hạn|hạn chót|hạn cuối)(?: cuối)? (?!\d)")
# "Chủ tịch UBND xã Sơn Hạ năm 2019?": an office named alone asks for who holds it.
_BARE_OFFICE = re.compile(rf"(?:cựu |nguyên |phó )*(?:{'|'.join(OFFICE_HEADS)})\b")
_ASKS = re.compile(r"\b(?:nào|gì|ai|sao|đâu|không|chưa|nhiêu|mấy|chừng|bao)\b")
_ASKED_ID = re.compile(
    r"\b(?:xin|cho biết|cho hỏi) số (?:quyết định|nghị quyết|chỉ thị|kế hoạch|công văn|thông báo|báo cáo|công điện|tờ trình)\b"
)
# "Thôi chủ tịch thì đi làm gì?", "được điều sang làm gì?": another office is asked for.
_TASK = re.compile(r"\bmảng nào\b")
_WHO_IS = re.compile(
    r"^(?:ông|bà|anh|chị|cô|thầy|đồng chí|già làng|em) (?!(?:ở|của|tại|thôn|bản|làng|buôn|ấp|xã|huyện) )(?:\w+ ){1,4}là ai\b"
)
_OF_A_NAME = re.compile(r"\btên (?:là gì|gì|họ|của|người|vị|thật)\b|\bhọ tên\b")
# "Người giữ chức bí thư là ai?" asks for the person, "Ông A giữ chức vụ gì?" for the office.
_HOLDER = re.compile(
    r"^(?:(?:cho|xin|hỏi|biết|hiện|hiện nay|hiện tại) )*(?:ai|người|vị)(?: nào)?(?: (?:hiện|đang|từng|được|là|bầu))*"
    r" (?:giữ|đảm nhiệm) chức"
)
_NEXT_OFFICE = re.compile(r"\b(?:thôi|rời|điều|chuyển)\b.*\b(?:làm gì|đi đâu|về đâu)\b")
_BARE_COUNT = re.compile(
    r"(?:(?:xin|hãy|cho|biết|hỏi|nêu|xem)(?: tôi| mình| em)? )*(?:tổng )?số (?!hiệu\b|\d)(?!.*\bnào\b)"
)  # "Số hộ nghèo của huyện?"
# "Dân số bao nhiêu?" asks for a count, "Nghị quyết số bao nhiêu?" for a number that a document bears.
_OF_A_COUNT = re.compile(r"(?<= )(?:dân|tổng|con|quân|sĩ|doanh|chỉ|điểm|đảng|tỷ|tỉ|hệ) số(?= )")
_BORN = re.compile(r"\bsinh (?:vào )?(?:năm|ngày|tháng)|\b(?:năm|ngày) sinh\b")
# Offices as people shorten them in a question; "CT" is a directive elsewhere, so what follows decides.
_OFFICE_SHORT = re.compile(
    r"\b(P?)(CT|BT)\b(?= (?:UBND|HĐND|MTTQ|[Hh]ội|[Đđ]ảng|[Hh]uyện|[Xx]ã|[Tt]ỉnh|[Tt]hành|[Pp]hường|[Cc]hi bộ))"
)
_STRENGTH = re.compile(r"\bquân số (?:của )?(?=(?:đảng bộ|chi bộ|đảng ủy)\b)")  # of a Party body: its members
# What is counted ends where the question goes on to do something with it.
_ASKED_END = frozenset(
    "có đã được là của ở tại trong thì từ vào so theo cuối đầu trên đang sẽ hiện đạt chiếm trực đi "
    "thuộc tham tăng giảm xuống để vì do bởi nhờ với cho mà nếu khi bằng".split()
)
_WHICH_PERSON = re.compile(
    r" (?:vị|lãnh đạo|sĩ quan|cán bộ|nhân vật|phóng viên|tác giả|nhà báo|chiến sĩ|bác sĩ|giáo viên) (?:\w+ ){0,4}nào "
    r"|^ (?:(?:theo|có) )?(?:người (?:phụ nữ|đàn ông|thợ)|nông dân|ngư dân|nhân viên|thợ|cầu thủ|nghệ nhân"
    r"|học sinh|cựu \w+|thầy giáo|cô giáo|thuyền trưởng|nhà hảo tâm|quan chức|thầy thuốc) (?:\w+ ){0,4}nào "
    r"|^ (?:bác|cụ|ông|bà|anh|chị|em|cô|thầy|người) (?:\w+ ){0,2}nào "
)
# It asks first for whom, and speaks of figures behind: "Vị cán bộ nào nói vì sao mấy cơ sở ...?"
_WHICH_AT_FIRST = re.compile(r"^ (?:vị|lãnh đạo|cán bộ|bác sĩ|giáo viên|chiến sĩ) (?:(?!bao|mấy|gì|nào|đâu|số)\w+ ){0,5}nào ")
# "Những ai", "các xã nào", but not "nhóm của các bà là do ai lập ra".
_SEVERAL = re.compile(r" (?:những|các) (?:(?!(?:là|do) (?:ai|do|của) )\w+ ){0,8}(?:nào|gì|ai) ")
# "Mấy việc, là những việc gì?", "những ai, mỗi bên mấy tỷ?": the things are asked for beside their count.
_LISTED_TOO = re.compile(
    r" (?:những|các) (?:\w+ ){0,3}(?:nào|gì|ai) (?:mỗi |từng )|(?<= là) (?:những|các) (?:\w+ ){0,3}(?:nào|gì|ai) $"
)
# "Năm rưỡi chẳng có ai đi học thì sao?" asks for nobody.
_NOBODY = re.compile(r" (?:chẳng|không|chưa|chả)(?: có)? (?:ai|gì|đâu|nơi nào)(?= )")
_LEADS = r"\b(?:đứng đầu|lãnh đạo cao nhất(?: của)?|thủ lĩnh|cầm đầu|dẫn dắt|chèo lái)(?: \w+){0,2} "
_AT_THE_HEAD = tuple(
    (re.compile(f"{_LEADS}(?:{bodies})\\b"), offices)
    for bodies, offices in (
        ("huyện ủy|tỉnh ủy|thị ủy|thành ủy|đảng ủy|chi bộ|đảng bộ|tổ chức đảng|cấp ủy", ("bí thư",)),
        ("ubnd|ủy ban nhân dân|chính quyền|hđnd|hội đồng nhân dân|mặt trận|mttq", ("chủ tịch",)),
    )
)
# "Có ai bỏ ngang không?" asks whether, "quá mười ngày bao nhiêu lần" how often.
_ANYBODY = re.compile(r" (có) (?:ai|gì|đâu|nơi nào)(?= .*(?:không|chưa) $)")
_OF_A_TIME = re.compile(r"(?<= )(?:ngày|năm|tháng) (bao nhiêu|mấy)(?= (?!ạ|vậy|thế|nhỉ|thì|là)\w+ )")
_SHARE_ASKED = re.compile(r" (?:bao nhiêu|mấy) (?:phần trăm|%) ")
_BEFORE_PLACES = frozenset(fold(word.split()[-1]) for word in (*NAMED_AREAS, "tại"))
_TYPED = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Question:
    """One standalone question, understood."""

    text: str  # cleaned, as asked
    full: str  # with missing diacritics and slips of typing mended, else `text`
    folded: bool  # whether it was typed without diacritics
    kind: Kind
    content: tuple[str, ...]  # match keys of its content syllables, in order, each once
    names: tuple[Name, ...]
    years: tuple[str, ...]
    dates: tuple[str, ...]
    ids: tuple[str, ...]
    asked: tuple[str, ...]  # what is counted ("bao nhiêu đảng viên nữ": đảng, viên, nữ); "dân số" is one item
    offices: tuple[str, ...]  # heads of offices it names, "phó" included


def understand(text: str, lexicon: Lexicon) -> Question:
    """Analyse a question; the corpus' lexicon mends what was mistyped and knows names typed in lower case."""
    cleaned = clean(text)
    folded = bool(_TYPED.search(cleaned)) and not has_diacritics(cleaned)
    full = restore(cleaned, lexicon) if folded else mended(cleaned, lexicon)
    full = _LOOSE_ID.sub(r"\1-\2", _OFFICE_SHORT.sub(_office_in_full, full))
    key = match_key(full)
    ids = tuple(dict.fromkeys(match.group() for match in _ID.finditer(key)))
    names, offices, kind = question_names(full, lexicon), offices_in(key) or _heads(key), kind_of(key)
    if _ASKED_ID.search(key) or (kind == "other" and _BARE_ID.match(key)):
        kind = "id"
    elif kind == "other" and (_BARE_COUNT.match(key) or _BARE_QUANTITY.match(key)):
        kind = "number"
    elif kind == "other" and not _ASKS.search(key) and (bare := _bare_kind(key, names)):
        kind = bare
    elif kind == "office" and _TASK.search(key) and not any(name.is_person for name in names):
        kind = "other"  # "Mảng nào nhiều sai phạm nhất?" asks for no office
    elif kind in {"why_how", "place"} and _NEXT_OFFICE.search(key) and any(name.is_person for name in names):
        kind = "office"
    return Question(
        text=cleaned,
        full=full,
        folded=folded,
        kind="office" if kind == "person" and not offices and not _OF_A_NAME.search(key) and _names_person(key, names) else kind,
        content=content_words(full),
        names=names,
        years=tuple(dict.fromkeys(_YEAR.findall(_ID.sub(" ", key)))),
        dates=tuple(dict.fromkeys(_DATE.findall(key))),
        ids=ids,
        asked=_asked(_without_names(match_key(spelled_out(full, lexicon)), names), kind),
        offices=offices,
    )


def _without_names(key: str, names: tuple[Name, ...]) -> str:
    """The match key with a mark in place of each place and person: "số nhà tạm huyện X" counts "nhà tạm"."""
    for name in names:
        area = rf"(?:{re.escape(name.area)} )?" if name.area else ""
        key = re.sub(rf"(?<!\w){area}{re.escape(name.key)}(?!\w)", ",", key)
    return key


def _names_person(key: str, names: tuple[Name, ...]) -> bool:
    """Whether it asks about a person whom it names: "Bà Khánh Ly là ai?"."""
    return any(name.is_person for name in names) or _WHO_IS.match(key) is not None


def _bare_kind(key: str, names: tuple[Name, ...]) -> Kind | None:
    """Of a search without a word that asks: a time, or who holds an office, where it begins with one."""
    if _BARE_TIME.match(key):
        return "date"
    return "person" if _BARE_OFFICE.match(key) and not any(name.is_person for name in names) else None


def restore(text: str, lexicon: Lexicon) -> str:
    """Diacritics as in the corpus, names capitalised as the corpus writes them."""
    restored = mended(text, lexicon)
    words = re.findall(r"\S+", restored)
    keys = [fold(re.sub(r"\W", "", word)) for word in words]
    at = 0
    while at < len(words):
        for length in range(min(5, len(words) - at), 1, -1):
            name = lexicon.names.get(" ".join(keys[at : at + length]))
            same = name and match_key(name) == match_key(re.sub(r"[^\w ]", "", " ".join(words[at : at + length])))
            # Behind "huyện", "tại" a name of the corpus is likelier than any words that look like it.
            if name and (same or (at > 0 and keys[at - 1] in _BEFORE_PLACES)):
                words[at : at + length] = [*name.split()[:-1], name.split()[-1] + re.sub(r"[\w]", "", words[at + length - 1])]
                at += length - 1
                break
        at += 1
    return " ".join(words)


def kind_of(key: str) -> Kind:
    """What is asked for, from the words of the question's match key."""
    words = re.findall(r"[^\W_]+|%", key)
    padded = f" {' '.join(words)} "
    if (first := _kind_at_first(padded)) is not None:
        return first
    padded = _OF_A_TIME.sub(r" \1 ", _ANYBODY.sub(r" \1 ", _NOBODY.sub(" ", padded)))
    if _SHARE_ASKED.search(padded) and not padded.startswith((" vì sao ", " tại sao ")):
        return "percent"
    unnumbered = _OF_A_COUNT.sub(" ", padded)
    for kind, cues in ASKING:
        if kind == "why_how" and padded.startswith(" sao "):
            return kind
        if kind == "person" and _SEVERAL.search(padded):
            return "list"
        if any(f" {cue} " in (unnumbered if kind == "id" else padded) for cue in cues) or (
            kind == "person" and _WHICH_PERSON.search(padded)
        ):
            return kind
    return "other"


def _kind_at_first(padded: str) -> Kind | None:
    """Of a question whose head tells by itself, whatever stands behind it."""
    if _WHICH_AT_FIRST.match(padded) or _HOLDER.match(padded.strip()):
        return "person"
    return "list" if _LISTED_TOO.search(padded) else None


def _office_in_full(found: re.Match[str]) -> str:
    office = "chủ tịch" if found.group(2) == "CT" else "bí thư"
    return f"phó {office}" if found.group(1) else office


def _asked(key: str, kind: Kind) -> tuple[str, ...]:
    """What must stand in a sentence that answers: what is counted, or "sinh" where a birth is asked for."""
    if kind == "date" and _BORN.search(key):
        return ("sinh",)
    if kind != "number":
        return ()
    key = _STRENGTH.sub("số đảng viên của ", key)
    for pattern in _ASKED:
        for match in pattern.finditer(key):
            if "whole" in pattern.groupindex:
                return (match.group("whole"),)
            words = match.group(1).split()
            while words and words[0] in {"là", "người", "đứa", *SCALES}:
                words = words[1:]
            end = next((at for at, word in enumerate(words) if word in _ASKED_END), len(words))
            found = _content(words[:end])
            if words[:1] in (["em"], ["cháu"]):  # pupils here, not the speaker
                return (words[0], *found)
            if found and found[0] not in MEASURES and not (pattern is _ASKED[1] and asks_for_unit(key)):
                return found
    return ()


def content_words(text: str) -> tuple[str, ...]:
    """Match keys of the syllables that carry content, in order, each once."""
    return _content(tokens(text))


def _content(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word not in FUNCTION_WORDS))


@lru_cache(maxsize=1024)  # of an article it is asked again for each of its sentences
def office_phrases(key: str) -> tuple[tuple[str, str], ...]:
    """Offices in a match key as (head, body), ("phó bí thư", "huyện ủy"); "phó" makes another head, no body is ""."""
    found = []
    for head in (head for head in OFFICE_HEADS if head in key):
        # "cấp ủy viên" is a member of a committee, no office of its own.
        pattern = rf"(?:\b(phó|nguyên|tổng)\s+)?(?<!cấp )\b{head}\b(?: thường trực)?(?: ({'|'.join(BODIES)})\b)?"
        for match in re.finditer(pattern, key):
            office = f"{match.group(1)} {head}" if match.group(1) else head
            found.append((match.start(), (office, BODIES.get(match.group(2) or "", ""))))
    return tuple(dict.fromkeys(office for _, office in sorted(found)))


def _heads(key: str) -> tuple[str, ...]:
    """The office of who stands at the head of a body: "Ai đứng đầu Huyện ủy?" asks for its secretary."""
    return next((office for body, office in _AT_THE_HEAD if body.search(key)), ())


def offices_in(key: str) -> tuple[str, ...]:
    """The heads alone, each once, in order."""
    return tuple(dict.fromkeys(head for head, _ in office_phrases(key)))
