"""An inbox that keeps also what could not be said to a user: it is said, in its order, once it can be."""

from __future__ import annotations

import json
from typing import Any

from channels.core.durable_inbox import DurableInbox

_SCHEMA = """
CREATE TABLE IF NOT EXISTS owed (
    number INTEGER PRIMARY KEY, user_id TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
    since TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (user_id, message_id));
"""


class OwingInbox(DurableInbox):
    """`user_id` is what the messenger knows a user by."""

    schema = DurableInbox.schema + _SCHEMA
    upgrades = (*DurableInbox.upgrades, "ALTER TABLE owed RENAME COLUMN wa_id TO user_id")

    def owe(self, user_id: str, message_id: str, body: dict[str, Any]) -> None:
        """Keep what could not be said now; the same message once."""
        with self._connection as database:
            database.execute("DELETE FROM owed WHERE since < datetime('now', '-30 days')")
            row = (user_id, message_id, json.dumps(body))
            database.execute("INSERT OR IGNORE INTO owed (user_id, message_id, body) VALUES (?, ?, ?)", row)

    def owed(self, user_id: str) -> list[dict[str, Any]]:
        """What is still to be said to him, the oldest first."""
        query = "SELECT body FROM owed WHERE user_id = ? ORDER BY number"
        return [json.loads(body) for (body,) in self._connection.execute(query, (user_id,))]

    def creditors(self) -> list[str]:
        """To whom something is owed, who has waited longest first."""
        query = "SELECT user_id FROM owed GROUP BY user_id ORDER BY min(number)"
        return [user_id for (user_id,) in self._connection.execute(query)]

    def paid(self, user_id: str, message_id: str) -> None:
        """It was said."""
        with self._connection as database:
            database.execute("DELETE FROM owed WHERE user_id = ? AND message_id = ?", (user_id, message_id))
