"""What the corpus itself teaches about its words: abbreviations, names, and where diacritics belong."""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from corpus import CAPITALS, fold, match_key

# Common in Party and local-government press; the corpus' own definitions come on top. Ambiguous ones
# (CT: chỉ thị or chủ tịch; BTV: Ban Thường vụ or biên tập viên) list every reading: expansion only adds words.
COMMON_ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "ANTT": ("an ninh trật tự",),
    "ATGT": ("an toàn giao thông",),
    "BCH": ("Ban Chấp hành",),
    "BHXH": ("bảo hiểm xã hội",),
    "BHYT": ("bảo hiểm y tế",),
    "BTV": ("Ban Thường vụ", "biên tập viên"),
    "CBCC": ("cán bộ công chức",),
    "CCB": ("cựu chiến binh",),
    "CCHC": ("cải cách hành chính",),
    "CT": ("chỉ thị", "chủ tịch"),
    "DTTS": ("dân tộc thiểu số",),
    "ĐVTN": ("đoàn viên thanh niên",),
    "GD-ĐT": ("giáo dục và đào tạo",),
    "GPMB": ("giải phóng mặt bằng",),
    "GTVT": ("giao thông vận tải",),
    "HĐND": ("Hội đồng nhân dân",),
    "HTX": ("hợp tác xã",),
    "KH": ("kế hoạch",),
    "KHCN": ("khoa học công nghệ",),
    "KT-XH": ("kinh tế xã hội",),
    "LĐLĐ": ("Liên đoàn Lao động",),
    "LĐ-TB-XH": ("lao động thương binh và xã hội",),
    "LHPN": ("Liên hiệp Phụ nữ",),
    "MTQG": ("mục tiêu quốc gia",),
    "MTTQ": ("Mặt trận Tổ quốc",),
    "NN-PTNT": ("nông nghiệp và phát triển nông thôn",),
    "NNPTNT": ("nông nghiệp phát triển nông thôn",),
    "NQ": ("nghị quyết",),
    "NTM": ("nông thôn mới",),
    "QĐ": ("quyết định",),
    "QP-AN": ("quốc phòng an ninh",),
    "THCS": ("trung học cơ sở",),
    "THPT": ("trung học phổ thông",),
    "TNXP": ("thanh niên xung phong",),
    "TP": ("thành phố",),
    "TT": ("thị trấn", "thông tư"),
    "TTXVN": ("Thông tấn xã Việt Nam",),
    "TX": ("thị xã",),
    "UBND": ("Ủy ban nhân dân",),
    "VH-TT-DL": ("văn hóa thể thao và du lịch",),
    "XHCN": ("xã hội chủ nghĩa",),
}
# Question words and function words, so that a question typed without diacritics is restored also where the
# corpus, which asks nothing, never used them.
_QUESTION_LANGUAGE = (
    "bao nhiêu là gì gì ai là ai vì sao tại sao như thế nào thế nào khi nào lúc nào bao giờ ở đâu nơi nào cái nào người nào "
    "mấy có mấy được không có không phải không hay không hay là còn thì sao ra sao làm sao do đâu nhờ đâu nguyên nhân nào "
    "năm nào ngày nào tháng nào xã nào huyện nào tỉnh nào bài nào những gì gồm những gì hãy cho biết so sánh nhiều hơn ít hơn "
    "lớn hơn cao hơn thấp hơn chiếm bao nhiêu phần trăm tỷ lệ đạt bao nhiêu giữ chức vụ gì chức danh gì số hiệu ban hành ngày "
    "có hai có ba năm trước năm sau năm nay trong trên theo xem tên"
)
_NEW = 2.0
_UNSEEN = 0.1  # as often stands a word that the corpus does not know
_QUESTION_WEIGHT = 20  # as if it stood that often in the corpus
_WORD = re.compile(r"[^\W\d_]+")
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
class Lexicon:
    """Counts of a corpus: readings of each abbreviation, likeliest first; names, folded form -> commonest written form;
    spellings, folded syllable -> {written: count}; pairs, "a b" -> count."""

    abbreviations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, dict[str, int]] = field(default_factory=dict)
    pairs: dict[str, int] = field(default_factory=dict)

    def pair(self, before: str, word: str) -> int:
        """How often `word` follows `before`; both match keys."""
        return self.pairs.get(f"{before} {word}", 0)

    def chance(self, before: str, word: str) -> float:
        """log P(word | before): a bigram model smoothed by interpolation (Witten and Bell 1991), its share of new words
        twice theirs; "" before the first word. Fitted on Nanibot and our own development split."""
        own = (self._counts.get(word, 0) + _UNSEEN) / self._total
        weight = _NEW * self._followers.get(before, 1)
        return math.log((self.pair(before, word) + weight * own) / (self._counts.get(before, 0) + weight))

    @cached_property
    def short_forms(self) -> dict[str, tuple[str, ...]]:
        """The abbreviations of each long form, by its `phrase_key`."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for short, readings in self.abbreviations.items():
            for reading in readings:
                found[phrase_key(reading)][short] = None
        return {key: tuple(shorts) for key, shorts in found.items()}

    @cached_property
    def loosely_written(self) -> dict[str, tuple[str, ...]]:
        """The abbreviations that are the same but for case, the stroke of Đ and their joints, by `short_key`."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for short in self.abbreviations:
            found[short_key(short)].append(short)
        return {key: tuple(shorts) for key, shorts in found.items()}

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {word: count for spelled in self.spellings.values() for word, count in spelled.items()}

    @cached_property
    def _total(self) -> float:
        return sum(self._counts.values()) + _UNSEEN

    @cached_property
    def _followers(self) -> Counter[str]:
        """How many different words follow each."""
        return Counter(pair.partition(" ")[0] for pair in self.pairs)

    def save(self, file: Path) -> None:
        """Write JSON."""
        data = {"abbreviations": self.abbreviations, "names": self.names, "spellings": self.spellings, "pairs": self.pairs}
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> "Lexicon":
        """The mirror of `save`."""
        data = json.loads(file.read_text(encoding="utf-8"))
        short = {key: tuple(value) for key, value in data["abbreviations"].items()}
        return cls(short, data["names"], data["spellings"], data["pairs"])


