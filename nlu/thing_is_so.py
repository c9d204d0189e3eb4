"""`meu monitor tá piscando`, `o projetor está com a imagem amarela`: a trouble told without a word of trouble
(pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.reading import cues
from nlu.reading.services import Service
from nlu.reading.turn import Reading
from nlu.segments import WISH_CUES
from nlu.told_problem import opening, past_greeting

_LONGEST = 14  # words
_BETWEEN = 4  # words between the thing and what it does: "o projetor da sala 4 está …"
_BEFORE = 3
_NOT_IT = ("ticket", "no_ticket", "thanks", "two_told")


def thing_is_so(reading: Reading) -> list[Command]:
    """One thing, and what it is doing or has on it: a ticket with it; [] where something is asked or wanted,
    or another thing is told as well."""
    said, chosen = reading.said, reading.chosen_services
    if reading.pending != "none" or said.count > _LONGEST or len(chosen) != 1 or "?" in reading.text:
        return []
    if reading.addresses or reading.full_numbers or {*WISH_CUES, *_NOT_IT} & set(reading.cues):
        return []
    first = past_greeting(said)
    if chosen[0].first - first > _BEFORE or not _is_so(reading, chosen[0]):
        return []
    return opening(reading, first)


def _is_so(reading: Reading, thing: Service) -> bool:
    words = reading.said.words
    for at in range(thing.after, min(thing.after + _BETWEEN, len(words) - 1)):
        if words[at].meant not in cues.listed("being"):
            continue
        does = words[at + 1].said
        if any(does.endswith(ending) for ending in cues.listed("is_doing")):
            return does not in cues.listed("works_well")
        return does in cues.listed("has_on_it") and any(map(cues.is_content, words[at + 2 :]))
    return False
