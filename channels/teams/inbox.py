"""Teams' inbox, and what it makes us remember: where each user is to be answered."""

from __future__ import annotations

from channels.core.owing_inbox import OwingInbox

_SCHEMA = """
CREATE TABLE IF NOT EXISTS addresses (
    user_id TEXT PRIMARY KEY, conversation TEXT NOT NULL, service_url TEXT NOT NULL);
"""


class TeamsInbox(OwingInbox):
    """`user_id` stands for a person's own chat with the bot (activities.address_of)."""

    schema = OwingInbox.schema + _SCHEMA

    def met(self, user_id: str, conversation: str, service_url: str) -> None:
        """He wrote; Microsoft may move him to another address."""
        self._ask(
            "INSERT INTO addresses VALUES (?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET"
            " conversation = excluded.conversation, service_url = excluded.service_url",
            user_id,
            conversation,
            service_url,
        )

    def address_of(self, user_id: str) -> tuple[str, str] | None:
        """(conversation, service address); None of one who cannot be reached."""
        query = "SELECT conversation, service_url FROM addresses WHERE user_id = ?"
        rows = self._ask(query, user_id)
        return (str(rows[0][0]), str(rows[0][1])) if rows else None

    def lost(self, user_id: str) -> None:
        """He cannot be reached any more, until he writes."""
        self._ask("DELETE FROM addresses WHERE user_id = ?", user_id)
        self._ask("DELETE FROM owed WHERE user_id = ?", user_id)
