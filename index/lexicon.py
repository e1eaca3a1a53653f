"""What the corpus itself teaches about its words: abbreviations, names, and where diacritics belong."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from corpus import fold, match_key
from index.counts import WORD, WordCounts, count_words

# Common in Party and local-government press; the corpus' own definitions come on top. Ambiguous ones
# (CT: chỉ thị or chủ tịch; BTV: Ban Thường vụ or biên tập viên) list every reading: expansion only adds words.
COMMON_ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "ANTT": ("an ninh trật tự",),
    "ATGT": ("an toàn giao thông",),
    "ATTP": ("an toàn thực phẩm",),
    "BCH": ("Ban Chấp hành",),
    "BCĐ": ("Ban Chỉ đạo",),
    "BHXH": ("bảo hiểm xã hội",),
    "BHYT": ("bảo hiểm y tế",),
    "BQL": ("ban quản lý",),
    "BTV": ("Ban Thường vụ", "biên tập viên"),
    "BVTV": ("bảo vệ thực vật",),
    "BVĐK": ("bệnh viện đa khoa",),
    "BĐBP": ("Bộ đội Biên phòng",),
    "CB": ("cán bộ",),
    "CBCC": ("cán bộ công chức",),
    "CCB": ("cựu chiến binh",),
    "CCHC": ("cải cách hành chính",),
    "CCN": ("cụm công nghiệp",),
    "CLB": ("câu lạc bộ",),
    "CNTT": ("công nghệ thông tin",),
    "CSXH": ("chính sách xã hội",),
    "CT": ("chỉ thị", "chủ tịch"),
    "CĐS": ("chuyển đổi số",),
    "DTTS": ("dân tộc thiểu số",),
    "DVC": ("dịch vụ công",),
    "GCN": ("giấy chứng nhận",),
    "GD-ĐT": ("giáo dục và đào tạo",),
    "GDTX": ("giáo dục thường xuyên",),
    "GPMB": ("giải phóng mặt bằng",),
    "GTVT": ("giao thông vận tải",),
    "GV": ("giáo viên",),
    "HS": ("học sinh",),
    "HSSV": ("học sinh sinh viên",),
    "HTX": ("hợp tác xã",),
    "HĐND": ("Hội đồng nhân dân",),
    "KBTTN": ("khu bảo tồn thiên nhiên",),
    "KCN": ("khu công nghiệp",),
    "KH": ("kế hoạch",),
    "KHCN": ("khoa học công nghệ",),
    "KHHGĐ": ("kế hoạch hóa gia đình",),
    "KKT": ("khu kinh tế",),
    "KT-XH": ("kinh tế xã hội",),
    "KTXH": ("kinh tế xã hội",),
    "LHPN": ("Liên hiệp Phụ nữ",),
    "LLVT": ("lực lượng vũ trang",),
    "LĐ-TB-XH": ("lao động thương binh và xã hội",),
    "LĐLĐ": ("Liên đoàn Lao động",),
    "MTQG": ("mục tiêu quốc gia",),
    "MTTQ": ("Mặt trận Tổ quốc",),
    "NHCSXH": ("Ngân hàng Chính sách xã hội",),
    "NN-PTNT": ("nông nghiệp và phát triển nông thôn",),
    "NNPTNT": ("nông nghiệp phát triển nông thôn",),
    "NQ": ("nghị quyết",),
    "NSNN": ("ngân sách nhà nước",),
    "NTM": ("nông thôn mới",),
    "NV": ("nhân viên",),
    "NVH": ("nhà văn hóa",),
    "PCCC": ("phòng cháy chữa cháy",),
    "PCTN": ("phòng, chống tham nhũng",),
    "PCTT": ("phòng chống thiên tai",),
    "PTDTBT": ("phổ thông dân tộc bán trú",),
    "PTDTNT": ("phổ thông dân tộc nội trú",),
    "PTTH": ("phổ thông trung học",),
    "QLBVR": ("quản lý bảo vệ rừng",),
    "QP-AN": ("quốc phòng an ninh",),
    "QSDĐ": ("quyền sử dụng đất",),
    "QĐ": ("quyết định",),
    "SDD": ("suy dinh dưỡng",),
    "SKSS": ("sức khỏe sinh sản",),
    "SXH": ("sốt xuất huyết",),
    "TDP": ("tổ dân phố",),
    "TDTT": ("thể dục thể thao",),
    "THCS": ("trung học cơ sở",),
    "THPT": ("trung học phổ thông",),
    "TKCN": ("tìm kiếm cứu nạn",),
    "TNXP": ("thanh niên xung phong",),
    "TP": ("thành phố",),
    "TT": ("thị trấn", "thông tư"),
    "TTATXH": ("trật tự an toàn xã hội",),
    "TTHC": ("thủ tục hành chính",),
    "TTXVN": ("Thông tấn xã Việt Nam",),
    "TTYT": ("trung tâm y tế",),
    "TX": ("thị xã",),
    "TYT": ("trạm y tế",),
    "TƯLĐTT": ("thỏa ước lao động tập thể",),
    "UBND": ("Ủy ban nhân dân",),
    "VH-TT-DL": ("văn hóa thể thao và du lịch",),
    "VHVN": ("văn hóa văn nghệ",),
    "VPHC": ("vi phạm hành chính",),
    "VQG": ("vườn quốc gia",),
    "VSATTP": ("vệ sinh an toàn thực phẩm",),
    "XHCN": ("xã hội chủ nghĩa",),
    "ĐBKK": ("đặc biệt khó khăn",),
    "ĐU": ("đảng ủy",),
    "ĐV": ("đảng viên",),
    "ĐVTN": ("đoàn viên thanh niên",),
}
# Question words and function words, so that a question typed without diacritics is restored also where the
# corpus, which asks nothing, never used them.
_QUESTION_LANGUAGE = (
    "bao nhiêu là gì gì ai là ai vì sao tại sao như thế nào thế nào khi nào lúc nào bao giờ ở đâu nơi nào cái nào người nào "
    "mấy có mấy được không có không phải không hay không hay là còn thì sao ra sao làm sao do đâu nhờ đâu nguyên nhân nào "
    "năm nào ngày nào tháng nào xã nào huyện nào tỉnh nào bài nào những gì gồm những gì hãy cho biết so sánh nhiều hơn ít hơn "
    "lớn hơn cao hơn thấp hơn chiếm bao nhiêu phần trăm tỷ lệ đạt bao nhiêu giữ chức vụ gì chức danh gì số hiệu ban hành ngày "
    "có hai có ba năm trước năm sau năm nay trong trên theo xem tên tổng cộng và có tất cả cộng lại tóm tắt bài viết nói về "
    "có phải đúng không phải không hay chưa bao nhiêu tiền bao nhiêu đồng bao nhiêu người bao nhiêu hộ bao nhiêu tuổi mấy tuổi "
    "có từ bao giờ từ khi nào từ năm nào từ hôm nào bao lâu kéo dài bao lâu trong bao lâu mất bao lâu tốn bao nhiêu "
    "đóng bao nhiêu giúp được bao nhiêu làm được gì ai đứng đầu ai phụ trách do ai làm sao để vì lý do gì bằng cách nào "
    "gồm những ai hồi nào"
)
# Common words without a mark (and "bên"): a small corpus may lack them, and what it lacks looks like a slip of typing.
_WITHOUT_TONE = (
    "ai anh ba bao bay bên ca can cao cay che chi chia chim cho chung con cung dai dao ga gai gan ganh gia giam giao gom "
    "hai ham hay hoa hoan khai khan khen kho khoan khu khuya kinh la lai lam lan lao lau len leo lo loa lui mai mang mau "
    "mua nam nan nem nga ngang ngay nghe nghi ngoan ngoi ngon nhanh nhau nhu oan phai phim phong qua quan quanh quay "
    "quen ra ren rung sai san sang sao sau sinh so son song suy ta tai tan tay tham than thanh thay theo thi thu thua "
    "tin to tra trai trang trao tre treo trong trung truy tu ty vai van vay ve ven vi vinh vui xa xe xem xin xoay xung"
).split()
_PLAIN_WEIGHT = 2  # as if each stood that often in a corpus that lacks it; set by hand
_NEW = 2.0
_UNSEEN = 0.1  # as often stands a word that the corpus does not know
_QUESTION_WEIGHT = 20  # as if it stood that often in the corpus


@dataclass(frozen=True, eq=False)  # one of its own: what was made with it is kept by it
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


def phrase_key(text: str) -> str:
    """The words of a long form by which its spellings agree: "Giáo dục và Đào tạo", "giáo dục - đào tạo"."""
    return " ".join(word for word in WORD.findall(match_key(text)) if word != "và")


@lru_cache(maxsize=65_536)  # every word of a sentence is looked at, and most come again
def short_key(short: str) -> str:
    """An abbreviation as people type it: "GD&ĐT" and "gd-dt" are one."""
    return fold(re.sub(r"[–&]", "-", short))


def build_lexicon(texts: Iterable[str]) -> Lexicon:
    """Learn from article texts."""
    return learn(count_words(texts))


def learn(counts: WordCounts) -> Lexicon:
    """What the counts of all articles say, and the language of questions, which they may lack."""
    asked = count_words([_QUESTION_LANGUAGE])
    written, pairs = counts.words.copy(), counts.pairs.copy()
    for _ in range(_QUESTION_WEIGHT):
        written.update(asked.words)
        pairs.update(asked.pairs)
    for word in _WITHOUT_TONE:
        written.setdefault(word, _PLAIN_WEIGHT)
    readings = {short: _merged(full, COMMON_ABBREVIATIONS.get(short, ())) for short, full in counts.defined.items()}
    return Lexicon(
        abbreviations={**COMMON_ABBREVIATIONS, **readings},
        names={key: _commonest(written, 1)[0] for key, written in _by_fold(counts.names).items()},
        spellings={key: {word: of_fold[word] for word in _commonest(of_fold, 8)} for key, of_fold in _by_fold(written).items()},
        pairs=dict(pairs),
    )


def _commonest(counts: Counter[str], most: int) -> list[str]:
    """At most so many, commonest first; of equally common ones the order does not hang on which was counted first."""
    return sorted(counts, key=lambda written: (-counts[written], written))[:most]


def _by_fold(counts: Counter[str]) -> dict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for written, count in counts.items():
        found[fold(written)][written] = count
    return found


def _merged(counts: Counter[str], common: Sequence[str]) -> tuple[str, ...]:
    """The corpus' two commonest readings, then the general ones that are not among them."""
    seen: dict[str, str] = {}
    for full in [*_commonest(counts, 2), *common]:
        seen.setdefault(match_key(full), full)
    return tuple(seen.values())
