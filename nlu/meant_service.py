"""Of the systems that are named, the one that is meant: said to be it, or the one that fails; none that once
was it or is only said to work (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.reading import cues
from nlu.reading.services import Service
from nlu.reading.turn import Reading
from nlu.telling import content_words

_FAILS = ("symptom", "still_broken", "down", "no", "without")
_LEADS = ("bare_articles", "belongs", "places", "whose", "with")
_TELLS = 2  # words of what is told beside it
_NEAR = 3  # words between a copula and the name: `é com o meu`


def meant(reading: Reading, named: Sequence[Service]) -> Service | None:
    """`eu disse X, mas é no Y`; `meu pc não pega a rede, e às 14h tenho sessão no X`: what fails there."""
    found = [one for one in named if not one.denied]
    found = [one for one in found if not was_once(reading, one)] or found
    first = next((one for one in found if one in reading.chosen_services), None)
    if first is None or (len({one.code for one in found}) == 1 and only_works(reading, first)):
        return None
    words, trouble, left_out = reading.said.words, cues.listed("trouble_words"), is_left_out(reading, first)
    others = [one for one in found if one.code != first.code]
    told = [  # an everyday thing is, where it is `o problema é a rede`
        one
        for one in others
        if one.first > first.first and (at := told_at(reading, one)) >= 0
        if left_out or not one.everyday or any(word.said in trouble for word in words[max(0, at - 2) : at])
    ]
    here = _part(reading, first)
    if told and (left_out or not reading.words_of("symptom") & set(here)):
        return told[-1]
    if reading.words_of(*_FAILS) & set(here):
        return first
    passing = any(_is_place(reading, one) for one in found if one.code == first.code)
    for one in others:
        turns = any(w.meant in cues.listed("adversatives") for w in words[first.after : one.first])
        apart = turns or (passing and one.first < first.first)
        if apart and one.first not in here and fails_itself(reading, one):
            return one
    return first


def fails_itself(reading: Reading, one: Service) -> bool:
    """`o notebook não liga`, and not `não conecta no notebook`, `reiniciei o computador e cai`."""
    rest = range(one.after, _part(reading, one).stop)
    return not _is_place(reading, one) and bool(reading.words_of(*_FAILS) & set(rest))


def in_passing(reading: Reading) -> bool:
    """Whether the only system named is an everyday thing, and where it happens or what was tried, not what
    fails."""
    named, fails = reading.chosen_services, reading.words_of(*_FAILS)
    return bool(named) and all(
        one.everyday and (_is_place(reading, one) or (fails and not fails_itself(reading, one)))
        for one in named
    )


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
    """`o X tá normal`, `nada a ver com o X`: a no that leads to its name, or behind it that it works."""
    part, no, words = _part(reading, one), reading.words_of("no"), reading.said.words
    works = any(words[i].meant in cues.listed("works") for i in range(one.after, part.stop))
    at, small = one.first - 1, cues.listed(*_LEADS, "left_out_by", "copulas", "trouble_words", "into_it")
    while at > part.start and at not in no and words[at].meant in small:
        at -= 1
    return (at >= part.start and at in no) or (works and not no & set(part))


def was_once(reading: Reading, one: Service) -> bool:
    """`antes era no X`, `X era antigamente`, `a gente usava o X`."""
    return bool(reading.words_of("formerly") & set(_part(reading, one)))


def only_works(reading: Reading, one: Service) -> bool:
    """`a rede tá ok porque …`: nothing else is said of it, and something of what is not named."""
    part, works = _part(reading, one), cues.listed("works")
    words = [reading.said.words[i] for i in range(one.after, part.stop) if not reading.said.words[i].is_mark]
    small = works | cues.listed("small_words", "copulas")
    bare = any(w.meant in works for w in words) and all({w.meant, w.said} & small for w in words)
    asked = reading.pending == "service" or "?" in reading.said.part(one.after, part.stop)
    denied = asked or reading.words_of("no") & set(part)
    return bare and not denied and content_words(reading.said.part(0, part.start)) >= _TELLS


def _part(reading: Reading, one: Service) -> range:
    """The words of its clause, up to what joins another to it."""
    words, turns = reading.said.words, cues.listed("adversatives", "because")
    ends = {clause.after for clause in reading.clauses}
    ends |= {i for i, word in enumerate(words) if cues.is_joiner(reading.said, i) or word.meant in turns}
    first = max((i for i in ends if i <= one.first), default=0)
    return range(first, min((i for i in ends if i > one.first), default=len(words)))


def _is_place(reading: Reading, one: Service) -> bool:
    """`no X`, `do meu X`: where something happens, or whose it is."""
    words, at = reading.said.words, one.first - 1
    while at > 0 and words[at].said in cues.listed("whose"):
        at -= 1
    return at >= 0 and words[at].said in cues.listed("places", "belongs")
