"""Of several systems that are named, the one that is meant: said to be it, or the one that fails (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.reading import cues
from nlu.reading.services import Service
from nlu.reading.turn import Reading

_FAILS = ("symptom", "still_broken", "down", "no", "without")
_LEADS = ("bare_articles", "belongs", "places", "whose", "with")
_NEAR = 3  # words between a copula and the name: `é com o meu`


def meant(reading: Reading, named: Sequence[Service]) -> Service | None:
    """`eu disse X, mas é no Y`; `meu pc não pega a rede, e às 14h tenho sessão no X`: what fails there."""
    found = [one for one in named if not one.denied]
    first = next((one for one in found if one in reading.chosen_services), None)
    if first is None:
        return None
    others = [one for one in found if one.code != first.code]
    behind = [one for one in others if one.first > first.first and told_at(reading, one) >= 0]
    told = [
        one for one in behind if not one.everyday or _is_trouble(reading, one) or is_left_out(reading, first)
    ]
    fails, here = reading.words_of(*_FAILS), _part(reading, first)
    if told and (is_left_out(reading, first) or not reading.words_of("symptom") & set(here)):
        return told[-1]
    if fails & set(here):
        return first
    passing = any(_is_place(reading, one) for one in found if one.code == first.code)
    for one in others:
        itself = fails & set(range(one.after, _part(reading, one).stop)) and not _is_place(reading, one)
        but = one.first > first.first and _turns(reading, first, one)
        if itself and one.first not in here and (but or (passing and one.first < first.first)):
            return one
    return first


def told_at(reading: Reading, one: Service) -> int:
    """Where it is said that it is this one: `é a VPN`, `é com a minha rede`, `é X Web (Y)`; -1 where it is
    not, or denied."""
    words, first = reading.said.words, one.first
    if first and words[first - 1].said in cues.listed("opening_marks"):
        first = next((s.first for s in reading.services if s.after == first - 1), first)
    at = first - 1
    while at > 0 and first - at <= _NEAR and words[at].said in cues.listed(*_LEADS):
        at -= 1
    is_it = at >= 0 and cues.is_copula(reading.said, words[at]) and at - 1 not in reading.words_of("no")
    return at if is_it else -1


def is_left_out(reading: Reading, one: Service) -> bool:
    """`o X tá normal`, `nada a ver com o X`: a no before it, or behind it that it works."""
    part, no = _part(reading, one), reading.words_of("no")
    works = any(reading.said.words[i].meant in cues.listed("works") for i in range(one.after, part.stop))
    return bool(no & set(range(part.start, one.first))) or (works and not no & set(part))


def _part(reading: Reading, one: Service) -> range:
    """The words of its clause, up to what joins another to it."""
    words = reading.said.words
    ends = {clause.after for clause in reading.clauses}
    ends |= {i for i, word in enumerate(words) if cues.is_joiner(reading.said, i) or word.meant in _turning()}
    first = max((i for i in ends if i <= one.first), default=0)
    return range(first, min((i for i in ends if i > one.first), default=len(words)))


def _turning() -> frozenset[str]:
    return cues.listed("adversatives", "because")


def _turns(reading: Reading, one: Service, other: Service) -> bool:
    return any(w.meant in cues.listed("adversatives") for w in reading.said.words[one.after : other.first])


def _is_trouble(reading: Reading, one: Service) -> bool:
    """`o problema é a rede`."""
    at = told_at(reading, one)
    near = reading.said.words[max(0, at - 2) : at]
    return any(word.said in cues.listed("trouble_words") for word in near)


def _is_place(reading: Reading, one: Service) -> bool:
    """`no X`, `do meu X`: where something happens, or whose it is."""
    words, at = reading.said.words, one.first - 1
    while at > 0 and words[at].said in cues.listed("whose"):
        at -= 1
    return at >= 0 and words[at].said in cues.listed("places", "belongs")
