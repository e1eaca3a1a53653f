"""How sure the reader is of a piece of evidence, and below which confidence it says so instead of answering."""

import math

from rag.evidence import Evidence
from rag.features import weighted

THRESHOLD = 0.35
# Logistic weights of `Features`; see docs/quality.md for what they were fitted on.
BIAS = -18.84
WEIGHTS = (0.91, 0.0, 0.15, 2.69, 1.03, 4.68, 0.93, 1.91, 3.04, 2.0, 3.09, 1.47, 1.34, -0.38, 0.0, 0.86, 2.59, 0.2)


def confidence(evidence: Evidence) -> float:
    """0..1; evidence that contradicts what the question names never passes the threshold."""
    features = evidence.features
    value = 1 / (1 + math.exp(-BIAS - weighted(features, WEIGHTS)))
    if evidence.contradicts:
        return min(value, THRESHOLD / 2)
    return value
