"""Words of a question that make another matter of it: a sentence without them answers something else.

"Hộ cận nghèo" is not "hộ nghèo", a day of ground-breaking is not that of the opening, and what a commune had before a merger is
not what it has since.
"""

import re
from collections.abc import Sequence
from typing import get_args

from corpus import fold
from rag.plans import plan_for_result
from rag.wording import FIGURES, Kind

_DOER = r"(?:đơn vị|công ty|doanh nghiệp|nhà thầu|cơ quan|tổ chức|bên|ai)(?: \S+){0,3}? "
_ANY: frozenset[Kind] = frozenset(get_args(Kind))
# Of each kind of question: how the words are asked for, and how a sentence says the same. Closed classes.
_CLASSES: tuple[tuple[frozenset[Kind], str, str], ...] = (
    (FIGURES, "dự bị", "dự bị"),
    (FIGURES, "chính thức", "chính thức"),
    (FIGURES, "cận nghèo", "cận nghèo"),
    (
        FIGURES,
        "(?:hộ|tỷ lệ|tỉ lệ) nghèo",
        r"(?:(?:hộ|tỷ lệ|tỉ lệ|người|gia đình|nhà|thoát|cận)(?: \S+)? nghèo|nghèo (?:còn|chiếm|là))",
    ),
    (FIGURES, "thu nhập", "(?:thu nhập|thu về|thu được|kiếm|lương|lãi)"),
    (FIGURES, "học phí", "học phí"),
    (FIGURES, "khai trừ", "khai trừ"),
    (FIGURES, "cảnh cáo", "cảnh cáo"),
    (FIGURES, "khiển trách", "khiển trách"),
    (FIGURES, "cách chức", "cách chức"),
    (FIGURES, "(?:bị |thi hành |xử lý )kỷ luật", "(?:kỷ luật|khiển trách|cảnh cáo|cách chức|khai trừ)"),
    (FIGURES, r"(?:vào|đỗ|đậu|trúng tuyển|học)(?: \S+){0,2}? (?:đại học|cao đẳng)", "(?:đại học|cao đẳng)"),
    (
        FIGURES,
        r"(?:(?<!ban )(?<!đồng )nhân dân|(?<!nhân )dân|bà con|phụ huynh)(?: \S+){0,4}? (?:đóng góp|góp|ủng hộ|hiến)",
        "(?:(?<!ban nhân )(?<!đồng nhân )dân|bà con|(?<!ủng )hộ|gia đình|phụ huynh|họ|mọi người|xã hội hóa|[^\\W\\d_]+ viên)",
    ),
    (FIGURES, "(?:nữ|phụ nữ)", "(?:nữ|phụ nữ|chị em)"),
    # Who did which part of a work: those who build it did not design it.
    (_ANY, rf"{_DOER}giám sát", "giám sát"),
    (_ANY, rf"{_DOER}thiết kế", "thiết kế"),
    (_ANY, "(?:đơn vị|công ty|doanh nghiệp|nhà thầu) (?:nào )?thi công", "(?:thi công|xây|nhà thầu|trúng thầu|đảm nhận)"),
    (_ANY, "chủ đầu tư", "(?:chủ đầu tư|làm chủ|đầu tư)"),
    (frozenset(("person", "other")), "(?:tài trợ|nhà tài trợ)", "(?:tài trợ|hỗ trợ|ủng hộ|tặng|góp|hiến)"),
    (frozenset(("date",)), "(?:khởi công|động thổ)", "(?:khởi công|động thổ|bắt đầu xây|triển khai)"),
    (
        frozenset(("date",)),
        "(?:khánh thành|thông xe|đưa vào sử dụng|cắt băng)",
        "(?:khánh thành|thông xe|đưa vào sử dụng|cắt băng|hoàn thành|đi vào hoạt động|mở cửa)",
    ),
    (
        frozenset(("date",)),
        "(?:xong|hoàn thành|hoàn tất|về đích)",
        "(?:xong|hoàn thành|hoàn tất|về đích|khánh thành|thông xe|đưa vào|bàn giao|kết thúc|trước|quý|công nhận|đạt chuẩn)",
    ),
    (
        frozenset(("number", "percent", "person", "office")),
        "(?:trước|chưa)(?: (?:khi|lúc|ngày|hồi))?(?: (?:được|bị))? (?:sáp nhập|hợp nhất|sắp xếp|nhập)(?: xã)?",
        "(?:trước|chưa|cũ|nguyên|vốn|trên cơ sở|nhập toàn bộ)",
    ),
)
_PAIRS = tuple((kinds, re.compile(rf"\b{asked}\b"), re.compile(rf"\b{told}\b")) for kinds, asked, told in _CLASSES)
# Members are told of as all, as some of a kind, or as those that came.
_ADDED = re.compile(r"\b(?:mới|kết nạp|thêm)\b")
_SOME_OF_THEM = "mới|nữ|dự bị|người dtts|người dân tộc|dân tộc|dtts"
_NEW = re.compile(r"\b(?:mới|kết nạp|phát triển|thêm|tăng|bổ sung|vào đảng|được (?:bao nhiêu|mấy))\b")
# Of what is counted, these make another figure of it: without them in the sentence it is no answer.
_COUNTED = frozenset(("nữ", "nam", "nghèo", "trẻ"))
_COUNTED_FOLDED = frozenset(fold(word) for word in _COUNTED)
_POOR = re.compile(r"\b(?<!cận )nghèo\b")
_NEARLY_POOR = re.compile(r"\bcận nghèo\b")


def decides_otherwise(kind: Kind, question: str, sentence: str) -> bool:
    """Whether a sentence lacks what decides the matter of a question; both as match keys."""
    for kinds, asked, told in _PAIRS:
        if kind in kinds and asked.search(question) and not told.search(sentence):
            return True
    if kind in FIGURES and plan_for_result(question, sentence):
        return True
    if kind in FIGURES and _other_members(question, sentence):
        return True
    poor = kind in FIGURES and _POOR.search(question) is not None
    return poor and _NEARLY_POOR.search(sentence) is not None and _POOR.search(sentence) is None


def _other_members(question: str, sentence: str) -> bool:
    """Whether a sentence tells of some members alone, who are not all that there are, or of all where the new are asked for."""
    members = re.search(r"\b(?:đảng|đoàn|hội|xã|thành) viên\b", question)
    if members is None:
        return False
    if _NEW.search(question):
        return bool(_ADDED.search(question)) and _tells_all(members.group(), sentence) and not _ADDED.search(sentence)
    told = re.findall(rf"\b{members.group()}(?: (?:là )?({_SOME_OF_THEM})\b)?", sentence)
    return bool(told) and all(some and some not in question for some in told)


def _tells_all(members: str, sentence: str) -> bool:
    """Whether a sentence tells how many members there are: "tổng số đảng viên", "hiện có 3.640 đảng viên"."""
    there_are = rf"\b(?:có|với|gồm)(?: (?:trên|hơn|gần|khoảng|tất cả|tổng số))* [\d.]+ {members}\b"
    return f"tổng số {members}" in sentence or re.search(there_are, sentence) is not None


def counts_otherwise(asked: Sequence[str], text: str) -> bool:
    """Whether a text (its words between blanks) lacks a deciding word of what is counted; both with or without diacritics."""
    decide = asked[1:] if asked[:1] == ("trẻ",) else asked  # "trẻ mồ côi", but "đảng viên trẻ"
    return any(f" {item} " not in text for item in decide if item in _COUNTED or item in _COUNTED_FOLDED)
