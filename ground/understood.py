"""What nlu understands of a message, as it lies in Rasa's tracker and as actions read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ground.notation import Command


@dataclass(frozen=True, kw_only=True)
class Understood:
    """Each field is a key of its own beside Rasa's, and its value is JSON."""

    commands: list[Command] = field(default_factory=list)
    share: float = 0.0  # belief in the commands
    unsure: bool = False
    alternatives: list[list[Command]] = field(default_factory=list)  # the likeliest readings, where unclear
    # What the person calls a system, where one is asked or an unknown one fails; "": no name is told.
    system_name: str | None = None
    only: bool = False  # news are wanted nowhere else than where they are asked for
    # What each of two tickets begins with: of a text that is parted, or two systems named where one is asked.
    halves: list[dict[str, str]] = field(default_factory=list)
    only_this: bool = False  # it is said that there is no other request behind this one
    why: str | None = None  # the reason told beside a yes, or beside which ticket is meant
    kept: str | None = None  # "score", "reason" or "texts", where it is asked whether just that is kept
    meant: str = ""  # the message in lower case, its slang, accents and slips put right
    # Each question of the message alone, and what is read of it alone: {"text", "meant", "commands"}.
    questions: list[dict[str, Any]] = field(default_factory=list)
    beside: list[Command] = field(default_factory=list)  # read of what stands beside them, alone
    own_name: str | None = None  # the name alone, in an answer that tells one
    called: str | None = None  # of whom the address is that is asked for
    describes: bool = False  # the system that is asked for is only described, and nothing wrong is told
    says_nothing: bool = False  # an answer tells no more than that something is wrong
    asked_for: bool = False  # a new ticket is wished for by its name
    in_passing: bool = False  # the system named with a new problem is only where it happens
    agrees: bool = False  # a yes to the summary stands beside the one change of it
    works_now: bool = False  # what a new ticket was to be about is over, told before it is registered
    wants_none: bool = False  # no ticket is wanted, or it is only asked
    asked: bool = False  # put as a question or a doubt, whatever it is read as

    @staticmethod
    def of(message: Mapping[str, Any]) -> Understood:
        """What another version has not told is its default."""
        known = [one.name for one in fields(Understood)]
        return Understood(**{name: message[name] for name in known if message.get(name) is not None})
