"""How sure the reader is of a piece of evidence, and below which confidence it says so instead of answering."""

import math

from rag.evidence import Evidence
from rag.features import weighted

THRESHOLD = 0.5
# Logistic weights of `Features`; see docs/quality.md for what they were fitted on.
BIAS = -10.76
WEIGHTS = (1.44, 0.0, 0.2, 1.7, 0.9, 1.83, 0.5, 2.29, 1.81, 0.85, 2.02, 1.17, 0.48, -0.84, 0.0, 0.08)


def confidence(evidence: Evidence) -> float:
    """0..1; evidence that contradicts what the question names never passes the threshold."""
    features = evidence.features
    value = 1 / (1 + math.exp(-BIAS - weighted(features, WEIGHTS)))
    if evidence.contradicts:
        return min(value, THRESHOLD / 2)
    return value
