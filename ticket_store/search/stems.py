"""The words of a text that carry its matter, as stems: what the search in the articles compares.

A word without its accents has another stem ("configuracao"), so each word stands for both.
"""

import re
from functools import lru_cache
from pathlib import Path

from ticket_store.search.words import fold

_WORD = re.compile(r"[^\W_]+")
_EMPTY = Path(__file__).with_name("empty_words.txt")


def terms(text: str) -> list[frozenset[str]]:
    """The words in their order, each as the stems that stand for it."""
    return [_stems(word) for word in carrying(text)]


def carrying(text: str) -> list[str]:
    """The words in their order, case folded, without those of every question."""
    return [word for word in _WORD.findall(text.casefold()) if fold(word) not in _empty()]


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Words of every question and of none in particular ("como faço para"), folded."""
    return frozenset(_EMPTY.read_text("utf-8").split())


@lru_cache(maxsize=20_000)
def _stems(word: str) -> frozenset[str]:
    import snowballstemmer  # the stemmers of all languages: only where something is searched

    # A stemmer of its own: one keeps the word it works on, and requests come on several threads.
    stemmer = snowballstemmer.stemmer("portuguese")
    return frozenset({fold(stemmer.stemWord(word)), stemmer.stemWord(fold(word))})
