"""A message as words with their places: folded, slang expanded, so that cues and spans are found in one
spelling.

Everything here is linear in the length of the message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nlu.normalise import slang

LONGEST = 8000
"""Characters of one message that are read; the longest text a channel hands on."""
_WORD = re.compile(r"\w{1,80}|[^\w\s]")


def fold_in_place(text: str) -> str:
    """Lower case without accents, letter for letter: places in it are places in `text`."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, text))


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    for piece in unicodedata.normalize("NFKD", letter.lower()):
        if not unicodedata.combining(piece):
            return piece if len(piece) == 1 else letter
    return letter


QUOTES = frozenset("\"'“”")


@dataclass(frozen=True)
class Word:
    """said: as folded; meant: with slang expanded, perhaps several words. A mark is a word, too."""

    said: str
    meant: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        return not (self.said[0].isalnum() or self.said[0] == "_")


def covered(places: Iterable[Any]) -> set[int]:
    """The words of all places: of whatever begins at `first` and ends before `after`."""
    return {i for one in places for i in range(one.first, one.after)}


class Said:
    """text and its words; `line`: what is meant, a space between words, for looking up cues."""

    def __init__(self, text: str) -> None:
        self.text = text[:LONGEST]
        self.folded = fold_in_place(self.text)
        table = slang()
        self.words = [
            Word(m.group(), table.get(m.group(), m.group()), m.start(), m.end())
            for m in _WORD.finditer(self.folded)
        ]
        self.may_hold: set[str] | None = None
        """Names of the cues that are worth looking for; of nlu/reading/cues.py."""

    @cached_property
    def line(self) -> str:
        return " ".join(word.meant for word in self.words)

    @cached_property
    def owners(self) -> list[int]:
        """For each character of `line`, the word that it belongs to."""
        owners: list[int] = []
        for number, word in enumerate(self.words):
            owners += [number] * (len(word.meant) + 1)
        return owners

    @cached_property
    def count(self) -> int:
        """Words without the marks."""
        return sum(not word.is_mark for word in self.words)

    def mark(self, mark: str, first: int = 0, after: int | None = None) -> int | None:
        """The first word from `first` to before `after` that is this mark; None where none is."""
        end = len(self.words) if after is None else min(after, len(self.words))
        return next((i for i in range(first, end) if self.words[i].said == mark), None)

    def is_only(self, passed: Collection[int], small: Collection[str], after: int | None = None) -> bool:
        """Whether every word up to before `after` is one of the passed (by number), small, or a mark."""
        words = enumerate(self.words[:after])
        return all(i in passed or word.is_mark or word.meant in small for i, word in words)

    def part(self, first: int, after: int) -> str:
        """The text from one word to before another, as typed."""
        if first >= after:
            return ""
        return self.text[self.words[first].start : self.words[after - 1].end]


def meant(phrase: str) -> str:
    """A phrase in the spelling of `Said.line`."""
    return Said(phrase).line
