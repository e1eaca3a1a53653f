"""How often words, pairs of words, names and abbreviations stand in the articles: what index/lexicon.py learns from."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus import CAPITALS, fold, match_key

WORD = re.compile(r"[^\W\d_]+")
_SHORT = re.compile(rf" \(([{CAPITALS}]{{2,8}}(?:[-–&/][{CAPITALS}]{{1,6}})*)\)")
_PHRASE = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]+[ ,/&–-]+){1,9}[^\W\d_]+\Z")
_LONGEST_PHRASE = 200  # characters; ten Vietnamese words are half as long
# Consecutive capitalised syllables, or an all-capitals word; joined over one blank.
_NAME = re.compile(rf"(?<![^\W\d_])[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*)+")
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?…:;\n“\"(-]\s?)\Z")
# Words that begin a sentence and no name; and those that also begin one ("Cô Tô", "Bà Rịa"), which a longer name outlives.
_FUNCTION_OPENERS = frozenset(
    """
    toàn trong tại theo ở đến về với và còn nhưng nếu khi để do vì nhờ qua sau trước trên dưới giữa ngoài cả các những mỗi
    mọi hiện nay riêng bên cùng cho đó đây này là có
    """.split()
)
_TITLE_OPENERS = frozenset("ông bà anh chị em cô chú bác cụ cháu thầy tỉnh huyện xã phường thôn bản ấp khu làng quận".split())


@dataclass(frozen=True)
class WordCounts:
    """Of some texts: words and pairs "a b" as match keys, names as written, and for each abbreviation the long forms that
    it is defined by."""

    words: Counter[str]
    pairs: Counter[str]
    names: Counter[str]
    defined: dict[str, Counter[str]]

    def changed(self, gone: Iterable[str], added: Iterable[str]) -> "WordCounts":
        """The counts without these texts, of which they were made, and with those; nothing stays of what stood in these alone."""
        less, more = count_words(gone), count_words(added)
        none: Counter[str] = Counter()
        shorts = less.defined.keys() | more.defined.keys()
        defined = {
            key: _moved(self.defined.get(key, none), *(one.defined.get(key, none) for one in (less, more))) for key in shorts
        }
        return WordCounts(
            _moved(self.words, less.words, more.words),
            _moved(self.pairs, less.pairs, more.pairs),
            _moved(self.names, less.names, more.names),
            {key: full for key, full in {**self.defined, **defined}.items() if full},
        )

    def save(self, file: Path) -> None:
        """Write JSON; raises OSError."""
        data = {"words": self.words, "pairs": self.pairs, "names": self.names, "defined": self.defined}
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> "WordCounts":
        """The mirror of `save`; raises OSError and ValueError."""
        data = json.loads(file.read_text(encoding="utf-8"))
        defined = {short: Counter(full) for short, full in data["defined"].items()}
        return cls(Counter(data["words"]), Counter(data["pairs"]), Counter(data["names"]), defined)


def _moved(counts: Counter[str], less: Counter[str], more: Counter[str]) -> Counter[str]:
    """Less and more of some, looking at these alone; without those that none are left of."""
    found = counts.copy()
    found.subtract(less)
    found.update(more)
    for key in less:
        if not found[key]:
            del found[key]
    return found


def count_words(texts: Iterable[str]) -> WordCounts:
    """Count what these texts hold."""
    found = WordCounts(Counter(), Counter(), Counter(), {})
    defined: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        words = WORD.findall(match_key(text))
        found.words.update(words)
        found.pairs.update(map(" ".join, pairwise(words)))
        found.names.update(_names(text))
        for short, full in _definitions(text):
            defined[short][full] += 1
    found.defined.update(defined)
    return found


def _names(text: str) -> Iterator[str]:
    """Runs of capitalised syllables; at the head of a sentence, where every word has a capital, without the words that only
    open it: "Ông Lò Văn Tiến" gives "Lò Văn Tiến", "Toàn Đảng" nothing. Elsewhere "Cô Tô" and "Bà Rịa" stay whole."""
    for found in _NAME.finditer(text):
        words = found.group().split(" ")
        first, at = match_key(words[0]), found.start()
        opens = first in _FUNCTION_OPENERS or (first in _TITLE_OPENERS and len(words) > 2)
        if opens and _SENTENCE_HEAD.search(text, max(0, at - 3), at):
            words = words[1:]
        if len(words) > 1:
            yield " ".join(words)


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    """Abbreviations in brackets and the words before them that they stand for."""
    for found in _SHORT.finditer(text):
        phrase = _PHRASE.search(text, max(0, found.start() - _LONGEST_PHRASE), found.start())
        full = expansion_of(phrase.group(), found[1]) if phrase else None
        if full:
            yield found[1], full


def expansion_of(phrase: str, short: str) -> str | None:
    """The last words of `phrase` whose initials spell `short` ("… đồng bào dân tộc thiểu số", DTTS), else None."""
    letters = [letter for letter in short.lower() if letter.isalpha()]
    words = list(WORD.finditer(phrase))
    if len(words) < len(letters):
        return None
    last = words[-len(letters) :]
    initials = [match_key(word.group())[0] for word in last]
    same = all(fold(a) == fold(b) for a, b in zip(initials, letters, strict=True))
    return phrase[last[0].start() :] if same else None
