"""Somebody's own name, that is kept wrongly: the wish to have it right, and the name itself (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said

CORRECTS: Command = {"command": "start", "flow": "my_data", "which": "correction"}
_WHERE = ("none", "draft")  # where no text is asked for, or shown, that it may belong to
_LONGEST = 25  # words up to which a message is looked at
_MOST = 8  # words of a name


def asks_correction(reading: Reading) -> list[Command]:
    """`meu nome está errado, é Tereza Lima`: said of what is kept here, and of no other system or paper."""
    if reading.pending not in _WHERE or reading.said.count > _LONGEST or "own_name" not in reading.cues:
        return []
    opens = {"open_verb", "ticket"} <= set(reading.cues)
    if opens or "symptom" in reading.cues or any(not one.everyday for one in reading.services):
        return []
    if not {"wrong", "change", "own_name_wrong"} & set(reading.cues) or _elsewhere(reading):
        return []
    name = told(reading.text)
    return [CORRECTS, {"command": "set", "slot": "information", "value": name}] if name else [CORRECTS]


def told(text: str) -> str | None:
    """The right name, as a sentence tells it (`o certo é …`, `sou a …`); None where it tells none."""
    said = Said(text)
    if cues.find(said, "surname"):
        return None  # the whole name is asked
    denied = {hit.after for hit in cues.find(said, "no")}
    plain = {hit.after for hit in cues.find(said, "own_name_leads") if hit.first not in denied}
    plain |= {i + 1 for i, word in enumerate(said.words) if cues.is_copula(said, word) and i not in denied}
    weak = {hit.after for hit in cues.find(said, "i_am") if hit.first not in denied}
    found = (_name(said, first) for leads in (plain, weak) for first in sorted(leads, reverse=True))
    return next((name for name in found if name), None)


def answered(text: str) -> str | None:
    """The name in an answer to the question for it, which may be nothing else."""
    said = Said(text)
    alone = _name(said, 0) if not cues.find(said, "own_name") else None
    return told(text) or alone


def _elsewhere(reading: Reading) -> bool:
    """`no contracheque`, `o crachá`: in a place that is not said to be here."""
    here = reading.words_of("kept_here")
    places = cues.listed("name_places", "name_papers")
    return any(word.said in places and i not in here for i, word in enumerate(reading.said.words))


def _name(said: Said, first: int) -> str | None:
    """The words from `first` on that may be of a name, where they are followed by nothing that goes on."""
    words, small = said.words, cues.listed("inside_names")
    ends = cues.words_of(said, "own_name_ends")
    none = cues.listed("small_words", "no_names") - small
    while first < len(words) and words[first].is_mark:
        first += 1
    after = first
    while after < len(words) and not _ends(said, after, ends) and words[after].meant not in none:
        after += 1
    if after < len(words) and not _ends(said, after, ends):
        return None  # `é o que está no crachá`
    while after > first and words[after - 1].said in small:
        after -= 1
    kept = [word for word in words[first:after] if word.said not in {"-", "'", "’"}]
    named = [word for word in kept if word.said not in small]
    if not named or len(kept) > _MOST or kept[0].said in small or len(named[0].said) < 2:
        return None
    return said.part(first, after).strip(" ,.;:!") if all(w.said.isalpha() for w in kept) else None


def _ends(said: Said, i: int, ends: set[int]) -> bool:
    word = said.words[i]
    glued = word.said in {"-", "'", "’"} and 0 < i < len(said.words) - 1
    return i in ends or (word.is_mark and not glued)
