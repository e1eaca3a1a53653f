"""Proper names of places, people and bodies, in questions and passages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus import CAPITALS, FAMILY_NAMES, fold, match_key
from index import Lexicon
from rag.wording import AREA_WORDS, FUNCTION_WORDS, HONORIFICS, PEOPLES

# Words that open the name of a body or an office with a capital ("Đồn Biên phòng Si Pha Phìn") and are no part of the
# place's or person's name behind them. Only the first syllables of a run are dropped: "Vũ Thị Hội" keeps its last.
_OPENERS = frozenset(
    str.split("""
    đảng đoàn hội ban ủy huyện thành tỉnh thị xã phường trạm chợ phó bí chủ trưởng nhà nghị chỉ mặt đại kế bộ chi cơ tổ công quân
    biên trung phòng chính đồng điều đồn thiếu thượng trong ảnh theo tại từ năm hiện thôn bản khu cán hằng các những nhân
    ông bà anh chị tác sở cục vụ viện trường đơn người việc khi để ngoài bài báo và ở với còn thường trực
    giữa riêng cả nếu so bên quận ấp làng tp tx dân quỹ thầy hiệu
    """)
)
# Of these, the ones that also begin real names: huyện Đồng Văn, xã Trung Lý, ông Đoàn Văn Bình.
_ALSO_IN_PLACES = frozenset(str.split("chợ đồn trạm cán các đơn làng chỉ bài báo ông bà thị"))  # Chợ Đồn, Trạm Tấu, Đơn Dương
_ALSO_IN_NAMES = _ALSO_IN_PLACES | frozenset(
    str.split("đồng trung thượng đoàn hội trường thành công quân chính biên đại từ năm nhân bản thường nhà chi vụ kế phó dân quỹ")
)
_BODIES = frozenset(("đoàn", "hội"))  # "huyện đoàn" and "xã hội" are words of their own
_OFTEN_PLACED = 0.2  # of the places where a name stands; set by hand
# Where a committee of a place sits: whoever asks about "there" means the place.
_SEATS = {"huyện ủy": "huyện ", "tỉnh ủy": "tỉnh ", "thành ủy": "thành phố ", "thị ủy": "thị xã "}
ANY_BODY = frozenset(("đảng bộ", "chi bộ", "đảng ủy", "ban"))  # of a place of any size
# Area words that a body bears rather than a place: a person's name may follow them ("Bí thư Đảng ủy Lò Văn Tiến").
BODY_WORDS = frozenset(("đảng bộ", "chi bộ", "đảng ủy", "huyện ủy", "thành ủy", "tỉnh ủy", "thị ủy", "ban"))
_PLACE_WORDS = frozenset(AREA_WORDS) - BODY_WORDS - {"đồn", "đồn biên phòng"}
# "văn bản", "cơ bản", "hợp tác xã", "nông thôn", "ủy ban": the second syllable is no area word there.
_NO_AREA = frozenset(("văn bản", "cơ bản", "tác xã", "nông thôn", "ủy ban"))
_NUMBERED = re.compile(r"(?:quý|khóa|kỳ|cấp|hạng) [ivx]+")  # "quý I"
_MIDDLE = frozenset(("văn", "thị"))
_GIVEN = re.compile(r"[ay]$|[kh]['’]\w")  # opens names of the Central Highlands, with no family name: A Brơi, Y Bliu, K'Brông
_CAPITALISED = re.compile(rf"[{CAPITALS}](?:[^\W\d_]|['’][{CAPITALS}])*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")  # H'Mai is one syllable
_HEADS = (
    "",
    *(
        f"{fold(word)} "
        for word in ("ông", "bà", "anh", "chị", "tỉnh", "huyện", "xã", "phường", "khu", "thôn", "bản", "tại", "theo", "ở")
    ),
)
_BEFORE_NAME = re.compile(rf"(?:\b(?:{'|'.join(sorted((*HONORIFICS, *BODY_WORDS), key=len, reverse=True))})\s+)+$", re.I)
_TITLE = re.compile(rf"\b({'|'.join(sorted(HONORIFICS, key=len, reverse=True))})\s+$", re.I)
_NEAR = 60  # characters before a name in which its honorific is looked for
_LONGEST = 5  # syllables of a name written in lower case


@dataclass(frozen=True)
class Name:
    """A name and the area word before it, both match keys: ("ba bể", "huyện"); area "" where there is none."""

    key: str
    area: str = ""
    written: str = field(default="", compare=False)  # the name as a reader knows it, without the area word

    @property
    def is_person(self) -> bool:
        """Whether it looks like a person's: a family name or "A", "Y" first, two to five syllables, no area word."""
        parts = self.key.split()
        return not self.area and 2 <= len(parts) <= 5 and (parts[0] in FAMILY_NAMES or _GIVEN.match(parts[0]) is not None)

    @property
    def may_be_place(self) -> bool:
        """Whether it can be a place's: many places of two syllables begin like a person's name (Cao Bằng, Lâm Đồng)."""
        return not self.is_person or len(self.key.split()) == 2


