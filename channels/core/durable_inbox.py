"""What a channel has said "received" to is kept, and is worked on once: a crash loses none.

A message's content is wiped when its turn is over; its id stays, so that a second delivery is known. One that
was begun again after a death and died again is set aside: it would end the server at every start. Where
several servers share the inbox (PostgreSQL), each message has a server, and those of a dead one go to the
living (core/succession.py).
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from channels.core.inbox_database import Execute, PostgresInbox, Rows, inbox_at
from channels.core.inbox_writing import Writing
from channels.core.private import hide_private

logger = logging.getLogger(__name__)
# Under these a message holds what a person typed, whichever messenger sent it.
_TYPED = frozenset({"text", "caption", "body"})
# begun_again: 1 when it was begun after a death (Rasa's, or the action server's at it), 2 and more when it is
# being handed to the desk.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    number {number}, id TEXT NOT NULL UNIQUE, body TEXT,
    received_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, begun_again INTEGER NOT NULL DEFAULT 0,
    line TEXT NOT NULL DEFAULT '', server TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS messages_waiting ON messages (line, number) WHERE body IS NOT NULL;
CREATE INDEX IF NOT EXISTS messages_age ON messages (received_at);
CREATE TABLE IF NOT EXISTS servers (id TEXT PRIMARY KEY, seen_at TIMESTAMP NOT NULL);
CREATE TABLE IF NOT EXISTS duties (name TEXT PRIMARY KEY, server TEXT NOT NULL, until TIMESTAMP NOT NULL);
"""
# A server whose last sign is older is dead. By the database's clock alone.
DEAD_AFTER_SECONDS = 6
_ALIVE = (
    "EXISTS (SELECT 1 FROM servers WHERE servers.id = messages.server"
    f" AND seen_at > LOCALTIMESTAMP - interval '{DEAD_AFTER_SECONDS} seconds')"
)


@dataclass(frozen=True)
class Waiting:
    """The next message of a line. `ours`: this server is to play it; `orphan`: its server is dead."""

    id: str
    body: dict[str, Any]
    ours: bool
    orphan: bool
    again: bool


