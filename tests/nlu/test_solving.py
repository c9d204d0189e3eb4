"""Weights that are found in steps are those that solving exactly gives."""

import numpy as np
import pytest

from nlu import solving

RIDGE = 0.06


@pytest.fixture
def lessons() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(vectors, their kernel, targets) of made-up messages, some of them twice."""
    draw = np.random.default_rng(7)
    vectors = draw.standard_normal((400, 80)).astype(np.float32)
    vectors[:40] = vectors[40:80]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = vectors @ vectors.T
    targets = (vectors[:, :5] > 0.1).astype(np.float32)
    return vectors, (3 + alike) * (1 + alike) ** 2, targets


def lower(kernel: np.ndarray) -> np.ndarray:
    """Nothing else of it may be read."""
    half = np.tril(kernel).astype(np.float32)
    half[np.triu_indices_from(half, 1)] = np.nan
    return half


def test_few_rows_are_solved_exactly(lessons) -> None:
    vectors, kernel, targets = lessons
    weights = solving.solve(lower(kernel), RIDGE, targets, vectors)
    assert (kernel + RIDGE * np.eye(len(kernel))) @ weights == pytest.approx(targets, abs=1e-3)


@pytest.mark.parametrize("without_vectors", [False, True])
def test_in_steps_comes_to_what_solving_exactly_gives(lessons, monkeypatch, without_vectors) -> None:
    vectors, kernel, targets = lessons
    exactly = solving.solve(lower(kernel), RIDGE, targets, vectors)
    monkeypatch.setattr(solving, "GROUP", 60)
    monkeypatch.setattr(solving, "LANDMARKS", 50)
    near = np.zeros((len(vectors), 1), np.float32) if without_vectors else vectors
    in_steps = solving.solve(lower(kernel), RIDGE, targets, near)
    assert kernel @ in_steps == pytest.approx(kernel @ exactly, abs=0.02)


def test_every_row_is_in_one_group_and_near_the_others_of_it(monkeypatch) -> None:
    monkeypatch.setattr(solving, "GROUP", 60)
    draw = np.random.default_rng(3)
    sides = draw.permutation(np.repeat([-1, 1], 50))
    vectors = (sides[:, None] * 5 + draw.standard_normal((100, 4))).astype(np.float32)
    groups = solving.grouped(vectors)
    assert sorted(np.concatenate(groups).tolist()) == list(range(100))
    assert [len({int(side) for side in sides[rows]}) for rows in groups] == [1, 1]
