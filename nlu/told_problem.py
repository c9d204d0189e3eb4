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


def alone(part: str, finder: Finder) -> Reading:
    """The part without the greeting that opens it, with nothing pending."""
    said = Said(part)
    greeted = cues.words_of(said, "greeting", "how_are_you")
    first = next((i for i, word in enumerate(said.words) if i not in greeted and not word.is_mark), 0)
    return Reading(said.part(first, len(said.words)), {"pending": "none"}, finder)


def opening(reading: Reading, first: int = 0) -> list[Command]:
    """The wish for a ticket, its system, and all that is said from `first` as its text."""
    atoms = frozenset({"start:open_ticket", names.TEXT, "set:service"})
    return settle(reading, atoms, [(first, len(reading.said.words))])


def with_its_thing(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o da impressora: não puxa papel`: the thing that it is about stands in the text, too."""
    told = next((c for c in commands if c["command"] == "set" and c.get("slot") == "description"), None)
    at = reading.text.find(str(told["value"])) if told else -1
    words = reading.said.words
    before = [one for one in reading.services if one.everyday and words[one.after - 1].end <= at]
    if not told or not before or Reading(str(told["value"]), {}, reading.finder).services:
        return commands
    between = [word for word in words[before[-1].after :] if word.start < at]
    if not all(word.is_mark or cues.is_copula(reading.said, word) for word in between):
        return commands
    ends = at + len(str(told["value"]))
    whole = {**told, "value": reading.text[words[before[-1].first].start : ends]}
    return [whole if c is told else c for c in commands]
