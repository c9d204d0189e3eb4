"""What was said before the desk came in: a button is read by its meaning, not by its payload."""

from __future__ import annotations

import re
from typing import Any

from portal.desk.names import INTENT

# What the chat sends for a button: "/intent", with or without {"slot": ...}.
_PAYLOAD = re.compile(r"/(\w+)\s*(?:\{.*\})?", re.DOTALL)
# The page's own opening of the conversation: nobody said it.
OPENING = "greet"


def lines(transcript: list[Any]) -> list[dict[str, Any]]:
    """The lines that say something, each {"from", "text", ...}; the transcript comes from the chat."""
    told = [line | {"text": _text(line)} for line in transcript if isinstance(line, dict)]
    return [line for line in told if line["text"]]


def as_description(transcript: list[Any], messages: list[Any], most: int) -> str:
    """What was said, for the ticket that is opened of it; of what is longer than `most`, the end."""
    said = [
        f"{'Solicitante' if line.get('from') == 'user' else 'Assistente'}: {line['text']}"
        for line in lines(transcript)
    ]
    said += [f"{'Solicitante' if one.sender == 'user' else 'Atendente'}: {one.text}" for one in messages]
    text = "\n".join(said)
    return text if len(text) <= most else "…\n" + text[-(most - 2) :].partition("\n")[2]


def _text(line: dict[str, Any]) -> str:
    text = str(line.get("text") or "").strip()
    payload = _PAYLOAD.fullmatch(text) if line.get("from") == "user" else None
    if payload is None:
        return text
    return "" if payload[1] == OPENING else INTENT.get(payload[1], "")
