"""How sure the reader is of a piece of evidence, and below which confidence it says so instead of answering."""

import math

from rag.evidence import Evidence
from rag.features import weighted

THRESHOLD = 0.2
# Logistic weights of `Features`; see docs/quality.md for what they were fitted on.
BIAS = -15.84
WEIGHTS = (1.99, 0.0, 0.0, 3.02, 0.13, 2.68, 1.9, 1.58, 1.94, 0.85, 2.71, 0.83, 0.09, -1.53, 0.0, 0.6, 2.59, 0.94, -0.98)


def confidence(evidence: Evidence) -> float:
    """0..1; evidence that contradicts what the question names never passes the threshold."""
    features = evidence.features
    value = 1 / (1 + math.exp(-BIAS - weighted(features, WEIGHTS)))
    if evidence.contradicts:
        return min(value, THRESHOLD / 2)
    return value
