"""What is seen several times is learnt as one, and the commonest words apart: neither changes a score."""

import numpy as np
import pytest
import scipy.sparse as sparse

from nlu import atom_model
from nlu.atom_model import AtomModel, Options, Seen


def seen(count: int, seed: int) -> Seen:
    """Made-up messages: few words are in many of them."""
    draw = np.random.default_rng(seed)
    words = (draw.random((count, 40)) < np.linspace(0.5, 0.02, 40)) * draw.random((count, 40))
    vectors = [draw.standard_normal((count, size)).astype(np.float32) / 4 for size in (6, 3, 5)]
    pending = draw.integers(0, 3, count)
    return Seen(sparse.csr_matrix(words, dtype=np.float32), *vectors, pending, pending % 2)


def labels(count: int) -> list[tuple[frozenset[str], frozenset[str]]]:
    draw = np.random.default_rng(7)
    return [(frozenset(draw.choice(["affirm", "deny", "stop"], 1)), frozenset()) for _ in range(count)]


def test_messages_that_are_seen_alike_are_one_row_and_the_scores_are_the_same(monkeypatch) -> None:
    """Also where they were told apart: of two that say different things the mean is learnt."""
    lessons = seen(60, 1).at(np.r_[0:60, 0:20, 0:5])
    said = labels(85)
    merged = AtomModel.fit(lessons, ["none"] * 85, said)
    monkeypatch.setattr(atom_model, "_distinct", lambda _: (np.arange(85), np.arange(85), np.ones(85)))
    apart = AtomModel.fit(lessons, ["none"] * 85, said)
    asked = seen(30, 2)
    assert len(merged._seen.pending) == 60
    assert merged.scores(asked) == pytest.approx(apart.scores(asked), abs=2e-3)


def test_the_commonest_words_as_dense_columns_compare_as_before(monkeypatch) -> None:
    lessons = seen(90, 3)
    expected = np.tril(atom_model.kernel(lessons, lessons, Options()))
    monkeypatch.setattr(atom_model, "_COMMON", 10)
    monkeypatch.setattr(atom_model, "_BLOCK", 32)
    assert np.tril(atom_model._lower(lessons, Options())) == pytest.approx(expected, abs=1e-4)
