"""WhatsApp's inbox, and what its 24 hours make us remember: when a user last wrote, what is still owed."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from typing import Any

from channels.core.durable_inbox import DurableInbox

# 24 hours after a user's last message only approved templates are taken; a minute for clocks that differ.
WINDOW = timedelta(hours=24) - timedelta(minutes=1)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS heard (
    wa_id TEXT PRIMARY KEY, at REAL NOT NULL, invited INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS owed (
    number INTEGER PRIMARY KEY, wa_id TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
    since TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (wa_id, message_id));
"""


class WhatsAppInbox(DurableInbox):
    """`wa_id` is a user's phone number as Meta writes it, digits only."""

    schema = DurableInbox.schema + _SCHEMA

    def heard(self, wa_id: str, at: datetime) -> None:
        """The user wrote at that time: his window is open for 24 hours from then."""
        with self._connection as database:
            database.execute(
                "INSERT INTO heard (wa_id, at) VALUES (?, ?) ON CONFLICT (wa_id) DO UPDATE"
                " SET at = max(at, excluded.at), invited = 0",
                (wa_id, at.timestamp()),
            )

    def is_known(self, wa_id: str) -> bool:
        """Whether he ever wrote to us."""
        return self._heard_at(wa_id) is not None

    def may_write(self, wa_id: str, now: datetime) -> bool:
        """Whether his window is open."""
        at = self._heard_at(wa_id)
        return at is not None and now.timestamp() - at < WINDOW.total_seconds()

    def invite(self, wa_id: str) -> bool:
        """True once after each of his messages: whether a template may be sent to call him back."""
        with self._connection as database:
            cursor = database.execute(
                "UPDATE heard SET invited = 1 WHERE wa_id = ? AND invited = 0", (wa_id,)
            )
            return cursor.rowcount == 1

    def owe(self, wa_id: str, message_id: str, body: dict[str, Any]) -> None:
        """Keep what could not be said now; the same message once."""
        with self._connection as database:
            database.execute("DELETE FROM owed WHERE since < datetime('now', '-30 days')")
            row = (wa_id, message_id, json.dumps(body))
            database.execute("INSERT OR IGNORE INTO owed (wa_id, message_id, body) VALUES (?, ?, ?)", row)

    def owed(self, wa_id: str) -> list[dict[str, Any]]:
        """What is still to be said to him, the oldest first."""
        rows = self._connection.execute("SELECT body FROM owed WHERE wa_id = ? ORDER BY number", (wa_id,))
        return [json.loads(body) for (body,) in rows]

    def paid(self, wa_id: str, message_id: str) -> None:
        """It was said."""
        with self._connection as database:
            database.execute("DELETE FROM owed WHERE wa_id = ? AND message_id = ?", (wa_id, message_id))

    def _heard_at(self, wa_id: str) -> float | None:
        connection: sqlite3.Connection = self._connection
        row = connection.execute("SELECT at FROM heard WHERE wa_id = ?", (wa_id,)).fetchone()
        return row[0] if row else None