class DurableInbox:
    """A channel's own SQLite file, or with `url` its schema in a PostgreSQL; opened on first use.

    A subclass adds its tables to `schema`.
    """

    schema = _SCHEMA
    # For a file of an earlier version, before the schema is gone through; each fails on one that has it.
    upgrades: tuple[str, ...] = ()
    keep_for = timedelta(days=14)  # longer than a messenger tries to deliver

    def __init__(self, path: Path | str, *, url: str = "", name: str = "inbox_web") -> None:
        upgrades = (
            "ALTER TABLE messages ADD begun_again INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE messages ADD line TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE messages ADD server TEXT NOT NULL DEFAULT ''",
            *self.upgrades,
        )
        self._database = inbox_at(url, path, name, self.schema, upgrades)
        self._writing = Writing(self._database.beside())
        self.shared = isinstance(self._database, PostgresInbox)
        self._server = uuid.uuid4().hex if self.shared else ""

    def add(self, message_id: str, body: dict[str, Any], line: str = "") -> bool:
        """Keep a message; False when that id was here before. Raises one of inbox_database.Unkept.

        line: whose turns must keep their order, over all servers.
        """
        return self._database.run(self._keeping(message_id, body, line))

    async def keep(self, message_id: str, body: dict[str, Any], line: str) -> bool:
        """As `add`, without holding up the event loop: those that are asked for at once are kept at once."""
        return bool(await self._writing.run(self._keeping(message_id, body, line)))

    def _keeping(self, message_id: str, body: dict[str, Any], line: str) -> Callable[[Execute], bool]:
        row = (message_id, json.dumps(_masked(body)), line, self._server)

        def keep(execute: Execute) -> bool:
            execute("DELETE FROM messages WHERE received_at < ?", (ago(self.keep_for),))
            return bool(
                execute(
                    "INSERT INTO messages (id, body, line, server) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (id) DO NOTHING RETURNING number",
                    row,
                )
            )

        return keep

    def pending(self) -> list[dict[str, Any]]:
        """The messages not worked on yet, in the order they came."""
        query = "SELECT body FROM messages WHERE body IS NOT NULL AND begun_again = 0 ORDER BY number"
        return [json.loads(body) for (body,) in self._ask(query)]

    def left_behind(self) -> list[dict[str, Any]]:
        """The pending messages at a start, of which each is to be begun with `begin_again`.

        None of an inbox that is shared: succession.py takes those of the dead.
        """
        if self.shared:
            return []
        query = "SELECT count(*) FROM messages WHERE body IS NOT NULL AND begun_again > 0"
        ((aside,),) = self._ask(query)
        if aside:
            logger.error("%d messages are set aside: the server died at each of them twice", aside)
        return self.pending()

    def set_aside(self) -> list[tuple[str, dict[str, Any]]]:
        """(id, message) of those that will not be begun a third time: this server's now; `done` ends it."""

        def take(execute: Execute) -> list[tuple[str, dict[str, Any]]]:
            dead = f"AND NOT {_ALIVE}" if self.shared else ""
            rows = execute(
                "UPDATE messages SET begun_again = 2, server = ? WHERE body IS NOT NULL AND begun_again > 0"
                f" {dead} RETURNING number, id, body",
                (self._server,),
            )
            return [(message_id, json.loads(body)) for _, message_id, body in sorted(rows)]

        return self._database.run(take)

    def begin_again(self, message_id: str) -> None:
        """It is worked on after a death: if it does not come to `done`, it is not offered a third time."""
        self._ask("UPDATE messages SET begun_again = 1 WHERE id = ?", message_id)

    def died(self, message_id: str) -> int:
        """The action server was lost to it. How many deaths that makes: at the second it is set aside."""
        count = "UPDATE messages SET begun_again = begun_again + 1 WHERE id = ? RETURNING begun_again"
        rows = self._ask(count, message_id)
        return int(rows[0][0]) if rows else 0

    async def done(self, message_id: str) -> None:
        """Forget what the message said, not that it was here. The disk is not waited for: after a power cut
        the conversation knows which messages it has heard.
        """
        forget = "UPDATE messages SET body = NULL WHERE id = ?"
        await self._writing.run(lambda execute: execute(forget, (message_id,)), lasting=False)

    def close(self) -> None:
        """Let go of the database; what is left of a shared one is the others' at once."""
        self._writing.close()
        if self.shared:
            self._leave()
        self._database.close()

    # --- among several servers ---

    def first(self, line: str) -> Waiting | None:
        """The oldest message of the line that is not worked on to its end, whichever server has it."""
        query = (
            f"SELECT id, body, server, {_ALIVE} AS alive, begun_again FROM messages"
            " WHERE line = ? AND body IS NOT NULL"
            f" AND (begun_again = 0 OR (begun_again = 1 AND {_ALIVE})) ORDER BY number LIMIT 1"
        )
        rows = self._ask(query, line)
        if not rows:
            return None
        message_id, body, server, alive, begun = rows[0]
        return Waiting(message_id, json.loads(body), server == self._server, not alive, bool(begun))

    def adopt(self, message_id: str) -> bool:
        """This server begins again what a dead one left; False when another was quicker."""
        take = (
            "UPDATE messages SET server = ?, begun_again = 1 WHERE id = ? AND body IS NOT NULL"
            f" AND begun_again = 0 AND NOT {_ALIVE} RETURNING number"
        )
        return bool(self._ask(take, self._server, message_id))

    def orphaned(self) -> list[str]:
        """The lines in which a dead server left something to be begun again."""
        query = (
            f"SELECT DISTINCT line FROM messages WHERE body IS NOT NULL AND begun_again = 0 AND NOT {_ALIVE}"
        )
        return [line for (line,) in self._ask(query)]

    def is_done(self, message_id: str) -> bool:
        """Whether it was worked on, be it by another server."""
        query = "SELECT 1 FROM messages WHERE id = ? AND body IS NOT NULL"
        return not self._ask(query, message_id)

    def on_duty(self, duty: str, seconds: int) -> bool:
        """Whether what only one server may do is this one's to do for so long."""
        if not self.shared:
            return True
        take = (
            f"INSERT INTO duties VALUES (?, ?, LOCALTIMESTAMP + interval '{seconds} seconds')"
            " ON CONFLICT (name) DO UPDATE SET server = excluded.server, until = excluded.until"
            " WHERE duties.server = excluded.server OR duties.until < LOCALTIMESTAMP RETURNING name"
        )
        return bool(self._ask(take, duty, self._server))

    def sign_of_life(self) -> PulseBeat:
        """What the beating thread calls, over a connection of its own."""
        assert isinstance(self._database, PostgresInbox)
        return PulseBeat(self._database.beside(), self._server)

    def _leave(self) -> None:
        def leave(execute: Execute) -> None:
            # Being stopped in order is no death, whatever was being played.
            execute(
                "UPDATE messages SET begun_again = 0 WHERE begun_again = 1 AND server = ?", (self._server,)
            )
            execute("DELETE FROM servers WHERE id = ?", (self._server,))

        try:
            self._database.run(leave)
        except Exception as error:
            logger.error("The others learn by and by that this server stopped: %s", type(error).__name__)

    def _ask(self, statement: str, *values: object) -> Rows:
        return self._database.run(lambda execute: execute(statement, values))


class PulseBeat:
    """One server's sign of life in a shared inbox."""

    def __init__(self, database: PostgresInbox, server: str) -> None:
        self._database, self._server = database, server

    def beat(self) -> None:
        """Raises one of inbox_database.Unkept."""

        def sign(execute: Execute) -> None:
            execute("DELETE FROM servers WHERE seen_at < LOCALTIMESTAMP - interval '1 day'")
            execute(
                "INSERT INTO servers VALUES (?, LOCALTIMESTAMP)"
                " ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
                (self._server,),
            )

        self._database.run(sign)

    def close(self) -> None:
        """Let go of the connection."""
        self._database.close()


def ago(time: timedelta) -> str:
    """That long ago, in UTC, as both databases write and compare it."""
    return (datetime.now(timezone.utc) - time).strftime("%Y-%m-%d %H:%M:%S")


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
    return hide_private(value) if typed and isinstance(value, str) else value
