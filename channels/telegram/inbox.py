"""Every update is on disk before Telegram hears "received", and is worked on once: a crash loses none.

An update's content is wiped when its turn is over; its number stays, so that a second delivery is known.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS updates (
    update_id INTEGER PRIMARY KEY, body TEXT, received_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS payloads (key TEXT PRIMARY KEY, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blocked (chat_id INTEGER PRIMARY KEY);
"""
# Telegram itself forgets an update after 24 hours.
_KEEP = "-7 days"
_CALLBACK_BYTES = 64


class Inbox:
    """The channel's own SQLite file; opened on first use."""

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._database: sqlite3.Connection | None = None

    def add(self, update: dict[str, Any]) -> bool:
        """Keep an update; False when that number was here before. Raises sqlite3.Error when it cannot."""
        with self._connection as database:
            database.execute("DELETE FROM updates WHERE received_at < datetime('now', ?)", (_KEEP,))
            row = (update["update_id"], json.dumps(update))
            cursor = database.execute("INSERT OR IGNORE INTO updates (update_id, body) VALUES (?, ?)", row)
            return cursor.rowcount == 1

    def pending(self) -> list[dict[str, Any]]:
        """The updates not worked on yet, in Telegram's order."""
        rows = self._connection.execute("SELECT body FROM updates WHERE body IS NOT NULL ORDER BY update_id")
        return [json.loads(body) for (body,) in rows]

    def done(self, update_id: int) -> None:
        """Forget what the update said, not that it was here."""
        with self._connection as database:
            database.execute("UPDATE updates SET body = NULL WHERE update_id = ?", (update_id,))

    def next_offset(self) -> int:
        """What getUpdates is to be asked for: the number after the newest kept; 0 for a new inbox.

        After a silent week Telegram numbers anew, so older ones do not count.
        """
        query = "SELECT max(update_id) FROM updates WHERE received_at > datetime('now', '-6 days')"
        (newest,) = self._connection.execute(query).fetchone()
        return 0 if newest is None else newest + 1

    def callback_data(self, payload: str) -> str:
        """At most 64 bytes that stand for `payload`: itself, or a key under which it is kept."""
        if len(payload.encode()) <= _CALLBACK_BYTES and not payload.startswith("#"):
            return payload
        key = "#" + hashlib.sha256(payload.encode()).hexdigest()[:32]
        with self._connection as database:
            database.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?)", (key, payload))
        return key

    def payload(self, callback_data: str) -> str:
        """The payload that `callback_data` stands for."""
        row = self._connection.execute(
            "SELECT payload FROM payloads WHERE key = ?", (callback_data,)
        ).fetchone()
        return row[0] if row else callback_data

    def set_blocked(self, chat_id: int, blocked: bool) -> None:
        """Remember that nothing can be sent to a chat, or that it can again."""
        verb = (
            "INSERT OR IGNORE INTO blocked VALUES (?)" if blocked else "DELETE FROM blocked WHERE chat_id = ?"
        )
        with self._connection as database:
            database.execute(verb, (chat_id,))

    def is_blocked(self, chat_id: int) -> bool:
        """Whether the chat's user blocked the bot."""
        found = self._connection.execute("SELECT 1 FROM blocked WHERE chat_id = ?", (chat_id,)).fetchone()
        return found is not None

    def close(self) -> None:
        """Close the file."""
        if self._database:
            self._database.close()
            self._database = None

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._database is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self._path, timeout=5, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode=WAL")
            # Rows are wiped for privacy, so the file must not keep their old pages.
            self._database.execute("PRAGMA secure_delete=ON")
            self._database.executescript(_SCHEMA)
        return self._database
