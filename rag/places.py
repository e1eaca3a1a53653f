"""Places as an article's metadata and a filter write them: "huyện Mường Nhé, tỉnh Điện Biên", "TP. Điện Biên Phủ"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus import clean, fold, has_diacritics, match_key
from rag.provinces import JOINED, province_called

_SHORT = {"t": "tỉnh", "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "q": "quận", "h": "huyện", "p": "phường", "x": "xã"}
_AREAS = (*_SHORT.values(), "thôn", "bản", "khu phố", "khu", "ấp", "làng", "tổ dân phố")
# A short form of one letter needs its dot: "H. Ba Bể", but "P Sơn" may be a name.
_AREA = re.compile(
    rf"(?P<area>{'|'.join(sorted(_AREAS, key=len, reverse=True))}) |(?P<short>tp|tx|tt)[. ] ?|(?P<letter>[tqhpx])\. ?"
)
_APART = re.compile(r"[,;()/|\n]|\s[-–]\s")
_HYPHENATED = re.compile(r"(bà rịa|thừa thiên)\s?[-–]\s?(?=vũng tàu|huế)")


@dataclass(frozen=True)
class Part:
    """One place of a chain: its area word ("" if none stands there) and its name, both match keys, and the province it is."""

    area: str
    key: str
    province: str | None


@lru_cache(maxsize=4096)
def parts_of(place: str) -> tuple[Part, ...]:
    """The chain of places, smallest first as Vietnamese writes them."""
    key = _HYPHENATED.sub(r"\1 ", match_key(clean(place)).replace("tphcm", "tp hcm"))
    return tuple(_part(piece) for text in _APART.split(key) if (piece := " ".join(text.split()).strip(" .")))


def lies_in(place: str, wanted: str) -> bool:
    """Whether an article's place is the wanted one or lies in it, as far as the names tell.

    A wanted province of today holds the former ones that joined it. Area words count only where both have one; names
    compare without diacritics only if the wanted one is typed without. Of a wanted chain the smallest place must be
    there, and the larger ones where the article's place names larger ones.
    """
    chain, asked = parts_of(place), parts_of(wanted)
    for number, part in enumerate(chain):
        if asked and _is(part, asked[0], chain):
            larger = chain[number + 1 :]
            return not larger or all(any(_is(other, one, chain) for other in larger) for one in asked[1:])
    return False


def _is(part: Part, wanted: Part, chain: tuple[Part, ...]) -> bool:
    form = match_key if has_diacritics(wanted.key) else fold
    own, asked = form(part.key), form(wanted.key)
    if own == asked and (not part.area or not wanted.area or part.area == wanted.area):
        return True
    if wanted.province is None:
        return False
    if part.province:
        return part.province == wanted.province or part.province in JOINED.get(wanted.province, ())
    # Điện Biên Phủ and the districts of Điện Biên and Điện Biên Đông lie in the province of that name.
    return (own == asked or own.startswith(f"{asked} ")) and not any(other.province for other in chain)


def _part(text: str) -> Part:
    found = _AREA.match(text)
    if found is None:
        return Part("", text, province_called(text))
    area = found["area"] or _SHORT[found["short"] or found["letter"]]
    name = text[found.end() :].strip()
    return Part(area, name, province_called(name, area))
