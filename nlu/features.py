"""What the intent model sees: words, pieces of words, and sentence vectors, as one sparse row a message.

Saved as JSON and plain arrays, so that loading a model executes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.vectors import encoded, encoder

_HEAD = 3000  # characters that the sentence vector is made of: its tokens take more than linear time
_STEM = 5  # letters that stand for a word: cheaper than a stemmer and forgiving of endings


VIEWS: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\S+"},
    "stems": {"analyzer": "word", "ngram_range": (1, 3), "token_pattern": r"\S+"},
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


def head(text: str) -> str:
    """The part of a text that its sentence vector is made of."""
    return text[:_HEAD]


def _seen_by(view: str, texts: Sequence[str]) -> Sequence[str]:
    if view != "stems":
        return texts
    return [" ".join(word[:_STEM] for word in text.split()) for text in texts]


class _Vectorizer(TfidfVectorizer):
    """As it comes, but letters are counted in each word once, and not wherever the word stands again."""

    def _count_vocab(self, raw_documents: Sequence[str], fixed_vocab: bool) -> tuple[Any, sparse.csr_matrix]:
        if self.analyzer != "char_wb":
            return super()._count_vocab(raw_documents, fixed_vocab)
        number: dict[str, int] = {}
        said = [[number.setdefault(word, len(number)) for word in text.split()] for text in raw_documents]
        vocabulary, letters = super()._count_vocab(list(number), fixed_vocab)
        places = np.cumsum([0, *map(len, said)])
        times = sparse.csr_matrix(
            (np.ones(places[-1], self.dtype), np.concatenate([[], *said]).astype(np.int32), places),
            shape=(len(said), len(number)),
        )
        return vocabulary, times @ letters


@cache
def _analyzer(view: str) -> Callable[[str], list[str]]:
    analyzer: Callable[[str], list[str]] = _Vectorizer(lowercase=False, **VIEWS[view]).build_analyzer()
    return analyzer


@lru_cache(maxsize=2 * len(VIEWS))
def _terms(view: str, text: str) -> Counter[str]:
    """How often each stands in the text; two models ask for the same message, one after the other."""
    return Counter(_analyzer(view)(text))


class WordFeatures:
    """tf-idf of words (1, 2), of their beginnings (1 to 3) and of letters within them (2 to 5)."""

    def __init__(
        self, views: Iterable[str] = VIEWS, vectorizers: dict[str, TfidfVectorizer] | None = None
    ) -> None:
        self._vectorizers = vectorizers or {
            name: _Vectorizer(lowercase=False, sublinear_tf=True, dtype=np.float32, **VIEWS[name])
            for name in views
        }

    @property
    def size(self) -> int:
        """Terms of all views together."""
        return sum(len(vectorizer.vocabulary_) for vectorizer in self._vectorizers.values())

    def fit_transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """What `transform` gives of the same texts, which are taken apart once."""
        views = [v.fit_transform(_seen_by(view, texts)) for view, v in self._vectorizers.items()]
        return sparse.hstack(views, format="csr")

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(texts, terms) float32."""
        views = [v.transform(_seen_by(view, texts)) for view, v in self._vectorizers.items()]
        return sparse.hstack(views, format="csr")

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """`transform` of a few texts, by way of `weights`."""
        found = [self.weights(text) for text in texts]
        places = np.cumsum([0, *(len(columns) for columns, _ in found)])
        columns = np.concatenate([columns for columns, _ in found]) if found else np.zeros(0, np.intp)
        values = np.concatenate([values for _, values in found]) if found else np.zeros(0, np.float32)
        return sparse.csr_matrix((values.astype(np.float32), columns, places), shape=(len(texts), self.size))

    def weights(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """(columns, values) of one row of `transform`, ten times faster than through sparse matrices."""
        columns: list[int] = []
        values: list[np.ndarray] = []
        start = 0
        for view, vectorizer in self._vectorizers.items():
            vocabulary = vectorizer.vocabulary_
            (seen,) = _seen_by(view, [text])
            counts = {vocabulary[t]: times for t, times in _terms(view, seen).items() if t in vocabulary}
            if counts:
                found = list(counts)
                weight = (np.log(np.fromiter(counts.values(), np.float32)) + 1) * self._idf[view][found]
                values.append(weight / np.linalg.norm(weight))
                columns += [start + column for column in found]
            start += len(vocabulary)
        return np.array(columns, dtype=np.intp), np.concatenate([*values, np.zeros(0, np.float32)])

    @cached_property
    def _idf(self) -> dict[str, np.ndarray]:
        return {view: vectorizer.idf_ for view, vectorizer in self._vectorizers.items()}

    def save(self, folder: Path) -> None:
        for name, vectorizer in self._vectorizers.items():
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(terms, ensure_ascii=False), "utf-8")
            np.save(folder / f"{name}.npy", vectorizer.idf_.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> WordFeatures:
        vectorizers = {}
        for name, options in VIEWS.items():
            if not (folder / f"{name}.json").exists():
                continue
            terms = json.loads((folder / f"{name}.json").read_text("utf-8"))
            vectorizer = _Vectorizer(
                lowercase=False, sublinear_tf=True, dtype=np.float32, vocabulary=terms, **options
            )
            vectorizer.idf_ = np.load(folder / f"{name}.npy")
            vectorizers[name] = vectorizer
        return cls(vectorizers, vectorizers)


@lru_cache(maxsize=1)
def fitted_words(texts: tuple[str, ...]) -> tuple[WordFeatures, sparse.csr_matrix]:
    """Those of the texts, and their rows; once for who looks ahead and who asks."""
    words = WordFeatures()
    return words, words.fit_transform(texts)


class SentenceFeatures:
    """Sentence vectors, centred and scaled to the length `weight`."""

    def __init__(self, weight: float, centre: np.ndarray | None = None) -> None:
        self.weight = weight
        self.centre = centre

    @property
    def fitted(self) -> bool:
        return self.centre is not None

    def encode(self, texts: Sequence[str]) -> np.ndarray | None:
        """(texts, dimensions), or None where the encoder is not installed. Of a long text its beginning."""
        encode = encoder()
        heads = [head(text) for text in texts]
        return None if encode is None else encoded(encode, heads)

    def fit(self, vectors: np.ndarray) -> SentenceFeatures:
        self.centre = vectors.mean(axis=0)
        return self

    def scale(self, vectors: np.ndarray) -> np.ndarray:
        """What `encode` gave -> rows of length `weight`."""
        centred = vectors - self.centre
        return centred * (self.weight / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9))

    def save(self, folder: Path) -> None:
        centre = np.zeros(0, np.float32) if self.centre is None else self.centre
        np.savez(folder / "sentences.npz", weight=self.weight, centre=centre)

    @classmethod
    def load(cls, folder: Path) -> SentenceFeatures:
        arrays = np.load(folder / "sentences.npz", allow_pickle=False)
        return cls(float(arrays["weight"]), arrays["centre"] if arrays["centre"].size else None)
