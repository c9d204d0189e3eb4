"""WhatsApp's inbox, and what its 24 hours make us remember: when a user last wrote, what is still owed."""

from __future__ import annotations

from datetime import datetime, timedelta

from channels.core.owing_inbox import OwingInbox

# 24 hours after a user's last message only approved templates are taken; a minute for clocks that differ.
WINDOW = timedelta(hours=24) - timedelta(minutes=1)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS heard (
    wa_id TEXT PRIMARY KEY, at DOUBLE PRECISION NOT NULL, invited INTEGER NOT NULL DEFAULT 0);
"""


class WhatsAppInbox(OwingInbox):
    """`wa_id` is a user's phone number as Meta writes it, digits only."""

    schema = OwingInbox.schema + _SCHEMA

    def heard(self, wa_id: str, at: datetime) -> None:
        """The user wrote at that time: his window is open for 24 hours from then."""
        self._ask(
            "INSERT INTO heard (wa_id, at) VALUES (?, ?) ON CONFLICT (wa_id) DO UPDATE SET invited = 0,"
            " at = CASE WHEN heard.at > excluded.at THEN heard.at ELSE excluded.at END",
            wa_id,
            at.timestamp(),
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
        taken = "UPDATE heard SET invited = 1 WHERE wa_id = ? AND invited = 0 RETURNING wa_id"
        return bool(self._ask(taken, wa_id))

    def _heard_at(self, wa_id: str) -> float | None:
        rows = self._ask("SELECT at FROM heard WHERE wa_id = ?", wa_id)
        return float(rows[0][0]) if rows else None
