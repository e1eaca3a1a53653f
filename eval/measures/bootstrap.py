"""What chance explains: percentile bootstrap intervals over questions (Efron and Tibshirani 1993, chapter 13) and a paired
randomisation test; seeded, vectorised.

Limits of the percentile method: a metric that is the same for every question (all right) has an interval of no width, and
under about 20 questions intervals are too narrow.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import permutation_test, rankdata

RESAMPLES = 2000
PERMUTATIONS = 9999
SEED = 20221123
_BLOCK_CELLS = 2_000_000  # numbers held at a time

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Interval = tuple[float, float]


def ratio_interval(numerators: Sequence[float], denominators: Sequence[float]) -> Interval:
    """95 % interval of sum(numerators) / sum(denominators); questions are resampled, each with both its parts."""
    above, below = np.asarray(numerators, dtype=np.float64), np.asarray(denominators, dtype=np.float64)
    return rows_interval(lambda rows: above[rows].sum(axis=1) / below[rows].sum(axis=1), len(above))


def mean_interval(values: Sequence[float]) -> Interval:
    """95 % interval of the mean; of paired differences when given new - old per question."""
    return ratio_interval(values, np.ones(len(values)).tolist())


def percentile_interval(values: Sequence[float], percent: float) -> Interval:
    """95 % interval of a percentile."""
    all_values = np.asarray(values, dtype=np.float64)
    return rows_interval(lambda rows: np.percentile(all_values[rows], percent, axis=1), len(all_values))


def sign_flip_p(differences: Sequence[float]) -> float:
    """Two-sided p-value of paired differences: how often random signs give a mean as far from zero (Fisher 1935; Noreen 1989).

    Exact up to 13 questions that differ, else 9,999 random flips, seeded. Equal pairs change nothing and are left out.
    """
    moved = np.asarray([one for one in differences if one], np.float64)
    if len(moved) < 2:  # one alone is as far from zero with either sign
        return 1.0
    found = permutation_test(
        (moved,),
        lambda values, axis: values.sum(axis=axis),
        permutation_type="samples",
        n_resamples=PERMUTATIONS,
        batch=max(1, _BLOCK_CELLS // len(moved)),
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue)


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Probability that a random positive scores above a random negative, ties counting half.

    AUROC = (R - n(n+1)/2) / (n m): R is the sum of the mid-ranks of the n positives among all n + m scores
    (Mann and Whitney 1947; Hanley and McNeil 1982).
    """
    pair = (np.asarray([positives], dtype=np.float64), np.asarray([negatives], dtype=np.float64))
    return float(_auroc_rows(*pair)[0])


def auroc_interval(positives: Sequence[float], negatives: Sequence[float]) -> Interval:
    """95 % interval of the AUROC, both groups resampled."""
    above, below = np.asarray(positives, dtype=np.float64), np.asarray(negatives, dtype=np.float64)
    size = len(above) + len(below)
    pairs = zip(_draws(len(above), size, SEED), _draws(len(below), size, SEED + 1), strict=True)
    return _quantiles([_auroc_rows(above[rows], below[others]) for rows, others in pairs])


def _auroc_rows(positives: Floats, negatives: Floats) -> Floats:
    count, other = positives.shape[1], negatives.shape[1]
    ranks: Floats = rankdata(np.concatenate([positives, negatives], axis=1), axis=1)
    result: Floats = (ranks[:, :count].sum(axis=1) - count * (count + 1) / 2) / (count * other)
    return result


def rows_interval(statistic: Callable[[Rows], Floats], size: int) -> Interval:
    """95 % interval of a statistic of resampled row numbers, shape (resamples, size) -> (resamples,).

    Resamples for which it is not defined (NaN) are left out.
    """
    blocks = [statistic(rows) for rows in _draws(size, size, SEED)]
    return _quantiles([block[np.isfinite(block)] for block in blocks])


def _draws(size: int, width: int, seed: int) -> Iterator[Rows]:
    """Row numbers drawn with replacement: RESAMPLES rows of `size`, in blocks that fit in memory."""
    generator = np.random.default_rng(seed)
    block = max(1, _BLOCK_CELLS // width)
    for start in range(0, RESAMPLES, block):
        yield generator.integers(0, size, size=(min(block, RESAMPLES - start), size))


def _quantiles(blocks: list[Floats]) -> Interval:
    low, high = np.quantile(np.concatenate(blocks), [0.025, 0.975])
    return float(low), float(high)