@dataclass(frozen=True)
class Mention:
    """A name where it stands: `text[start:end]` with its area word, `text[at:end]` without."""

    name: Name
    start: int
    at: int
    end: int


@dataclass(frozen=True)
class Seen:
    """A name of the talk, as a later question may take it up again."""

    name: Name
    shown: str = ""  # as it stood, with its area word: "huyện Sơn Hạ", "TP Sơn Hạ"
    title: str = ""  # the honorific before it, in lower case

    @property
    def is_person(self) -> bool:
        """Surer than the name alone tells: behind an honorific every name is a person's, and few of two syllables are without."""
        return not self.name.area and (bool(self.title) or not self.name.may_be_place)

    def may_be(self, title: str) -> bool:
        """Whether "ông", "bà" ... can mean this person."""
        words = {self.title, *self.name.key.split()[1:2]}
        female, male = {"bà", "chị", "cô", "thị"}, {"ông", "anh", "thầy", "văn"}
        return self.is_person and not (title in female and words & male) and not (title in male and words & female)

    def may_be_called(self, area: str) -> bool:
        """Whether "huyện", "xã" ... can mean this place: "huyện" fits "huyện ủy" and a name without any area word."""
        kin = {"tp": "thành phố", "tx": "thị xã", "thành ủy": "thành phố", "đồn biên phòng": "đồn", "khu phố": "khu"}
        own = kin.get(self.name.area, self.name.area)
        return not self.is_person and (own in {"", area, f"{area} ủy", *ANY_BODY})


def names_in(text: str) -> tuple[Name, ...]:
    """Names in a written text: runs of two or more capitalised syllables, or one behind an area word."""
    return tuple(dict.fromkeys(mention.name for mention in mentions(text)))


def question_names(text: str, lexicon: Lexicon) -> tuple[Name, ...]:
    """As `names_in`, and names that the corpus knows but the question writes in lower case."""
    return tuple(dict.fromkeys(mention.name for mention in question_mentions(text, lexicon)))


def holds(text_key: str, name: Name) -> bool:
    """Whether a match key holds this name at syllable boundaries."""
    return re.search(rf"(?<!\w){re.escape(name.key)}(?!\w)", text_key) is not None


def mentions(text: str) -> list[Mention]:
    """As `names_in`, each name at every place where it stands, in order."""
    words = _Words(text)
    found: list[Mention] = []
    at = 0
    while at < len(words.keys):
        if not _starts_name(words, at):
            at += 1
            continue
        end = words.run_end(at)
        found.extend(_named(words, at, end))
        at = end
    return found


def question_mentions(text: str, lexicon: Lexicon) -> list[Mention]:
    """As `question_names`, each name at every place where it stands, in order."""
    words = _Words(text)
    known = list(_known(words, lexicon))
    found = [
        mention
        for mention in mentions(text)
        if not any(other.at <= mention.at and mention.end <= other.end and other != mention for other in known)
    ]
    found = [kept for mention in found if (kept := _without_head(mention, lexicon)) is not None]
    found.extend(m for m in known if not any(m.at < other.end and other.at < m.end for other in found))
    return sorted(found, key=lambda mention: mention.at)


def _without_head(mention: Mention, lexicon: Lexicon) -> Mention | None:
    """Without a first word that only the head of the question makes a capital: "Quả Phiêng Lanh ...", "Thầy Inh ..."."""
    words = mention.name.written.split()
    if mention.at > 0 or mention.name.area or _written(mention.name.key, lexicon) is not None:
        return mention
    rest = " ".join(words[1:])
    if len(words) == 2:
        return None if match_key(words[0]) in HONORIFICS else mention
    if _written(match_key(rest), lexicon) is None:
        return mention
    at = mention.at + mention.name.written.index(rest)
    return Mention(Name(match_key(rest), "", rest), at, at, mention.end)


def seen_in(text: str, lexicon: Lexicon) -> list[Seen]:
    """The names of a question or an answer, in order."""
    found = []
    for mention in question_mentions(text, lexicon):
        area = text[mention.start : mention.at]
        short = area.isupper() and len(area.strip(" .")) == 2  # TP, TX
        shown = (area if short else _SEATS.get(mention.name.area, area.lower())) + mention.name.written
        title = _TITLE.search(text, max(0, mention.start - _NEAR), mention.start)
        found.append(Seen(mention.name, shown, title.group(1).lower() if title else ""))
    return found


