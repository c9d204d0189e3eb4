"""The conversations' database, SQLite or PostgreSQL: opened on first use, and used only in threads of its
own, so that neither a slow disk nor a slow server holds up the people of other conversations."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import psycopg2

from channels.conversation_store import schema

Result = TypeVar("Result")
Row = Sequence[Any]
# A statement with ? for values, and those; gives back the rows.
Execute = Callable[..., list[Row]]


class Database:
    """What both have in common: each thread its connection, each `run` a transaction, a lost connection made
    anew once. answered_at: when the last one ended well, by time.monotonic()."""

    lost: tuple[type[Exception], ...] = ()
    clashes: tuple[type[Exception], ...] = ()

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="conversations")
        self._own = threading.local()
        self.answered_at = float("-inf")

    async def run(self, work: Callable[[Execute], Result]) -> Result:
        """Let `work` execute its statements, all or none of them kept. Raises the driver's errors."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def close(self) -> None:
        """Let go of the threads and their connections."""
        self._threads.shutdown()
        self._own = threading.local()

    def _run(self, work: Callable[[Execute], Result]) -> Result:
        held = hasattr(self._own, "connection")
        try:
            return self._transact(work)
        except self.lost:
            if not held:
                raise
            return self._transact(work)  # the server was restarted since the last time

    def _transact(self, work: Callable[[Execute], Result]) -> Result:
        if not hasattr(self._own, "connection"):
            self._own.connection = self._open()
        connection = self._own.connection
        try:
            with connection:
                result = work(self._executor(connection))
            self.answered_at = time.monotonic()
            return result
        except self.lost:
            del self._own.connection
            connection.close()
            raise

    def _open(self) -> Any:
        """A new connection, its schema made."""
        raise NotImplementedError

    def _executor(self, connection: Any) -> Execute:
        raise NotImplementedError


class Sqlite(Database):
    """One file and one thread, because one may write at a time."""

    clashes = (sqlite3.IntegrityError,)

    def __init__(self, path: Path | str) -> None:
        super().__init__(1)
        self._path = Path(path)

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=5, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        # A commit is on the disk, not on its way: what was answered survives a power cut.
        connection.execute("PRAGMA synchronous=FULL")
        # What is erased leaves the file, too.
        connection.execute("PRAGMA secure_delete=ON")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in schema.SQLITE:
                connection.execute(statement)
            if connection.execute(schema.HAS_STOCK_TABLE).fetchone():
                for statement in schema.ADOPT_STOCK_TABLE:
                    connection.execute(statement)
        return connection

    def _executor(self, connection: sqlite3.Connection) -> Execute:
        return lambda statement, values=(): connection.execute(statement, values).fetchall()


class Postgres(Database):
    """A server's; several Rasa servers may share it."""

    lost = (psycopg2.OperationalError, psycopg2.InterfaceError)
    clashes = (psycopg2.IntegrityError,)

    def __init__(self, url: str, threads: int = 4) -> None:
        super().__init__(threads)
        self._url = url

    def _open(self) -> Any:
        connection = psycopg2.connect(self._url, connect_timeout=5)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20261128)")  # servers that start at once
            for statement in schema.POSTGRES:
                cursor.execute(statement)
        # A single read is then one round trip; `with connection` still begins a transaction.
        connection.autocommit = True
        return connection

    def _executor(self, connection: Any) -> Execute:
        def execute(statement: str, values: Sequence[Any] = ()) -> list[Row]:
            with connection.cursor() as cursor:
                cursor.execute(statement.replace("?", "%s"), tuple(values))
                return cursor.fetchall() if cursor.description else []

        return execute


def database_at(url: str, path: Path | str) -> Database:
    """PostgreSQL when `url` names one (SQLAlchemy's way of naming the driver included), else SQLite."""
    if match := re.match(r"postgres(?:ql)?(?:\+\w+)?://(.*)", url):
        return Postgres(f"postgresql://{match[1]}")
    if url and not url.startswith("sqlite:///"):
        raise ValueError("TRACKER_DATABASE_URL: postgresql://… or sqlite:///…")
    return Sqlite(url.removeprefix("sqlite:///") or path)
