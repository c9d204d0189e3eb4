"""Which articles a question is about, the likeliest first, and how much of it each covers.

All of them are compared, in the process and alike on both databases: they are hundreds, not millions, and a
figure that says "none" needs the weight of every word, which FTS5's and PostgreSQL's ranks do not give alike.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import fuzz, process

from ticket_store.search.stems import terms

Word = frozenset[str]

BODY = 0.35  # what a word counts that stands in the text, not in a title or a way of asking
SPELT_FROM, SPELT_LETTERS = 86, 5
WHOLE = 0.35  # of the figure, the part that a single title or way of asking makes by being the same


@dataclass(frozen=True)
class Document:
    """head: the title and the other ways of asking, each by itself. body: all the rest."""

    key: int
    head: tuple[str, ...]
    body: str


@dataclass(frozen=True)
class _Line:
    """weight: of all its words."""

    stems: frozenset[str]
    weight: float


@dataclass(frozen=True)
class _Read:
    key: int
    lines: tuple[_Line, ...]
    head: frozenset[str]
    body: frozenset[str]


@dataclass(frozen=True)
class _Library:
    """All documents as they are compared. spread: in how many of them each stem is."""

    read: tuple[_Read, ...]
    spread: Counter[str]

    def weight(self, word: Word) -> float:
        return _weight(word, self.spread, len(self.read))


def rank(question: str, documents: Sequence[Document]) -> list[tuple[float, int]]:
    """(figure from 0 to 1, key) of each article that shares a word with the question."""
    asked = list(dict.fromkeys(terms(question)))
    if not asked or not documents:
        return []
    library = _library(tuple(documents))
    asked = [_spelt(word, library.spread) for word in asked]
    weights = [library.weight(word) for word in asked]
    scored = [(_figure(asked, weights, one), one.key) for one in library.read]
    return sorted([found for found in scored if found[0] > 0], key=lambda found: (-found[0], found[1]))


def _figure(asked: Sequence[Word], weights: Sequence[float], one: _Read) -> float:
    """How much of the question the article covers, and how like it is to one of its ways of asking."""
    whole = sum(weights)
    found = [
        weight * (1.0 if word & one.head else BODY if word & one.body else 0.0)
        for word, weight in zip(asked, weights, strict=True)
    ]
    covered = sum(found) / whole
    if not covered:
        return 0.0
    same = max(_likeness(asked, weights, whole, line) for line in one.lines)
    return (1 - WHOLE) * covered + WHOLE * same


def _likeness(asked: Sequence[Word], weights: Sequence[float], whole: float, line: _Line) -> float:
    """By the weight of the words that both have, of all that either has (Dice)."""
    stems = line.stems
    shared = sum([weight for word, weight in zip(asked, weights, strict=True) if not stems.isdisjoint(word)])
    return 2 * shared / (whole + line.weight)


def _weight(word: Word, spread: Counter[str], total: int) -> float:
    return log(1 + total / max(1, max(spread[stem] for stem in word)))


def _spelt(word: Word, spread: Counter[str]) -> Word:
    """The known word that a mistyped one is nearest to."""
    if any(spread[stem] for stem in word):
        return word
    longest = max(word, key=len)
    if len(longest) < SPELT_LETTERS:
        return word
    near = process.extractOne(longest, list(spread), scorer=fuzz.ratio, score_cutoff=SPELT_FROM)
    return frozenset({near[0]}) if near else word


@lru_cache(maxsize=4)
def _library(documents: tuple[Document, ...]) -> _Library:
    """Looked through once, for as long as no article changes."""
    heads = [[tuple(dict.fromkeys(terms(line))) for line in one.head] for one in documents]
    named = [_all(word for line in head for word in line) for head in heads]
    bodies = [_all(terms(one.body)) for one in documents]
    spread = Counter(stem for head, body in zip(named, bodies, strict=True) for stem in head | body)

    def line(words: tuple[Word, ...]) -> _Line:
        return _Line(_all(words), sum(_weight(word, spread, len(documents)) for word in words))

    read = tuple(
        _Read(one.key, tuple(line(words) for words in head if words) or (_Line(frozenset(), 0.0),), own, body)
        for one, head, own, body in zip(documents, heads, named, bodies, strict=True)
    )
    return _Library(read, spread)


def _all(words: Iterable[Word]) -> frozenset[str]:
    return frozenset().union(*words)
