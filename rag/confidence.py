"""How sure the reader is of a piece of evidence, and below which confidence it says so instead of answering."""

import math

from rag.evidence import Evidence
from rag.features import weighted

THRESHOLD = 0.28
# Logistic weights of `Features`; see docs/quality.md for what they were fitted on.
BIAS = -19.6
WEIGHTS = (2.28, 0.0, 0.0, 3.08, 0.59, 3.59, 1.67, 1.48, 2.44, 1.81, 3.96, 1.89, 0.3, -1.75, 0.0, -0.27, 2.83, 0.97, -0.63)


def confidence(evidence: Evidence) -> float:
    """0..1; evidence that contradicts what the question names never passes the threshold."""
    features = evidence.features
    value = 1 / (1 + math.exp(-BIAS - weighted(features, WEIGHTS)))
    if evidence.contradicts:
        return min(value, THRESHOLD / 2)
    return value
