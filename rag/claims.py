"""What a language model writes -> claims: sentences with the numbers of the passages that they cite."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus import clean, split_sentences

LONGEST = 600  # characters of a claim
_CITED = re.compile(r"\s*[\[【]\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*[\]】]")
# "Câu trả lời. [1]" -> "Câu trả lời [1]."
_BEHIND = re.compile(rf"([.!?…]+)((?:{_CITED.pattern})+)")
_UNFINISHED = re.compile(r"\s*[\[【][^\]】\n]*\Z")
_BULLET = re.compile(r"^\s*(?:[-–—•*+#>]+|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*+|__+|`+")
# An address in any clothing, markup, and what only markup needs; nothing of it is ever shown.
_FORBIDDEN = re.compile(
    r"[<>\[\]{}|\\^~`【】]|&#?\w+;|://|\bwww\.|\b(?:javascript|data|mailto|file|ftp|https?)\s*:|@"
    r"|\]\(|\b[\w-]+\.(?:com|net|org|info|edu|gov|vn|io|me|ly|co|biz|xyz|app|dev|site|top|link)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """One sentence without its citations, and the numbers that it cites, in order."""

    text: str
    cited: tuple[int, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it is prose that can be shown: no address, no markup, not too long."""
        return 0 < len(self.text) <= LONGEST and _FORBIDDEN.search(self.text) is None and any(map(str.isalnum, self.text))


def claims(pieces: Iterable[str]) -> Iterator[Claim]:
    """The claims of a text that comes in pieces, each as soon as it is complete."""
    text = ""
    done = 0
    for piece in pieces:
        text += piece
        if not re.search(r"[\].!?…】\n]", piece):
            continue
        found = _split(_UNFINISHED.sub("", text))
        yield from found[done:-1]
        done = max(done, len(found) - 1)
    yield from _split(text)[done:]


def _split(text: str) -> list[Claim]:
    moved = _BEHIND.sub(r"\2\1", clean(text))
    return [_claim(moved[span.start : span.end]) for span in split_sentences(moved)]


def _claim(sentence: str) -> Claim:
    numbers = [int(number) for found in _CITED.finditer(sentence) for number in re.findall(r"\d+", found.group(1))]
    bare = _EMPHASIS.sub("", _BULLET.sub("", _CITED.sub("", sentence)))
    return Claim(re.sub(r"\s+([.,;:!?…])", r"\1", bare).strip(), tuple(dict.fromkeys(numbers)))
