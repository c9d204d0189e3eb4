"""An inbox that keeps also what could not be said to a user: it is said, in its order, once it can be."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from channels.core.durable_inbox import DurableInbox, ago
from channels.core.inbox_database import Execute

_SCHEMA = """
CREATE TABLE IF NOT EXISTS owed (
    number {number}, user_id TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
    since TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (user_id, message_id));
"""
_KEPT = timedelta(days=30)


class OwingInbox(DurableInbox):
    """`user_id` is what the messenger knows a user by."""

    schema = DurableInbox.schema + _SCHEMA
    upgrades = ("ALTER TABLE owed RENAME COLUMN wa_id TO user_id",)

    def owe(self, user_id: str, message_id: str, body: dict[str, Any]) -> None:
        """Keep what could not be said now; the same message once."""
        row = (user_id, message_id, json.dumps(body))

        def keep(execute: Execute) -> None:
            execute("DELETE FROM owed WHERE since < ?", (ago(_KEPT),))
            execute(
                "INSERT INTO owed (user_id, message_id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row
            )

        self._database.run(keep)

    def owed(self, user_id: str) -> list[dict[str, Any]]:
        """What is still to be said to him, the oldest first."""
        query = "SELECT body FROM owed WHERE user_id = ? ORDER BY number"
        return [json.loads(body) for (body,) in self._ask(query, user_id)]

    def creditors(self) -> list[str]:
        """To whom something is owed, who has waited longest first."""
        query = "SELECT user_id FROM owed GROUP BY user_id ORDER BY min(number)"
        return [user_id for (user_id,) in self._ask(query)]

    def paid(self, user_id: str, message_id: str) -> None:
        """It was said."""
        self._ask("DELETE FROM owed WHERE user_id = ? AND message_id = ?", user_id, message_id)
