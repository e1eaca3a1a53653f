"""What a question counts, in the other words that articles use for it.

"Bao nhiêu nhà mất đất?" is answered by "625 hộ", "mấy em đi thi?" by "104 thí sinh".
"""

from collections.abc import Sequence

# Nouns that articles and questions use for the same people and things; closed classes. Those of the last line begin like one
# of them and mean something else.
_SAME = tuple(
    tuple(tuple(noun.split()) for noun in nouns.split("|"))
    for nouns in (
        "hộ|hộ dân|nhà|gia đình|hộ gia đình|nhà dân",
        "em|học sinh|học trò|thí sinh|cháu|trẻ|trẻ em|học viên|sinh viên",
        "nữ|phụ nữ|chị em|nữ giới",
        "cán bộ|công chức|cán bộ công chức",
        "dân|người|nhân khẩu|khẩu",
        *("dân tộc", "dân quân", "dân cư", "nhà máy", "nhà thầu", "nhà văn hóa", "nhà trường", "nhà giáo", "nhà báo"),
    )
)
_WIDTHS = {("diện tích",): ("rộng",), ("dien tich",): ("rong",)}  # "rộng 9,2 ha", with and without diacritics
PEOPLE_AND_HOMES = frozenset(" ".join(noun) for nouns in _SAME[:5] for noun in nouns)


def also_counted(asked: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The counted words themselves, then the same with their noun in other words: ("hộ", "nghèo") for ("nhà", "nghèo")."""
    given = tuple(asked)
    if given in _WIDTHS:
        return given, _WIDTHS[given]
    own, nouns = _noun_of(given)
    return (given, *(noun + given[len(own) :] for noun in nouns if noun != own))


def phrases(counted: Sequence[str]) -> tuple[str, ...]:
    """The counted words with their noun in one piece: ("học sinh", "nữ"); a noun of this list means itself only whole."""
    words = tuple(counted)
    own, _ = _noun_of(words)
    return (" ".join(own), *words[len(own) :]) if own else words


def _noun_of(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The longest noun of the list that the words begin with, and all nouns for the same; empty where there is none."""
    held = ((noun, nouns) for nouns in _SAME for noun in nouns if words[: len(noun)] == noun)
    return max(held, key=lambda pair: len(pair[0]), default=((), ()))
