"""How sure the reader is of a piece of evidence, and below which confidence it says so instead of answering."""

import math

from rag.evidence import Evidence
from rag.features import weighted

THRESHOLD = 0.5
# Logistic weights of `Features`; see docs/quality.md for what they were fitted on.
BIAS = -6.0
WEIGHTS = (2.0, 2.0, 1.0, 3.0, 0.0, 0.0, 0.0, 2.0, 1.0, 0.5, 0.5, 1.5, 1.0, -2.0, -1.0, 0.0)


def confidence(evidence: Evidence) -> float:
    """0..1; evidence that contradicts what the question names never passes the threshold."""
    features = evidence.features
    value = 1 / (1 + math.exp(-BIAS - weighted(features, WEIGHTS)))
    if contradicts(evidence):
        return min(value, THRESHOLD / 2)
    return value


def contradicts(evidence: Evidence) -> bool:
    """Whether the article never mentions a name, time, document or office of the question, or the asked kind is not there."""
    features = evidence.features
    return min(features.names, features.times, features.ids, features.offices) == 0 or features.lacks_short == 1
