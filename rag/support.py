"""Whether a passage supports a claim: its facts stand there, in the same roles, with the same bounds and the same yes or no."""

import math
from dataclasses import astuple, dataclass

import numpy as np

from rag.contradictions import contradictions
from rag.measures import measured
from rag.sources import Reading, Source, read
from rag.vectors import SentenceVectors
from rag.verifier import Verifies

# What of these was fitted on what stands in docs/quality.md.
SURE = 3.0  # logits of the verifier from which on it tells more: claims that it misjudges seldom reach it
LEAST_COSINE = 0.88  # to the nearest sentence; true sentences of the development half lie above
THRESHOLD = 0.83
BIAS = 1.59
WEIGHTS = (-3.4, -4.07, -4.22, -0.06, -1.17, -3.89, -1.88, -1.11, 0.38, 1.12)


@dataclass(frozen=True)
class Support:
    """Which sentence of a passage supports a claim best, and how surely the passage does (0..1)."""

    sentence: int
    score: float


def support(claim: str, source: Source, vectors: SentenceVectors, verifier: Verifies) -> Support | None:
    """The supporting sentence, or None where the passage does not support the claim."""
    sure = certainty(claim, source, verifier)
    if sure < THRESHOLD:
        return None
    rows = vectors.of([claim, *source.texts])
    cosines = rows[1:] @ rows[0]
    best = int(np.argmax(cosines))
    return Support(best, round(sure, 4)) if cosines[best] >= LEAST_COSINE else None


def certainty(claim: str, source: Source, verifier: Verifies) -> float:
    """How surely the passage supports the claim: 0 where it contradicts it, else logistic."""
    reading = read(claim, source.lexicon)
    if not source.texts or next(contradictions(reading, source), None):
        return 0.0
    value = sum(weight * measure for weight, measure in zip(WEIGHTS, weighed(claim, reading, source, verifier), strict=True))
    return 1 / (1 + math.exp(-BIAS - value))


def weighed(claim: str, reading: Reading, source: Source, verifier: Verifies) -> tuple[float, ...]:
    """What the weights are for: the measures of a claim, the verifier's logit, and how far that is above `SURE`."""
    return (*astuple(measured(reading, source)), *voiced(verifier.support(claim, source.opening, source.texts)))


def voiced(logit: float) -> tuple[float, float]:
    """The verifier's logit as it is weighed."""
    return logit, max(0.0, logit - SURE)
