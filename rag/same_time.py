"""Whether a sentence tells of the years, days, months and quarters that a question names."""

import re

from corpus import TABLE_ROW, Article, match_key
from rag.question import Question

OTHER_MONTH = 0.3  # where a sentence tells months, but not the one that the question names
_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:[/.-](?P<y>\d{4}))?")
_MONTH = re.compile(r"(?<![\w/])(?:\d{1,2}[/.-])?(?P<m>0?[1-9]|1[0-2])(?:[/.-]| năm )(?P<y>(?:19|20)\d\d)(?![\d/])")
_QUARTER = re.compile(r"\bquý (iv|i{1,3}|[1-4])\b")
# "Còn 86 hộ, giảm 57 hộ so với năm 2022" tells nothing of 2022, unless its figure follows in brackets.
_COMPARED = re.compile(
    r"\bso với (?:(?:cùng kỳ|cùng thời điểm|cuối|đầu|hồi|tháng \d+|quý \w+|\d+ tháng) )*(?:của )?(?:năm )?\d{4}\b(?! ?\()"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def times_share(question: Question, article: Article, key: str, before: str) -> float:
    """0..1; 1 where the question names no time, 0 where neither the sentence, the text before it nor the article's day is of it.

    `key` and `before` are match keys of the sentence and of what stands before it.
    """
    row = TABLE_ROW.match(key)
    own = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", row["name"])) if row else set()
    if own and question.years and not own & set(question.years):
        return 0.0  # a row of another year, though the row of that one stands before it
    shares = []
    if "so với" not in match_key(question.full):
        key, before = _COMPARED.sub(" ", key), _COMPARED.sub(" ", before)
    for date in question.dates:
        shares.append(1.0 if _has_day(key, date, article) else 0.5 if _has_day(before, date, article) else 0.0)
    for year in question.years:
        if any(year in date for date in question.dates):
            continue
        day = article.dated
        shares.append(1.0 if year in key else 0.7 if year in before else 0.6 if day and day.year == int(year) else 0.0)
    month, months = _months(match_key(question.full)), _months(key)
    if month and months and not month & months:
        shares.append(OTHER_MONTH)
    asked, told = _quarters(match_key(question.full)), _quarters(key)
    if asked and told:
        shares.append(float(bool(asked & told)))
    return min(shares, default=1.0)


def _months(key: str) -> set[tuple[int, str]]:
    """Months with their year, of days too: (3, "2025") of "hết tháng 3/2025" and of "ngày 14/3/2025"."""
    return {(int(found["m"]), found["y"]) for found in _MONTH.finditer(key)}


def _has_day(key: str, asked: str, article: Article) -> bool:
    """Whether a match key tells this day or month ("20/5/2024", "5/2024"); a year that it leaves out is the article's."""
    if has_piece(key, asked):
        return True
    day = _DAY.fullmatch(asked)
    if day is None:
        return False
    told = re.findall(
        rf"(?<![\d/.-])0?{int(day['d'])}(?:[/.-]| tháng )0?{int(day['m'])}(?:(?:[/.-]| năm )(\d{{4}}))?(?![\d/])", key
    )
    own = str(article.dated.year) if article.dated else ""
    return any(year == day["y"] or not day["y"] or (not year and day["y"] == own) for year in told)


def _quarters(key: str) -> set[str]:
    return {_ROMAN.get(one, one) for one in _QUARTER.findall(key)}


def has_piece(key: str, piece: str) -> bool:
    """Whether a match key holds a number, a date or a document's id by itself."""
    return re.search(rf"(?<![\w/]){re.escape(piece)}(?![\w/])", key) is not None
