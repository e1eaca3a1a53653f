"""The sentences that may hold the answer, best first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus import CAPITALS, Article, Chunk, Span
from index import Hit, Index
from rag.features import UNSAID, Features, measure, wanted, weighted, with_cosines, with_readings, with_short
from rag.quantities import Quantity, quantity
from rag.question import Question
from rag.reader import Found, Reading, Reads
from rag.same_time import OTHER_MONTH
from rag.short_answer import ShortAnswer
from rag.snippets import read_until_sure, snippets
from rag.spans import KINDS_WITH_SHORT_ANSWER, best_fitting
from rag.vectors import SentenceVectors, sentence_passage
from rag.wording import EXACT, NUMBER_WORDS, Kind

CHUNKS = 8  # chunks whose sentences are considered
EMBEDDED = 16  # sentences that are compared with the question as vectors
# Weights of `Features` for the order of sentences; see docs/quality.md for what they were fitted on.
ORDER_WEIGHTS = (
    0.89, 0.86, 0.33, 0.38, 0.94, 0.27, 1.29, 0.5, 0.14, 0.0,
    0.12, 0.39, 0.54, -0.85, -0.46, 0.13, 1.7, 2.4, -0.14,
)  # fmt: skip

# The same without the reader: which sentences it is to read.
PICK_WEIGHTS = (1.77, 1.88, 0.57, 0.89, 2.22, 0.45, 2.2, 0.84, 0.42, 0.01, 0.23, 0.57, 1.06, -1.71, -0.71, 0.34, 0.0, 0.0, -0.18)

VOICE = 0.6  # of a logit of the reader beside the rules' fit of a short answer
_QUOTES = '“”"«»'
LEAST = -10.0  # logits; below, and of what the reader cannot read, such as a part of a token, it says no and no more than that

# Where the rules find no short answer, the reader's span counts if it is this sure of it and the span has the kind's form.
SURE = 1.5
FORMS = {
    "number": re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)}|chục|trăm)\b", re.IGNORECASE),
    "person": re.compile(rf"[{CAPITALS}]\w* [{CAPITALS}]"),
    "quote": re.compile(r"\w"),
}

HEARD = 0.5  # of `Features.read`: below, fewer than half of such sentences hold the answer (training/unread.jsonl)
# Set by hand: what a sentence loses that names another place or month than the question, or a person of another office. The fit
# sees too few of them.
OTHER_PLACE = 2.5
OTHER_OFFICE = 3.0
OTHER_TIME = 1.5


@dataclass(frozen=True)
class Evidence:
    """One sentence of an article, what was measured of it for a kind of question, and the short answer in it."""

    article: Article
    span: Span
    features: Features
    score: float
    short: ShortAnswer | None
    kind: Kind

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article.text[self.span.start : self.span.end]

    @property
    def figure(self) -> Quantity | None:
        """The one number that it answers with; None where it tells several or none."""
        return quantity(self.short.text) if self.short and not self.short.beside else None

    @property
    def elsewhere(self) -> bool:
        """Whether a name, time, document or office asked about is nowhere in the article."""
        found = self.features
        return min(found.names, found.times, found.ids, found.offices) == 0

    @property
    def contradicts(self) -> bool:
        """Whether it is `elsewhere`, or what is asked for is not here.

        What is counted may stand here in words that no rule knows: the reader is believed that rather finds it.
        """
        found = self.features
        lacks = found.lacks_short == 1 and self.kind != "quote"
        answers_another = self.kind in EXACT and self.short is not None and self.short.other
        return self.elsewhere or answers_another or found.asked == 0 or ((lacks or found.asked <= UNSAID) and found.read < HEARD)


@dataclass(frozen=True)
class _Candidate:
    """Evidence in the making: its chunk, and the short answers that the rules find in it."""

    evidence: Evidence
    chunk: Chunk
    shorts: tuple[ShortAnswer, ...]


def find_evidence(
    index: Index, question: Question, hits: Sequence[Hit], vectors: SentenceVectors, reader: Reads
) -> list[Evidence]:
    """Evidence from the best chunks, best first; what contradicts the question stands behind all that does not."""
    weights = wanted(index, question)
    found = []
    for hit in hits[:CHUNKS]:
        article = index.articles[hit.chunk.article_id]
        for span in hit.chunk.sentences:
            features, shorts = measure(index, question, weights, article, span, hit)
            evidence = _scored(Evidence(article, span, features, 0.0, best_fitting(shorts), question.kind), PICK_WEIGHTS)
            found.append(_Candidate(evidence, hit.chunk, tuple(shorts)))
    best = sorted(found, key=lambda one: (one.evidence.elsewhere, -one.evidence.score))[:EMBEDDED]
    if not best:
        return []
    whole = with_cosines([one.evidence.features for one in best], _cosines(index, question, best, vectors))
    picked = sorted(zip(whole, best, strict=True), key=lambda pair: (pair[1].evidence.elsewhere, -_worth(pair[0], PICK_WEIGHTS)))
    whole, best = [features for features, _ in picked], [one for _, one in picked]
    read = [_read(question, one, reading) for one, reading in zip(best, _readings(index, question, best, reader), strict=True)]
    whole = with_readings(whole, [span.score if span else None for _, span in read])
    compared = [
        _scored(replace(one.evidence, features=with_short(features, short, one.evidence.kind), short=short), ORDER_WEIGHTS)
        for one, features, (short, _) in zip(best, whole, read, strict=True)
    ]
    return sorted(compared, key=lambda evidence: (evidence.contradicts, -evidence.score))


def _scored(evidence: Evidence, weights: Sequence[float]) -> Evidence:
    lost = OTHER_OFFICE if evidence.short and evidence.short.other else 0.0
    return replace(evidence, score=_worth(evidence.features, weights) - lost)


def _worth(features: Features, weights: Sequence[float]) -> float:
    lost = (OTHER_PLACE if features.names < 0.4 else 0.0) + (OTHER_TIME if features.times <= OTHER_MONTH else 0.0)
    return weighted(features, weights) - lost


def _cosines(index: Index, question: Question, items: Sequence[_Candidate], vectors: SentenceVectors) -> list[float]:
    asked = np.asarray(index.embedding.embed_query(question.full), np.float32)
    passages = [sentence_passage(item.evidence.article, item.evidence.span) for item in items]
    return [float(value) for value in vectors.of(passages) @ asked]


def _readings(index: Index, question: Question, items: Sequence[_Candidate], reader: Reads) -> list[tuple[Reading, int] | None]:
    """Of each sentence the reading of its piece and where it starts in what was read; None where it was not read."""
    best = [(item.evidence.article, item.chunk, item.evidence.span) for item in items]
    pieces = snippets(best, index.manifest["metadata"])
    read = read_until_sure(reader, question.full, pieces)
    placed: list[tuple[Reading, int] | None] = []
    for article, _, sentence in best:
        at = next((number for number, piece in enumerate(pieces[: len(read)]) if piece.holds(article, sentence)), None)
        placed.append(None if at is None else (read[at], pieces[at].place(sentence)))
    return placed


def _read(question: Question, item: _Candidate, placed: tuple[Reading, int] | None) -> tuple[ShortAnswer | None, Found | None]:
    """The short answer, with the reader's voice beside the rules', and the span that the reader finds best in the sentence."""
    if placed is None:
        return item.evidence.short, None
    reading, at = placed
    span = reading.best(at, at + len(item.evidence.text))
    if item.shorts:
        voiced = [(short.fit + VOICE * _score(reading.best(at + short.start, at + short.end)), short) for short in item.shorts]
        return max(voiced, key=lambda pair: pair[0])[1], span
    return _of_reader(question, item.evidence.text, at, span), span


def _of_reader(question: Question, sentence: str, at: int, span: Found | None) -> ShortAnswer | None:
    """The reader's span as the short answer, where the kind of question takes one and the rules find none."""
    form = FORMS.get(question.kind)
    ruled = question.kind in KINDS_WITH_SHORT_ANSWER
    if question.kind in {"list", "why_how"} or span is None or span.score < (SURE if ruled else 0.0):
        return None
    text = sentence[span.start - at : span.end - at].rstrip(" ,;:.")
    if sum(text.count(mark) for mark in _QUOTES) == 1:
        text = text.strip(_QUOTES)
    wrong_form = ruled and (form is None or not form.search(text) or any(character.isdigit() for character in text))
    if wrong_form or not text:  # a span may be punctuation alone
        return None
    return ShortAnswer(text, 0.0, sentence.find(text, span.start - at))


def _score(span: Found | None) -> float:
    return max(span.score, LEAST) if span else LEAST
