"""What a conversation is about, by the state of the engine of the flows (actions/dialogue/state.py): a file
sent in the middle of it belongs there. It is a hint: the portal asks the store whose the ticket is.
"""

from __future__ import annotations

from typing import Any

DRAFT = "draft"
_OPENING = "open_ticket"


def spoken_of(dialogue: dict[str, Any]) -> str:
    """DRAFT for a ticket that is being put together, else the number of the one under way or told last, or
    ""."""
    for frame in reversed(dialogue.get("frames") or []):
        if frame.get("flow") == _OPENING:
            return DRAFT
        if number := (frame.get("values") or {}).get("ticket_number"):
            return str(number)
    return str((dialogue.get("last") or {}).get("number") or "")
