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

_TELLS = 3  # words of a problem
_TROUBLE = ("symptom", "no", "without")


def halves(text: str, finder: Finder) -> list[dict[str, str]]:
    """What each ticket begins with (description, and service where it is named in the second), parted at the
    first joint on both sides of which something fails; [] where there is none."""
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
        if all(
            len(side.split()) >= _TELLS and set(_TROUBLE) & set(r.cues)
            for side, r in zip(sides, read, strict=True)
        ):
            second = [s.code for s in read[1].chosen_services if s.code != OTHER]
            return [
                {"description": sides[0]},
                {"description": sides[1], **({"service": second[0]} if second else {})},
            ]
    return []


def is_parted(commands: Sequence[Command]) -> bool:
    """`são dois, um para cada`: the text under way is told anew, and one more ticket begun."""
    return SEPARATES in commands and OPENS in commands


def also_two(reading: Reading, commands: list[Command], finder: Finder) -> list[Command]:
    """`x@y. viu que são duas coisas?`, where what was told can be parted: said beside the value."""
    known: Any = reading.known.get("description")
    values = bool(commands) and all(
        c["command"] == "set" and c.get("slot") != "description" for c in commands
    )
    if not values or not known or kind(reading.pending) not in {"value", "service"}:
        return commands
    if "two_told" not in reading.cues or not halves(str(known), finder):
        return commands
    return [*commands, SEPARATES, OPENS]
