"""Where a message may carry something more: at the ends of its sentences and clauses, at the words that join,
and behind a value (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from nlu.reading import cues
from nlu.reading.literal import quoted_words
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.sureness import LONG

MOST = 5
_SHORTEST = 2  # words of what stands behind
_SENTENCE, _CLAUSE, _JOINT, _VALUE = range(4)
_ENDS = {**dict.fromkeys(".!?;\n…", _SENTENCE), **dict.fromkeys(",-–—", _CLAUSE)}


@dataclass(frozen=True)
class Split:
    """by: the word that joins them, or ""."""

    left: str
    right: str
    by: str = ""


def splits(reading: Reading) -> list[Split]:
    """Left and right of each place, the plainest and the last first; none in a story."""
    said = reading.said
    if said.count > LONG:
        return []
    found, quoted = [], quoted_words(said)
    for begins, (ends, _) in sorted(_places(reading).items(), key=lambda one: (one[1][1], -one[0])):
        if begins in quoted:
            continue
        words = sum(not word.is_mark for word in said.words[begins:])
        left = said.part(0, ends).strip().rstrip(" ,;:-")
        if left and words >= _SHORTEST and not said.words[begins].is_mark:
            by = said.part(ends, begins).strip(" ,;:-")
            found.append(Split(left, said.part(begins, len(said.words)).strip(), by))
    return found[:MOST]


def _places(reading: Reading) -> dict[int, tuple[int, int]]:
    """Where something begins -> where what is before it ends, and how plainly."""
    said, clauses = reading.said, reading.clauses
    found = {
        after.first: (one.after, _ENDS[one.ends]) for one, after in pairwise(clauses) if one.ends in _ENDS
    }
    for hit in cues.find(said, "joint"):
        if not _joins(said, hit):
            continue
        if hit.first in found:
            found[hit.after] = found.pop(hit.first)
        elif hit.first and hit.after < len(said.words):
            found.setdefault(hit.after, (hit.first, _JOINT))
    taken = {ends for ends, _ in found.values()}
    for value in (*reading.addresses, *reading.full_numbers, *reading.codes):
        if value.after < len(said.words) and value.after not in taken:
            found.setdefault(value.after, (value.after, _VALUE))
    return found


def _joins(said: Said, hit: cues.Hit) -> bool:
    """`é` and `eh` are no joint, though they fold into one; nor is the `e` of `e-mail`."""
    first, end = said.words[hit.first], said.words[hit.after - 1].end
    verb = len(hit.phrase) == 1 and (len(first.said) > 1 or not said.text[first.start].isascii())
    return not verb and said.text[end : end + 1].isspace()


def asks_to_open(text: str) -> bool:
    """Whether a part says itself that a ticket is wanted."""
    said = Said(text)
    shown = {
        hit.first for hit in cues.find(said, "shows_up")
    }  # `abre uma tela branca` tells, and wants nothing
    other = shown | cues.words_of(said, "symptom")  # `o SEI não abre`
    return any(hit.first < _SHORTEST + 3 for hit in cues.find(said, "open_verb") if hit.first not in other)
