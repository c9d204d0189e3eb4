"""Telegram's inbox, and what it makes us remember: long payloads of buttons, who blocked the bot."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from channels.core.durable_inbox import ago
from channels.core.owing_inbox import OwingInbox

_SCHEMA = """
CREATE TABLE IF NOT EXISTS payloads (key TEXT PRIMARY KEY, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blocked (chat_id BIGINT PRIMARY KEY);
"""
_CALLBACK_BYTES = 64
_NUMBERS_LAST = timedelta(days=6)


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
        query = "SELECT max(CAST(id AS BIGINT)) FROM messages WHERE received_at > ?"
        ((newest,),) = self._ask(query, ago(_NUMBERS_LAST))
        return 0 if newest is None else int(newest) + 1

    def callback_data(self, payload: str) -> str:
        """At most 64 bytes that stand for `payload`: itself, or a key under which it is kept."""
        if len(payload.encode()) <= _CALLBACK_BYTES and not payload.startswith("#"):
            return payload
        key = "#" + hashlib.sha256(payload.encode()).hexdigest()[:32]
        self._ask("INSERT INTO payloads VALUES (?, ?) ON CONFLICT DO NOTHING", key, payload)
        return key

    def payload(self, callback_data: str) -> str:
        """The payload that `callback_data` stands for."""
        rows = self._ask("SELECT payload FROM payloads WHERE key = ?", callback_data)
        return str(rows[0][0]) if rows else callback_data

    def set_blocked(self, chat_id: int, blocked: bool) -> None:
        """Remember that nothing can be sent to a chat, or that it can again."""
        if blocked:
            self._ask("INSERT INTO blocked VALUES (?) ON CONFLICT DO NOTHING", chat_id)
            self._ask("DELETE FROM owed WHERE user_id = ?", str(chat_id))
        else:
            self._ask("DELETE FROM blocked WHERE chat_id = ?", chat_id)

    def is_blocked(self, chat_id: int) -> bool:
        """Whether the chat's user blocked the bot."""
        return bool(self._ask("SELECT 1 FROM blocked WHERE chat_id = ?", chat_id))
