"""How alike messages are, in words, sentence vector, intents and signs: the kernel of nlu/atom_model.py.

All but the words is told in a few hundred numbers, the axes along which the lessons differ most: what is left
out is a thirteenth of it, and comparing costs a third (docs/benchmarks.md).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sparse

DIMENSIONS = 256
FEW = 20
"""Messages up to which one by one is faster than as a matrix."""
_BLOCK = 250
"""Messages that are compared at a time while training: of more, malloc gives the memory back each time, and
fetches it anew."""
_COMMON = 200
"""Terms that are compared as dense columns while training: much of what messages share is of them."""


@dataclass(frozen=True)
class Shares:
    """Shares of the kernel's parts, and of what the same kind of question and the same question add."""

    words: float = 0.7
    sentence: float = 2.0
    intents: float = 0.5
    signs: float = 3.0
    anywhere: float = 3.0
    same_kind: float = 0.4
    same_pending: float = 1.5
    bias: float = 0.1
    degree: int = 2

    @property
    def whole(self) -> float:
        return self.words + self.sentence + self.intents + self.signs


@dataclass
class Seen:
    """Rows of messages, as they were observed."""

    words: sparse.csr_matrix
    sentence: np.ndarray
    intents: np.ndarray
    signs: np.ndarray
    pending: np.ndarray
    kinds: np.ndarray

    def side_by_side(self, shares: Shares) -> np.ndarray:
        """(messages, columns): whose products are how alike messages are in all but words."""
        parts = (
            (self.sentence, shares.sentence), (self.intents, shares.intents), (self.signs, shares.signs)
        )  # fmt: skip
        return np.hstack([part * np.float32(np.sqrt(weight / shares.whole)) for part, weight in parts])


@dataclass
class Compared:
    """Rows of messages, as they are compared: words already weighed are on the side with fewer rows."""

    words: sparse.csr_matrix
    along: np.ndarray
    pending: np.ndarray
    kinds: np.ndarray

    @cached_property
    def words_turned(self) -> sparse.csr_matrix:
        """Terms by messages: turned once, not for each message; of a loaded model it is no copy."""
        return self.words.T.tocsr()

    def at(self, rows: slice) -> Compared:
        return Compared(*(getattr(self, field.name)[rows] for field in fields(self)))


def axes(columns: np.ndarray) -> np.ndarray:
    """(columns, DIMENSIONS at most): those along which the rows differ most."""
    together = columns.T @ columns
    _, vectors = np.linalg.eigh(together.astype(np.float64))
    return np.ascontiguousarray(vectors[:, ::-1][:, :DIMENSIONS], np.float32)


def compared(seen: Seen, along: np.ndarray, shares: Shares) -> Compared:
    return Compared(seen.words, seen.side_by_side(shares) @ along, seen.pending, seen.kinds)


def kernel(one: Compared, other: Compared, shares: Shares) -> np.ndarray:
    """In place and row by row, for a block of it is larger than any cache."""
    alike = _in_words(one.words * np.float32(shares.words / shares.whole), other.words_turned)
    alike += one.along @ other.along.T
    louder: dict[tuple[int, int], np.ndarray] = {}
    for row, pending, sort in zip(alike, one.pending.tolist(), one.kinds.tolist(), strict=True):
        if shares.degree == 2:
            more = np.abs(row)
            more *= 0.7
            more += 1
            row *= more
        row += shares.bias
        if (pending, sort) not in louder:
            louder[pending, sort] = (
                shares.anywhere
                + shares.same_pending * (other.pending == pending)
                + shares.same_kind * (other.kinds == sort)
            ).astype(np.float32)
        row *= louder[pending, sort]
    return alike


def _in_words(words: sparse.csr_matrix, turned: sparse.csr_matrix) -> np.ndarray:
    """(rows of `words`, columns of `turned`): their product, of a few rows term by term."""
    if words.shape[0] > FEW:
        return (words @ turned).toarray()
    found = np.empty((words.shape[0], turned.shape[1]), np.float32)
    for row, first, after in zip(found, words.indptr, words.indptr[1:], strict=False):
        row[:] = turned[words.indices[first:after]].T @ words.data[first:after]
    return found


def among(rows: Compared, shares: Shares) -> np.ndarray:
    """The lower half of `kernel(rows, rows)`, all that solving reads; zeros above."""
    count = len(rows.pending)
    gram = np.zeros((count, count), np.float32)
    rows = _denser(rows, shares)

    def fill(first: int) -> None:
        after = min(first + _BLOCK, count)
        gram[first:after, :after] = kernel(rows.at(slice(first, after)), rows.at(slice(0, after)), shares)

    with ThreadPoolExecutor(2) as pool:  # what costs here lets go of the lock
        list(pool.map(fill, range(0, count, _BLOCK)))
    return gram


def _denser(rows: Compared, shares: Shares) -> Compared:
    """The same to `kernel`, with the commonest terms among the dense columns, where they cost a quarter."""
    order = np.argsort(-np.bincount(rows.words.indices, minlength=rows.words.shape[1]), kind="stable")
    weight = np.float32(np.sqrt(shares.words / shares.whole))
    common = rows.words[:, order[:_COMMON]].toarray() * weight
    rare = np.sort(order[_COMMON:])
    return replace(rows, words=rows.words[:, rare], along=np.hstack([rows.along, common]))
