"""The number in a sentence that a question asks for, with what it counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import TABLE_ROW, match_key, tokens
from rag.contrasts import Count, behind_name, told_apart
from rag.counted import PEOPLE_AND_HOMES, also_counted
from rag.levels import changes
from rag.question import Question
from rag.short_answer import CLAUSE_END, DOCUMENT_ID, YEARS, ShortAnswer, cut, nearness, words_of
from rag.units import ATTACHED, asked_quantity, borne_quantity
from rag.wording import AREA_WORDS, CHANGE_WORDS, FUNCTION_WORDS, NUMBER_WORDS, PERSON_UNITS, QUALIFIERS

_SCALES = r"(?:\s(?:nghìn|ngàn|triệu|tỷ|tỉ))*"
_NUMBER = re.compile(
    rf"(?:\b(?:{'|'.join(QUALIFIERS)})\s)?(?<![\w/.,-])\d+(?:[.,]\d+)*(?:/\d+(?:[.,]\d+)*)*(?:\s?%|{ATTACHED}\b)?"
    rf"(?![\w/-])(?!\.\d){_SCALES}",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"{YEARS}|(?:ngày|tháng|năm|quý)\s\d{{1,4}}(?:[/.-]\d{{1,4}})*|(?<!\d)\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}", re.IGNORECASE
)
_COUNTS_PEOPLE = re.compile(r"\s*(?:người|nhân khẩu|dân|khẩu|[^\w\s]|(?:và|với|sống|ở|năm|vào|tính|trong)\b|$)", re.IGNORECASE)
_PEOPLE = re.compile(r"\s*(?:người|nhân khẩu|nhân dân|dân(?! tộc| quân| cư)|khẩu)\b", re.IGNORECASE)
# "5.200 ha tôm - lúa" is either whole or none of it, and the year of "342 ha năm 2023" is no part of it.
_GOES_ON = re.compile(r"\s[-–]\s[^\W\d_]|(?:(?<=\snăm)|(?<=\svụ))\s\d{4}")
_ONWARDS = re.compile(r"\strở (?:lên|xuống)")
_BECAME = re.compile(r"\b(?:giảm (?:xuống )?còn|giảm xuống|(?:tăng|nâng) lên|lên đến|lên tới)(?: chỉ)?(?: còn)? $")
_ASKS_CHANGE = re.compile(rf"\b(?:{'|'.join(CHANGE_WORDS)}|vào đảng|thêm|mới|được (?:bao nhiêu|mấy))\b")
_NO_COUNT = frozenset(("time", "age"))  # "11 năm làm cô đỡ" counts no midwives
# Nouns that figures count; those left out are other words as well ("10 bản vẽ", "3 khu vực").
_COUNTED_NOUNS = frozenset((*AREA_WORDS, "hộ", "gia đình")) - {"ban", "khu", "làng", "bản"}
_SORTS = {
    "people": frozenset(PERSON_UNITS) - {"hộ dân"},
    "homes": frozenset(("hộ", "hộ dân", "hộ gia đình", "gia đình", "nhà", "nhà dân")),
    "places": _COUNTED_NOUNS - {"hộ", "gia đình"},
}
_WHO = PEOPLE_AND_HOMES | _COUNTED_NOUNS  # no measure and no animal is any of them
_ASKS_WHAT_THERE_IS = re.compile(r"\b(?:có|còn)(?: (?:tất cả|tổng cộng|tổng số))? (?:bao nhiêu|mấy)\b")
_REACHED = ("giúp đỡ", "hỗ trợ", "đỡ đầu", "phụ trách", "cho vay", "trao", "tặng", "khám", "tập huấn", "tuyên truyền")
_AIMS = ("phấn đấu", "chỉ tiêu", "vượt")  # of a change: no figure of what was reached
_NO_NOUN = frozenset(
    "chưa không chẳng phải vẫn đều xuống thấp trở so tăng giảm chiếm đạt".split()
)  # behind a number they belong to no noun
_OTHER_DEED = 8.0  # what a number loses that tells how many were helped, where it is asked how many there are; set by hand
_NO_HEAD = FUNCTION_WORDS | {"số", "tổng"}
_ALIKE = 2.0  # difference in fit of numbers that answer alike; set by hand
# Between numbers that are told side by side, behind the first one's noun.
_JOINED = re.compile(r"(?:\s[^\W\d_]+){0,6}[\s)]*(?:,?\s(?:và|cùng|với)|,)\s")
_SAID_OF_IT = re.compile(rf"(?:\s(?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)[^\W\d_]+)*", re.IGNORECASE)


def counts(question: Question, sentence: str) -> list[ShortAnswer]:
    """The numbers that may answer, each with what it counts."""
    masked = _masked(sentence)
    found = told_apart(question, sentence, masked, _counts_in(question, sentence, masked))
    return [replace(one.short, beside=_beside(question, sentence, one, found)) for one in found]


def _beside(question: Question, sentence: str, one: Count, found: Sequence[Count]) -> tuple[str, ...]:
    """What is counted of the same beside a number, in words that do not tell which is asked for: "24 chi bộ cơ sở và 236 ..."."""
    counted = [other for other in found if other.is_asked and abs(other.short.fit - one.short.fit) < _ALIKE]
    runs: list[list[Count]] = []
    for other in counted:
        joined = runs and _JOINED.fullmatch(sentence[runs[-1][-1].short.end : other.short.start])
        runs = [*runs[:-1], [*runs[-1], other]] if joined else [*runs, [other]]
    run = next((run for run in runs if one in run and len(run) > 1), [])
    if len({tuple(sorted(set(each.after) & set(question.content))) for each in run}) != 1:
        return ()
    return tuple(_in_full(sentence, each) for each in run)


def _in_full(sentence: str, one: Count) -> str:
    """A number with all that is said of what it counts."""
    said = _SAID_OF_IT.match(sentence, one.short.end)
    return sentence[one.short.start : said.end() if said else one.short.end].rstrip()


def _counts_in(question: Question, sentence: str, masked: str) -> list[Count]:
    found: list[Count] = []
    told = changes(match_key(masked))
    for match in [*_NUMBER.finditer(masked), *_spoken(question, sentence)]:
        # Asked without a noun ("trị giá bao nhiêu?"), the number stands behind the words of the question.
        start, end = match.start(), match.end() if question.asked else len(sentence)
        shares_unit = next((change.behind for change in told if start <= change.before < match.end()), match.end())
        behind = sentence[shares_unit:]
        if _is_of_another_kind(question, match.group(), behind):
            continue
        fit = cell = _cell_fit(question, sentence, start)
        if fit is None:
            is_level = any(start <= at < match.end() for change in told for at in (change.before, change.now))
            is_level = is_level or _BECAME.search(match_key(masked[:start])) is not None
            fit = _unit_fit(question, sentence[:start], behind, is_level) + 2 * nearness(question, sentence, start, end)
        fit += 1.5 if question.kind == "percent" and "%" in match.group() else 0
        fit += behind_name(question, sentence[:start])
        after = words_of(CLAUSE_END.split(behind)[0], 6)
        short = cut(_with_unit(question, sentence, match), fit, start)
        short = replace(short, other=_are_others(question.asked, after))
        found.append(Count(short, match.end(), tuple(after), _counts_asked(question, behind, after), cell))
    return found


def _spoken(question: Question, sentence: str) -> Iterator[re.Match[str]]:
    """Numbers in words right before what is counted; "mỗi năm đảng bộ" counts years."""
    if question.asked:
        words = "|".join(NUMBER_WORDS)
        yield from re.finditer(
            rf"(?i)(?<!mỗi )(?<!h[ằà]ng )(?<!từng )\b(?:{words})\b(?=\s{re.escape(question.asked[0])}\b)", sentence
        )


def _is_of_another_kind(question: Question, number: str, behind: str) -> bool:
    """Whether a number is one of the question's own, no share where a share is asked for, or of another quantity."""
    bare = re.sub(r"[^\d.,/%]", "", number)
    if bare and bare in {*question.years, *question.dates, *tokens(question.full)}:
        return True
    if question.kind == "percent" and "%" not in bare and "/" not in bare:
        return True
    quantity, borne = asked_quantity(match_key(question.full)), borne_quantity(number, behind)
    if (
        borne != quantity
        if quantity
        else question.asked and (borne in _NO_COUNT or _counts_no_one(question.asked, borne, behind))
    ):
        return True
    if question.asked == ("dân số",) and not _COUNTS_PEOPLE.match(behind):
        return True
    if question.asked == ("dân",) and not _PEOPLE.match(behind):
        return True
    return question.kind == "number" and "%" in bare and bool(question.asked)


