"""The provinces of today and the former ones that each is made of, and how texts and questions name them.

Since 1 July 2025 Vietnam has 34 provinces and cities, 23 of them made by merger out of 52 (Nghị quyết 202/2025/QH15 of
12 June 2025); the other 11 stayed as they were. Articles are never rewritten: the table only helps to find them.
"""

import re
from datetime import date
from functools import lru_cache

from corpus import FAMILY_NAMES, Article, fold, match_key
from rag.names import Name

MERGED = date(2025, 7, 1)  # the first day of the new provinces
# Province of today -> the former provinces that joined the one of its own name.
JOINED: dict[str, tuple[str, ...]] = {
    "An Giang": ("Kiên Giang",),
    "Bắc Ninh": ("Bắc Giang",),
    "Cà Mau": ("Bạc Liêu",),
    "Cao Bằng": (),
    "Cần Thơ": ("Sóc Trăng", "Hậu Giang"),
    "Đà Nẵng": ("Quảng Nam",),
    "Đắk Lắk": ("Phú Yên",),
    "Điện Biên": (),
    "Đồng Nai": ("Bình Phước",),
    "Đồng Tháp": ("Tiền Giang",),
    "Gia Lai": ("Bình Định",),
    "Hà Nội": (),
    "Hà Tĩnh": (),
    "Hải Phòng": ("Hải Dương",),
    "Hồ Chí Minh": ("Bình Dương", "Bà Rịa - Vũng Tàu"),
    "Huế": (),
    "Hưng Yên": ("Thái Bình",),
    "Khánh Hòa": ("Ninh Thuận",),
    "Lai Châu": (),
    "Lạng Sơn": (),
    "Lào Cai": ("Yên Bái",),
    "Lâm Đồng": ("Đắk Nông", "Bình Thuận"),
    "Nghệ An": (),
    "Ninh Bình": ("Hà Nam", "Nam Định"),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình"),
    "Quảng Ngãi": ("Kon Tum",),
    "Quảng Ninh": (),
    "Quảng Trị": ("Quảng Bình",),
    "Sơn La": (),
    "Tây Ninh": ("Long An",),
    "Thái Nguyên": ("Bắc Kạn",),
    "Thanh Hóa": (),
    "Tuyên Quang": ("Hà Giang",),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh"),
}
CITIES = frozenset(("Cần Thơ", "Đà Nẵng", "Hà Nội", "Hải Phòng", "Hồ Chí Minh", "Huế"))
TODAY_OF = {former: today for today, joined in JOINED.items() for former in joined}
_SPELLINGS = {
    "Bà Rịa - Vũng Tàu": ("Bà Rịa Vũng Tàu", "Vũng Tàu", "Bà Rịa"),
    "Bắc Kạn": ("Bắc Cạn",),
    "Đắk Lắk": ("Đắk Lăk", "Đăk Lăk", "Đắc Lắc"),
    "Đắk Nông": ("Đăk Nông", "Đắc Nông"),
    "Hồ Chí Minh": ("HCM",),
    "Huế": ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
    "Kon Tum": ("Kontum",),
}
_DASH = re.compile(r"\s?[-–]\s?")
# Names that go on as another one: Thái Bình Dương, Đồng Tháp Mười.
_GOES_ON = {"Thái Bình": "Dương", "Đồng Tháp": "Mười", "Nam Định": "Vũ"}
# Before the name they make it a smaller place, or "Thái Bình Dương".
_SMALLER = frozenset("huyện quận xã phường trấn thôn bản khu ấp làng đường thái".split())
_PROVINCE_AREAS = frozenset(("", "tỉnh", "tỉnh ủy", "đảng bộ"))
_CITY_AREAS = _PROVINCE_AREAS | {"thành phố", "tp", "thành ủy"}


def province_called(key: str, area: str = "") -> str | None:
    """The province, of today or former, that a match key means behind this area word ("" for none)."""
    found = _BY_KEY.get(_DASH.sub(" ", key))
    if found is None or (found == "Hồ Chí Minh" and not area):  # without "thành phố" it is the president
        return None
    return found if area in (_CITY_AREAS if found in CITIES else _PROVINCE_AREAS) else None


def province_of(name: Name) -> str | None:
    """The province that a question's name means; None for a district or a town of the same name."""
    return province_called(name.key, name.area)


@lru_cache(maxsize=4096)
def names_province(article: Article, province: str) -> bool:
    """Whether an article names it in its place, title or text."""
    return any(where_named(text, province) for text in (article.place or "", article.title, article.text))


def where_named(text: str, province: str) -> tuple[int, int] | None:
    """Offsets of its first mention, written as a name."""
    found = next((one for one in _pattern(province).finditer(text) if _is_place(one.group(1))), None)
    return found.span("name") if found else None


def now_part_of(former: str) -> str:
    """The sentence that tells a reader of the merger."""
    today = TODAY_OF[former]
    return f"{former} nay thuộc {'thành phố' if today in CITIES else 'tỉnh'} {today} (từ 1/7/2025)."


def _is_place(before: str | None) -> bool:
    key = match_key(before or "")
    return key not in _SMALLER and not (before and before[0].isupper() and key in FAMILY_NAMES)


@lru_cache(maxsize=128)
def _pattern(province: str) -> re.Pattern[str]:
    """Case counts: "hòa bình" is peace; the word before the name is group 1."""
    written = sorted((province, *_SPELLINGS.get(province, ())), key=len, reverse=True)
    both = [form for name in written for form in (name, name.replace("Hòa", "Hoà").replace("Hóa", "Hoá"))]
    forms = [_DASH.sub(r"\\s?[-–]\\s?", form) for name in both for form in (name, name.upper())]
    city = r"(?:TP\.?|[Tt]hành phố|THÀNH PHỐ)\s?" if province == "Hồ Chí Minh" else ""
    after = f"(?! {_GOES_ON[province]})" if province in _GOES_ON else ""
    return re.compile(rf"(?<!\w)(?:([^\W\d_]+) )?{city}(?P<name>{'|'.join(dict.fromkeys(forms))})(?!\w){after}")


# No two provinces have one folded form.
_BY_KEY = {
    key(_DASH.sub(" ", form)): name
    for key in (fold, match_key)
    for name in (*JOINED, *TODAY_OF)
    for form in (name, *_SPELLINGS.get(name, ()))
}
