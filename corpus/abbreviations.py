"""Dots that belong to an abbreviation or an initial, not to the end of a sentence."""

import re

from corpus.text import CAPITALS

# Written with a dot before a name or a number; compared without case.
_TITLES_AND_UNITS = (
    "tp tx tt gs pgs ts ths bs ks kts ktv cty ls cn dr mr mrs ms prof st đ/c nxb nsnd nsưt ngnd ngưt tr tel đt sđt vs"
)
_BEFORE_NAME = frozenset(_TITLES_AND_UNITS.split())
# After these a single letter is a label ("bảng B. Đội ..."), elsewhere an initial ("ông J. Smith").
_KINDS = "bảng khu lô tổ nhóm hạng loại lớp khối vitamin gan cúm thể điểm án đội block tòa toà tháp hàng dãy phần cột mục nhà"
_LABELLED = frozenset(_KINDS.split())
# A name cut to its first letter or first consonant: "em Th.", "N.V.A."
_INITIAL = re.compile(rf"[{CAPITALS}]|Ch|Gh|Kh|Ng|Ngh|Nh|Ph|Qu|Th|Tr")
_HONORIFICS = frozenset(["ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu"])
_CENTRAL = frozenset({"t.ư", "t.w", "tư", "tw"})  # trung ương: no name need follow, so its dot may end a sentence


def dot_is_part_of_word(before: str, ahead: str, glued: bool) -> bool:
    """Whether the dot behind `before` belongs to an abbreviation or an initial."""
    words = before.split()
    token = words[-1].lstrip("“‘«([{\"'") if words else ""
    piece = token.rpartition(".")[2].rpartition("(")[2]
    if token.lower() in _CENTRAL:
        return glued
    if piece.lower() in _BEFORE_NAME and (piece[:1].isupper() or (piece.islower() and len(piece) <= 4)):
        return True
    if not _INITIAL.fullmatch(piece):
        return False
    if ahead[0].isdigit() or ahead[0] == "(" or glued:  # P. 5; Trần Văn H. (sinh năm 1990); Q.Bình Thạnh
        return True
    initials = token.count(".") + 1
    if initials > 1:  # "J.K. Rowling", but "cháu N.V.A. Sau đó ..."
        return initials == 2
    return not _closes_name(words[:-1])


def _closes_name(words: list[str]) -> bool:
    """Whether a single letter behind these words ends a phrase: "Trần Văn B", "bảng B"; not "ông J", "George W"."""
    if words and words[-1].lower() in _LABELLED:
        return True
    names = 0
    for word in reversed(words):
        if not word[:1].isupper() or word.endswith(",") or word.lower() in _HONORIFICS:
            break
        names += 1
    return names >= 2
