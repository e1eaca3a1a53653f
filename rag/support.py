"""Whether a passage supports a claim: its facts stand there, in the same roles, with the same bounds and the same yes or no."""

import math
from dataclasses import astuple, dataclass

import numpy as np

from corpus import Span
from index import Lexicon
from rag.contradictions import contradictions
from rag.measures import Measures, measured
from rag.passage import Passage
from rag.sources import Source, read
from rag.vectors import SentenceVectors

THRESHOLD = 0.76
# Logistic weights of `Measures`; see docs/quality.md for what they were fitted on.
BIAS = 1.36
WEIGHTS = (-3.99, -2.85, -0.74, -3.41, -2.13, -3.39, 0.0, -0.48, -0.8, 0.0, -0.98, -1.44, -1.7, -2.01, -1.48, -2.63, -0.22, -1.31)


@dataclass(frozen=True)
class Support:
    """The sentence of an article that supports a claim best, and how surely the claim is supported (0..1)."""

    span: Span
    score: float


def support(claim: str, passage: Passage, vectors: SentenceVectors, lexicon: Lexicon) -> Support | None:
    """The supporting sentence, or None where the passage does not support the claim."""
    sentences = [passage.sentence(span) for span in passage.sentences]
    dated = passage.article.dated
    source = Source(passage.head, sentences, dated.year if dated else None, lexicon)
    reading = read(claim, lexicon)
    if not sentences or next(contradictions(reading, source), None):
        return None
    rows = vectors.of([claim, *sentences])
    cosines = rows[1:] @ rows[0]
    best = int(np.argmax(cosines))
    sure = certainty(measured(reading, source, float(cosines[best])))
    return Support(passage.sentences[best], round(sure, 4)) if sure >= THRESHOLD else None


def certainty(measures: Measures) -> float:
    """0..1, logistic."""
    return 1 / (1 + math.exp(-BIAS - sum(weight * value for weight, value in zip(WEIGHTS, astuple(measures), strict=True))))
