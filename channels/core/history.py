"""What a returning user sees of the conversation so far, made from the tracker's events (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from rasa.shared.core.events import BotUttered, Event, Restarted, UserUttered

from channels.core.output import BotMessage, buttons_from, card_from

_EXTERNAL = "is_external"


def lines(events: Iterable[Event], *, limit: int = 100) -> list[dict[str, Any]]:
    """The last `limit` things said, in the protocol's shape; a tapped button shows its title."""
    titles: dict[str, str] = {}
    said: list[dict[str, Any]] = []
    for event in events:
        at = datetime.fromtimestamp(event.timestamp, timezone.utc)
        if isinstance(event, BotUttered) and event.text:
            message = _bot_message(event, at)
            titles.update((b.payload, b.title) for b in message.buttons)
            said.append(message.as_json())
        elif isinstance(event, UserUttered) and not (event.metadata or {}).get(_EXTERNAL):
            text = titles.get(event.text or "", event.text or "")
            if text and not text.startswith("/"):
                when = at.isoformat(timespec="milliseconds")
                said.append({"id": client_id(event), "from": "user", "text": text, "at": when})
        elif isinstance(event, Restarted):
            said.clear()
    return said[-limit:]


def client_id(event: UserUttered) -> str:
    """The id the widget gave the message, so that it recognises its own."""
    return str((event.metadata or {}).get("client_id") or event.message_id)


def _bot_message(event: BotUttered, at: datetime) -> BotMessage:
    metadata = event.metadata or {}
    return BotMessage(
        event.text.strip(),
        at,
        buttons_from((event.data or {}).get("buttons")),
        metadata.get("speaker", "bot"),
        metadata.get("said_id"),
        card_from((event.data or {}).get("custom")),
    )
