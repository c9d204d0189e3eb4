"""A message cut into clauses: at the marks between sentences, at commas, and where a wish joins another."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.reading.words import Said

_SENTENCE = frozenset(".!?;")
_PAUSE = frozenset(",:-–—()…")


@dataclass(frozen=True)
class Clause:
    """Words first to before after; ends: the mark that ends it, or ""."""

    first: int
    after: int
    ends: str = ""


def cut(said: Said) -> list[Clause]:
    """Every word is in one clause; a mark goes with the clause that it ends."""
    found: list[Clause] = []
    first = 0
    words = said.words
    for i, word in enumerate(words):
        last = i + 1 == len(words)
        breaks_line = not last and "\n" in said.text[word.end : words[i + 1].start]
        if word.is_mark and not is_inside(said, i) and (word.said in _SENTENCE or word.said in _PAUSE):
            if i > first:
                found.append(Clause(first, i + 1, word.said))
                first = i + 1
            elif found:
                found[-1] = Clause(found[-1].first, i + 1, word.said)
                first = i + 1
        elif breaks_line:
            found.append(Clause(first, i + 1, "\n"))
            first = i + 1
    if first < len(words):
        found.append(Clause(first, len(words)))
    return found


def sentences(said: Said) -> list[Clause]:
    """Clauses joined until a mark that ends a sentence."""
    found: list[Clause] = []
    first = 0
    clauses = cut(said)
    for clause in clauses:
        if clause.ends in _SENTENCE or clause.ends == "\n" or clause is clauses[-1]:
            found.append(Clause(first, clause.after, clause.ends))
            first = clause.after
    return found


def is_inside(said: Said, i: int) -> bool:
    """A mark within a number, an address, a name: nothing between it and its neighbours."""
    if i == 0 or i + 1 >= len(said.words):
        return False
    return said.words[i - 1].end == said.words[i].start and said.words[i].end == said.words[i + 1].start
