"""Units of measure: which one a question asks for, and whether a number in a sentence bears it.

"Dài bao nhiêu mét?" is answered by a length and by nothing else that stands in the sentence.
"""

import re

from corpus import match_key

# What one unit is called and how it is written short -> the quantity that it measures. Multiples of one quantity answer for
# each other: asked for metres, "1,2 km" is right. International and Vietnamese units in use; a closed class.
_QUANTITIES = {
    "length": "mét|m|ki-lô-mét|kilômét|kilomet|km|cây số|xăng-ti-mét|cm|mi-li-mét|mm|hải lý",
    "area": "mét vuông|m2|m²|ki-lô-mét vuông|km2|km²|héc-ta|hécta|hec-ta|hecta|ha|sào",
    "volume": "mét khối|khối|m3|m³|lít",
    "mass": "tấn|tạ|yến|ki-lô-gam|kilôgam|kg|cân|gam|gram",
    "money": "đồng|tiền|vốn|kinh phí|vnđ|vnd|usd|đô la|đô-la",
    "time": "giờ|phút|giây|tiếng đồng hồ|ngày|tuần|tháng|năm|thời gian",
    "age": "tuổi",
    "power": "mw|kw|kwh|mwh",
}
_UNITS = {match_key(unit): quantity for quantity, units in _QUANTITIES.items() for unit in units.split("|")}
_SCALE = r"(?:(?:nghìn|ngàn|trăm|chục|vạn|triệu|tỷ|tỉ)\s)*"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
# "Làm bao nhiêu ruộng?", "còn bao nhiêu nước?": of some nouns every figure is of one quantity.
_MASS_NOUNS = (
    ("area", re.compile(r"\b(?:bao nhiêu|mấy)\s(?:ruộng|đất|rừng|vườn|nương|rẫy|mặt nước)\b")),
    ("volume", re.compile(r"\b(?:bao nhiêu|mấy)\s(?:nước|xăng|dầu)\b(?!\s(?:bạn|trên|tham))")),
)
_NO_UNIT = r"(?!\s(?:chí|bào|ruộng|đội|bằng|đất|mới|thi|cơ|lớp|đảng|doanh|đoàn|trường))"  # "đồng chí", "khối lớp": no unit there
_ASKED = re.compile(rf"\b(?:bao nhiêu|mấy)\s{_SCALE}({_UNIT})(?![\w²³]){_NO_UNIT}")
# Without a unit asked for, the noun tells: a budget is money, an area is hectares.
_MONEY = "ngân sách|kinh phí|vốn|thu nhập|doanh thu|học phí|chi phí|tiền lương|mức lương"
_COUNTS = re.compile(r"\b(?:bao nhiêu|mấy|tỷ lệ|phần trăm)\b|%")
_NAMED_ALONE = re.compile(rf"(?:(?:kết quả|tổng) )?(?:{_MONEY}|thu ngân sách)\b")  # "Thu nhập đầu người năm 2024?"
_TOLD_BY_NOUN = (
    ("money", re.compile(rf"\b(?:{_MONEY})\b.*\bbao nhiêu\b")),
    ("area", re.compile(r"\bdiện tích\b.*\bbao nhiêu\b")),
    ("mass", re.compile(r"\bsản lượng\b.*\bbao nhiêu\b")),
    ("length", re.compile(r"\b(?:dài|cao|(?:đường|cầu|mặt|sông|suối|kênh|hẻm|ngõ)\b.* rộng)\s+bao nhiêu\b")),
    ("area", re.compile(r"\brộng\s+bao nhiêu\b")),
)
# "Mấy tỷ cho chuyển đổi số?", "bao nhiêu triệu một tháng?": a scale that counts nothing named is of money.
_SCALE_ALONE = re.compile(
    r"\b(?:bao nhiêu|mấy)\s(?:(?:nghìn|ngàn|trăm|chục)\s)?(?:triệu|tỷ|tỉ)\s*"
    r"(?:[?.,!]|$|(?:để|cho|vì|vào|trong|hồi|năm|tháng|ở|một|mỗi|do|tại|từ|vậy|ạ|thế|nhỉ|hả)\b)"
)
_NOTHING_COUNTED = re.compile(r"\bbao nhiêu\s*(?:[?.,!]|$|(?:vậy|ạ|thế|trong|vào|ở|tại|năm \d|so với|nhỉ|hả)\b)")
_BORNE = re.compile(rf"\s?{_SCALE}({_UNIT})(?![\w²³]){_NO_UNIT}")
ATTACHED = r"(?:(?:km|cm|mm|m)[23²³]?|ha|kg)"  # written right behind a number: "14,7km"
_ATTACHED = re.compile(rf"\d({ATTACHED})$")
_BARE_MONEY = re.compile(r"\s?(?:nghìn\s|ngàn\s)?(?:tỷ|tỉ)\b")  # "2,5 tỷ": of money unless a unit follows


def asked_quantity(key: str) -> str | None:
    """The quantity whose unit the question's match key asks for: "length" for "dài bao nhiêu mét"."""
    found = _ASKED.search(key)
    if found:
        return _UNITS[found.group(1)]
    if _SCALE_ALONE.search(key):
        return "money"
    if _NAMED_ALONE.match(key) and not _COUNTS.search(key):
        return "money"
    nouns = _TOLD_BY_NOUN if _NOTHING_COUNTED.search(key) else _MASS_NOUNS
    return next((quantity for quantity, noun in nouns if noun.search(key)), None)


def asks_for_unit(key: str) -> bool:
    """Whether a unit stands where others have what is counted: "bao nhiêu cây số"."""
    return _ASKED.search(key) is not None


def borne_quantity(number: str, behind: str) -> str | None:
    """The quantity of a number and the text right behind it: "mass" for "12" and " tấn thóc"."""
    after = match_key(behind[:40])
    scaled = match_key(number)
    found = _ATTACHED.search(scaled) or _BORNE.match(after)
    if found:
        return _UNITS[found.group(1)]
    return "money" if _BARE_MONEY.match(after) or re.search(r"\b(?:tỷ|tỉ)$", scaled) else None
