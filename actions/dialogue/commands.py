"""What a message asks for, as the reading hands it on: one `Command` each, names as in the contract of
turns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ground.notation import PLAIN

NAMES = PLAIN | {"start", "set", "correct", "edit", "choose", "ask", "social"}
CHANGES = frozenset({"set", "correct", "edit"})
BEFORE_AN_ANSWER = frozenset({"greet", "thank", "praise", "apology"})


@dataclass(frozen=True)
class Command:
    """`command` and its fields; what does not belong to it is None.

    how: add | replace | remove. by: number, ordinal, status, service, newest, oldest, other, all, that.
    field: what of a ticket is asked. sure: False for a value that is only assumed.
    """

    command: str
    flow: str | None = None
    slot: str | None = None
    value: Any = None
    how: str | None = None
    text: str | None = None
    old: str | None = None
    by: str | None = None
    kind: str | None = None
    about: str | None = None
    field: str | None = None
    which: str | None = None
    where: str | None = None
    sure: bool = True

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "Command | None":
        """None for a command of a name that is not known (of a newer or older model)."""
        if raw.get("command") not in NAMES:
            return None
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in raw.items() if name in known})


def parse(raw: Iterable[Mapping[str, Any]] | None, confirming: bool) -> list[Command]:
    """The commands of a message, in order.

    A yes beside a no or a giving up is none; where something is to be confirmed, nor is one beside a change.
    """
    found = [command for one in raw or () if (command := Command.of(one))]
    found = _questions_of_a_ticket(found)
    if any(c.kind == "goodbye" for c in found):  # "obrigada, tchau" is answered by one goodbye
        found = [c for c in found if c.kind != "thank"]
    told = {c.slot for c in found if c.command in CHANGES and (c.value or c.text or c.old)}
    # "A descrição. Põe que …": which field, and what goes there; nothing of it is taken back.
    found = [c for c in found if not (c.command == "correct" and not c.value and c.slot in told)]
    others = {c.command for c in found}
    changes = any(c.command in CHANGES for c in wishes(found)[0])  # the values of another wish are its own
    if others & {"deny", "stop", "wait", "unclear"} or (confirming and changes):
        found = [c for c in found if c.command != "affirm"]
    if "stop" in others:
        found = [c for c in found if c.command != "deny"]
    return _courtesy_first(found)


def _courtesy_first(found: list[Command]) -> list[Command]:
    """ "Obrigado. E se …?": what is polite is said back before what is asked is answered."""
    polite = [c for c in found if c.kind in BEFORE_AN_ANSWER]
    if not polite or not any(c.command == "ask" for c in found):
        return found
    return [*polite, *(c for c in found if c not in polite)]


def _questions_of_a_ticket(found: list[Command]) -> list[Command]:
    """ "O do SEI, já resolveram?": which ticket is asked about goes with the question. What is asked of one
    that is pointed at, and is none of the questions that have an answer of their own, is where it stands."""
    asked = next((c for c in found if c.command == "ask" and c.about in ("ticket", "other")), None)
    which = next((c for c in found if c.command == "choose"), None)
    if asked is None or which is None or any(c.command == "start" for c in found):
        return found
    of_it = replace(asked, about="ticket", by=which.by, value=which.value)
    return [of_it if c is asked else c for c in found if c is not which]


def wishes(commands: list[Command]) -> tuple[list[Command], list[list[Command]]]:
    """What belongs to the question under way, and each wish (a `start`) with the values that follow it."""
    here: list[Command] = []
    wanted: list[list[Command]] = []
    for command in commands:
        if command.command == "start":
            wanted.append([command])
        elif wanted and command.command in ("set", "correct", "edit", "choose"):
            wanted[-1].append(command)
        else:
            here.append(command)
    return here, wanted


def names_a_ticket(commands: Iterable[Command]) -> bool:
    return any(map(is_of_a_ticket, commands))


def is_of_a_ticket(command: Command) -> bool:
    """Which ticket is meant, and nothing else."""
    return command.command == "choose" or command.slot == "ticket"
