"""Questions that are worded alike: asked twice, or known from development and asked again in the test."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from corpus import fold, has_diacritics, match_key, tokens
from eval.checks.finding import Finding
from eval.measures.matching import stands_in
from eval.sets.questions import Placed, Question

SAME = 0.6  # share of two questions' word pairs from which they are one question worded alike
_NEARLY = 0.8  # the same within a split, figures told apart

Words = frozenset[Hashable]


def wording_findings(questions: Sequence[Placed]) -> Iterator[Finding]:
    """Leaks between the splits, then repeats within one, then what the wording of single questions gives away."""
    yield from _leaks(questions)
    yield from _repeats(questions)
    for placed in questions:
        yield from _of_one(placed)


def similar_pairs(items: Sequence[Words], share: float) -> Iterator[tuple[int, int]]:
    """Numbers (i, j), i < j, of the sets with Jaccard |a & b| / |a | b| >= share > 0; empty sets are like nothing.

    By prefix filtering (Chaudhuri et al. 2006, Bayardo et al. 2007): with the elements of each set in one order, the rarest
    first, such sets share one of the first |a| - ceil(share * |a|) + 1 of each.
    """
    often = Counter(word for item in items for word in item)
    seen: dict[Hashable, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        ordered = sorted(item, key=lambda word: (often[word], str(word)))
        prefix = ordered[: len(item) - math.ceil(share * len(item) - 1e-9) + 1]
        for other in sorted({other for word in prefix for other in seen[word]}):
            if len(item & items[other]) >= share * len(item | items[other]):
                yield other, number
        for word in prefix:
            seen[word].append(number)


def _word_pairs(text: str, *, figures: bool) -> Words:
    """Neighbouring words without diacritics; without `figures` all figures of one length are one."""
    words = tokens(fold(text))
    return frozenset(pairwise(words if figures else [re.sub(r"\d", "0", word) for word in words]))


def _leaks(questions: Sequence[Placed]) -> Iterator[Finding]:
    """Diacritics and figures make no difference; follow-ups with the same words after other questions are other questions."""
    worded = [_word_pairs(placed.question.question, figures=False) for placed in questions]
    for first, second in similar_pairs(worded, SAME):
        known, asked = sorted((questions[first], questions[second]), key=lambda placed: placed.question.split)
        if known.question.split == asked.question.split or _after_others(known.question, asked.question):
            continue
        yield Finding(
            "leak",
            True,
            asked.question.id,
            asked.place,
            f"a test question worded like the development question {_named(known)}: {known.question.question!r}",
            "ask of something else, or give both the same split",
        )


def _after_others(one: Question, other: Question) -> bool:
    if not (one.history and other.history):
        return False
    asked_before = [question.history[-1][0] for question in (one, other)]
    if _key(asked_before[0]) == _key(asked_before[1]):
        return False
    before, after = (_word_pairs(text, figures=False) for text in asked_before)
    return not before | after or len(before & after) < SAME * len(before | after)


def _repeats(questions: Sequence[Placed]) -> Iterator[Finding]:
    """Of questions with the same words and the same talk before them, all but the first of their split."""
    first: dict[Hashable, Placed] = {}
    for placed in questions:
        earlier = first.setdefault(_wording(placed.question), placed)
        if earlier is placed or earlier.question.split != placed.question.split:
            continue
        other = "" if _gold(earlier.question) == _gold(placed.question) else ", but with other gold"
        yield Finding(
            "duplicate",
            True,
            placed.question.id,
            placed.place,
            f"the same question as {_named(earlier)}{other}",
            "keep the one that is right" if other else "take one out, it counts twice",
        )
    worded = [_word_pairs(placed.question.question, figures=True) for placed in questions]
    for one, two in similar_pairs(worded, _NEARLY):
        earlier, placed = questions[one], questions[two]
        same_split = earlier.question.split == placed.question.split
        same_words = _wording(earlier.question) == _wording(placed.question)
        if same_split and not same_words and not _after_others(earlier.question, placed.question):
            yield Finding(
                "near_duplicate",
                False,
                placed.question.id,
                placed.place,
                f"nearly the same words as {_named(earlier)}: {earlier.question.question!r}",
                "word it otherwise if it is meant as another question",
            )


def _wording(question: Question) -> Hashable:
    said = [text for turn in question.history for text in turn]
    return tuple(_key(text) for text in [*said, question.question])


def _key(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


def _gold(question: Question) -> Hashable:
    alternatives = (question.answers, *question.all_of)
    sides = frozenset(frozenset(match_key(text).strip() for text in side) for side in alternatives)
    return sides, frozenset(question.articles), question.answerable


def _of_one(placed: Placed) -> Iterator[Finding]:
    question = placed.question
    shown = next((gold for gold in question.answers if stands_in(gold, question.question)), None)
    given = question.all_of and all(any(stands_in(gold, question.question) for gold in part) for part in question.all_of)
    rules = (
        ("answer_in_question", shown is not None, f"the question itself holds the answer {shown!r}", "word it otherwise"),
        (
            "answer_in_question",
            bool(given),
            "the question itself holds all that is demanded",
            "demand what only the articles say",
        ),
        (
            "category",
            question.category == "follow_up" and not question.history,
            "a follow_up without the talk before it",
            "add history (câu hỏi trước, trả lời trước)",
        ),
        (
            "category",
            question.category == "no_diacritics" and has_diacritics(question.question),
            "no_diacritics, yet it has diacritics",
            "type it without, or choose another category",
        ),
        (
            "category",
            question.category in ("list", "compare") and question.has_gold_text and len(question.all_of) < 2,
            f"{question.category} that demands fewer than two things",
            "give each item or side a group of its own in all_of",
        ),
    )
    for check, wrong, message, mend in rules:
        if wrong:
            yield Finding(check, False, question.id, placed.place, message, mend)


def _named(placed: Placed) -> str:
    return f"{placed.question.id} ({placed.place})" if placed.place else placed.question.id
