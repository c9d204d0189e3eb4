"""Two problems in one text, each for a ticket of its own: where the text is parted (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ground.notation import Command
from nlu.in_place import OPENS, SEPARATES
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.services import OTHER, Finder
from nlu.reading.turn import Reading
from nlu.told_problem import TROUBLE

_TELLS = 3  # words of a problem
_VALUES = ("email", "service", "urgency")
_TWO = ("two_told", "one_each")


def halves(text: str, finder: Finder, said_to_be_two: bool = False) -> list[dict[str, str]]:
    """What each ticket begins with (description, and service where it is named), parted at the
    first joint on both sides of which something fails; [] where there is none. Where it is said that they are
    two, trouble on one side is enough."""
    return _parted(text, finder, 2) or (_parted(text, finder, 1) if said_to_be_two else [])


def _parted(text: str, finder: Finder, least: int) -> list[dict[str, str]]:
    """least: sides that tell of trouble."""
    whole = Reading(text, {"pending": "none"}, finder)
    words = whole.said.words
    for at in range(_TELLS, len(words) - _TELLS):
        if not (cues.is_joiner(whole.said, at) or words[at].said in ".;,"):
            continue
        first = at + 1
        while first < len(words) and (words[first].is_mark or words[first].said in cues.listed("also")):
            first += 1
        sides = [whole.said.part(0, at).rstrip(" ,;.:"), whole.said.part(first, len(words)).strip()]
        read = [Reading(side, {"pending": "none"}, finder) for side in sides]
        long_enough = all(len(side.split()) >= _TELLS for side in sides)
        if long_enough and sum(bool(set(TROUBLE) & set(r.cues)) for r in read) >= least:
            return [_begun(side, r) for side, r in zip(sides, read, strict=True)]
    return []


def _begun(text: str, reading: Reading) -> dict[str, str]:
    named = [one.code for one in reading.chosen_services if one.code != OTHER]
    return {"description": text, **({"service": named[0]} if named else {})}


def is_parted(commands: Sequence[Command]) -> bool:
    """`são dois, um para cada`: the text under way is told anew, and one more ticket begun."""
    return SEPARATES in commands and OPENS in commands


def parted_last(commands: list[Command]) -> list[Command]:
    """Values told beside it are of the ticket under way, and not of the one that is begun after it."""
    told = any(c["command"] == "set" and c.get("slot") == "description" for c in commands)
    if not is_parted(commands) or told:
        return commands
    return [*(c for c in commands if c not in (SEPARATES, OPENS)), SEPARATES, OPENS]


def also_two(reading: Reading, commands: list[Command], finder: Finder) -> list[Command]:
    """`x@y. viu que são duas coisas?`, `um pra cada`, where what was told can be parted: said beside a value,
    or in its stead."""
    known: Any = reading.known.get("description")
    told = [c for c in commands if c["command"] == "set" and c.get("slot") in _VALUES]
    acts = any(c["command"] in {"start", "stop", "deny", "affirm"} for c in commands)
    if acts or not known or kind(reading.pending) not in {"value", "service"}:
        return commands
    if not set(_TWO) & set(reading.cues) or not halves(str(known), finder, said_to_be_two=True):
        return commands
    return [*told, SEPARATES, OPENS]
