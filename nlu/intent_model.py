"""The intent model, free of Rasa: a linear support vector machine over words, letters and a sentence vector.

Where the sentence encoder is missing, in training or in use, its part is left out and the rest answers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.alike import FEW, axes
from nlu.features import VIEWS, SentenceFeatures, WordFeatures
from nlu.normalise import normalise, unmarked
from nlu.own_process import OwnProcess
from nlu.shared import shared


@dataclass(frozen=True)
class Options:
    """c: inverse regularisation. views: names of features.VIEWS, each a part of length one.

    sentence_weight: length of the sentence vector, 0 for none. folds: the probabilities are calibrated on one
    part of so many, held back from a first fit.
    """

    c: float = 1.0
    views: tuple[str, ...] = tuple(VIEWS)
    sentence_weight: float = 1.2
    folds: int = 4
    seed: int = 20261125


class IntentModel:
    """fit, then rank. Texts are those that spelling.Speller restored."""

    def __init__(
        self,
        intents: list[str],
        words: WordFeatures,
        sentences: SentenceFeatures,
        weights: np.ndarray,
        intercepts: np.ndarray,
        temperature: float,
    ) -> None:
        """weights: (terms and then dimensions, intents): a message reads only the rows of its own terms."""
        self.intents = intents
        self.temperature = temperature
        self._words = words
        self._sentences = sentences
        self._weights = weights
        self._intercepts = intercepts
        self._terms, self._dimensions = weights[: words.size], weights[words.size :]

    @classmethod
    def fit(cls, texts: Sequence[str], intents: Sequence[str], options: Options = Options()) -> IntentModel:
        """Needs two intents at least."""
        texts = [unmarked(text) for text in texts]
        normalised = [normalise(text) for text in texts]
        words = WordFeatures(options.views)
        views = [words.fit_transform(normalised)]
        sentences = SentenceFeatures(options.sentence_weight)
        along = None
        if options.sentence_weight and (vectors := sentences.encode(texts)) is not None:
            scaled = sentences.fit(vectors).scale(vectors)
            along = axes(scaled)  # half of the dimensions fit as well, in half the time
            views.append(sparse.csr_matrix(scaled @ along))
        rows = sparse.hstack(views, format="csr")
        labels = np.asarray(intents)
        of_a_part = OwnProcess(lambda: _temperature(rows, labels, options))  # liblinear takes one core
        model = _linear(options, 1e-2).fit(rows, labels)
        temperature = of_a_part.result()
        weights = model.coef_.T
        if along is not None:
            weights = np.vstack([weights[: words.size], along @ weights[words.size :]])
        weights = np.ascontiguousarray(weights, np.float32)
        intercepts = model.intercept_.astype(np.float32)
        return cls([str(name) for name in model.classes_], words, sentences, weights, intercepts, temperature)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every intent with its probability, likeliest first."""
        text = unmarked(text)
        columns, values = self._words.weights(normalise(text))
        scores = (values @ self._terms[columns] + self._intercepts)[np.newaxis]
        probabilities = self._finish(scores, [text])[0]
        order = np.argsort(-probabilities)
        return [(self.intents[i], float(probabilities[i])) for i in order]

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray | None = None) -> np.ndarray:
        """(texts, intents in the order of `self.intents`), rows that add up to one.

        `vectors`: what the encoder gave for the texts, `unmarked`, where that is known already.
        """
        texts = [unmarked(text) for text in texts]
        normalised = [normalise(text) for text in texts]
        if len(texts) <= FEW:
            found = [self._words.weights(text) for text in normalised]
            scores = np.array([values @ self._terms[columns] for columns, values in found]) + self._intercepts
        else:
            scores = self._words.transform(normalised) @ self._terms + self._intercepts
        return self._finish(scores, texts, vectors)

    def _finish(
        self, scores: np.ndarray, texts: Sequence[str], vectors: np.ndarray | None = None
    ) -> np.ndarray:
        """Adds what the sentence vectors say, and makes probabilities of it."""
        if self._sentences.fitted and vectors is None:
            vectors = self._sentences.encode(texts)
        if self._sentences.fitted and vectors is not None:
            scores = scores + self._sentences.scale(vectors) @ self._dimensions
        return _softmax(scores / self.temperature)

    def save(self, folder: Path) -> None:
        self._words.save(folder)
        self._sentences.save(folder)
        np.savez(
            folder / "linear.npz",
            weights=self._weights,
            intercepts=self._intercepts,
            temperature=self.temperature,
        )
        (folder / "intents.json").write_text(json.dumps(self.intents), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """One in a process, however many parts of a pipeline keep the same (see `fit_once`)."""
        return shared(cls._read, folder)

    @classmethod
    def _read(cls, folder: Path) -> IntentModel:
        arrays = np.load(folder / "linear.npz", allow_pickle=False)
        return cls(
            json.loads((folder / "intents.json").read_text("utf-8")),
            WordFeatures.load(folder),
            SentenceFeatures.load(folder),
            arrays["weights"],
            arrays["intercepts"],
            float(arrays["temperature"]),
        )


_FITTED: dict[int, IntentModel] = {}
_BEGUN: dict[int, OwnProcess[IntentModel]] = {}


def begin(texts: Sequence[str], intents: Sequence[str], options: Options = Options()) -> None:
    """Fits beside the training what `fit_once` will be asked for; of the same once."""
    key = _key(texts, intents, options)
    if key not in _FITTED and key not in _BEGUN:
        _BEGUN[key] = OwnProcess(lambda: IntentModel.fit(texts, intents, options))


def fit_once(texts: Sequence[str], intents: Sequence[str], options: Options = Options()) -> IntentModel:
    """Like IntentModel.fit, but two components that are trained in one process on the same text share one."""
    key = _key(texts, intents, options)
    if key not in _FITTED:
        _FITTED.clear()
        begun = _BEGUN.pop(key, None)
        _FITTED[key] = begun.result() if begun else IntentModel.fit(texts, intents, options)
    return _FITTED[key]


def _key(texts: Sequence[str], intents: Sequence[str], options: Options) -> int:
    return hash((tuple(sorted(zip(texts, intents, strict=True))), options))


def _linear(options: Options, tolerance: float) -> LinearSVC:
    return LinearSVC(C=options.c, tol=tolerance, random_state=options.seed)


def _softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def _temperature(rows: sparse.csr_matrix, labels: np.ndarray, options: Options) -> float:
    """The divisor of the scores under which messages left out of training were likeliest."""
    names, codes = np.unique(labels, return_inverse=True)
    folds = min(options.folds, int(np.bincount(codes).min()))
    if folds < 2 or len(names) < 3:
        return 0.3
    parts = StratifiedKFold(folds, shuffle=True, random_state=options.seed)
    train, held_out = next(parts.split(rows, codes))
    # roughly: its one number is the same to four digits
    scores = _linear(options, 0.1).fit(rows[train], codes[train]).decision_function(rows[held_out])
    wanted = codes[held_out]

    def loss(temperature: float) -> float:
        likelihood = _softmax(scores / temperature)[np.arange(len(wanted)), wanted]
        return float(-np.log(np.maximum(likelihood, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.02, 5), method="bounded").x)
