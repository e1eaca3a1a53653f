"""Which article "bài đó" or "Bài nào nói về chuyện này?" means: one that the talk was about, then named by its title."""

import re
from collections.abc import Sequence

from corpus import Article, clean, fold, match_key
from index import Index, terms
from rag.bound import Bounds, within
from rag.time_words import without_marks

_ORDINALS = {"nhất": 0, "đầu": 0, "đầu tiên": 0, "một": 0, "hai": 1, "ba": 2, "tư": 3, "bốn": 3, "năm": 4}
_THAT = re.compile(
    r"\bbài(?: (?:báo|viết))? (?:(?:này|đó|ấy|kia|trên|vừa rồi|vừa nêu|nói trên)(?!\w)"
    rf"|(?:thứ |số )?(?P<nth>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|[1-9])(?= (?:nói|viết|kể)|[ ?.!]*$))",
    re.I,
)
# What asks for the source of the last answer: "Bài nào nói về chuyện này?", "Thông tin đó ở bài nào?", "Nguồn ở đâu?".
_WHICH = "(?:(?:những |các )?(?:bài(?: (?:báo|viết))?|báo|tin) (?:nào|gì))"
_MATTER = (
    "(?:(?:(?:những|các) )?(?:chuyện|việc|điều|vấn đề|nội dung|thông tin|số liệu|con số|câu trả lời|đề tài|chủ đề|tin)"
    " (?:này|đó|ấy|kia|trên|vừa rồi|vừa nêu|nói trên))"
)
_SAYS = "(?:có )?(?:nói|viết|đưa tin|đưa|đề cập|nhắc|có|chứa|đăng|nêu|kể|phản ánh)(?: (?:về|đến|tới|rõ|ra))*"
_FROM = "(?:(?:được|có|nằm|lấy|trích|dẫn|nói|nêu|đăng|đọc|theo|ở|trong|từ|là) )*"
_SOURCE = (
    rf"(?:(?:trong kho )?có )?{_WHICH} {_SAYS} (?:{_MATTER}|(?:như )?(?:vậy|thế))",
    rf"(?:{_MATTER} )?{_FROM}{_WHICH}",
    rf"(?:(?:{_MATTER} )?(?:có )?nguồn(?: (?:tin|thông tin|tham khảo))?|(?:{_MATTER} )?(?:lấy|trích|dẫn))"
    " (?:(?:là|ở|từ|lấy) )*(?:đâu|gì|nào)(?: ra)?",
)
_ASKS_SOURCE = re.compile(rf"(?:{'|'.join(_SOURCE)})(?: (?:vậy|thế|nhỉ|ạ|không|hả|đấy|đó))*")
_ASKS_SOURCE_BARE = re.compile(without_marks(_ASKS_SOURCE.pattern))
AND_THE_ARTICLE = "” và bài “"
_MARK = re.compile(r" ?\[\d{1,3}\]")
_TURNS = 3


def with_article_named(question: str, history: Sequence[tuple[str, str]], index: Index, bounds: Bounds = ()) -> str:
    """The question with "bài đó" replaced by the title of the article that an answer of the last turns listed or quoted.

    Asked for the source of the last answer, it becomes a request for the articles that this answer listed or quoted.
    """
    if history and _asks_for_the_source(question):
        titles = [one.title or one.id for one in within(bounds, _articles(history[-1][1], index))]
        return f"Cho xem bài “{AND_THE_ARTICLE.join(titles)}”" if titles else question
    found = _THAT.search(question)
    if found is None:
        return question
    nth = found["nth"]
    place = 0 if nth is None else int(nth) - 1 if nth.isdigit() else _ORDINALS[match_key(nth)]
    for _, reply in reversed(history[-_TURNS:]):
        articles = within(bounds, _articles(reply, index))
        if len(articles) > place and articles[place].title:
            return f"{question[: found.start()]}{found.group()[:3]} “{articles[place].title}”{question[found.end() :]}"
    return question


def _asks_for_the_source(question: str) -> bool:
    key = " ".join(match_key(clean(question)).split()).strip(" ?.!,")
    return (_ASKS_SOURCE_BARE if key == fold(key) else _ASKS_SOURCE).fullmatch(key) is not None


def _articles(reply: str, index: Index) -> list[Article]:
    return _listed(reply, index) or _quoted(reply, index)


def _listed(reply: str, index: Index) -> list[Article]:
    """The articles whose titles a reply gives between quotation marks, in its order."""
    titles = {match_key(title): place for place, title in reversed(list(enumerate(re.findall(r"“([^“”\n]+)”", reply))))}
    found = {titles[key]: one for one in index.articles.values() if (key := match_key(one.title)) in titles}
    return [found[place] for place in sorted(found)]


def _quoted(reply: str, index: Index) -> list[Article]:
    """The articles that hold the lines of a reply word for word, in its order."""
    found: dict[str, Article] = {}
    lines = _MARK.sub("", reply).splitlines()
    for number, line in enumerate(lines):
        # A short answer stands before its sentence; by itself it may be of any article.
        again = any(match_key(line) in match_key(other) for other in lines[number + 1 :])
        if again or len(line.split()) < 4:
            continue
        for row in index.lexical.best(index.lexical.postings(terms(line)), 3).tolist():
            if line.strip() in index.chunks[row].text:
                found.setdefault(index.chunks[row].article_id, index.articles[index.chunks[row].article_id])
                break
    return list(found.values())