def outset(text: str, mention: Mention) -> int:
    """Where a mention starts with the honorific or the bodies before it: "ông Lò Văn Tiến", "Đảng bộ huyện Sơn Hạ"."""
    found = _BEFORE_NAME.search(text, max(0, mention.start - _NEAR), mention.start)
    return found.start() if found else mention.start


def lowered(text: str) -> str:
    """With a small first letter, to stand inside a sentence, unless a name or an abbreviation starts there."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    keeps = (first.isupper() and len(first) > 1) or any(mention.at == 0 for mention in mentions(text))
    return text if keeps else text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """With a large first letter, to begin a line."""
    return text[:1].upper() + text[1:]


class _Words:
    """The words and marks of a text, with their match keys and whether a blank alone parts each from the one before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = list(_WORD.finditer(text))
        self.keys = [match_key(word.group()) for word in self.found]

    def joined(self, at: int) -> bool:
        """Whether the word at `at` goes on in the line of the one before it."""
        return at > 0 and "\n" not in self.text[self.found[at - 1].end() : self.found[at].start()]

    def capital(self, at: int) -> bool:
        word = self.found[at].group()
        return not self.is_code(at) and _CAPITALISED.fullmatch(word) is not None and not (word.isupper() and len(word) > 1)

    def is_code(self, at: int) -> bool:
        """Whether a number is written to the word: "Đội K77"."""
        behind = self.found[at].end()
        return self.text[behind : behind + 1].isdigit()

    def run_end(self, at: int) -> int:
        """Behind the last of the capitalised words from `at` on."""
        end = at + 1
        while end < len(self.keys) and self.capital(end) and self.joined(end):
            end += 1
        return end

    def opens_people(self, at: int) -> bool:
        """Whether the name of a people stands here, before that of its place."""
        return (
            self.keys[at] in PEOPLES
            and at > 0
            and self.keys[at - 1] in {"người", "tộc", "bào", "con", "dân"}
            and self.run_end(at) - at >= 3
        )

    def opens_sentence(self, at: int) -> bool:
        return not self.joined(at) or self.keys[at - 1] in {".", "!", "?", ":", "“", '"', "-", "…"}

    def area(self, at: int) -> tuple[str, int]:
        """The area word right before `at` and the index where it starts, or ("", at)."""
        behind = at - 1 if at >= 2 and self.keys[at - 1] == "." and self.keys[at - 2] in {"tp", "tx"} else at
        for length in (3, 2, 1):
            first = behind - length
            if first < 0 or not all(self.joined(place) for place in range(first + 1, at + 1)):
                continue
            tail = " ".join(self.keys[first:behind])
            if tail in AREA_WORDS and not (length == 1 and first and f"{self.keys[first - 1]} {tail}" in _NO_AREA):
                return tail, first
        return "", at

    def mention(self, name: Name, first: int, at: int, end: int) -> Mention:
        return Mention(name, self.found[first].start(), self.found[at].start(), self.found[end - 1].end())

    def slice(self, at: int, end: int) -> str:
        return self.text[self.found[at].start() : self.found[end - 1].end()]


def _starts_name(words: _Words, at: int) -> bool:
    key = words.keys[at]
    if not words.capital(at):
        return False
    if words.opens_people(at) or (key in HONORIFICS and words.run_end(at) - at >= 3):
        return False  # "người Mông Nậm Chéo"; "Cô Lan Anh", but "Cô Tô"
    if key not in _OPENERS:
        return not (key in FUNCTION_WORDS and key not in FAMILY_NAMES and words.opens_sentence(at))
    end = words.run_end(at)
    if key not in _ALSO_IN_NAMES or end - at < 2:
        return False
    area, _ = words.area(at)
    if area in _PLACE_WORDS:  # but the body in "Huyện Đoàn Sơn Hạ"
        return key != "đoàn" or end - at == 2
    titled = any(words.joined(at) and " ".join(words.keys[max(0, at - n) : at]) in HONORIFICS for n in (1, 2))
    return key not in _ALSO_IN_PLACES and end - at >= 3 and (titled or words.keys[at + 1] in _MIDDLE)


def _named(words: _Words, at: int, end: int) -> Iterator[Mention]:
    """The names in a run of capitalised words: one, or a place's and the person's behind it."""
    area, first = words.area(at)
    for number, (begin, stop) in enumerate(_parts(words.keys[at:end], area)):
        mine, start = (area, first) if number == 0 else ("", at + begin)
        keys = words.keys[at + begin : at + stop]
        if mine and _is_person_behind(words, mine, first, keys):
            mine, start = "", at + begin
        if len(keys) >= 2 or mine in _PLACE_WORDS or mine.startswith("đồn"):
            name = Name(" ".join(keys), mine, words.slice(at + begin, at + stop))
            yield words.mention(name, start, at + begin, at + stop)


