"""Every statement on the conversations. None but `all_of` depends on how long a conversation is."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from channels.conversation_store.database import Database, Execute, Row

_TAIL = """
SELECT base, state FROM conversation_checkpoints WHERE id = ?
UNION ALL
SELECT number, data FROM conversation_events WHERE conversation_id = ?
    AND number > (SELECT base FROM conversation_checkpoints WHERE id = ?)
ORDER BY 1
"""
_ALL = "SELECT data FROM conversation_events WHERE conversation_id = ? ORDER BY number"
_SAID = """
SELECT data FROM conversation_events WHERE conversation_id = ? AND type IN ('user', 'bot', 'restart')
ORDER BY number DESC LIMIT ?
"""
_TOUCH = """
INSERT INTO conversation_checkpoints (id, base, state, last_at) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at
"""
_FOLD = _TOUCH.rstrip() + ", base = excluded.base, state = excluded.state"
_EXPIRED = "SELECT id FROM conversation_checkpoints WHERE last_at < ? LIMIT ?"

_LAST = """
SELECT base, last_at, (SELECT max(number) FROM conversation_events WHERE conversation_id = checkpoints.id)
FROM conversation_checkpoints AS checkpoints WHERE id = ?
"""

_JUST_NOW_SECONDS = 1.0
_ROWS_A_STATEMENT = 200
_CONVERSATIONS_A_TRANSACTION = 100

EventDict = dict[str, Any]


class Overtaken(RuntimeError):
    """Another server has written into the conversation since it was read: nothing was kept."""


@dataclass(frozen=True)
class Tail:
    """A conversation's checkpoint, and its events after number `base`."""

    base: int
    state: list[EventDict]
    events: list[EventDict]


@dataclass(frozen=True)
class NewEvents:
    """Serialised events that follow number `after`, and the checkpoint as it is from then on."""

    after: int
    events: list[EventDict]
    base: int
    state: list[EventDict]
    folded: bool


class Archive:
    """Conversations in a database, their events as JSON-ready dictionaries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def answers(self) -> None:
        """Raises when the database cannot be asked. One that was asked just now is not asked again."""
        if time.monotonic() - self._database.answered_at < _JUST_NOW_SECONDS:
            return
        await self._database.run(lambda execute: execute("SELECT 1 FROM conversation_checkpoints LIMIT 1"))

    async def tail(self, conversation_id: str) -> Tail | None:
        """None for a conversation that does not exist."""

        def read(execute: Execute) -> Tail | None:
            checkpoint, *rows = execute(_TAIL, (conversation_id,) * 3) or [None]
            if checkpoint is None:
                return None
            return Tail(checkpoint[0], json.loads(checkpoint[1]), [json.loads(row[1]) for row in rows])

        return await self._database.run(read)

    async def last(self, conversation_id: str) -> tuple[int, float, int] | None:
        """(number of the checkpoint, timestamp of the last event, its number); None where there is none."""
        rows = await self._database.run(lambda execute: execute(_LAST, (conversation_id,)))
        return (rows[0][0], rows[0][1], rows[0][2]) if rows else None

    async def append(self, conversation_id: str, new: NewEvents) -> None:
        """Raises Overtaken."""
        rows = [
            (conversation_id, number, event["event"], event["timestamp"], json.dumps(event))
            for number, event in enumerate(new.events, new.after + 1)
        ]
        touched = (conversation_id, new.base, json.dumps(new.state), new.events[-1]["timestamp"])

        def write(execute: Execute) -> None:
            for first in range(0, len(rows), _ROWS_A_STATEMENT):
                some = rows[first : first + _ROWS_A_STATEMENT]
                places = ", ".join(["(?, ?, ?, ?, ?)"] * len(some))
                execute(
                    "INSERT INTO conversation_events (conversation_id, number, type, at, data) "
                    f"VALUES {places}",
                    [value for row in some for value in row],
                )
            execute(_FOLD if new.folded else _TOUCH, touched)

        try:
            await self._database.run(write)
        except self._database.clashes as error:
            raise Overtaken from error

    async def all_of(self, conversation_id: str) -> list[EventDict]:
        """Every event ever, oldest first."""
        return await self._database.run(lambda execute: _decoded(execute(_ALL, (conversation_id,))))

    async def said(self, conversation_id: str, most: int) -> list[EventDict]:
        """The last `most` events that are messages or a new beginning, oldest first."""
        rows = await self._database.run(lambda execute: execute(_SAID, (conversation_id, most)))
        return _decoded(reversed(rows))

    async def ids(self) -> list[str]:
        """Of all conversations."""
        rows = await self._database.run(lambda execute: execute("SELECT id FROM conversation_checkpoints"))
        return [row[0] for row in rows]

    async def forget(self, conversation_id: str) -> bool:
        """Erase a conversation; whether there was one."""

        def erase(execute: Execute) -> bool:
            known = bool(execute("SELECT 1 FROM conversation_checkpoints WHERE id = ?", (conversation_id,)))
            _erase(execute, [conversation_id])
            return known

        return await self._database.run(erase)

    async def expire(self, before: float) -> int:
        """Erase the conversations without a word since `before` (a timestamp); how many those were."""
        erased = 0

        def some(execute: Execute) -> int:
            ids = [row[0] for row in execute(_EXPIRED, (before, _CONVERSATIONS_A_TRANSACTION))]
            _erase(execute, ids)
            return len(ids)

        while batch := await self._database.run(some):
            erased += batch
        return erased


def _erase(execute: Execute, ids: list[str]) -> None:
    if ids:
        places = ", ".join("?" * len(ids))
        execute(f"DELETE FROM conversation_events WHERE conversation_id IN ({places})", ids)
        execute(f"DELETE FROM conversation_checkpoints WHERE id IN ({places})", ids)


def _decoded(rows: Iterable[Row]) -> list[EventDict]:
    return [json.loads(row[0]) for row in rows]
