"""Where a channel's inbox lies: a SQLite file of one Rasa server, or a schema of the PostgreSQL that several
servers share. Both take the same statements. What every message writes is written in inbox_writing.py; the
rest is seldom, each statement one row of one index, and done on the event loop."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg2

Result = TypeVar("Result")
Rows = list[Sequence[Any]]
# A statement with ? for values, and those; the rows that it gives back.
Execute = Callable[..., Rows]

# What an inbox raises that cannot keep a message.
Unkept = (sqlite3.Error, psycopg2.Error)
# What it raises while its database is away, busy or full: the same statement may pass later.
Away = (sqlite3.OperationalError, psycopg2.OperationalError, psycopg2.InterfaceError)
# A server that cannot be reached must not hold up the event loop for long.
_IMPATIENT = {"connect_timeout": 3, "keepalives_idle": 5, "tcp_user_timeout": 5000}
_STATEMENT_TIMEOUT = 5000


class SqliteInbox:
    """Opened on first use. `schema` may contain {number} where rows are numbered."""

    shared = False

    def __init__(self, path: Path | str, schema: str, upgrades: Iterable[str]) -> None:
        self._path = Path(path)
        self._schema = schema.format(number="INTEGER PRIMARY KEY")
        self._upgrades = tuple(upgrades)
        self._open: sqlite3.Connection | None = None

    def run(self, work: Callable[[Execute], Result], *, lasting: bool = True) -> Result:
        """`work` in one transaction. lasting: it survives a power cut; else only the death of a process."""
        self.connection.execute(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
        with self.connection as database:
            return work(lambda statement, values=(): database.execute(statement, values).fetchall())

    def close(self) -> None:
        """Close the file."""
        if self._open:
            self._open.close()
            self._open = None

    def beside(self) -> SqliteInbox:
        """A connection of its own to the same, for another thread."""
        return SqliteInbox(self._path, self._schema, self._upgrades)

    @property
    def connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(self._path, timeout=5, check_same_thread=False)
            self._open.execute("PRAGMA journal_mode=WAL")
            # Rows are wiped for privacy, so the file must not keep their old pages.
            self._open.execute("PRAGMA secure_delete=ON")
            for upgrade in self._upgrades:  # of a file that is new, none passes
                with suppress(sqlite3.OperationalError):
                    self._open.execute(upgrade)
            self._open.executescript(self._schema)
        return self._open


class PostgresInbox:
    """`name`: the schema of this channel. A connection that was lost is made anew once."""

    shared = True

    def __init__(self, url: str, name: str, schema: str) -> None:
        self._url = url
        self._name = name
        self._schema = schema.format(number="BIGSERIAL PRIMARY KEY")
        self._open: Any = None

    def run(self, work: Callable[[Execute], Result], *, lasting: bool = True) -> Result:
        """`work` in one transaction, which survives a power cut."""
        held = self._open is not None
        try:
            return self._transact(work)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            self.close()
            if not held:
                raise
            return self._transact(work)

    def close(self) -> None:
        """Let go of the connection."""
        if self._open is not None:
            with suppress(psycopg2.Error):
                self._open.close()
            self._open = None

    def beside(self) -> PostgresInbox:
        """A connection of its own to the same, for another thread."""
        return PostgresInbox(self._url, self._name, self._schema)

    def _transact(self, work: Callable[[Execute], Result]) -> Result:
        if self._open is None:
            options = f"-c search_path={self._name} -c timezone=UTC -c statement_timeout={_STATEMENT_TIMEOUT}"
            self._open = psycopg2.connect(self._url, options=options, **_IMPATIENT)
            if self._schema:
                with self._open, self._open.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(20261129)")  # servers that start at once
                    cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {self._name}")
                    cursor.execute(self._schema)

        def execute(statement: str, values: Sequence[Any] = ()) -> Rows:
            cursor.execute(statement.replace("?", "%s"), tuple(values))
            return cursor.fetchall() if cursor.description else []

        with self._open, self._open.cursor() as cursor:
            return work(execute)


def inbox_at(
    url: str, path: Path | str, name: str, schema: str, upgrades: Iterable[str]
) -> SqliteInbox | PostgresInbox:
    """PostgreSQL when `url` names one (SQLAlchemy's way of naming the driver included), else the file."""
    if match := re.match(r"postgres(?:ql)?(?:\+\w+)?://(.*)", url):
        return PostgresInbox(f"postgresql://{match[1]}", name, schema)
    return SqliteInbox(path, schema, upgrades)
