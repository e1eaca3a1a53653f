"""Questions about the collection rather than its facts: how many articles, which ones, what there is, what one of them says."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus import fold, match_key
from rag.question import Question
from rag.time_words import without_marks

Wish = Literal["count", "articles", "contents", "summary", "named"]

QUOTES = " “”\"'«»,:"  # around a topic or a title, no part of it

_NO_ARTICLE = "học|thơ|hát|toán|thi|tập|thuốc|giảng|phát biểu|tham luận|ca|văn|trừ|bản|vở|gốc"
_ARTICLE = rf"(?:bài(?: (?:báo|viết))?(?! (?:{_NO_ARTICLE})\b)|tin bài|bản tin)"
_SPEAKS = "nói|viết|đề cập|nhắc|bàn|đưa tin|phản ánh|kể"
_ABOUT = rf"(?:có )?(?:(?:{_SPEAKS}|thông tin|nội dung|liên quan)(?: (?:đến|tới|về|chuyện))+|đề cập|nhắc|về)"
_STORE = r"(?:trong |ở )?(?:cái )?kho(?: (?:bài|báo|dữ liệu|tư liệu))*(?: (?:này|của bạn))?"
_HELP = "(?:giúp|cho) (?:tôi|mình|em)"
_SHOW = rf"(?:(?:hãy|cho (?:(?:tôi|mình|em) )?(?:xem|biết)|tìm|liệt kê|kể tên|kể ra|nêu|danh sách|{_HELP}) )+"
_TOPIC = r"(?P<topic>\S.*)"
_OF_TIME = (
    r"(?:(?:được )?(?:đăng|xuất bản|phát hành|ra)(?: (?:vào|trong|từ))? |(?:của|trong) (?=(?:năm|tháng|ngày|quý) ))(?P<time>.+)"
)
_FROM = r"(?:là )?(?:(?:lấy )?từ|của|do|thuộc)(?: nguồn)? (?P<source>\S.*?)(?: (?:đăng|viết|đưa tin|đưa|xuất bản))?"
_HEAD = rf"(?:{_STORE},? )?(?:hiện )?(?:có )?(?:tất cả |tổng cộng )?"
_SEVERAL = "(?:những |các )?"
_HOLDS = "(?:hiện |đang )*(?:có|gồm|chứa|lưu|nói về)"
_SUMMARISE = rf"(?:hãy |bạn hãy )?(?:tóm tắt|tóm lược|tóm gọn|điểm lại)(?: {_HELP})?"
_GIST = "(?:nội dung|ý)(?: chính)?(?: của)?"
_ANYTHING = "(?:(?:những |điều |cái |việc |chuyện )*gì|thế nào|ra sao)"
_WORDINGS: tuple[tuple[Wish, str], ...] = (
    ("named", rf"{_SHOW}bài (?P<topic>“.+”)"),
    ("count", rf"{_HEAD}(?:bao nhiêu|mấy) {_ARTICLE}(?: {_STORE})? {_ABOUT} {_TOPIC}"),
    ("count", rf"(?:tổng )?số (?:lượng )?{_ARTICLE} {_ABOUT} {_TOPIC} là bao nhiêu"),
    ("count", rf"{_HEAD}(?:bao nhiêu|mấy) {_ARTICLE} {_OF_TIME}"),
    ("articles", rf"{_HEAD}{_SEVERAL}{_ARTICLE} (?:nào|gì)(?: {_STORE})? {_ABOUT} {_TOPIC}"),
    ("articles", rf"{_HEAD}{_SEVERAL}{_ARTICLE} nào {_OF_TIME}"),
    ("articles", rf"{_SHOW}(?:mọi |tất cả )?{_SEVERAL}{_ARTICLE} {_ABOUT} {_TOPIC}"),
    ("articles", rf"{_TOPIC} (?:được (?:{_SPEAKS})(?: (?:đến|tới|về))?|có) (?:trong|ở) {_SEVERAL}{_ARTICLE} nào"),
    ("contents", rf"{_HEAD}(?:bao nhiêu|mấy) {_ARTICLE}(?: {_STORE})?"),
    ("contents", rf"{_STORE} {_HOLDS} {_SEVERAL}{_ARTICLE} (?:nào|gì)"),
    ("contents", rf"{_STORE} {_HOLDS} {_SEVERAL}(?:(?:nội dung |thông tin |tin )?gì|chủ đề nào)"),
    ("contents", rf"(?:(?:bạn|hệ thống|trang này) )?{_HOLDS} (?:những|các) {_ARTICLE} (?:nào|gì)(?: {_STORE})?"),
    ("contents", rf"{_SHOW}(?:tất cả |toàn bộ )?{_SEVERAL}{_ARTICLE}(?: (?:đang )?(?:có )?{_STORE})?"),
    ("articles", rf"{_HEAD}{_SEVERAL}{_ARTICLE} (?:nào|gì)(?: {_STORE})? {_FROM}"),
    ("articles", rf"{_SHOW}(?:mọi |tất cả |toàn bộ )?{_SEVERAL}{_ARTICLE} {_FROM}"),
    ("articles", rf"(?P<source>\S.*?) {_HOLDS} (?:những|các) {_ARTICLE} (?:nào|gì)(?: {_STORE})?"),
    ("count", rf"{_HEAD}(?:bao nhiêu|mấy) {_ARTICLE}(?: {_STORE})? {_FROM}"),
    ("count", rf"(?P<source>\S.*?) {_HOLDS} (?:bao nhiêu|mấy) {_ARTICLE}(?: {_STORE})?"),
    ("summary", rf"{_SUMMARISE}(?: {_GIST})?(?: {_ARTICLE})?(?: {_ABOUT})? {_TOPIC}"),
    (
        "summary",
        rf"(?:(?:nêu |cho biết )?{_GIST} )?{_ARTICLE}(?: {_ABOUT})? {_TOPIC} (?:{_SPEAKS})(?: (?:về|đến|tới))? {_ANYTHING}",
    ),
    ("summary", rf"(?:nêu |cho biết )?{_GIST} {_ARTICLE}(?: {_ABOUT})? {_TOPIC} là gì"),
    ("summary", rf"(?:nêu |cho biết ){_GIST} {_ARTICLE}(?: {_ABOUT})? {_TOPIC}"),
)
_PATTERNS = [(wish, re.compile(pattern)) for wish, pattern in _WORDINGS]
_END = re.compile(rf"(?:[ ,?!.…]+(?:không|chưa|nhỉ|ạ|vậy|thế|nhé|với|đi|hay không|{_HELP}|ngắn gọn|trong vài câu))*[ ?!.…]*$")


@dataclass(frozen=True)
class Overview:
    """What is wished of the collection: `topic` is what articles are to speak of, "" for all; `time` when they came out;
    `source` whose they are.

    Where articles are wished by name, `topic` is their titles, as `same_article` joins them.
    """

    wish: Wish
    topic: str
    time: str = ""
    source: str = ""


def overview(question: Question) -> Overview | None:
    """What a question wants to know of the collection as such; None for a question about facts.

    A corpus of news may not know the word "kho", so the question counts as it was typed, too.
    """
    written = dict.fromkeys((question.full, question.text))
    return next((found for text in written if (found := _read(" ".join(text.split()), question.folded))), None)


def _read(text: str, folded: bool) -> Overview | None:
    key = fold(text) if folded else match_key(text)
    text = text if len(key) == len(text) else key
    end = (_BARE_END if folded else _END).search(key)
    for wish, pattern in _BARE if folded else _PATTERNS:
        found = pattern.fullmatch(key, 0, end.start() if end else len(key))
        if found is None:
            continue
        parts = {name: text[slice(*found.span(name))].strip(QUOTES) for name, part in found.groupdict().items() if part}
        return Overview(wish, parts.get("topic", ""), parts.get("time", ""), parts.get("source", ""))
    return None


_BARE = [(wish, re.compile(without_marks(pattern))) for wish, pattern in _WORDINGS]
_BARE_END = re.compile(without_marks(_END.pattern))
