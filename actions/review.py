"""Keeps what was not understood, or understood in doubt, masked by the store, for people to learn from."""

from collections.abc import Mapping
from typing import Any

from actions import memory, store
from actions.dialogue.talk import Talk
from ticket_store import operations
from ticket_store.operations.review import MAX_LINES, STATE

UNSURE = ("nlu_fallback", "out_of_scope", "")
# Answers that are personal by nature: a wrong one teaches nothing and is not kept.
PRIVATE = ("email", "code", "number")
NOT_KEPT = "[…]"


async def keep(
    talk: Talk, asked: str = "none", before: dict[str, Any] | None = None, read: list[Any] | None = None
) -> None:
    """After a turn: the text with the classifier's best guess; nothing for a button. asked: what was
    pending. before: its place. read: its commands."""
    text = talk.message.text.strip()
    if not text or asked in PRIVATE:
        return
    name, confidence = next(((n, c) for n, c in talk.message.ranking if n not in UNSURE), (None, None))
    told = {
        "text": text,
        "guess": name,
        "confidence": confidence,
        "pending": None if asked == "none" else asked,
        "commands": read or None,
        "state": before,
        "lines": lines(talk.message.events),
    }
    if talk.misread:
        await store.call(
            operations.record_misunderstood,
            conversation_id=talk.message.conversation_id,
            channel=talk.message.channel,
            **told,
        )
    elif talk.message.unsure:
        await store.call(operations.record_doubtful, **told)


def place(slot: Any) -> dict[str, Any] | None:
    """What the reading knew of the conversation when a message came; None where nothing was."""
    told = {name: slot[name] for name in STATE if slot.get(name)} if isinstance(slot, Mapping) else {}
    return None if told in ({}, {"pending": "none"}) else told


def lines(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was said before this message, the newest last: {"from": "user"|"bot", "text"}, and of a person's
    line its place and what was read."""
    slot: Any = None
    said: list[dict[str, Any]] = []
    for event in events:
        if event.get("event") == "slot" and event.get("name") == memory.SLOT:
            slot = event.get("value")
        shown = memory.transcript([event])
        if not shown:
            continue
        line = {"from": shown[0]["from"], "text": shown[0]["text"]}
        if event["event"] == "user":
            state = place(slot) or {}
            line |= {"state": state, "commands": (event.get("parse_data") or {}).get("commands") or []}
            if state.get("pending") in PRIVATE:
                line |= {"text": NOT_KEPT, "commands": []}
        said.append(line)
    newest = max((n for n, line in enumerate(said) if "state" in line), default=0)
    return said[:newest][-MAX_LINES:]
