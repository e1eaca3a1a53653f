"""Yes/no questions: the statement that is put to the test, the sentence that decides it, and yes or no only where it is plain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import fold, match_key, tokens
from index import Lexicon
from rag.abbreviations import all_readings
from rag.compose import Piece, answer_text, citations, pair_of_pieces, single_piece
from rag.composed import Composed, Lookup
from rag.evidence import Evidence
from rag.names import holds, names_in
from rag.quantities import Quantity, passes, quantity
from rag.question import Question, offices_in, understand
from rag.wording import INTERROGATIVES, QUALIFIERS

_ASKS = re.compile(INTERROGATIVES)
_START = re.compile(r"^(?:có phải|phải chăng|liệu(?: rằng)?|có đúng|đúng là|có thật)(?: là)?\s+", re.I)
_SOFT = r"(?:\s+(?:ạ|nhỉ|vậy|thế|nhé|hả|à))*"
_CONFIRM = re.compile(rf"[\s,]+(?:có\s+)?(?:phải|đúng)(?:\s+(?:vậy|thế))?\s+(?:hay\s+)?(?:không|chứ|chưa){_SOFT}$", re.I)
_WHETHER = re.compile(rf"(?<!hàng)(?<!trên)(?<!phòng)(?<!số)\s+(?:hay\s+)?(?P<end>không|chưa){_SOFT}$", re.I)
_HELPERS = re.compile(r"\b(?:có|được|còn|phải|đang|cần|sẽ|là|bị|đã)\b", re.I)
_IS_IT = re.compile(r"\bcó phải(?: là)?\s+", re.I)
_FIGURE = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(QUALIFIERS, key=len, reverse=True))})\s)?(?<![\w/.,-])\d+(?:[.,]\d+)*"
    r"(?:/\d+(?:[.,]\d+)*)?(?:\s?%)?(?![\w/-])(?![.,]\d)",
    re.I,
)
_DATED = re.compile(r"(?:ngày|tháng|năm|quý|số|nhiệm kỳ|giai đoạn|khóa|thứ)\s+$", re.I)
# A sentence with one of these that the question has not says less than the statement, or the opposite.
_WEAKENING = (
    *("không", "chưa", "chẳng", "sẽ", "nếu", "phấn đấu", "dự kiến", "có thể", "đề nghị", "chuẩn bị", "mục tiêu", "chỉ tiêu"),
    *("từng", "nguyên", "nên", "cần", "hoặc", "suýt", "ngừng"),
)
# What the deciding sentence must have of the statement; set by hand, looked at on invented articles.
_PREDICATE, _NAMES, _TIMES, _OFFICES = 0.6, 0.7, 0.6, 0.8
_PLAIN = 0.9
_BELIEVED = 0.8  # of `Features.read`: from here on the reader is sure that the answer stands here
_COMPARED = 5  # best sentences whose figures are compared with the claimed one
_WORDS = 3  # of a predicate that make an affirmation; to name a thing is not to say that there is one
_DENIES = "Không, theo bài: {told}"
_HOLDS = re.compile(
    r"^(.+?)\s+(?:(?:hiện|đang|vẫn|có phải)\s+)*(?:là|giữ chức(?: vụ)?|làm|đảm nhiệm(?: chức(?: vụ)?)?)\s+(.+?)[ ?.]*$", re.I
)
_MANY_HOLD = re.compile(r"\b(?:phó|ủy viên|phóng viên|nguyên)\b")
_FORMER = re.compile(r"\b(?:nguyên|cựu|từng|thôi giữ chức|nghỉ hưu)\b")


@dataclass(frozen=True)
class Claim:
    """A statement with the words that affirm and deny it, and the question as it was asked."""

    question: Question
    statement: Question
    yes: str
    no: str


def claim_of(question: Question, lexicon: Lexicon) -> Claim | None:
    """The statement that a yes/no question puts to the test; None for any other question."""
    text = " ".join(question.full.split()).strip(" ?.!")
    if _ASKS.search(match_key(text)):
        return None
    start, confirm = _START.match(text), _CONFIRM.search(text)
    whether = None if confirm else _WHETHER.search(text)
    if whether and not start and whether["end"].lower() == "không" and not _HELPERS.search(text[: whether.start()]):
        whether = None
    if not start and not confirm and not whether:
        return None
    end = confirm or whether
    plain = text[start.end() if start else 0 : end.start() if end else len(text)].strip(" ,")
    plain = _IS_IT.sub("là ", plain)
    if len(plain.split()) < 2:
        return None
    yes, no = ("Đúng", "Không") if start or confirm or _IS_IT.search(text) else ("Có", "Không")
    if whether and whether["end"].lower() == "chưa":
        yes, no = "Rồi", "Chưa"
    return Claim(question, _standing(plain, question, lexicon), yes, no)


def decided(claim: Claim, lexicon: Lexicon, lookup: Lookup, least_sure: float) -> Composed:
    """The deciding sentence, with yes or no before it where the sentence plainly says so; nothing where none decides."""
    figures = [found for found in _FIGURE.finditer(claim.statement.full) if _is_figure(claim.statement, found)]
    counted = _counted(claim, figures[0], lexicon, lookup, least_sure) if len(figures) == 1 else None
    if counted and counted.citations:
        return counted
    holder = _held(claim, lexicon, lookup, least_sure)
    if holder:
        return holder
    evidence, sure = lookup(claim.statement)
    if evidence and sure >= least_sure and (not least_sure or _bears_on(evidence[0])):
        word = _plain_word(claim.statement, (claim.yes, claim.no), evidence[0], lexicon)
        return _composed(single_piece(claim.statement, evidence[0]), sure, word)
    # The sentence that decides may say it in quite other words, which only the reader understands.
    evidence, sure = lookup(claim.question)
    if not evidence or sure < least_sure or not _agrees(evidence[0]) or evidence[0].features.read < _BELIEVED:
        return Composed("", (), sure)
    return _composed(pair_of_pieces(claim.question, evidence), sure, None)


def says_plainly(statement: Question, evidence: Evidence, lexicon: Lexicon) -> bool:
    """Whether the sentence makes the statement in all its words, names its subject itself and has nothing that weakens it."""
    key, folded = match_key(evidence.text), fold(evidence.text)
    named = any(
        holds(key, name) or (statement.folded and holds(folded, replace(name, key=fold(name.key))))
        for name in statement.names[:1]
    )
    return named and _bears_on(evidence) and _plain_word(statement, ("Có", "Không"), evidence, lexicon) == "Có"


def _counted(claim: Claim, found: re.Match[str], lexicon: Lexicon, lookup: Lookup, least_sure: float) -> Composed:
    """The statement with its figure asked for, and the two figures compared."""
    text = claim.statement.full
    share = " phần trăm" if "%" in found.group() else ""
    asked = _standing(f"{text[: found.start()]}bao nhiêu{share}{text[found.end() :]}".strip(" ?"), claim.statement, lexicon)
    evidence, sure = lookup(asked)
    if not evidence or sure < least_sure or (least_sure and not _bears_on(evidence[0])):
        return Composed("", (), sure)
    claimed = quantity(found.group())
    if claimed is None:
        return _composed(single_piece(asked, evidence[0]), sure, None)
    true = next((one for one in evidence[:_COMPARED] if _agrees(one) and _holds(found.group(), claimed, one) is True), None)
    best = true or evidence[0]
    word = claim.yes if true else None
    # The figure may belong to another count in the same article ("12 chi bộ cơ sở" beside "146 chi bộ").
    elsewhere = re.search(rf"(?<![\d.,]){re.escape(re.sub(r'[^0-9.,]', '', found.group()))}(?![\d]|[.,]\d)", best.article.text)
    if not true and not elsewhere and _agrees(best) and _holds(found.group(), claimed, best) is False and best.short:
        word = _DENIES.format(told=best.short.text)
    return _composed(single_piece(asked, best), sure, word)


def _held(claim: Claim, lexicon: Lexicon, lookup: Lookup, least_sure: float) -> Composed | None:
    """The statement that a person holds an office, with its holder asked for; None where it is none or no holder is told."""
    stated = _HOLDS.match(claim.statement.full)
    person, office = sorted(stated.groups(), key=lambda side: bool(offices_in(match_key(side)))) if stated else ("", "")
    people = [name for name in names_in(person) if name.is_person]
    if len(people) != 1 or offices_in(match_key(person)) or not offices_in(match_key(office)):
        return None
    asked = _standing(f"{office} là ai", claim.statement, lexicon)
    evidence, sure = lookup(asked)
    told = [one for one in evidence[:_COMPARED] if _holder(one) and _agrees(one)]
    if sure < least_sure or not told or told[0] is not evidence[0]:
        return None
    true = next((one for one in told if _holder(one).endswith(people[0].key)), None)
    best = true or told[0]
    now = not _FORMER.search(match_key(best.text)) or _FORMER.search(match_key(claim.statement.full)) is not None
    word = claim.yes if true and now else None
    # Without a place, or where several hold it, another's name denies nothing; nor where the articles know the person.
    if (
        not true
        and now
        and asked.names
        and not _MANY_HOLD.search(match_key(office))
        and not any(holds(match_key(one.article.text), people[0]) for one in evidence)
    ):
        word = _DENIES.format(told=best.short.text if best.short else "")
    return _composed(single_piece(asked, best), sure, word)


def _holder(evidence: Evidence) -> str:
    """Match key of the name that a sentence gives for the office asked for; "" where it gives none."""
    return match_key(evidence.short.text) if evidence.short and not evidence.short.other else ""


def _holds(written: str, claimed: Quantity, evidence: Evidence) -> bool | None:
    """Whether the article's figure makes the claimed one true; None where that is not certain."""
    told = evidence.figure
    if told is None or (claimed.unit == "%") != (told.unit == "%") or (claimed.whole is None) != (told.whole is None):
        return None
    if not claimed.is_exact:
        return passes(written.removesuffix("%").strip(), told)
    if told.is_exact:
        return (told.value, told.whole) == (claimed.value, claimed.whole)
    return None if told.low <= claimed.value <= told.high else False


