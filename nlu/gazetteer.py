"""The services' names and aliases in running text, exact or one slip away, with word boundaries.

Spaces, hyphens, dots and accents do not count: "e cac", "e-CAC" and "ecac" are one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.normalise import fold
from nlu.slips import deletions, one_slip

_TOKEN = re.compile(r"\w+(?:[.\-/]\w+){0,6}|[^\w\s]")
_PARTED = re.compile(r"\w[\s.\-/]+\w")
_WORDS = 5  # the longest alias, in tokens
_FUZZY_LENGTH = 5  # fewer letters are too few to guess from


@dataclass(frozen=True)
class Token:
    text: str
    folded: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words (with their inner dots, hyphens and slashes) and single marks."""
    return [Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def squeeze(folded: str) -> str:
    if folded.isascii() and folded.isalnum() and folded == folded.lower():
        return folded  # as nearly every word is
    return re.sub(r"[^a-z0-9]", "", folded)


class Gazetteer:
    """names: what may stand for a service. ordinary: words that are never a misspelling of one."""

    def __init__(self, names: Iterable[str], ordinary: Iterable[str] = ()) -> None:
        self.names = sorted({name for name in names if squeeze(fold(name))})
        self._exact = {squeeze(fold(name)) for name in self.names}
        self._parted = {squeeze(fold(name)) for name in self.names if _PARTED.search(name)}
        self._ordinary = {squeeze(fold(word)) for word in ordinary}
        self._near_one = lru_cache(maxsize=4096)(self._is_near)  # the same words are asked of again and again
        self._near: dict[str, set[str]] = defaultdict(set)
        for name in self._exact:
            if len(name) >= _FUZZY_LENGTH and not name.isdigit():
                for shorter in deletions(name):
                    self._near[shorter].add(name)

    def matches(self, found: Sequence[Token]) -> list[tuple[int, int, bool]]:
        """(first token, token after the last, exact): longest first from the left, none overlapping."""
        result = []
        position = 0
        while position < len(found):
            length, exact = self._longest(found, position)
            if length:
                result.append((position, position + length, exact))
            position += max(length, 1)
        return result

    def _longest(self, found: Sequence[Token], position: int) -> tuple[int, bool]:
        if not squeeze(found[position].folded):
            return 0, False
        joined = ""
        exact, fuzzy = 0, 0
        for length, token in enumerate(found[position : position + _WORDS], start=1):
            piece = squeeze(token.folded)
            if not piece:
                break
            joined += piece
            # only a name written in parts is put together from words: "SICAF e" is not the slip "sicafe"
            if joined in (self._exact if length == 1 else self._parted):
                exact = length
            elif length == 1 and self._near_one(joined):
                fuzzy = fuzzy or length
        return (exact, True) if exact else (fuzzy, False)

    def _is_near(self, word: str) -> bool:
        if len(word) < _FUZZY_LENGTH or word in self._ordinary or any(letter.isdigit() for letter in word):
            return False
        return bool(self.near(word))

    def near(self, word: str) -> list[str]:
        """The names, squeezed, that `word` is a slip of."""
        candidates = set().union(*(self._near.get(shorter, ()) for shorter in deletions(word)))
        return sorted(name for name in candidates if _alike(word, name))


def _alike(word: str, name: str) -> bool:
    """One slip apart, and the first letter stands (s and c are one)."""
    return (word[0] == name[0] or {word[0], name[0]} == {"s", "c"}) and one_slip(word, name)
