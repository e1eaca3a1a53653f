"""Nearest unit vectors by inner product: exact while that is fast, above that through an inverted file (IVF).

The rows of an inverted file are stored list after list, so that a list is a slice of the one array of vectors: nothing
is held twice, the array may be memory-mapped and shared between processes, and no library's own file format is read.
"""

from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
Rows = np.ndarray[Any, np.dtype[np.int64]]

# Measured with benchmarks/scale.py, see benchmarks/scale.md.
EXACT_BYTES = 150_000_000  # of vectors (97,000 of 384 dimensions): compared in about 15 ms on two cores
LIST_ROWS = 512  # rows a list when the centroids are made
READ_ROWS = 16_384  # rows compared for one question, at the least
GROWTH = 2  # centroids are kept until the corpus is this many times larger or smaller than the one they were made for
_TRAINING_ROWS = 64  # a centroid; faiss asks for 39 at least
_ROUNDS = 8  # of k-means
_BLOCK = 65_536  # rows handled at once
_SCATTERED = 4  # a slice is compared whole where at least one row of so many is allowed: gathering copies


@dataclass(frozen=True)
class Lists:
    """An inverted file: list i is the rows offsets[i]:offsets[i + 1], those nearest to centroids[i]."""

    centroids: Floats
    offsets: Rows


def arrange(vectors: Floats, centroids: Floats | None) -> tuple[Rows, Lists] | None:
    """The order in which to store these rows, and their lists; None where exact search is fast enough.

    `centroids` are used again unless the corpus has outgrown them.
    """
    if vectors.nbytes <= EXACT_BYTES:
        return None
    if centroids is None or not 1 / GROWTH <= len(vectors) / (LIST_ROWS * len(centroids)) <= GROWTH:
        centroids = _train(vectors)
    blocks = range(0, len(vectors), _BLOCK)
    nearest = [faiss.knn(vectors[i : i + _BLOCK], centroids, 1, metric=faiss.METRIC_INNER_PRODUCT)[1][:, 0] for i in blocks]
    lists = np.concatenate(nearest)
    sizes = np.bincount(lists, minlength=len(centroids))
    return np.argsort(lists, kind="stable"), Lists(centroids, np.concatenate([[0], np.cumsum(sizes)]))


def nearest(vectors: Floats, vector: Floats, k: int, rows: Rows | None, lists: Lists | None) -> tuple[Rows, Floats]:
    """Rows, best first, and inner products of the `k` nearest to `vector`; `rows` (ascending) limits them before ranking.

    With lists, those nearest to the vector are read until `READ_ROWS` allowed rows have been compared; fewer allowed
    rows than that are compared every one.
    """
    offsets = np.asarray([0, len(vectors)]) if lists is None else lists.offsets
    bounds = offsets if rows is None else np.searchsorted(rows, offsets)
    chosen = np.zeros(1, np.int64) if lists is None else _near(products(lists.centroids, vector), np.diff(bounds))
    found, scored = [], []
    for i in chosen:
        start, stop = int(offsets[i]), int(offsets[i + 1])
        allowed = np.arange(start, stop) if rows is None else rows[bounds[i] : bounds[i + 1]]
        found.append(allowed)
        scored.append(_of_allowed(vectors, vector, start, stop, allowed))
    compared, scores = np.concatenate(found), np.concatenate(scored)
    best = top(scores, k)
    return compared[best], scores[best]


def top(scores: Floats, k: int) -> Rows:
    """Positions of the `k` highest scores, highest first and equal ones in their order: a stable sort, cut off."""
    if k >= len(scores):
        return np.argsort(-scores, kind="stable")
    limit = np.partition(scores, len(scores) - k)[len(scores) - k]
    above = np.flatnonzero(scores > limit)
    chosen = np.sort(np.concatenate([above, np.flatnonzero(scores == limit)[: k - len(above)]]))
    return chosen[np.argsort(-scores[chosen], kind="stable")]


def _near(closeness: Floats, sizes: Rows) -> Rows:
    """The lists to read, ascending, so that memory is read forward."""
    order = np.argsort(-closeness, kind="stable")
    enough = int(np.searchsorted(np.cumsum(sizes[order]), READ_ROWS)) + 1
    return np.sort(order[:enough])


def products(vectors: Floats, vector: Floats) -> Floats:
    """Inner product of each row with the vector, on one core.

    Memory is what it waits for, so several gain nothing, and BLAS's threads wait for each other when a core is busy.
    """
    found: Floats = np.vecdot(vectors, vector)
    return found


def _of_allowed(vectors: Floats, vector: Floats, start: int, stop: int, allowed: Rows) -> Floats:
    if len(allowed) * _SCATTERED < stop - start:
        return products(vectors[allowed], vector)
    whole = products(vectors[start:stop], vector)
    return whole if len(allowed) == stop - start else whole[allowed - start]


def _train(vectors: Floats) -> Floats:
    """Centroids by k-means on the unit sphere, from a fixed seed."""
    count = max(len(vectors) // LIST_ROWS, 1)
    means = faiss.Kmeans(
        vectors.shape[1], count, niter=_ROUNDS, spherical=True, seed=1, max_points_per_centroid=_TRAINING_ROWS, verbose=False
    )
    means.train(vectors)
    return np.asarray(means.centroids, np.float32)
