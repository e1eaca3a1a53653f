"""Why one question failed, in one line: what stood where, and what was missing."""

from eval.measures.matching import stands_in
from eval.measures.metrics import max_syllables
from eval.measures.scoring import Row
from eval.page.text import Text, count, same
from eval.page.words import REASONS, name_of
from eval.sets.questions import demands_of

_NOT_FOUND = Text(
    "Cần bài {articles}, nhưng bước tìm kiếm không đưa ra bài này.",
    "Article {articles} was needed, but the search did not bring it up.",
)
_MISSING = Text("Không câu trích nào có {gold}.", "No quoted sentence holds {gold}.")
_NO_QUOTE = Text("Không trích câu nào; cần {gold}.", "No sentence was quoted; {gold} was needed.")
_TOOK = Text("Câu trích có {gold}, nhưng đáp án ngắn là {short}.", "The quote holds {gold}, but the short answer is {short}.")
_TOOK_NONE = Text(
    "Câu trích có {gold}, nhưng không rút ra đáp án ngắn.", "The quote holds {gold}, but no short answer was taken from it."
)
_NOT_SAID = Text("Câu trích có {gold}, nhưng câu trả lời không nêu.", "The quote holds {gold}, but the answer does not say so.")
_NOT_TOLD = Text("Cần có {gold}.", "Expected: {gold}.")
_REFUSED = Text("Đáp án là {gold}; hệ thống từ chối: {reason}.", "The answer is {gold}; it was refused: {reason}.")
_ANSWERED = Text("Hệ thống trả lời {short}.", "It answered {short}.")
_ASTRAY = Text("Cần dẫn {wanted}, hệ thống dẫn {cited}.", "It should cite {wanted}, and cited {cited}.")
_NOTHING = Text("không bài nào", "none")
_TOO_LONG = Text("Dài {n} âm tiết, tối đa {most}.", "{n} syllables long, at most {most} are allowed.")
_FAILED = Text("Lỗi: {error}", "Error: {error}")
_AND = Text(" và ", " and ")
_LONGEST = 90


def why(row: Row) -> Text:
    """A sentence for a reader in a hurry; empty where the cause is not one of ours."""
    return _TELLS.get(row.cause or "", lambda _: same(""))(row)


def _not_retrieved(row: Row) -> Text:
    return _NOT_FOUND.fill(articles=_named(row.articles))


def _wrong_sentence(row: Row) -> Text:
    quotes = [one.quote for one in row.citations if not row.articles or one.article_id in row.articles]
    missing = [
        alternatives[0]
        for alternatives in demands_of(row.answers, row.all_of)
        if not any(stands_in(gold, quote) for gold in alternatives for quote in quotes)
    ]
    return (_MISSING if row.citations else _NO_QUOTE).fill(gold=_quoted(missing))


def _wrong_text(row: Row) -> Text:
    return _NOT_TOLD.fill(gold=_quoted([found[0] for found in demands_of(row.answers, row.all_of)]))


def _wrong_span(row: Row) -> Text:
    demands = demands_of(row.answers, row.all_of)
    quotes = [one.quote for one in row.citations]
    lacking = [found for found in demands if not any(stands_in(gold, row.answer) for gold in found)]
    held = [
        next((gold for gold in alternatives if any(stands_in(gold, quote) for quote in quotes)), alternatives[0])
        for alternatives in lacking or demands
    ]
    if lacking and row.short_answer is None:
        return _NOT_SAID.fill(gold=_quoted(held))
    if row.short_answer is None:
        return _TOOK_NONE.fill(gold=_quoted(held))
    return _TOOK.fill(gold=_quoted(held), short=_quoted([row.short_answer]))


def _refused(row: Row) -> Text:
    golds = [alternatives[0] for alternatives in demands_of(row.answers, row.all_of)]
    return _REFUSED.fill(gold=_quoted(golds), reason=name_of(REASONS, row.reason or "–"))


def _answered(row: Row) -> Text:
    return _ANSWERED.fill(short=_quoted([row.short_answer or row.answer]))


def _wrong_source(row: Row) -> Text:
    cited = tuple(dict.fromkeys(one.article_id for one in row.citations))
    return _ASTRAY.fill(wanted=_named(row.articles), cited=_named(cited) if cited else _NOTHING)


def _too_long(row: Row) -> Text:
    return _TOO_LONG.fill(n=count(row.syllables), most=max_syllables(row.category))


def _failed(row: Row) -> Text:
    return _FAILED.fill(error=_short(getattr(row, "error", None) or "–"))


_TELLS = {
    "not retrieved": _not_retrieved,
    "wrong sentence": _wrong_sentence,
    "wrong span": _wrong_span,
    "wrong text": _wrong_text,
    "refused": _refused,
    "answered": _answered,
    "wrong source": _wrong_source,
    "too long": _too_long,
    "failed": _failed,
}


def _quoted(texts: list[str]) -> Text:
    return _listed([f"“{_short(text)}”" for text in texts])


def _named(articles: tuple[str, ...]) -> Text:
    return _listed(list(articles))


def _listed(words: list[str]) -> Text:
    if len(words) < 2:
        return same("".join(words))
    return Text(*(f"{', '.join(words[:-1])}{between}{words[-1]}" for between in _AND))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + " …"
