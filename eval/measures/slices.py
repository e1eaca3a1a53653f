"""The same metrics for parts of the questions: by gold article, by length and by how the question was typed."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from corpus import fold, syllable_count, tokens
from eval.measures.scoring import Row
from eval.measures.summary import Metric, summarise

MOST_ARTICLES = 100  # a set like SQuAD has hundreds, with five questions each
# Syllables of the question: thirds of the project's own questions, fixed so that runs over other questions compare.
LENGTHS = ((12, "1-12"), (16, "13-16"))
LONGEST = "17+"
MARKED = 0.5  # share of words with a diacritic; of 844 questions that were typed with marks none has fewer

Slices = dict[str, dict[str, dict[str, Metric]]]


def by_slice(rows: Sequence[Row], skip: Collection[str] = ()) -> Slices:
    """Metrics by "article", "question_length" and "diacritics"; an interval under about 20 questions is too narrow.

    A question with several gold articles counts for each, one without for none; of articles there are the hundred with most
    questions, by id.
    """
    asked = Counter(article for row in rows for article in row.articles)
    articles = sorted(article for article, _ in asked.most_common(MOST_ARTICLES))
    return {
        "article": {name: summarise([row for row in rows if name in row.articles], skip) for name in articles},
        "question_length": _parts(rows, length_of, [*(name for _, name in LENGTHS), LONGEST], skip),
        "diacritics": _parts(rows, diacritics_of, ["with", "partly", "without"], skip),
    }


def length_of(question: str) -> str:
    """ "1-12", "13-16" or "17+" syllables."""
    count = syllable_count(question)
    return next((name for most, name in LENGTHS if count <= most), LONGEST)


def diacritics_of(question: str) -> str:
    """ "without": no word has a diacritic; "partly": fewer than half of the words have; else "with"."""
    words = [token for token in tokens(question) if token.isalpha()]
    marked = sum(fold(word) != word for word in words)
    if not marked:
        return "without"
    return "with" if marked >= MARKED * len(words) else "partly"


def _parts(
    rows: Sequence[Row], part_of: Callable[[str], str], names: Sequence[str], skip: Collection[str]
) -> dict[str, dict[str, Metric]]:
    parts: dict[str, list[Row]] = {name: [] for name in names}
    for row in rows:
        parts[part_of(row.question)].append(row)
    return {name: summarise(part, skip) for name, part in parts.items() if part}
