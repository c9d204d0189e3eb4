"""A problem told in a message, or in a part of one, as a new ticket begins with it (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.settle import settle

TROUBLE = ("symptom", "no", "without")
"""Cues one of which stands where something fails."""


def past_greeting(said: Said) -> int:
    """The first word that is of no greeting; 0 where nothing else is said."""
    greeted = cues.words_of(said, "greeting", "how_are_you")
    return next((i for i, word in enumerate(said.words) if i not in greeted and not word.is_mark), 0)


def alone(reading: Reading, part: str) -> Reading:
    """The part without the greeting that opens it, with nothing pending."""
    said = Said(part)
    text = said.part(past_greeting(said), len(said.words))
    return Reading(text, {"pending": "none"}, reading.finder)


def opening(reading: Reading, first: int = 0) -> list[Command]:
    """The wish for a ticket, its system, and all that is said from `first` as its text."""
    atoms = frozenset({"start:open_ticket", names.TEXT, "set:service"})
    return settle(reading, atoms, [(first, len(reading.said.words))])