def _counts_no_one(asked: Sequence[str], borne: str | None, behind: str) -> bool:
    """Whether people, homes or bodies are asked for and a number measures something or counts animals."""
    who = any(" ".join(asked[:length]) in _WHO for length in (1, 2)) or asked[1:2] == ("viên",)
    return who and (borne is not None or re.match(r" con\b", behind) is not None)


def _are_others(asked: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a number counts people where homes or places are asked for, or the like: "3.753 đảng viên" are no households."""
    wanted, told = _sort_of(asked), _sort_of(after)
    return bool(wanted and told) and wanted != told


def _sort_of(words: Sequence[str]) -> str:
    """What is counted: people, homes, or places and bodies; "" where a closed class does not tell."""
    for length in (2, 1):
        noun = " ".join(words[:length])
        for sort, nouns in _SORTS.items():
            if len(words) >= length and noun in nouns:
                return sort
    return ""


def _counts_asked(question: Question, behind: str, after: list[str]) -> bool | None:
    """Whether a number counts, by the words behind it, just what is asked ("2.200 đảng viên") or another noun ("25 cơ sở đảng").

    None where it names no noun, or one that the question names as well.
    """
    if not question.asked or not after or CLAUSE_END.match(behind.lstrip()):
        return None
    if _led_by(question.asked, after) == len(question.asked):
        return True
    known = after[0] in FUNCTION_WORDS or after[0] in question.content or " ".join(after).startswith(PERSON_UNITS)
    return None if known else False


def _unit_fit(question: Question, ahead: str, behind: str, is_level: bool) -> float:
    """How well what stands ahead of a number and behind it is what the question counts; about -2..4.

    Of a change "giảm từ 15 xuống 9" both numbers are levels, neither is what was added or lost.
    """
    after = words_of(CLAUSE_END.split(behind)[0], 6)
    before = words_of(ahead, 8, last=True)
    key = f" {match_key(question.full)} "
    near, next_to = f" {' '.join(before)} ", f"{' '.join(after)} "
    fit = max((_counted_fit(words, near, after) for words in also_counted(question.asked)), default=0.0)
    if re.search(r"\b(?:bao nhiêu|mấy)(?: \w+)? người\b", key) and next_to.startswith(PERSON_UNITS):
        fit += 1
    if re.search(r"\b(?:tổng|tất cả|toàn|cả)\b", key) and re.search(r"\b(?:tổng|lên|toàn)\b", near):
        fit += 0.7
    close = f" {' '.join(before[-6:])} "
    # "kết nạp 932 đảng viên, trong đó 75 ...": a part of what was added or lost is no more what there is than the whole.
    reach = f" {' '.join(words_of(ahead, 60, last=True))} " if " trong đó " in close else close
    others = _AIMS if is_level or _ASKS_CHANGE.search(key) else CHANGE_WORDS
    if any(f" {word} " in reach and f" {word} " not in key for word in others):
        fit -= 7  # what was added or lost is another figure than what there is
    if _ASKS_WHAT_THERE_IS.search(key) and any(f" {word} " in close and word not in key for word in _REACHED):
        fit -= _OTHER_DEED
    if any(f" {word} " in key and (f" {word} " in close or f" {word} " in f" {next_to}") for word in CHANGE_WORDS):
        fit += 1
    return fit


def _cell_fit(question: Question, sentence: str, start: int) -> float | None:
    """How well the head before a figure of a table's row is what is asked for, 0..4; None in any other sentence."""
    row = TABLE_ROW.match(sentence)
    if row is None or not sentence[:start].endswith(": "):
        return None
    head = _head_words(sentence[row.end("name") : start])
    asked = set(question.content) - set(tokens(row["name"]))
    return 2 * len(head & asked) / max(len(head), 1) + 2 * len(head & asked) / max(len(asked), 1)


def _head_words(cells: str) -> set[str]:
    """The words of the last head of a row's cells; "trong đó nữ" counts some of what the head before it counts."""
    heads = [{word for word in tokens(cell.rpartition(": ")[0] or cell) if word not in _NO_HEAD} for cell in cells.split("; ")]
    parted = re.match(r"\W*(?:trong đó|nữ|nam|dtts)\b", cells.rpartition("; ")[2], re.IGNORECASE)
    return heads[-1] | (heads[-2] if parted and len(heads) > 1 else set())


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
    after = [word for word in after if word not in FUNCTION_WORDS]
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
    for pattern in (DOCUMENT_ID, _PERIOD):
        sentence = pattern.sub(lambda found: " " * len(found.group()), sentence)
    return sentence


def _with_unit(question: Question, sentence: str, match: re.Match[str]) -> str:
    """The number with what it counts: following words while the question names them, at least one noun."""
    end = match.end()
    if "%" in match.group() and (whole := _ONWARDS.match(sentence, end)):
        return sentence[match.start() : whole.end()]
    after = words_of(CLAUSE_END.split(sentence[end:])[0], 6)
    counted = _led_by(question.asked, after) or len({*after[:1]} & {*question.asked[:1]} & _COUNTED_NOUNS)
    for number, word in enumerate(re.finditer(r"\s([^\W\d_]+(?:[-/][^\W\d_]+)*)", sentence[match.end() :])):
        if word.start() + match.end() != end or number >= 5 or "%" in match.group():
            break
        key = match_key(word.group(1))
        if _GOES_ON.match(sentence, match.end() + word.end()) or ("/" in sentence[match.end() : end] and key != "đêm"):
            break
        named = 0 < counted <= number
        if key == "trở" and (whole := _ONWARDS.match(sentence, end)):
            return sentence[match.start() : whole.end()]
        if key in {"người", "khách"} and (number == 0 or sentence[match.end() : end] == " lượt"):
            return sentence[match.start() : match.end() + word.end()]
        if key in FUNCTION_WORDS or key in _NO_NOUN or (number >= (1 if named else 2) and key not in question.content):
            break
        end = match.end() + word.end()
    return sentence[match.start() : end]


def _share(wanted: tuple[str, ...], words: list[str]) -> float:
    return sum(word in words for word in wanted) / len(wanted) if wanted else 0.0