def _plain_word(statement: Question, words: tuple[str, str], evidence: Evidence, lexicon: Lexicon) -> str | None:
    """Yes or no where the sentence has every word of the statement and no other that weakens it."""
    yes, no = words
    form = fold if statement.folded else match_key
    said = tokens(form(all_readings(evidence.text, lexicon)))
    content = [form(word) for word in statement.content]
    stated = f" {' '.join(tokens(form(statement.full)))} "
    if not set(content) <= set(said) or not _agrees(evidence):
        return None
    named = {part for name in statement.names for part in form(f"{name.area} {name.key}").split()}
    predicate = [word for word in content if word not in named]
    if len(predicate) < _WORDS and not re.search(rf" {form('có')} {' '.join(predicate)} ", f" {' '.join(said)} "):
        return None
    weak = [form(word) for word in _WEAKENING]
    present = [word for word in weak if f" {word} " in f" {' '.join(said)} " and f" {word} " not in stated]
    if not present:
        return None if any(f" {word} " in stated for word in weak) else yes
    denial = rf" (?:{form('không')}|{form('chưa')})(?: (?:{form('được|có|phải|thể|hề')}))* {re.escape(predicate[0])} "
    return no if predicate and re.search(denial, f" {' '.join(said)} ") and len(present) == 1 else None


def _bears_on(evidence: Evidence) -> bool:
    """Whether the sentence is about what is stated at all: a refusal is better than an unrelated sentence."""
    found = evidence.features
    places = found.names >= _NAMES and found.offices >= _OFFICES
    return places and found.predicate >= _PREDICATE and found.times >= _TIMES and found.ids == 1


def _agrees(evidence: Evidence) -> bool:
    found = evidence.features
    return min(found.names, found.times, found.offices, found.ids) >= _PLAIN


def _composed(pieces: Sequence[Piece], sure: float, word: str | None) -> Composed:
    cited = citations(pieces, [sure] * len(pieces))
    return Composed(answer_text(word, cited), cited, sure, word)


def _standing(plain: str, question: Question, lexicon: Lexicon) -> Question:
    made = understand(f"{plain[0].upper()}{plain[1:]}?", lexicon)
    return replace(made, text=fold(made.full), folded=True) if question.folded else made


def _is_figure(statement: Question, found: re.Match[str]) -> bool:
    bare = re.sub(r"[^\d.,/%]", "", found.group())
    known: Sequence[str] = (*statement.years, *statement.dates, *statement.ids)
    return bare not in known and not _DATED.search(statement.full[: found.start()])
