"""Shapes that all handlers of the web chat share (pure)."""

from __future__ import annotations

import uuid
from typing import Any


def room_of(conversation_id: str) -> str:
    """Prefixed, so that no room can be another client's socket id."""
    return "c:" + conversation_id


def refusal(reason: str, text: str) -> dict[str, Any]:
    """An acknowledgement that says why not."""
    return {"ok": False, "reason": reason, "text": text}


def is_uuid(value: object) -> bool:
    """Whether a page's id has the one shape that ids have."""
    if not isinstance(value, str) or len(value) > 36:
        return False
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True
