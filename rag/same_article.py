"""Which article "bài đó" or "bài thứ hai" means: one that the talk was about, then named by its title."""

import re
from collections.abc import Sequence

from corpus import Article, match_key
from index import Index, terms

_ORDINALS = {"nhất": 0, "đầu": 0, "đầu tiên": 0, "một": 0, "hai": 1, "ba": 2, "tư": 3, "bốn": 3, "năm": 4}
_THAT = re.compile(
    r"\bbài(?: (?:báo|viết))? (?:(?:này|đó|ấy|kia|trên|vừa rồi|vừa nêu|nói trên)(?!\w)"
    rf"|(?:thứ |số )?(?P<nth>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|[1-9])(?= (?:nói|viết|kể)|[ ?.!]*$))",
    re.I,
)
_MARK = re.compile(r" ?\[\d{1,3}\]")
_TURNS = 3


def with_article_named(question: str, history: Sequence[tuple[str, str]], index: Index) -> str:
    """The question with "bài đó" replaced by the title of the article that an answer of the last turns listed or quoted."""
    found = _THAT.search(question)
    if found is None:
        return question
    nth = found["nth"]
    place = 0 if nth is None else int(nth) - 1 if nth.isdigit() else _ORDINALS[match_key(nth)]
    for _, reply in reversed(history[-_TURNS:]):
        articles = _listed(reply, index) or _quoted(reply, index)
        if len(articles) > place and articles[place].title:
            return f"{question[: found.start()]}{found.group()[:3]} “{articles[place].title}”{question[found.end() :]}"
    return question


def _listed(reply: str, index: Index) -> list[Article]:
    """The articles whose titles a reply gives between quotation marks, in its order."""
    titles = {match_key(title): place for place, title in reversed(list(enumerate(re.findall(r"“([^“”\n]+)”", reply))))}
    found = {titles[key]: one for one in index.articles.values() if (key := match_key(one.title)) in titles}
    return [found[place] for place in sorted(found)]


def _quoted(reply: str, index: Index) -> list[Article]:
    """The articles that hold the lines of a reply word for word, in its order."""
    found: dict[str, Article] = {}
    for line in _MARK.sub("", reply).splitlines():
        if len(line.split()) < 4:
            continue
        for row in index.lexical.best(index.lexical.postings(terms(line)), 3).tolist():
            if line.strip() in index.chunks[row].text:
                found.setdefault(index.chunks[row].article_id, index.articles[index.chunks[row].article_id])
                break
    return list(found.values())
