"""What the intent model sees: words, pieces of words, and sentence vectors, as one sparse row a message.

Saved as JSON and plain arrays, so that loading a model executes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.vectors import encoder

VIEWS = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\S+"},
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


class WordFeatures:
    """tf-idf of words (1, 2) and of letters within words (2 to 5), both of the normalised text."""

    def __init__(self, vectorizers: dict[str, TfidfVectorizer] | None = None) -> None:
        self._vectorizers = vectorizers or {
            name: TfidfVectorizer(lowercase=False, sublinear_tf=True, dtype=np.float32, **options)
            for name, options in VIEWS.items()
        }

    def fit(self, texts: Sequence[str]) -> WordFeatures:
        for vectorizer in self._vectorizers.values():
            vectorizer.fit(texts)
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(texts, terms) float32."""
        return sparse.hstack([v.transform(texts) for v in self._vectorizers.values()], format="csr")

    def save(self, folder: Path) -> None:
        for name, vectorizer in self._vectorizers.items():
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(terms, ensure_ascii=False), "utf-8")
            np.save(folder / f"{name}.npy", vectorizer.idf_.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> WordFeatures:
        vectorizers = {}
        for name, options in VIEWS.items():
            terms = json.loads((folder / f"{name}.json").read_text("utf-8"))
            vectorizer = TfidfVectorizer(
                lowercase=False, sublinear_tf=True, dtype=np.float32, vocabulary=terms, **options
            )
            vectorizer.idf_ = np.load(folder / f"{name}.npy")
            vectorizers[name] = vectorizer
        return cls(vectorizers)


class SentenceFeatures:
    """Centred sentence vectors of one encoder, scaled to `weight`."""

    def __init__(self, name: str, weight: float, centre: np.ndarray | None = None) -> None:
        self.name = name
        self.weight = weight
        self.centre = centre

    @property
    def available(self) -> bool:
        return encoder(self.name) is not None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Raw vectors; raises RuntimeError where the encoder is not installed."""
        encode = encoder(self.name)
        if encode is None:
            raise RuntimeError(f"encoder {self.name} is not installed")
        return np.asarray(encode(list(texts)), dtype=np.float32)

    def fit(self, vectors: np.ndarray) -> SentenceFeatures:
        self.centre = vectors.mean(axis=0)
        return self

    def scale(self, vectors: np.ndarray) -> np.ndarray:
        """Raw vectors -> (texts, dimensions) rows of length `weight`."""
        centred = vectors - self.centre
        return centred * (self.weight / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9))
