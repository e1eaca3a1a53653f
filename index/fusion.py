"""How the scores of a search's candidates become one order.

First a weighted sum of cosine and BM25, each standardised over the candidates; then, for the best of them, a weighted sum
of that and the late interaction score. Standard scores, since min-max scaling hangs on one outlier at either end.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from index.late import Floats

DENSE_WEIGHT, LEXICAL_WEIGHT = 0.6, 0.4
LATE_WEIGHT = 0.7  # beside 1 for the first stage; the three were chosen on Nanibot and Zalo, see docs/quality.md
RERANKED = 30  # candidates that are read token by token


def first_stage(cosine: Floats, bm25: Floats) -> Floats:
    """One score a candidate."""
    found: Floats = DENSE_WEIGHT * _standardised(cosine) + LEXICAL_WEIGHT * _standardised(bm25)
    return found


def reranked(fused: Floats, late: Floats) -> Floats:
    """One score for each of the best candidates."""
    found: Floats = _standardised(fused) + LATE_WEIGHT * _standardised(late)
    return found


@dataclass(frozen=True)
class Fusion:
    """How an index orders its candidates. `first` gives one score a candidate from its cosine and its BM25; `late` tells
    whether the best of them are then read token by token."""

    first: Callable[[Floats, Floats], Floats] = first_stage
    late: bool = True


def to_unit_range(values: Floats) -> Floats:
    """Scaled so that the least becomes 0 and the greatest 1; all 0 where they are equal."""
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high > low else np.zeros_like(values)


def _standardised(values: Floats) -> Floats:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
