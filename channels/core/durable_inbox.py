"""What a messenger delivers is on disk before it hears "received", and is worked on once: a crash loses none.

A message's content is wiped when its turn is over; its id stays, so that a second delivery is known.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT,
    received_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
"""


class DurableInbox:
    """A channel's own SQLite file; opened on first use. A subclass adds its tables to `schema`."""

    schema = _SCHEMA
    keep = "-14 days"  # longer than a messenger tries to deliver

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._database: sqlite3.Connection | None = None

    def add(self, message_id: str, body: dict[str, Any]) -> bool:
        """Keep a message; False when that id was here before. Raises sqlite3.Error when it cannot."""
        with self._connection as database:
            database.execute("DELETE FROM messages WHERE received_at < datetime('now', ?)", (self.keep,))
            row = (message_id, json.dumps(body))
            cursor = database.execute("INSERT OR IGNORE INTO messages (id, body) VALUES (?, ?)", row)
            return cursor.rowcount == 1

    def pending(self) -> list[dict[str, Any]]:
        """The messages not worked on yet, in the order they came."""
        rows = self._connection.execute("SELECT body FROM messages WHERE body IS NOT NULL ORDER BY number")
        return [json.loads(body) for (body,) in rows]

    def done(self, message_id: str) -> None:
        """Forget what the message said, not that it was here."""
        with self._connection as database:
            database.execute("UPDATE messages SET body = NULL WHERE id = ?", (message_id,))

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
            self._database.executescript(self.schema)
        return self._database
