"""Whether a claim says no where the passage says no, and yes where it says yes."""

from collections.abc import Collection, Iterator, Sequence

from rag.wording import FUNCTION_WORDS

_NO = frozenset("không chưa chẳng chả đừng cấm miễn khỏi chối".split())
# "không quá 5" is a bound, "không khí" another word.
_NO_NO = frozenset("quá dưới thấp vượt ít nhiều hơn cao khí gian chỉ những".split())
_BOUNDS = frozenset(("quá", "vượt"))
_REACH = 4  # words that a "không" governs for sure
_LONGEST_REACH = 8  # and in its clause at most
_STOPS = frozenset(",;.:()!?")
# A claim that brings one of these along says something else.
_TURNS = frozenset("vẫn dù".split())
_OPPOSITES = (
    ({"tăng", "lên", "nâng", "thêm", "cao"}, {"giảm", "xuống", "hạ", "bớt", "rút", "thấp", "sụt"}),
    ({"trước"}, {"sau"}), ({"đầu"}, {"cuối"}), ({"nhiều"}, {"ít"}), ({"trong"}, {"ngoài"}), ({"sớm"}, {"muộn", "chậm"}),
    ({"nhập", "mua"}, {"xuất", "bán"}), ({"vượt"}, {"thiếu", "hụt"}), ({"đúng"}, {"sai"}), ({"mở"}, {"đóng"}),
    ({"lớn"}, {"nhỏ"}), ({"khen", "thưởng"}, {"phạt", "nhắc", "kỷ"}),
)  # fmt: skip
_QUANTITIES = {
    "all": (("toàn", "bộ"), ("tất", "cả"), ("mọi",), ("đều",), ("cả",), ("100",), ("toàn",), ("nào", "cũng"), ("hết",)),
    "some": (("một", "phần"), ("một", "số"), ("vài",), ("một", "vài")),
    "mostly": (("phần", "lớn"), ("đa", "số"), ("hầu", "hết"), ("phần", "đông"), ("chủ", "yếu"), ("đa", "phần")),
    "only": (("duy", "nhất"),),
}  # fmt: skip


def denied(keys: Sequence[str]) -> list[bool]:
    """For each word whether a "không" before it, in the same clause, governs it."""
    found = [False] * len(keys)
    for at in noes(keys):
        for place in range(at + 1, min(at + 1 + _LONGEST_REACH, len(keys))):
            if keys[place] in _STOPS:
                break
            found[place] = True
    return found


def noes(keys: Sequence[str]) -> Iterator[int]:
    """Where a word denies what follows: "không", "chưa", but not in "không quá 5"."""
    for at, key in enumerate(keys):
        follows = keys[at + 1] if at + 1 < len(keys) else ""
        if follows == "được" and at + 2 < len(keys):  # "không được quá 5"
            follows = keys[at + 2] if keys[at + 2] in _BOUNDS else follows
        no_denial = key == "không" and at and keys[at - 1] in {"hàng", "bỏ"}
        if key in _NO and follows not in _NO_NO and not no_denial:
            yield at


def added_no(claim: Sequence[str], passage: Sequence[str], sentence: Sequence[str]) -> float:
    """Share of the claim's noes that govern nothing denied in its best sentence, or in the passage where they are not in that."""
    said = list(noes(claim))
    added = 0
    for at in said:
        governed = []
        for key in claim[at + 1 : at + 1 + _REACH]:
            if key in _STOPS:
                break
            governed.append(key)
        content = {key for key in governed if key not in FUNCTION_WORDS}
        where = next((text for text in (sentence, passage) if content & set(text)), None)
        if where is None:
            added += next(noes(sentence), None) is None
        else:
            denied_there = {key for key, no in zip(where, denied(where), strict=True) if no}
            figures = {key for key in content & set(where) if key[0].isdigit()}
            added += not content & denied_there or not figures <= denied_there
    return added / len(said) if said else 0.0


def lost_no(claim: Sequence[str], passage: Sequence[str], stands: Collection[int]) -> int:
    """How many noes of the passage the claim lacks, of those that govern a word that it stands on."""
    lost = 0
    for at in noes(passage):
        reached = range(at + 1, min(at + _REACH, len(passage)))
        governed = next((place for place in reached if passage[place] not in FUNCTION_WORDS), None)
        lost += governed in stands
    return max(0, lost - sum(1 for _ in noes(claim)))


def brought_turn(claim: Sequence[str], passage: Sequence[str]) -> int:
    """How many words of turn ("vẫn") the claim brings along."""
    mine = {key for key, follows in zip(claim, [*claim[1:], ""], strict=True) if follows not in {"còn", "chưa"}}
    return len(mine & _TURNS - set(passage))


def opposed(claim: Sequence[str], sentence: Sequence[str]) -> int:
    """How many times the claim has a word whose opposite the sentence has in its stead."""
    mine, told = set(_plain(claim)), set(_plain(sentence))
    return sum(
        bool(mine & one - told and told & other and not mine & other) for pair in _OPPOSITES for one, other in (pair, pair[::-1])
    )


def other_quantity(claim: Sequence[str], passage: Sequence[str]) -> int:
    """How many kinds of quantity ("tất cả", "một phần") the claim brings along."""
    return sum(_has(claim, phrases) and not _has(passage, phrases) for phrases in _QUANTITIES.values())


def _plain(keys: Sequence[str]) -> Iterator[str]:
    """Without the second word of "trở lên", "từ chối" and the like."""
    return (key for at, key in enumerate(keys) if not (at and keys[at - 1] == "trở"))


def _has(keys: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> bool:
    return any(tuple(keys[at : at + len(words)]) == words for words in phrases for at in range(len(keys)))
