"""How the questions of a set are spread over categories, splits and articles, and where that makes figures say little."""

import difflib
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.checks.finding import Finding
from eval.sets.columns import CATEGORY_NAMES, category_label
from eval.sets.questions import SPLITS, Question

_FEW = 10  # questions: the 95 % interval of a share is then about 30 points to either side
_SMALL_SET = 30
_MOST = 0.5  # share of one category
_UNANSWERABLE = (0.1, 0.5)  # shares between which refusals are measured and answers as well
_NEAR = 0.5  # share of near-misses among the unanswerable: a question on quite another matter is easily refused


@dataclass(frozen=True)
class Share:
    """Counts of the questions of one split, or of one category in it."""

    questions: int
    unanswerable: int
    near_miss: int


def shares(questions: Sequence[Question]) -> dict[str, dict[str, Share]]:
    """Split -> category -> counts, "" for all categories; the most frequent first, splits without questions left out."""
    found: dict[str, dict[str, Share]] = {}
    frequent = [name for name, _ in Counter(question.category for question in questions).most_common()]
    for split in SPLITS:
        asked = [question for question in questions if question.split == split]
        if asked:
            by_category = {name: [question for question in asked if question.category == name] for name in frequent}
            found[split] = {"": _share(asked), **{name: _share(part) for name, part in by_category.items()}}
    return found


def _share(questions: Sequence[Question]) -> Share:
    return Share(
        len(questions),
        sum(not question.answerable for question in questions),
        sum(question.near_miss for question in questions),
    )


def balance_findings(questions: Sequence[Question]) -> Iterator[Finding]:
    """Warnings about each split as a whole."""
    for name in sorted({question.category for question in questions} - CATEGORY_NAMES.keys()):
        near = difflib.get_close_matches(name, CATEGORY_NAMES, n=1, cutoff=0.8)
        if near:
            yield _warning(
                "category", f"category {name!r} is not known", f"did you mean {near[0]!r} ({category_label(near[0])})?"
            )
    for split, found in shares(questions).items():
        yield from _of_split(split, found)


def _of_split(split: str, found: Mapping[str, Share]) -> Iterator[Finding]:
    whole = found[""]
    categories = {name: share.questions for name, share in found.items() if name and share.questions}
    if whole.questions < _SMALL_SET:
        points = round(196 * math.sqrt(0.25 / whole.questions))
        yield _warning(
            "few", f"{split} has {whole.questions} questions: any share is known to about {points} points only", "ask more"
        )
    elif len(categories) > 1:
        for name, count in categories.items():
            if count < _FEW:
                yield _warning(
                    "few", f"{split} has only {count} questions of the category {name}", f"ask at least {_FEW}, or none"
                )
    if len(categories) == 1 and whole.questions > 1:
        yield _warning(
            "one_category", f"all questions of {split} are of the category {next(iter(categories))}", "give them theirs"
        )
    for name, count in categories.items():
        if len(categories) > 1 and count > _MOST * whole.questions:
            yield _warning(
                "dominant",
                f"{count} of {whole.questions} questions of {split} are of the category {name}",
                "ask more of the others; else the means speak of it alone",
            )
    yield from _refusals(split, whole)


def _refusals(split: str, whole: Share) -> Iterator[Finding]:
    share = whole.unanswerable / whole.questions
    least, most = _UNANSWERABLE
    if share < least:
        many = f"only {whole.unanswerable} of {whole.questions}" if whole.unanswerable else "none"
        yield _warning(
            "unanswerable",
            f"{many} of the questions of {split} cannot be answered: wrong answers instead of refusals go unseen",
            f"add questions that the articles do not answer, about {round(100 * least)} to {round(100 * most)} %",
        )
    elif share > most:
        yield _warning(
            "unanswerable",
            f"{whole.unanswerable} of {whole.questions} questions of {split} cannot be answered",
            "add some that can; a system that refuses everything would look good",
        )
    if whole.unanswerable and whole.near_miss < _NEAR * whole.unanswerable:
        yield _warning(
            "near_miss",
            f"{whole.near_miss} of {whole.unanswerable} unanswerable questions of {split} come close to the articles",
            "ask of the same office in another place, or the same place in another year, and mark near_miss",
        )


def _warning(check: str, message: str, mend: str) -> Finding:
    return Finding(check, False, "", "", message, mend)
