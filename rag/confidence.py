"""How sure the reader is of a piece of evidence, and below which confidence it says so instead of answering."""

import math

from rag.evidence import Evidence
from rag.features import weighted

THRESHOLD = 0.32
# Logistic weights of `Features`; see docs/quality.md for what they were fitted on.
BIAS = -10.77
WEIGHTS = (1.74, 0.0, 0.64, 1.74, 0.69, 1.9, 0.51, 2.27, 1.69, 0.88, 1.86, 0.44, 0.4, -0.72, 0.0, 0.34)


def confidence(evidence: Evidence) -> float:
    """0..1; evidence that contradicts what the question names never passes the threshold."""
    features = evidence.features
    value = 1 / (1 + math.exp(-BIAS - weighted(features, WEIGHTS)))
    if evidence.contradicts:
        return min(value, THRESHOLD / 2)
    return value

