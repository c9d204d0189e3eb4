"""Rocket.Chat's inbox, and what it makes us remember: a user's name, and the choices he was offered."""

from __future__ import annotations

from collections.abc import Iterable

from channels.core.inbox_database import Execute
from channels.core.output import Button
from channels.core.owing_inbox import OwingInbox

_SCHEMA = """
CREATE TABLE IF NOT EXISTS people (user_id TEXT PRIMARY KEY, user_name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS offered (
    user_id TEXT NOT NULL, title TEXT NOT NULL, payload TEXT NOT NULL, UNIQUE (user_id, title));
"""


class RocketChatInbox(OwingInbox):
    """`user_id` is Rocket.Chat's own."""

    schema = OwingInbox.schema + _SCHEMA

    def met(self, user_id: str, user_name: str) -> None:
        """He wrote, under that name."""
        self._ask(
            "INSERT INTO people VALUES (?, ?)"
            " ON CONFLICT (user_id) DO UPDATE SET user_name = excluded.user_name",
            user_id,
            user_name,
        )

    def name_of(self, user_id: str) -> str | None:
        """His name when he last wrote; None of one who never did."""
        rows = self._ask("SELECT user_name FROM people WHERE user_id = ?", user_id)
        return str(rows[0][0]) if rows else None

    def offer(self, user_id: str, buttons: Iterable[Button]) -> None:
        """A tap says a button's title in his name: what each stands for, in place of those before."""
        rows = [(user_id, button.title, button.payload) for button in buttons]

        def keep(execute: Execute) -> None:
            execute("DELETE FROM offered WHERE user_id = ?", (user_id,))
            for row in rows:
                execute("INSERT INTO offered VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)

        self._database.run(keep)

    def chosen(self, user_id: str, text: str) -> str:
        """The payload of the button whose title he said; other texts as they are."""
        query = "SELECT payload FROM offered WHERE user_id = ? AND title = ?"
        rows = self._ask(query, user_id, text.strip())
        return str(rows[0][0]) if rows else text
