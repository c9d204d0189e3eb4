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
