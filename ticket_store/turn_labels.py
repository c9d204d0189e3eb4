"""The commands that a person says were meant: each name in them is one that the understanding has (pure).

The notation itself is ground/notation.py; what may stand in it is the contract of turns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from ground import notation
from ticket_store.catalogue import fold
from ticket_store.errors import LabelRefused

FLOWS = (
    "open_ticket", "check_ticket_status", "list_my_tickets", "add_ticket_information", "cancel_ticket",
    "reopen_ticket", "rate_service", "talk_to_human", "service_status", "my_data", "notices",
)  # fmt: skip
OPTIONS = {"where": ("mail", "chat"), "which": ("copy", "erase", "correction", "draft")}
ASKED = ("why", "pending", "ticket", "price", "other")
FIELDS = ("number", "status", "deadline", "solution", "history", "question", "mail")
KINDS = (
    "greet", "thank", "goodbye", "praise", "insult", "apology", "bot_challenge", "help", "remark",
)  # fmt: skip
BY = ("number", "ordinal", "status", "service", "newest", "oldest", "other", "all", "that")
WITH_VALUE = frozenset({"number", "ordinal", "status", "service"})
URGENCIES = ("low", "normal", "high", "critical")
OTHER_SERVICE = "outro"
MOST_LINES = 12
FOREIGN = 0.5
"""Of the words of a text, the share from which it is not the person's any more."""
FAQ = "faq_"


def read(
    lines: Sequence[str], text: str, *, services: Collection[str], questions: Collection[str]
) -> list[dict[str, Any]]:
    """The commands of the lines. services: codes; questions: faq_* intents. Raises LabelRefused."""
    commands: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if number > MOST_LINES:
            raise LabelRefused(number, "many", str(MOST_LINES))
        head = line.split(":", 1)[0].split()
        verb = head[0] if head else ""
        if verb not in notation.PLAIN and verb not in VERBS:
            raise LabelRefused(number, "unknown", verb)
        if verb in VERBS and len(head) < 2:
            raise LabelRefused(number, "missing", verb)
        if verb in SLOTTED and head[1] not in notation.SLOTS:
            raise LabelRefused(number, "name", head[1])
        try:
            command = notation.parse(line, text)
        except (notation.UnknownNotation, ValueError):
            raise LabelRefused(number, "unknown", line.strip()) from None
        if wrong := _wrong(command, text, services, questions):
            raise LabelRefused(number, *wrong)
        commands.append(command)
    return commands


VERBS = ("start", "set", "correct", "edit", "choose", "ask", "social")
SLOTTED = frozenset({"set", "correct", "edit"})


def _wrong(
    command: dict[str, Any], text: str, services: Collection[str], questions: Collection[str]
) -> tuple[str, str] | None:
    """(reason, part) of what no reading has; None where all is known."""
    name = command["command"]
    if name == "start":
        return _start(command)
    if name == "ask":
        about = command["about"]
        if about not in ASKED and about not in questions:
            return "name", about
        if about == "ticket" and command.get("field", FIELDS[0]) not in FIELDS:
            return "name", command["field"]
        return None
    if name == "social":
        return None if command["kind"] in KINDS else ("name", command["kind"])
    if name == "choose":
        return _reference(command, services)
    if name == "edit":
        if command["slot"] not in notation.TEXT_SLOTS:
            return "name", command["slot"]
        bare = command["how"] != "remove" and not command.get("text") and not command.get("old")
        return ("missing", command["how"]) if bare else None
    return _value(command, text, services) if name in ("set", "correct") else None


def _start(command: dict[str, Any]) -> tuple[str, str] | None:
    if command["flow"] not in FLOWS:
        return "name", command["flow"]
    for option, value in command.items():
        if option not in ("command", "flow") and value not in OPTIONS.get(option, ()):
            return "name", f"{option}={value}"
    return None


def _reference(command: dict[str, Any], services: Collection[str]) -> tuple[str, str] | None:
    by, value = command.get("by"), command.get("value")
    if by not in BY:
        return "name", str(by)
    if by in WITH_VALUE and value in (None, ""):
        return "missing", str(by)
    return ("value", str(value)) if by == "service" and value not in services else None


def _value(command: dict[str, Any], text: str, services: Collection[str]) -> tuple[str, str] | None:
    slot, value = command["slot"], command["value"]
    if isinstance(value, dict):
        return _reference(value, services)
    if value is None:
        return None
    if not str(value).strip():
        return "missing", slot
    if slot == "service" and value not in services and value != OTHER_SERVICE:
        return "value", str(value)
    if slot == "urgency" and value not in URGENCIES:
        return "value", str(value)
    return _said(value, text) if slot in notation.TEXT_SLOTS else None


def _said(value: str, text: str) -> tuple[str, str] | None:
    """A text that is kept is in the person's own words."""
    own = set(_words(text))
    told = _words(value)
    other = [word for word in told if word not in own]
    return ("elsewhere", other[0]) if len(other) > FOREIGN * len(told) else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
