"""Kernel ridge regression over more rows than are factorised in a minute: conjugate gradients, led by what is
soon solved exactly, which is a few landmarks spread over all rows, and groups of rows near one another.
"""

from __future__ import annotations

import numpy as np
import scipy.linalg
from scipy.linalg.blas import ssymm

GROUP = 1500
"""Rows that are solved together: as many, and all is solved exactly."""
LANDMARKS = 1000
STEPS = 8
"""Measured in docs/benchmarks.md: what is read changes little with more of them."""
_JITTER = 1e-3
"""Of landmarks alike, so that they can be factorised."""
_TINY = 1e-30


def solve(gram: np.ndarray, ridge: float, targets: np.ndarray, near: np.ndarray) -> np.ndarray:
    """(rows, targets) weights, about (gram + ridge)^-1 targets. gram: its lower half is read, and changed.
    near: (rows, dimensions), by which rows are grouped.
    """
    if len(gram) <= GROUP:
        return _exactly(gram, ridge, targets)
    roughly = _Roughly(gram, ridge, near)
    gram[np.diag_indices_from(gram)] += ridge
    weights = roughly.solved(targets)
    left = targets - _product(gram, weights)
    nearer = roughly.solved(left)
    way, size = nearer, _dots(left, nearer)
    for _ in range(STEPS):
        seen = _product(gram, way)
        step = size / (_dots(way, seen) + _TINY)
        weights = weights + way * step
        left = left - seen * step
        nearer = roughly.solved(left)
        before, size = size, _dots(left, nearer)
        way = nearer + way * (size / (before + _TINY))
    return weights


class _Roughly:
    """What the landmarks say of all rows, and of the rest what rows of one group say of one another."""

    def __init__(self, gram: np.ndarray, ridge: float, near: np.ndarray) -> None:
        count = len(gram)
        marks = np.unique(np.linspace(0, count - 1, min(LANDMARKS, count // 2)).astype(int))
        across = np.where(np.arange(count) <= marks[:, np.newaxis], gram[marks], gram[:, marks].T)
        among = across[:, marks] + np.float32(_JITTER) * np.eye(len(marks), dtype=np.float32)
        factor = scipy.linalg.cholesky(among, lower=True, overwrite_a=True, check_finite=False)
        self._across = scipy.linalg.solve_triangular(factor, across, lower=True, check_finite=False)
        self._groups = [(rows, self._rest(gram, ridge, rows)) for rows in grouped(near)]
        self._spread = self._in_groups(np.ascontiguousarray(self._across.T))
        inner = self._across @ self._spread
        inner[np.diag_indices_from(inner)] += 1
        self._inner = scipy.linalg.cho_factor(inner, overwrite_a=True, check_finite=False)

    def solved(self, wanted: np.ndarray) -> np.ndarray:
        alone = self._in_groups(wanted)
        told = scipy.linalg.cho_solve(self._inner, self._across @ alone, check_finite=False)
        return alone - self._spread @ told

    def _rest(self, gram: np.ndarray, ridge: float, rows: np.ndarray) -> tuple[np.ndarray, bool]:
        rest = gram[np.ix_(rows, rows)] - self._across[:, rows].T @ self._across[:, rows]
        rest[np.diag_indices_from(rest)] += ridge + _JITTER
        factor: tuple[np.ndarray, bool] = scipy.linalg.cho_factor(
            rest, lower=True, overwrite_a=True, check_finite=False
        )
        return factor

    def _in_groups(self, wanted: np.ndarray) -> np.ndarray:
        found = np.empty_like(wanted)
        for rows, factor in self._groups:
            found[rows] = scipy.linalg.cho_solve(factor, wanted[rows], check_finite=False)
        return found


def grouped(near: np.ndarray) -> list[np.ndarray]:
    """Row numbers, in order within each group: halved along what rows differ in most, until they are few."""
    waiting, found = [np.arange(len(near))], []
    while waiting:
        rows = waiting.pop()
        if len(rows) <= GROUP:
            found.append(np.sort(rows))
            continue
        order = rows[np.argsort(_along(near[rows]), kind="stable")]
        waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    return found


def _along(vectors: np.ndarray) -> np.ndarray:
    """Each row's place on about the first principal axis."""
    centred = vectors - vectors.mean(axis=0)
    axis = centred[np.argmax(np.linalg.norm(centred, axis=1))]
    for _ in range(8):
        axis = centred.T @ (centred @ axis)
        axis = axis / max(float(np.linalg.norm(axis)), _TINY)
    return centred @ axis


def _exactly(gram: np.ndarray, ridge: float, targets: np.ndarray) -> np.ndarray:
    gram[np.diag_indices_from(gram)] += ridge
    factor = scipy.linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    weights: np.ndarray = scipy.linalg.cho_solve(factor, targets, check_finite=False)
    return weights


def _product(gram: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Turned, it lies as BLAS wants it: else it is copied, and it is by far the largest thing here."""
    found: np.ndarray = ssymm(1.0, gram.T, np.asfortranarray(columns), lower=False)
    return found


def _dots(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.einsum("ij,ij->j", one, other)
    return found