def _is_person_behind(words: _Words, area: str, first: int, keys: Sequence[str]) -> bool:
    """As in "Bí thư Đảng ủy Lò Văn Tiến", "Trưởng bản Lò Văn Tiến", "già làng A Brơi": the area word belongs to the office."""
    office = area in BODY_WORDS or (first > 0 and words.keys[first - 1] in {"trưởng", "già"})
    named = len(keys) >= 3 and keys[0] in FAMILY_NAMES
    return office and (named or (len(keys) >= 2 and _GIVEN.match(keys[0]) is not None))


def _parts(run: Sequence[str], area: str) -> list[tuple[int, int]]:
    """A run in one piece, or cut where a person's name follows a place's ("Ba Vì Nguyễn Văn An")."""
    whole = [(0, len(run))]
    place_first = area in _PLACE_WORDS or area.startswith("đồn")
    for at in range(1 if place_first else 2, len(run) - 2):
        if run[at] in FAMILY_NAMES and run[at + 1] in _MIDDLE:
            return [(0, at), (at, len(run))]
    person_first = run[0] in FAMILY_NAMES and len(run) > 1 and run[1] in _MIDDLE
    if person_first and len(run) <= 5 and not area:
        return whole
    for at in range(3 if person_first else 2, len(run) - 1):
        if run[at] in FAMILY_NAMES and (at > 2 or place_first or run[0] not in FAMILY_NAMES):
            return [(0, at), (at, len(run))]
    return whole


def _known(words: _Words, lexicon: Lexicon) -> Iterator[Mention]:
    """Names of the corpus, however the text writes them."""
    at = 0
    while at < len(words.keys):
        step = 1
        for length in range(min(_LONGEST, len(words.keys) - at), 1, -1):
            if not all(words.joined(place) for place in range(at + 1, at + length)):
                continue
            key = " ".join(words.keys[at : at + length])
            written = _written(key, lexicon)
            code = words.is_code(at + length - 1)
            if written is None or code or _NUMBERED.fullmatch(key):
                continue
            skipped = _opening(words, at, length, written, lexicon)
            if length - skipped >= 2:
                yield from _known_parts(words, at + skipped, length - skipped, written.split()[skipped:])
                step = length
                break
        at += step


def _written(key: str, lexicon: Lexicon) -> str | None:
    """How the corpus writes this name; some stand only at the head of a sentence, behind "Ông" or "Huyện"."""
    folded = fold(key)
    for before in _HEADS:
        known = lexicon.names.get(f"{before}{folded}")
        if known is not None and match_key(known).endswith(key):
            return " ".join(known.split()[-len(key.split()) :])
    return None


def _opening(words: _Words, at: int, length: int, written: str, lexicon: Lexicon) -> int:
    """How many words of a known run only open it: the corpus has "Huyện Sơn Hạ" at the head of a sentence, and "KCN Sơn Hạ"."""
    for skipped, word in enumerate(written.split()):
        key = words.keys[at + skipped]
        if len(word) > 1 and word.isupper():
            continue
        placed = words.area(at + skipped)[0] in _PLACE_WORDS or _named_as_place(words.keys[at + skipped : at + length], lexicon)
        opens = key in _OPENERS and not (placed and key in _ALSO_IN_NAMES)
        empty = key in FUNCTION_WORDS and key not in FAMILY_NAMES and not placed
        if not opens and not empty:
            return skipped
    return length


def _named_as_place(keys: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the corpus often has an area word before this name: "huyện Đồng Văn", but hardly "huyện Quân khu"."""
    if len(keys) != 2 or keys[0] not in _ALSO_IN_NAMES - _BODIES:
        return False
    placed = sum(lexicon.pair(word, keys[0]) for word in ("tỉnh", "huyện", "xã", "phường", "thôn", "bản"))
    return placed >= _OFTEN_PLACED * lexicon.pair(*keys) > 0


def _known_parts(words: _Words, at: int, length: int, written: Sequence[str]) -> Iterator[Mention]:
    area, first = words.area(at)
    for number, (begin, stop) in enumerate(_parts(words.keys[at : at + length], area)):
        mine, start = (area, first) if number == 0 else ("", at + begin)
        keys = words.keys[at + begin : at + stop]
        if mine and _is_person_behind(words, mine, first, keys):
            mine, start = "", at + begin
        if len(keys) >= 2:
            yield words.mention(Name(" ".join(keys), mine, " ".join(written[begin:stop])), start, at + begin, at + stop)
