"""`python -m ticket_store.search.learning`: learns which short answer a line asks for, for
search/short_answers.py, which tells it on its input what from, and where to.

One linear machine an answer, many fitted side by side: squared hinge loss, as in scikit-learn's LinearSVC,
which fits one after another and takes ten times as long.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

from ground import arrays_file
from ticket_store.search.short_answers import SENSE, words_of
from ticket_store.search.vectors import kept_vectors

SOFTNESS = 0.3  # C of a support vector machine
STEPS = 40
SEEN = 2  # lines that a word is in
AT_A_TIME = 32  # answers
LINES = "short-lines.bin"


def learn(heads: Sequence[Sequence[str]], others: Sequence[str]) -> tuple[dict[str, np.ndarray], list[str]]:
    """(arrays of short_answers.Learnt, its words in the order of their rows). heads: each answer's lines."""
    lines = [line for head in heads for line in head] + list(others)
    said = [words_of(line) for line in lines]
    count = Counter(word for words in said for word in words)
    known = [word for word, held in count.items() if held >= SEEN]
    rarity = np.log(1 + len(lines) / (1 + np.array([count[word] for word in known]))).astype(np.float32)
    words = _rows(said, {word: row for row, word in enumerate(known)}, rarity)
    sense = kept_vectors([line.lower() for line in lines], LINES)
    centre = sense.mean(axis=0)
    sense = sense - centre
    sense *= SENSE / np.maximum(np.linalg.norm(sense, axis=1, keepdims=True), 1e-9)
    wanted = np.full((len(lines), len(heads)), -1, np.float32)
    owners = [column for column, head in enumerate(heads) for _ in head]
    wanted[range(len(owners)), owners] = 1
    by_word, by_sense, level = _fitted(words, sense, wanted)
    arrays = {"rarity": rarity, "by_word": by_word, "by_sense": by_sense, "level": level, "centre": centre}
    return arrays, known


def _rows(said: Sequence[Sequence[str]], place: dict[str, int], rarity: np.ndarray) -> sparse.csr_matrix:
    """(lines, words), each row of length one."""
    columns = [[place[word] for word in words if word in place] for words in said]
    ends = np.cumsum([0, *map(len, columns)])
    weights = [rarity[row] / max(float(np.linalg.norm(rarity[row])), 1e-9) for row in columns if row]
    values = np.concatenate(weights) if weights else np.zeros(0, np.float32)
    flat = [column for row in columns for column in row]
    return sparse.csr_matrix((values.astype(np.float32), flat, ends), shape=(len(said), len(place)))


def _fitted(words: Any, sense: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The weights of words and sense, and the level, of each answer: some at a time, for memory's sake."""
    parts = [
        _some(words, sense, wanted[:, at : at + AT_A_TIME]) for at in range(0, wanted.shape[1], AT_A_TIME)
    ]
    weights, terms = np.hstack(parts), words.shape[1]
    return weights[:terms], weights[terms:-1], weights[-1]


def _some(words: Any, sense: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    turned, terms = words.T.tocsr(), words.shape[1]
    shape = (terms + sense.shape[1] + 1, wanted.shape[1])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape).astype(np.float32)
        figures = words @ weights[:terms] + sense @ weights[terms:-1] + weights[-1]
        short = np.maximum(1 - wanted * figures, 0)  # of what it should be
        total = SOFTNESS * float(np.vdot(short, short)) + float(np.vdot(weights, weights)) / 2
        slope = -2 * SOFTNESS * wanted * short
        slopes = np.vstack([turned @ slope, sense.T @ slope, slope.sum(axis=0, keepdims=True)]) + weights
        return total, slopes.ravel().astype(np.float64)

    options = {"maxiter": STEPS, "maxcor": 4}
    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options)
    weights: np.ndarray = found.x.reshape(shape).astype(np.float32)
    return weights


def main() -> None:
    os.nice(10)  # whoever asks something goes first
    given = json.load(sys.stdin)
    arrays, words = learn(given["heads"], given["others"])
    file = Path(given["file"])
    if file.parent.is_dir():  # else whoever began this is gone
        arrays_file.write(file, arrays, {"words": words})


if __name__ == "__main__":
    main()
