"""What is measured of a sentence as evidence for a question; every feature lies in about 0..1."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from operator import attrgetter
from typing import Any

from corpus import Article, Span, fold, match_key, tokens
from index import Hit, Index
from rag.abbreviations import spelled_out
from rag.agreement import agreement
from rag.counted import also_counted, phrases
from rag.deciding import counts_otherwise, decides_otherwise
from rag.plans import plan_mismatch
from rag.question import Question, content_words
from rag.roll import names_too_few
from rag.short_answer import ShortAnswer
from rag.spans import KINDS_WITH_SHORT_ANSWER, best_fitting, short_answers
from rag.told import told
from rag.wording import FIGURES, FUNCTION_WORDS, Kind

_SOFTNESS = 3.0  # logits of the reader are sure of themselves; set so that the features spread over 0..1
_PLANNED = frozenset(("number", "percent", "date"))  # kinds of which there is a plan and a result
UNSAID = 0.05  # what is counted may be said in words that no rule knows
UNFIT = -2.0  # a short answer that fits so badly is none: what was added where it is asked what there is; set by hand
_COSINE_FLOOR = 0.75  # E5's cosines of unrelated texts start near here


@dataclass(frozen=True)
class Features:
    """Order matters: fitted weights follow it."""

    coverage: float  # share of the question's words, weighted by rarity, in the sentence or (at 0.7) its surroundings
    predicate: float  # share of the words that belong to no name, weighted by rarity, in the sentence alone
    pairs: float  # share of neighbouring word pairs, those inside names left out, in the sentence
    cosine: float  # of question and sentence, from 0.75 up, times four
    lead: float  # the cosine over the mean of this question's sentences, times ten
    topic: float  # of question and chunk, scaled as `cosine`
    retrieval: float  # the chunk's fused score
    names: float
    times: float
    ids: float
    offices: float
    asked: float  # share of `Question.asked` in the sentence, UNSAID at least; 0 where a deciding word is not in it
    fit: float  # how well the short answer's surroundings fit; 0 where the kind has none
    lacks_short: float  # 1 where the kind needs a short answer and the sentence has none
    missing: float  # rarity of the rarest question word found neither in the sentence nor around it
    length: float  # syllables / 40, at most 1: headings and captions seldom answer
    read: float  # the reader's score of its best span here over "no answer", as a share of 1; 0 where it did not read
    chosen: float  # share of this sentence among all that were read: softmax of the scores
    unplanned: float  # 1 where a figure or a day is asked of a result and the sentence tells a plan, or the reverse


@dataclass(frozen=True)
class Wanted:
    """A question as sentences are compared with it: match key, and what its words weigh in this corpus. Made once."""

    key: str
    words: dict[str, float]
    predicate: dict[str, float]  # those of the words that belong to no name
    pairs: dict[tuple[str, str], float]
    asked: tuple[str, ...]


def wanted(index: Index, question: Question) -> Wanted:
    """Rarity of each content word and of each pair of neighbours, without diacritics where the question has none."""
    spelled = spelled_out(question.full, index.lexicon)
    form = fold if question.folded else match_key
    named = {part for name in question.names for part in f"{name.area} {name.key}".split()}
    words = {word: max(index.rarity(word), 0.05) for word in content_words(spelled)}
    neighbours = [pair for pair in pairwise(tokens(spelled)) if not set(pair) & FUNCTION_WORDS and not set(pair) <= named]
    return Wanted(
        key=match_key(question.full),
        words={form(word): weight for word, weight in words.items()},
        predicate={form(word): weight for word, weight in words.items() if word not in named},
        pairs={(form(a), form(b)): max(index.rarity(f"{a}_{b}"), 0.05) for a, b in neighbours},
        asked=tuple(form(item) for item in question.asked),
    )


def measure(
    index: Index, question: Question, weights: Wanted, article: Article, span: Span, hit: Hit
) -> tuple[Features, list[ShortAnswer]]:
    """All features but `cosine`, `lead`, `read` and `chosen` (0 for now), and the short answers found."""
    here = told(article, span, index.lexicon)
    listed = [fold(word) for word in here.syllables] if question.folded else list(here.syllables)
    near = {fold(word) for word in here.around} if question.folded else here.around
    own, held = set(listed), set(pairwise(listed))
    coverage, missing = _coverage(weights.words, own, near)
    agrees = agreement(question, article, span, index.lexicon)
    shorts = short_answers(question, here.sentence)
    short = best_fitting(shorts)
    otherwise = decides_otherwise(question.kind, weights.key, here.key) or names_too_few(question, article.text, span)
    found = Features(
        coverage=coverage,
        predicate=_share(weights.predicate, own),
        pairs=_share(weights.pairs, held),
        cosine=0.0,
        lead=0.0,
        topic=scaled_cosine(hit.cosine),
        retrieval=hit.score,
        names=agrees.names,
        times=agrees.times,
        ids=agrees.ids,
        offices=agrees.offices,
        asked=0.0 if otherwise else _asked_share(weights.asked, listed),
        fit=_fit_share(short),
        lacks_short=_lacks(question.kind, short),
        missing=missing,
        length=min(len(listed) / 40, 1.0),
        read=0.0,
        chosen=0.0,
        unplanned=float(question.kind in _PLANNED and plan_mismatch(weights.key, here.key)),
    )
    return found, shorts


def with_short(measured: Features, short: ShortAnswer | None, kind: Kind) -> Features:
    """The same features with another short answer, which the reader chose."""
    return replace(measured, fit=_fit_share(short), lacks_short=_lacks(kind, short))


def _lacks(kind: Kind, short: ShortAnswer | None) -> float:
    unfit = short is None or (kind in FIGURES and short.fit <= UNFIT)
    return float(kind in KINDS_WITH_SHORT_ANSWER and unfit)


def _fit_share(short: ShortAnswer | None) -> float:
    return min(max(short.fit, 0.0), 5.0) / 5 if short else 0.0


def scaled_cosine(cosine: float) -> float:
    """The cosine feature."""
    return 4 * (cosine - _COSINE_FLOOR)


def with_cosines(measured: Sequence[Features], cosines: Sequence[float]) -> list[Features]:
    """The same features with `cosine` and `lead` filled in."""
    mean = sum(cosines) / max(len(cosines), 1)
    return [
        replace(features, cosine=scaled_cosine(cosine), lead=10 * (cosine - mean))
        for features, cosine in zip(measured, cosines, strict=True)
    ]


def with_readings(measured: Sequence[Features], scores: Sequence[float | None]) -> list[Features]:
    """The same features with `read` and `chosen` filled in; a score is in logits, None where the reader did not read."""
    total = sum(math.exp(score / _SOFTNESS) for score in scores if score is not None)
    return [
        features
        if score is None
        else replace(features, read=1 / (1 + math.exp(-score / _SOFTNESS)), chosen=math.exp(score / _SOFTNESS) / total)
        for features, score in zip(measured, scores, strict=True)
    ]


_VALUES: Callable[[Features], tuple[float, ...]] = attrgetter(*(field.name for field in fields(Features)))  # astuple is slow


def vector(features: Features) -> tuple[float, ...]:
    """As numbers, in order."""
    return _VALUES(features)


def weighted(features: Features, weights: Sequence[float]) -> float:
    """Inner product with fitted weights."""
    return sum(weight * value for weight, value in zip(weights, vector(features), strict=True))


def _asked_share(asked: Sequence[str], listed: Sequence[str]) -> float:
    text = f" {' '.join(listed)} "
    if counts_otherwise(asked, text):
        return 0.0
    ways = [phrases(words) for words in also_counted(asked)]
    return max(UNSAID, *(sum(f" {item} " in text for item in words) / len(words) for words in ways)) if asked else 1.0


def _coverage(weights: Mapping[str, float], own: Collection[str], near: Collection[str]) -> tuple[float, float]:
    total = sum(weights.values()) or 1.0
    inside = sum(weight for word, weight in weights.items() if word in own)
    outside = sum(weight for word, weight in weights.items() if word not in own and word in near)
    lost = max((weight for word, weight in weights.items() if word not in own and word not in near), default=0.0)
    return (inside + 0.7 * outside) / total, lost


def _share(weights: Mapping[Any, float], held: Collection[Any]) -> float:
    total = sum(weights.values())
    return sum(weight for item, weight in weights.items() if item in held) / total if total else 1.0
