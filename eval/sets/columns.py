"""What the columns of a question table may be called, in Vietnamese and English, and what their words mean."""

import difflib
import re
from collections.abc import Sequence

from corpus import fold
from corpus.columns import column_key

# Compared by letters and digits alone, without case and diacritics: "Đáp án", "dap_an" and "DapAn" are one name.
_NAMES = {
    "id": "id, mã, mã câu, mã câu hỏi, question id",
    "question": "question, câu hỏi, hỏi, nội dung câu hỏi",
    "answers": "answers, answer, đáp án, đáp án đúng, câu trả lời, trả lời",
    "all_of": "all of, phải có đủ, phải đủ, cần có đủ",
    "articles": "articles, article, bài, bài báo, bài viết, mã bài, mã bài báo, article id, article ids",
    "answerable": "answerable, có trả lời được, có trả lời được không, trả lời được",
    "near_miss": "near miss, gần đúng",
    "category": "category, loại, loại câu hỏi, dạng câu hỏi",
    "split": "split, phần",
    "history": "history, lịch sử",
    "previous_question": "previous question, câu hỏi trước",
    "previous_answer": "previous answer, trả lời trước, câu trả lời trước",
}
SEVERAL = frozenset(("answers", "all_of", "articles", "previous_question", "previous_answer"))  # may have several columns
_NOT_READ = (
    "stt, tt, ghi chú, chú thích, nhận xét, người soạn, ngày soạn, no, note, notes, comment, comments, remarks, reason, lý do"
)

CATEGORY_NAMES = {
    "number": "number, con số, số, số liệu",
    "person": "person, người, nhân vật, ai",
    "date_or_id": "date or id, ngày tháng hoặc số hiệu, ngày tháng, ngày, thời gian, số hiệu, số hiệu văn bản",
    "why_how": "why how, vì sao hoặc thế nào, vì sao, tại sao, thế nào, lý do, cách làm",
    "list": "list, liệt kê, danh sách",
    "compare": "compare, so sánh",
    "paraphrase": "paraphrase, nói cách khác, diễn đạt khác, hỏi cách khác",
    "no_diacritics": "no diacritics, không dấu",
    "abbreviation": "abbreviation, viết tắt, chữ viết tắt",
    "follow_up": "follow up, hỏi tiếp, câu hỏi tiếp, hỏi nối tiếp",
    "other": "other, khác",
}
_SPLIT_NAMES = {"dev": "dev, development, phát triển", "test": "test, kiểm tra, kiểm thử"}
_YES = frozenset("co true 1 x yes y dung".split())
_NO = frozenset("khong false 0 no n sai".split())
_TICKS = frozenset("✓✔☑")


def _keyed(names: dict[str, str]) -> dict[str, str]:
    return {column_key(name): meant for meant, listed in names.items() for name in listed.split(",")}


_COLUMNS = _keyed(_NAMES)
_SHOWN = {column_key(name): name.strip() for names in _NAMES.values() for name in names.split(",")}
_CATEGORIES = _keyed(CATEGORY_NAMES)
_SPLITS = _keyed(_SPLIT_NAMES)
_IGNORED = frozenset(column_key(name) for name in _NOT_READ.split(","))


def column_meaning(name: str) -> tuple[str, int] | None:
    """The key of the contract that a column holds and its number ("đáp án 2" -> answers, 2; 0 without one), None if unknown.

    What stands in brackets is no part of the name: "Đáp án (cách nhau bằng |)".
    """
    for shown in (name, re.sub(r"\(.*?\)|\[.*?\]", "", name)):
        base, digits = re.fullmatch(r"(.*?)(\d*)", column_key(shown), re.DOTALL).groups()  # type: ignore[union-attr]
        meant = _COLUMNS.get(base)
        if meant and (not digits or meant in SEVERAL):
            return meant, int(digits[:6] or 0)
    return None


def nearest_column(name: str) -> str | None:
    """The known name that an unknown one was probably meant to be; None for one that is plainly something else."""
    key = column_key(re.sub(r"\(.*?\)", "", name)).rstrip("0123456789")
    if key in _IGNORED:
        return None
    near = difflib.get_close_matches(key, _COLUMNS, n=1, cutoff=0.8)
    return _SHOWN[near[0]] if near else None


def is_note_column(name: str) -> bool:
    """Whether a column is plainly for the editors alone."""
    return column_key(name) in _IGNORED


def category_label(category: str) -> str:
    """The Vietnamese name of a category, or the category itself where it is not one of ours."""
    return CATEGORY_NAMES[category].split(", ")[1] if category in CATEGORY_NAMES else category


def read_bool(text: str) -> bool | None:
    """có/không, true/false, 1/0, x or a tick; None for anything else."""
    words = fold(text).strip(" .")
    if words in _YES or text.strip() in _TICKS:
        return True
    return False if words in _NO else None


def read_category(text: str) -> str:
    """The category of the contract where the text is a name of one, else the text: categories of one's own are allowed."""
    return _CATEGORIES.get(column_key(text), text)


def read_split(text: str) -> str:
    """dev or test where the text is a name of one, else the text as it stands, which then is an error."""
    return _SPLITS.get(column_key(text), text)


def known_columns(names: Sequence[str]) -> int:
    """How many columns of a head line are known; the question's counts as many, so that a line without it is hardly the head."""
    meant = {found[0] for found in map(column_meaning, names) if found}
    return len(meant) + 100 * ("question" in meant)
