"""Which short answer of the conversation a question means: of each, how surely it is the one, learnt from the
lines in which people ask for it (search/learning.py).

A linear machine over the words of a line, their stems, and its sense. Measured in docs/knowledge.md.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ground import arrays_file
from ticket_store.search import kept_learning
from ticket_store.search.in_background import InBackground
from ticket_store.search.meaning import Lines
from ticket_store.search.stems import terms
from ticket_store.search.vectors import vector
from ticket_store.search.words import fold

if TYPE_CHECKING:
    import numpy as np

SENSE = 1.2  # the length of the sense, where that of the words is one
FILE = "short-answers.bin"
LONGEST = 600  # seconds of learning
MOST = 1000  # characters of a question that are looked at
MADE_BY = ("short_answers.py", "learning.py", "stems.py", "words.py", "vectors.py", "empty_words.txt")
ROOT = Path(__file__).parents[2]
NO_QUESTIONS = Path(__file__).with_name("no_questions.txt")
_WORD = re.compile(r"\w+")


def figures(question: str, lines: Lines, others: Sequence[str]) -> dict[int, float]:
    """Of each answer's key about 1 for the one that is meant, -1 for one that is not. While they are learnt
    anew, as they were before; of none just after a first start.

    others: lines that ask for no short answer.
    """
    if not lines or not question.strip():
        return {}
    keys, learnt = _newest.soon((lines, others), lambda: _learnt(lines, others)) or ((), None)
    return dict(zip(keys, learnt.figures(question[:MOST]), strict=True)) if learnt else {}


def prepare(lines: Lines, others: Sequence[str]) -> None:
    """Learns them now. Raises CalledProcessError where they cannot be learnt."""
    if lines:
        _newest.now((lines, others), lambda: _learnt(lines, others))


def _learnt(lines: Lines, others: Sequence[str]) -> tuple[tuple[int, ...], Learnt]:
    heads = tuple(head for _, head in lines)
    return tuple(key for key, _ in lines), _learn(heads, tuple(others))


@dataclass(frozen=True)
class Learnt:
    """place, rarity: of each word and stem, its row and its weight. by_word: (words, answers). by_sense:
    (512, answers). level: (answers,). centre: (512,), the mean of the lines' senses."""

    place: dict[str, int]
    rarity: np.ndarray
    by_word: np.ndarray
    by_sense: np.ndarray
    level: np.ndarray
    centre: np.ndarray

    def figures(self, question: str) -> list[float]:
        import numpy as np

        rows = [self.place[word] for word in words_of(question) if word in self.place]
        weights = self.rarity[rows]
        length = float(np.linalg.norm(weights)) or 1.0
        sense = vector(question.lower()) - self.centre
        sense *= SENSE / (float(np.linalg.norm(sense)) or 1.0)
        found = weights / length @ self.by_word[rows] + sense @ self.by_sense + self.level
        return [float(one) for one in found]


def no_questions() -> list[str]:
    """What is said in a conversation and asks nothing: from the turns that the reading is learnt from."""
    return NO_QUESTIONS.read_text("utf-8").splitlines()


def words_of(text: str) -> list[str]:
    """The words, and the stems of those that carry a matter: each once, in an order that stays."""
    words = (f"={word}" for word in _WORD.findall(fold(text)))
    return list(dict.fromkeys([*words, *(min(stems) for stems in terms(text))]))


@lru_cache(maxsize=4)
def _learn(heads: tuple[tuple[str, ...], ...], others: tuple[str, ...]) -> Learnt:
    """What was kept, or learnt now, in a process of its own: it takes memory that is given back."""
    key = kept_learning.of((*heads, others), MADE_BY)
    if kept := kept_learning.read(key, FILE):
        return _read(*kept)
    with TemporaryDirectory() as passing:
        file = Path(passing) / FILE
        given = json.dumps({"heads": heads, "others": others, "file": str(file)})
        command = [sys.executable, "-m", "ticket_store.search.learning"]
        one_core = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        subprocess.run(command, input=given, text=True, check=True, cwd=ROOT, timeout=LONGEST, env=one_core)
        made = arrays_file.Mapped(file)
        kept_learning.keep(key, made.arrays(), made.told, FILE)
        return _read(made.arrays(), made.told)


def _read(arrays: dict[str, np.ndarray], rest: dict[str, list[str]]) -> Learnt:
    return Learnt(place={word: row for row, word in enumerate(rest["words"])}, **arrays)


_newest: InBackground[tuple[tuple[int, ...], Learnt]] = InBackground()
