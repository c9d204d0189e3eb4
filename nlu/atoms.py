"""What one message may say, as atoms: commands without their values, by the role that they play where it
is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ground.notation import TEXT_SLOTS, Command

TEXT = "set:text"
REFERENCE = "ref"
THAT = "ref:that"
TEXT_OF_FLOW = {
    "open_ticket": "description",
    "add_ticket_information": "information",
    "reopen_ticket": "reason",
    "rate_service": "comment",
    "cancel_ticket": "reason",
}
TEXT_OF_PENDING = {
    "information": "information",
    "reason": "reason",
    "confirm_reopen": "reason",
    "confirm_cancel": "reason",
    "comment": "comment",
    "score": "comment",
    "news_question": "answer",
    "news_resolved": "reason",
    "waiting": "information",
}
FLOW_OF_PENDING = {
    "reason": "reopen_ticket",
    "confirm_reopen": "reopen_ticket",
    "score": "rate_service",
    "comment": "rate_service",
    "information": "add_ticket_information",
}
DESCRIBED = "description"


def name_text(atoms: frozenset[str]) -> bool:
    """Whether words of the message are to be kept as a text."""
    return bool(atoms & {TEXT, "edit:add", "edit:replace"})


def atom(command: Command) -> str:
    name = command["command"]
    if name == "start":
        option = command.get("where") or command.get("which")
        return f"start:{command['flow']}" + (f":{option}" if option else "")
    if name == "set":
        slot = command["slot"]
        if slot in TEXT_SLOTS:
            return TEXT
        return REFERENCE if slot == "ticket" else f"set:{slot}"
    if name == "choose":
        return THAT if command.get("by") == "that" else REFERENCE
    if name == "edit":
        return f"edit:{command['how']}"
    if name == "correct":
        return f"correct:{command['slot']}:{'said' if command.get('value') is not None else 'unsaid'}"
    if name == "ask":
        return ":".join(["ask", command["about"], *([command["field"]] if "field" in command else [])])
    if name == "social":
        return f"social:{command['kind']}"
    return str(name)


def atoms(commands: Sequence[Command]) -> frozenset[str]:
    return frozenset(map(atom, commands))


def text_slot(pending: str, known: dict[str, Any], flow: str | None = None) -> str:
    """Where a text goes: to the flow that it is told with, else to what is asked."""
    if flow in TEXT_OF_FLOW:
        return TEXT_OF_FLOW[flow]
    return TEXT_OF_PENDING.get(pending, DESCRIBED)


def edited_slot(pending: str, known: dict[str, Any]) -> str:
    """Which text given before an edit is about."""
    own = TEXT_OF_PENDING.get(pending)
    if own and known.get(own):
        return own
    for slot in (DESCRIBED, "reason", "information", "comment"):
        if known.get(slot):
            return slot
    return own or DESCRIBED
