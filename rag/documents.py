"""Numbers of documents: what kind of document "14-NQ/HU" is and who issued it, as its letters say."""

import re

# Kinds of documents and the letters that their numbers bear, as Nghị định 30/2020/NĐ-CP and the Party's Hướng dẫn 36-HD/VPTW
# give them.
_KINDS = {
    "nghị quyết": ("nq",),
    "chỉ thị": ("ct",),
    "kế hoạch": ("kh",),
    "quyết định": ("qđ",),
    "nghị định": ("nđ",),
    "thông tư": ("tt", "ttlt"),
    "kết luận": ("kl",),
    "thông báo": ("tb",),
    "báo cáo": ("bc",),
    "hướng dẫn": ("hd",),
    "đề án": ("đa",),
    "quy định": ("qđ", "qđi"),
}
# Who issues them, as a question says it, and the letters.
_ISSUERS = {
    "hđnd|hội đồng nhân dân": ("hđnd",),
    "ubnd|ủy ban nhân dân": ("ubnd",),
    "huyện ủy|thị ủy": ("hu", "tu"),
    "tỉnh ủy|thành ủy": ("tu",),
    "đảng ủy": ("đu", "đuk", "đuqstw"),
    "chính phủ": ("cp",),
    "thủ tướng": ("ttg", "cp"),
}
_ALSO_DEEDS = ("quy định", "hướng dẫn", "báo cáo", "thông báo")  # "văn bản số mấy quy định việc này"
_NAMED = re.compile(rf"\b(?:{'|'.join(kind for kind in _KINDS if kind not in _ALSO_DEEDS)})\b")
_ASKED_KIND = re.compile(rf"\b({'|'.join(_KINDS)}) (?:nào|gì|số mấy|số bao nhiêu|số hiệu|mang số)\b")
_ASKS_NUMBER = re.compile(r"\b(?:số hiệu|ký hiệu|mang số|số mấy|số bao nhiêu)\b")
_ASKED_NUMBER = re.compile(rf"\b(?:số|số hiệu|ký hiệu)(?: và ngày)?(?: của)? ({'|'.join(_KINDS)})\b")
_ASKED_ISSUER = re.compile(rf"\b(?:{'|'.join(_KINDS)}) (?:nào |gì )?(?:của |do )?(?P<issuer>{'|'.join(_ISSUERS)})\b")


def is_another_kind(question: str, number: str) -> bool:
    """Whether the letters of a document's number tell another kind of document, or another issuer, than a question asks for.

    Both as match keys; False where the letters or the question tell neither.
    """
    letters = re.findall(r"[^\W\d_]+", number.removeprefix("số "))
    known = {short for shorts in _KINDS.values() for short in shorts}
    kind = _asked_kind(question)
    if kind and known & set(letters) and not set(_KINDS[kind]) & set(letters):
        return True
    issuer = _ASKED_ISSUER.search(question)
    if issuer is None:
        return False
    wanted = next(shorts for names, shorts in _ISSUERS.items() if issuer["issuer"] in names.split("|"))
    issued = {short for shorts in _ISSUERS.values() for short in shorts} & set(letters)
    return bool(issued) and not issued & set(wanted)


def _asked_kind(question: str) -> str:
    """The kind of document whose number is asked for: the one that the asking words stand by, or the only one named."""
    beside = _ASKED_KIND.search(question) or _ASKED_NUMBER.search(question)
    if beside:
        return beside.group(1)
    named = set(_NAMED.findall(question))
    return named.pop() if len(named) == 1 and _ASKS_NUMBER.search(question) else ""
