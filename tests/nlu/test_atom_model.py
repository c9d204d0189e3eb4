"""How messages are compared while training is how they are compared later."""

import numpy as np
import pytest
import scipy.sparse as sparse

from nlu import atom_model
from nlu.atom_model import Options, Seen


def seen(count: int, seed: int) -> Seen:
    """Made-up messages: few words are in many of them."""
    draw = np.random.default_rng(seed)
    words = (draw.random((count, 40)) < np.linspace(0.5, 0.02, 40)) * draw.random((count, 40))
    vectors = [draw.standard_normal((count, size)).astype(np.float32) / 4 for size in (6, 3, 5)]
    pending = draw.integers(0, 3, count)
    return Seen(sparse.csr_matrix(words, dtype=np.float32), *vectors, pending, pending % 2)


def test_the_commonest_words_as_dense_columns_compare_as_before(monkeypatch) -> None:
    lessons = seen(90, 3)
    expected = np.tril(atom_model.kernel(lessons, lessons, Options()))
    monkeypatch.setattr(atom_model, "_COMMON", 10)
    monkeypatch.setattr(atom_model, "_BLOCK", 32)
    assert np.tril(atom_model._lower(lessons, Options())) == pytest.approx(expected, abs=1e-4)
