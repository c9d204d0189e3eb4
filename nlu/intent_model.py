"""The intent model, free of Rasa: linear support vectors over words, letters and sentence vectors.

Two stages share the word features. The first is quick and answers nearly always; when it hesitates, a
second one with one more, slower encoder decides. Either encoder may be missing.
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

from nlu.features import SentenceFeatures, WordFeatures
from nlu.normalise import normalise


@dataclass(frozen=True)
class Options:
    """use_weight, e5_weight: length of each sentence vector beside the word features (length 1 each).

    second_opinion_below: the first stage's probability under which the second is asked; 0 never, 1 always.
    """

    c: float = 0.5
    use_weight: float = 1.2
    e5_weight: float = 1.4
    second_opinion_below: float = 0.0
    folds: int = 5
    seed: int = 20261125


class Stage:
    """One linear model: its sentence encoders, weights, and the temperature that makes scores probabilities."""

    def __init__(
        self,
        sentences: list[SentenceFeatures],
        coefficients: np.ndarray,
        intercepts: np.ndarray,
        temperature: float,
    ) -> None:
        self.sentences = sentences
        self.coefficients = coefficients
        self.intercepts = intercepts
        self.temperature = temperature

    @classmethod
    def fit(
        cls,
        words: sparse.csr_matrix,
        vectors: dict[str, np.ndarray],
        labels: np.ndarray,
        weights: dict[str, float],
        options: Options,
    ) -> Stage:
        """vectors: encoder name -> raw rows, of the encoders this stage sees."""
        sentences = [SentenceFeatures(name, weights[name]).fit(rows) for name, rows in vectors.items()]
        scaled = [feature.scale(vectors[feature.name]) for feature in sentences]
        rows = sparse.hstack([words, *map(sparse.csr_matrix, scaled)], format="csr")
        temperature = _temperature(rows, labels, options)
        model = _linear(options).fit(rows, labels)
        return cls(
            sentences, model.coef_.astype(np.float32), model.intercept_.astype(np.float32), temperature
        )

    def probabilities(self, words: sparse.csr_matrix, vectors: dict[str, np.ndarray]) -> np.ndarray:
        """(texts, intents), rows that add up to one."""
        count = words.shape[1]
        scores = words @ self.coefficients[:, :count].T + self.intercepts
        for feature in self.sentences:
            end = count + vectors[feature.name].shape[1]
            scores = scores + feature.scale(vectors[feature.name]) @ self.coefficients[:, count:end].T
            count = end
        return _softmax(scores / self.temperature)

    def save(self, folder: Path) -> None:
        folder.mkdir()
        np.savez(
            folder / "stage.npz",
            coefficients=self.coefficients,
            intercepts=self.intercepts,
            temperature=self.temperature,
            **{f"centre_{feature.name}": feature.centre for feature in self.sentences},
        )
        (folder / "stage.json").write_text(json.dumps([[f.name, f.weight] for f in self.sentences]))

    @classmethod
    def load(cls, folder: Path) -> Stage:
        arrays = np.load(folder / "stage.npz", allow_pickle=False)
        named = json.loads((folder / "stage.json").read_text())
        sentences = [SentenceFeatures(name, weight, arrays[f"centre_{name}"]) for name, weight in named]
        return cls(sentences, arrays["coefficients"], arrays["intercepts"], float(arrays["temperature"]))

    @property
    def available(self) -> bool:
        return all(feature.available for feature in self.sentences)


class IntentModel:
    """fit, then rank. `stages` go from quick to slow; the last available one has the last word."""

    def __init__(self, intents: list[str], words: WordFeatures, stages: list[Stage], options: Options) -> None:
        self.intents = intents
        self.words = words
        self.stages = [stage for stage in stages if stage.available]
        self.options = options

    @classmethod
    def fit(cls, texts: Sequence[str], intents: Sequence[str], options: Options = Options()) -> IntentModel:
        """Trains on raw texts. Without a sentence encoder the stages that need it are left out."""
        normalised = [normalise(text) for text in texts]
        words = WordFeatures().fit(normalised)
        matrix = words.transform(normalised)
        labels = np.asarray(intents)
        weights = {"use": options.use_weight, "e5": options.e5_weight}
        vectors: dict[str, np.ndarray] = {}
        stages = [Stage.fit(matrix, {}, labels, weights, options)]
        for name in ("use", "e5") if options.second_opinion_below > 0 else ("use",):
            feature = SentenceFeatures(name, weights[name])
            if feature.available:
                vectors[name] = feature.encode(texts)
                stages.append(Stage.fit(matrix, dict(vectors), labels, weights, options))
        return cls(sorted(set(intents)), words, stages, options)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every intent with its probability, likeliest first."""
        probabilities = self.probabilities([text])[0]
        order = np.argsort(-probabilities)
        return [(self.intents[i], float(probabilities[i])) for i in order]

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, intents in the order of `self.intents`)."""
        words = self.words.transform([normalise(text) for text in texts])
        if len(self.stages) == 1:
            return self.stages[0].probabilities(words, {})
        first, second = self.stages[1], self.stages[2] if len(self.stages) > 2 else None
        vectors = {feature.name: feature.encode(texts) for feature in first.sentences}
        result = first.probabilities(words, vectors)
        if second is None:
            return result
        unsure = np.flatnonzero(result.max(axis=1) < self.options.second_opinion_below)
        if len(unsure):
            known = {name: rows[unsure] for name, rows in vectors.items()}
            for feature in second.sentences:
                if feature.name not in known:
                    known[feature.name] = feature.encode([texts[i] for i in unsure])
            result[unsure] = second.probabilities(words[unsure], known)
        return result

    def save(self, folder: Path) -> None:
        self.words.save(folder)
        for number, stage in enumerate(self.stages):
            stage.save(folder / f"stage_{number}")
        (folder / "intents.json").write_text(
            json.dumps({"intents": self.intents, "stages": len(self.stages)}, ensure_ascii=False), "utf-8"
        )

    @classmethod
    def load(cls, folder: Path, options: Options) -> IntentModel:
        saved = json.loads((folder / "intents.json").read_text("utf-8"))
        stages = [Stage.load(folder / f"stage_{number}") for number in range(saved["stages"])]
        return cls(saved["intents"], WordFeatures.load(folder), stages, options)


def _linear(options: Options) -> LinearSVC:
    return LinearSVC(C=options.c, random_state=options.seed)


def _softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def _temperature(rows: sparse.csr_matrix, labels: np.ndarray, options: Options) -> float:
    """The divisor of the scores under which messages left out of training were likeliest."""
    names, codes = np.unique(labels, return_inverse=True)
    folds = min(options.folds, int(np.bincount(codes).min()))
    if folds < 2:
        return 0.3
    scores = np.zeros((len(labels), len(names)))
    for train, held_out in StratifiedKFold(folds, shuffle=True, random_state=options.seed).split(rows, codes):
        scores[held_out] = _linear(options).fit(rows[train], codes[train]).decision_function(rows[held_out])

    def loss(temperature: float) -> float:
        likelihood = _softmax(scores / temperature)[np.arange(len(codes)), codes]
        return float(-np.log(np.maximum(likelihood, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.02, 5), method="bounded").x)
