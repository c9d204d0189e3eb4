"""What was said before in this conversation, as its tracker remembers it."""

from collections.abc import Collection
from datetime import datetime, timezone
from typing import Any

from actions import words

SLOT = "dialogue"  # in which the state of the conversation is kept
INTENT = "/"  # begins a payload that is no text of its own

Events = list[dict[str, Any]]


def turns(events: Events) -> list[Events]:
    """The conversation's events cut at each user message (our own triggers are none)."""
    cut: list[Events] = [[]]
    for event in events:
        if event.get("event") == "user" and not _trigger(event):
            cut.append([])
        cut[-1].append(event)
    return cut


def _trigger(event: dict[str, Any]) -> bool:
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name") or ""
    return bool(intent.startswith("EXTERNAL_"))


def transcript(events: Events, most: int = 60) -> list[dict[str, Any]]:
    """The newest messages of both sides, the oldest first: {"from": "user"|"bot", "text", "at": ISO time}."""
    said = []
    for event in events:
        text = event.get("text") or ""
        if event.get("event") not in ("user", "bot") or not text or _trigger(event):
            continue
        # A file's line is recorded as said by its sender (channels/web_files.py).
        mine = event["event"] == "user" or (event.get("metadata") or {}).get("speaker") == "user"
        at = datetime.fromtimestamp(float(event.get("timestamp") or 0), timezone.utc).isoformat()
        said.append({"from": "user" if mine else "bot", "text": text, "at": at})
    return said[-most:]


def last_answers(events: Events) -> Events:
    """What the bot said in the newest turn before this one in which it said anything."""
    for turn in reversed(turns(events)[:-1]):
        said = [e for e in turn if e.get("event") == "bot" and e.get("text") and not _of_a_file(e)]
        if said:
            return said
    return []


def pressed(events: Events, text: str) -> str | None:
    """The payload of the button shown last whose title was typed, whole or by some of its words that no other
    has."""
    typed = words.spoken(text)
    said = last_answers(events)
    shown = [b for e in said[-1:] for b in (e.get("data") or {}).get("buttons") or []]
    named = {str(b.get("payload")): words.spoken(str(b.get("title"))) for b in shown}
    titles = {payload: title for payload, title in named.items() if payload.startswith(INTENT)}
    whole = [payload for payload, title in titles.items() if title == typed]
    part = [payload for payload, title in titles.items() if len(typed) > 1 and _stands_in(typed, title)]
    return (whole or part)[0] if len(whole or part) == 1 else None


def _stands_in(few: list[str], many: list[str]) -> bool:
    return any(many[i : i + len(few)] == few for i in range(len(many)))


def _of_a_file(event: dict[str, Any]) -> bool:
    """What is said of a file answers no message."""
    return str((event.get("metadata") or {}).get("said_id") or "").startswith("file-")


def was_said(events: Events, text: str, responses: Collection[str], most: int = 1) -> bool:
    """Whether one of these responses, with that text in it, was said in the newest turns before this message,
    `most` of them."""
    said = [event for turn in turns(events)[:-1][-most:] for event in turn if event.get("event") == "bot"]
    named = (e for e in said if (e.get("metadata") or {}).get("utter_action") in responses)
    return any(text in str(event.get("text")) for event in named)


def last_response(events: Events) -> str | None:
    """The name of the response of domain.yml that was said last before this message."""
    said = last_answers(events)
    return (said[-1].get("metadata") or {}).get("utter_action") if said else None
