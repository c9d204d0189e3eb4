"""Which article a question means, learnt from the lines in which people ask for each, by words and by sense.

Kernel ridge regression, in closed form: two lines are alike by the stems that they share (TF-IDF) and by the
sense of the whole (sentence vectors). Each article's lines say yes for it, `other_matters.txt` says what no
article is about, and a question far from all lines gets nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, log, sqrt
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ticket_store.search import kept_learning
from ticket_store.search.stems import terms
from ticket_store.search.vectors import kept_vectors, vector

if TYPE_CHECKING:
    import numpy as np

OTHER_MATTERS = Path(__file__).with_name("other_matters.txt")
# Chosen by leaving out one line after another (docs/knowledge.md).
SENSE = 0.6  # of the likeness, what the vectors make; the rest the words
RIDGE = 0.2
SAME = 0.6  # of the stems: a matter that an article's own line names is no other matter

Lines = tuple[tuple[int, tuple[str, ...]], ...]
"""Each article's key, and the ways of asking for it."""
_lock = Lock()
PATIENCE = 2.0
"""Seconds that a question waits for what another thread is learning; a turn has ten, and may ask twice."""


def figures(question: str, lines: Lines) -> dict[int, float]:
    """About 1 for the article that is meant, 0 for one that is far, less where another matter is nearer; of
    none while the articles are still being learnt, just after a start."""
    if not lines or not terms(question):
        return {}
    learnt = prepare(lines, PATIENCE)
    return learnt.figures(question) if learnt else {}


def prepare(lines: Lines, patience: float = -1) -> _Learnt | None:
    """Learnt once: the threads that come meanwhile wait for it. None where it takes more than `patience`
    seconds; below zero it is waited for."""
    if not _lock.acquire(timeout=patience):
        return None
    try:
        learnt = _learn(tuple(head for _, head in lines))
    finally:
        _lock.release()
    return replace(learnt, keys=tuple(key for key, _ in lines))


@dataclass(frozen=True)
class _Learnt:
    keys: tuple[int, ...]
    known: Counter[str]
    place: dict[str, int]
    weight: dict[str, float]
    rarest: float
    by_word: np.ndarray  # (stems, articles and one for what is none)
    sense: np.ndarray  # (lines, 512)
    by_line: np.ndarray  # (lines, articles and one for what is none)

    def figures(self, question: str) -> dict[int, float]:
        by_sense = SENSE * _squared(self.sense @ vector(question))
        *yes, other = (self._words(question) @ self.by_word + by_sense @ self.by_line).tolist()
        return {key: figure - max(0.0, other) for key, figure in zip(self.keys, yes, strict=True)}

    def _words(self, text: str) -> np.ndarray:
        import numpy as np

        row = np.zeros(len(self.place), dtype=np.float32)
        held = {stem: self.weight.get(stem, self.rarest) for stem in _stems(text, self.known)}
        length = sqrt(sum(weight**2 for weight in held.values())) or 1.0
        for stem, weight in held.items():
            if (at := self.place.get(stem)) is not None:
                row[at] = weight / length
        return row


@lru_cache(maxsize=4)
def _learn(heads: tuple[tuple[str, ...], ...]) -> _Learnt:
    """From the words alone, whatever the articles' keys are: they are not in what it gives."""
    key = kept_learning.of(heads)
    if kept := kept_learning.read(key):
        arrays, rest = kept
        return _Learnt(
            keys=(),
            known=Counter(rest["known"]),
            place=rest["place"],
            weight=rest["weight"],
            rarest=rest["rarest"],
            by_word=arrays["by_word"],
            sense=arrays["sense"],
            by_line=arrays["by_line"],
        )
    new = _learn_anew(heads)
    arrays = {"by_word": new.by_word, "sense": new.sense, "by_line": new.by_line}
    rest = {"known": new.known, "place": new.place, "weight": new.weight, "rarest": new.rarest}
    kept_learning.keep(key, arrays, rest)
    return new


def _learn_anew(heads: tuple[tuple[str, ...], ...]) -> _Learnt:
    import numpy as np

    texts = [line for head in heads for line in head]
    known = Counter(stem for text in texts for word in terms(text) for stem in word)
    others = _others(texts, known)
    texts += others
    spread = Counter(stem for text in texts for word in terms(text) for stem in word)
    count = Counter(stem for text in texts for stem in _stems(text, spread))
    weight = {stem: log(1 + len(texts) / (1 + held)) for stem, held in count.items()}
    place = {stem: at for at, stem in enumerate(sorted(count))}
    empty = np.zeros((0, 0), dtype=np.float32)
    bare = _Learnt((), spread, place, weight, log(1 + len(texts)), empty, empty, empty)
    words = np.array([bare._words(text) for text in texts])
    sense = kept_vectors(texts)
    wanted = np.zeros((len(texts), len(heads) + 1), dtype=np.float64)
    owners = [column for column, head in enumerate(heads) for _ in head]
    wanted[range(len(texts)), owners + [len(heads)] * len(others)] = 1
    alike = (1 - SENSE) * (words @ words.T) + SENSE * _squared(sense @ sense.T)
    answers = np.linalg.solve(alike.astype(np.float64) + RIDGE * np.eye(len(texts)), wanted)
    by_line = answers.astype(np.float32)
    return replace(bare, by_word=(1 - SENSE) * (words.T @ by_line), sense=sense, by_line=by_line)


def other_matters() -> list[str]:
    """Lines that no article is about."""
    return OTHER_MATTERS.read_text("utf-8").splitlines()


def _squared(cosines: np.ndarray) -> np.ndarray:
    """What is only loosely alike counts for little."""
    import numpy as np

    return np.maximum(cosines, 0) ** 2


def _others(texts: Sequence[str], known: Counter[str]) -> list[str]:
    """What no article is about; without what the lines of an article, written since, have come to name."""
    own: dict[str, set[frozenset[str]]] = {}
    for text in texts:
        stems = _stems(text, known)
        for stem in stems:
            own.setdefault(stem, set()).add(stems)
    matters = {line: _stems(line, known) for line in other_matters()}
    return [line for line, named in matters.items() if not _is_among(named, own)]


def _is_among(named: frozenset[str], own: dict[str, set[frozenset[str]]]) -> bool:
    """Whether one of them, each listed under its stems, is the same matter: that has most of the stems, and
    so at least one of the few that fewest have."""
    by_rarity = sorted(named, key=lambda stem: len(own.get(stem, ())))
    enough = len(named) - ceil(SAME * len(named)) + 1
    return any(_same(named, one) for stem in by_rarity[:enough] for one in own.get(stem, ()))


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SAME * max(1, len(one | other))


def _stems(text: str, known: Counter[str]) -> frozenset[str]:
    """One for each word: of the two that may stand for it, the one that is known best."""
    return frozenset(max(sorted(word), key=lambda stem: known[stem]) for word in terms(text))
