"""What a channel has said "received" to is on disk, and is worked on once: a crash loses none.

A message's content is wiped when its turn is over; its id stays, so that a second delivery is known. One that
was begun again after a death and died again is set aside: it would end the server at every start.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from channels.core.masking import mask
from channels.core.passwords import hide_passwords

logger = logging.getLogger(__name__)
# Under these a message holds what a person typed, whichever messenger sent it.
_TYPED = frozenset({"text", "caption", "body"})
_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT,
    received_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
"""


class DurableInbox:
    """A channel's own SQLite file; opened on first use. A subclass adds its tables to `schema`."""

    schema = _SCHEMA
    # For a file of an earlier version; each fails on one that has it.
    upgrades: tuple[str, ...] = ("ALTER TABLE messages ADD begun_again INTEGER NOT NULL DEFAULT 0",)
    keep = "-14 days"  # longer than a messenger tries to deliver

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._database: sqlite3.Connection | None = None

    def add(self, message_id: str, body: dict[str, Any]) -> bool:
        """Keep a message; False when that id was here before. Raises sqlite3.Error when it cannot."""
        with self._connection as database:
            database.execute("DELETE FROM messages WHERE received_at < datetime('now', ?)", (self.keep,))
            row = (message_id, json.dumps(_masked(body)))
            cursor = database.execute("INSERT OR IGNORE INTO messages (id, body) VALUES (?, ?)", row)
            return cursor.rowcount == 1

    def pending(self) -> list[dict[str, Any]]:
        """The messages not worked on yet, in the order they came."""
        query = "SELECT body FROM messages WHERE body IS NOT NULL AND NOT begun_again ORDER BY number"
        rows = self._connection.execute(query)
        return [json.loads(body) for (body,) in rows]

    def left_behind(self) -> list[dict[str, Any]]:
        """The pending messages at a start, of which each is to be begun with `begin_again`."""
        query = "SELECT count(*) FROM messages WHERE body IS NOT NULL AND begun_again"
        (aside,) = self._connection.execute(query).fetchone()
        if aside:
            logger.error("%d messages are set aside: the server died at each of them twice", aside)
        return self.pending()

    def set_aside(self) -> list[tuple[str, dict[str, Any]]]:
        """(id, message) of those that will not be begun a third time; `done` ends it."""
        query = "SELECT id, body FROM messages WHERE body IS NOT NULL AND begun_again ORDER BY number"
        return [(message_id, json.loads(body)) for message_id, body in self._connection.execute(query)]

    def begin_again(self, message_id: str) -> None:
        """It is worked on after a death: if it does not come to `done`, it is not offered a third time."""
        with self._connection as database:
            database.execute("UPDATE messages SET begun_again = 1 WHERE id = ?", (message_id,))

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
            # An acknowledged message is to survive a power cut, too.
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.executescript(self.schema)
            for upgrade in self.upgrades:
                with suppress(sqlite3.OperationalError):
                    self._database.execute(upgrade)
        return self._database


def typed_in(value: Any, typed: bool = False) -> list[str]:
    """What a person wrote in a message."""
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in typed_in(one, key in _TYPED)]
    if isinstance(value, list):
        return [text for one in value for text in typed_in(one)]
    return [value] if typed and isinstance(value, str) else []


def _masked(value: Any, typed: bool = False) -> Any:
    """The message as it may be kept, be it for a moment: what the gate takes out is out already."""
    if isinstance(value, dict):
        return {key: _masked(one, key in _TYPED) for key, one in value.items()}
    if isinstance(value, list):
        return [_masked(one) for one in value]
    return hide_passwords(mask(value)) if typed and isinstance(value, str) else value