def phrase_key(text: str) -> str:
    """The words of a long form by which its spellings agree: "Giáo dục và Đào tạo", "giáo dục - đào tạo"."""
    return " ".join(word for word in _WORD.findall(match_key(text)) if word != "và")


def short_key(short: str) -> str:
    """An abbreviation as people type it: "GD&ĐT" and "gd-dt" are one."""
    return fold(re.sub(r"[–&]", "-", short))


def build_lexicon(texts: Iterable[str]) -> Lexicon:
    """Learn from article texts."""
    written: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    named: Counter[str] = Counter()
    defined: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in [*texts, *[_QUESTION_LANGUAGE] * _QUESTION_WEIGHT]:
        words = _WORD.findall(match_key(text))
        written.update(words)
        pairs.update(map(" ".join, pairwise(words)))
        named.update(_names(text))
        for short, full in _definitions(text):
            defined[short][full] += 1
    abbreviations = {short: _merged(full, COMMON_ABBREVIATIONS.get(short, ())) for short, full in defined.items()}
    return Lexicon(
        abbreviations={**COMMON_ABBREVIATIONS, **abbreviations},
        names={key: counts.most_common(1)[0][0] for key, counts in _by_fold(named).items()},
        spellings={key: dict(counts.most_common(8)) for key, counts in _by_fold(written).items()},
        pairs=dict(pairs),
    )


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


def _by_fold(counts: Counter[str]) -> dict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for written, count in counts.items():
        found[fold(written)][written] = count
    return found


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
    words = list(_WORD.finditer(phrase))
    if len(words) < len(letters):
        return None
    last = words[-len(letters) :]
    initials = [match_key(word.group())[0] for word in last]
    same = all(fold(a) == fold(b) for a, b in zip(initials, letters, strict=True))
    return phrase[last[0].start() :] if same else None


def _merged(counts: Counter[str], common: Sequence[str]) -> tuple[str, ...]:
    """The corpus' two commonest readings, then the general ones that are not among them."""
    seen: dict[str, str] = {}
    for full in [*(full for full, _ in counts.most_common(2)), *common]:
        seen.setdefault(match_key(full), full)
    return tuple(seen.values())
