"""How messages are compared while training is how they are compared later."""

import numpy as np
import pytest
import scipy.sparse as sparse

from nlu import alike
from nlu.alike import Seen, Shares


def seen(count: int, seed: int) -> Seen:
    """Made-up messages: few words are in many of them."""
    draw = np.random.default_rng(seed)
    words = (draw.random((count, 40)) < np.linspace(0.5, 0.02, 40)) * draw.random((count, 40))
    vectors = [draw.standard_normal((count, size)).astype(np.float32) / 4 for size in (6, 3, 5)]
    pending = draw.integers(0, 3, count)
    return Seen(sparse.csr_matrix(words, dtype=np.float32), *vectors, pending, pending % 2)


def rows(count: int, seed: int, shares: Shares) -> alike.Compared:
    lessons = seen(count, seed)
    return alike.compared(lessons, alike.axes(lessons.side_by_side(shares)), shares)


def test_the_commonest_words_as_dense_columns_compare_as_before(monkeypatch) -> None:
    lessons = rows(90, 3, Shares())
    expected = np.tril(alike.kernel(lessons, lessons, Shares()))
    monkeypatch.setattr(alike, "_COMMON", 10)
    monkeypatch.setattr(alike, "_BLOCK", 32)
    assert np.tril(alike.among(lessons, Shares())) == pytest.approx(expected, abs=1e-4)


def test_as_many_axes_as_columns_compare_as_the_columns_do() -> None:
    shares = Shares()
    lessons = seen(30, 5)
    columns = lessons.side_by_side(shares)
    along = columns @ alike.axes(columns)
    assert along @ along.T == pytest.approx(columns @ columns.T, abs=1e-5)


def test_fewer_axes_keep_what_the_rows_differ_in_most(monkeypatch) -> None:
    monkeypatch.setattr(alike, "DIMENSIONS", 2)
    draw = np.random.default_rng(1)
    rows = draw.standard_normal((50, 6)).astype(np.float32) * np.array([9, 8, 0.1, 0.1, 0.1, 0.1], np.float32)
    along = rows @ alike.axes(rows)
    assert along.shape == (50, 2)
    assert along @ along.T == pytest.approx(rows @ rows.T, abs=2)
