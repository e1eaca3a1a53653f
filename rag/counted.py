"""What a question counts, in the other words that articles use for it.

"Bao nhiêu nhà mất đất?" is answered by "625 hộ", "mấy em đi thi?" by "104 thí sinh".
"""

from collections.abc import Sequence

# Nouns that articles and questions use for the same people and things. Closed classes, each as syllables.
_SAME = tuple(
    tuple(tuple(noun.split()) for noun in nouns.split("|"))
    for nouns in (
        "hộ|hộ dân|nhà|gia đình|hộ gia đình|nhà dân",
        "em|học sinh|thí sinh|cháu|trẻ|trẻ em|học viên|sinh viên",
        "cán bộ|công chức|cán bộ công chức",
    )
)


def also_counted(asked: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The counted words themselves, then the same with their noun in other words: ("hộ", "nghèo") for ("nhà", "nghèo")."""
    given = tuple(asked)
    for nouns in _SAME:
        own = max((noun for noun in nouns if given[: len(noun)] == noun), key=len, default=None)
        if own:
            return (given, *(noun + given[len(own) :] for noun in nouns if noun != own))
    return (given,)
