"""A problem told in a message, or in a part of one, as a new ticket begins with it (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.reading import cues
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.settle import settle

TROUBLE = ("symptom", "no", "without")
"""Cues one of which stands where something fails."""


def past_greeting(said: Said) -> int:
    """The first word that is of no greeting; 0 where nothing else is said."""
    greeted = cues.words_of(said, "greeting", "how_are_you")
    return next((i for i, word in enumerate(said.words) if i not in greeted and not word.is_mark), 0)


def alone(part: str, finder: Finder) -> Reading:
    """The part without the greeting that opens it, with nothing pending."""
    said = Said(part)
    text = said.part(past_greeting(said), len(said.words))
    return Reading(text, {"pending": "none"}, finder)


def opening(reading: Reading, first: int = 0) -> list[Command]:
    """The wish for a ticket, its system, and all that is said from `first` as its text."""
    atoms = frozenset({"start:open_ticket", names.TEXT, "set:service"})
    return settle(reading, atoms, [(first, len(reading.said.words))])


def with_its_thing(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o da impressora: não puxa papel`: the thing that it is about stands in the text, too."""
    return [
        {**c, "value": _from_its_thing(reading, str(c["value"]))}
        if c["command"] == "set" and c.get("slot") == "description"
        else c
        for c in commands
    ]


def _from_its_thing(reading: Reading, text: str) -> str:
    said, at = reading.said, reading.text.find(text)
    first = next((i for i, word in enumerate(said.words) if word.start >= at), 0) if at > 0 else 0
    things = [one for one in reading.services if one.everyday and not one.denied and one.after <= first]
    if not things or Reading(text, {}, reading.finder).services:
        return text
    between = said.words[things[-1].after : first]
    led = all(word.is_mark or cues.is_copula(said, word) for word in between)
    return reading.text[said.words[things[-1].first].start : at + len(text)] if led else text
