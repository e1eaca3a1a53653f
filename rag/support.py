"""Whether a passage supports a claim: its facts stand there, in the same roles, with the same bounds and the same yes or no."""

import math
from dataclasses import astuple, dataclass

import numpy as np

from rag.contradictions import contradictions
from rag.measures import measured
from rag.sources import Source, read
from rag.vectors import SentenceVectors

# What of these was fitted on what stands in docs/quality.md.
LEAST_COSINE = 0.88  # to the nearest sentence; true sentences of the development half lie above
THRESHOLD = 0.96
BIAS = 4.56
WEIGHTS = (-3.78, -4.44, -5.58, -0.44, -1.09, -5.42, -2.2, -3.26, -2.15)


@dataclass(frozen=True)
class Support:
    """Which sentence of a passage supports a claim best, and how surely the passage does (0..1)."""

    sentence: int
    score: float


def support(claim: str, source: Source, vectors: SentenceVectors) -> Support | None:
    """The supporting sentence, or None where the passage does not support the claim."""
    sure = certainty(claim, source)
    if sure < THRESHOLD:
        return None
    rows = vectors.of([claim, *source.texts])
    cosines = rows[1:] @ rows[0]
    best = int(np.argmax(cosines))
    return Support(best, round(sure, 4)) if cosines[best] >= LEAST_COSINE else None


def certainty(claim: str, source: Source) -> float:
    """How surely the passage supports the claim, by its words alone: 0 where it contradicts it, else logistic."""
    reading = read(claim, source.lexicon)
    if not source.texts or next(contradictions(reading, source), None):
        return 0.0
    value = sum(weight * measure for weight, measure in zip(WEIGHTS, astuple(measured(reading, source)), strict=True))
    return 1 / (1 + math.exp(-BIAS - value))
