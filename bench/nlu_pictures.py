"""The confusion matrix and the histogram of confidence, as pictures for docs/nlu.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

FIXED: dict[str, Any] = {"metadata": {"Software": None}, "dpi": 80}  # the same figures give the same file


def confusion_matrix(part: dict[str, Any], path: Path) -> None:
    """Rows: what was meant. Columns: what was understood. Share of the row."""
    names = sorted(set(part["truth"]) | set(part["predicted"]))
    place = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for meant, understood in zip(part["truth"], part["predicted"], strict=True):
        counts[place[meant], place[understood]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(14, 13), layout="constrained")
    axes.imshow(np.sqrt(shares), cmap="Blues")
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("understood")
    axes.set_ylabel("meant")
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 0.4 else "black"
        count = str(int(counts[row, column]))
        axes.text(column, row, count, ha="center", va="center", fontsize=7, color=colour)
    figure.savefig(path, **FIXED)
    plt.close(figure)


def confidence_histogram(part: dict[str, Any], path: Path) -> None:
    """How sure the model was where it was right, and where it was wrong."""
    right = [share for share, correct in part["shares"] if correct]
    wrong = [share for share, correct in part["shares"] if not correct]
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    bins = [share / 25 for share in range(26)]
    axes.hist([right, wrong], bins=bins, stacked=True, color=["#1351b4", "#e52207"], label=["right", "wrong"])
    axes.set_yscale("log")
    axes.set_xlabel("probability of the likeliest intent")
    axes.set_ylabel("messages (cross-validation)")
    axes.legend()
    figure.savefig(path, **FIXED)
    plt.close(figure)
