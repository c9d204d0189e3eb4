"""Two problems in one text, each for a ticket of its own: where the text is parted (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ground.notation import Command
from nlu.edits import SHOWN
from nlu.in_place import OPENS, SEPARATES
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.services import OTHER, Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.told_problem import TROUBLE

_TELLS = 3  # words of a problem
_VALUES = ("email", "service", "urgency")
_TWO = ("two_told", "one_each", "parts_it")
_ACTS = frozenset({"start", "stop", "deny", "affirm"})
_NEAR = 3  # words behind `primeiro`


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
    """`x@y. viu que são duas coisas?`, `um pra cada`, `melhor separar, primeiro a impressora`, where what was
    told can be parted: said beside a value, or in its stead."""
    known: Any = reading.known.get("description")
    told = [c for c in commands if c["command"] == "set" and c.get("slot") in _VALUES]
    acts = any(c["command"] in _ACTS and c != OPENS for c in commands)
    asked = kind(reading.pending) in {"value", "service"} or reading.pending in SHOWN
    if not known or not asked or acts or {"not_another", "only_one"} & set(reading.cues):
        return commands
    if not {"other_one", *_TWO} & set(reading.cues):
        return commands
    if not (parts := halves(str(known), finder, said_to_be_two=True)):
        return commands
    each = "other_one" in reading.cues and all(_own(parts, n) & _said(reading.text) for n in (0, 1))
    changes = [c for c in commands if c.get("value") is not None or c.get("how")]
    new = [c for c in changes if c.get("slot") == "description" and c["command"] == "set"]
    said = [hit for name in _TWO for hit in reading.cues.get(name, ()) if _says_so(reading, name, hit)]
    adds = any(c.get("how") == "add" for c in changes)
    if new or adds or not (each or said) or (changes and reading.pending in SHOWN and not each):
        return commands  # `já abri dois chamados iguais` is told
    return [*(c for c in told if c.get("slot") != "service"), SEPARATES, OPENS]


def _says_so(reading: Reading, name: str, hit: cues.Hit) -> bool:
    """Not denied; at a summary `são dois chamados`, and not `já abri dois chamados`."""
    before = reading.said.words[max(0, hit.first - 2) : hit.first]
    told = any(cues.is_copula(reading.said, word) for word in before) or reading.pending not in SHOWN
    return (name != "two_told" or told) and not reading.is_led(hit, ("no",), _NEAR)


def in_order(reading: Reading, parts: list[dict[str, str]]) -> list[dict[str, str]]:
    """`primeiro o e-mail`: what is wished first is the first."""
    words = [word.meant for word in reading.said.words]
    named = [set(words[hit.after : hit.after + _NEAR]) for hit in cues.find(reading.said, "first_of_two")]
    second = any(near & _own(parts, 1) and not near & _own(parts, 0) for near in named) if parts else False
    return parts[::-1] if second else parts


def _own(parts: list[dict[str, str]], n: int) -> set[str]:
    """The words of one that do not stand in the other."""
    return _said(parts[n]["description"]) - _said(parts[1 - n]["description"])


def _said(text: str) -> set[str]:
    small = cues.listed("small_words", "lead_words")
    return {word.meant for word in Said(text).words if not word.is_mark and word.meant not in small}
