"""Telegram's inbox, and what it makes us remember: long payloads of buttons, who blocked the bot."""

from __future__ import annotations

import hashlib
from typing import Any

from channels.core.owing_inbox import OwingInbox

_SCHEMA = """
CREATE TABLE IF NOT EXISTS payloads (key TEXT PRIMARY KEY, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blocked (chat_id INTEGER PRIMARY KEY);
"""
_CALLBACK_BYTES = 64


class TelegramInbox(OwingInbox):
    """A message's id is its update's number."""

    schema = OwingInbox.schema + _SCHEMA

    def pending(self) -> list[dict[str, Any]]:
        """The updates not worked on yet, in Telegram's order, which a webhook may not keep."""
        return sorted(super().pending(), key=lambda update: update["update_id"])

    def next_offset(self) -> int:
        """What getUpdates is to be asked for: the number after the newest kept; 0 for a new inbox.

        After a silent week Telegram numbers anew, so older ones do not count.
        """
        query = "SELECT max(CAST(id AS INTEGER)) FROM messages WHERE received_at > datetime('now', '-6 days')"
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
            if blocked:
                database.execute("DELETE FROM owed WHERE user_id = ?", (str(chat_id),))

    def is_blocked(self, chat_id: int) -> bool:
        """Whether the chat's user blocked the bot."""
        found = self._connection.execute("SELECT 1 FROM blocked WHERE chat_id = ?", (chat_id,)).fetchone()
        return found is not None
