"""Writes a seeded store of any size, as fast as each database takes rows: a million tickets in minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Integer, text

from bench.store_data import Desk, Rows
from ticket_store.model import Base

AT_ONCE = 5000
KEPT = "ix_deadlines_ticket_id"  # a trigger asks it for each deadline


def fill(engines: Sequence[Engine], tickets: int, *, seed: int = 7) -> None:
    """The same into each of those that `migrate` has just made."""
    with engines[0].connect() as connection:
        found = connection.execute(text("SELECT code, team_code FROM services ORDER BY code"))
        desk = Desk(tickets, [(code, team) for code, team in found], seed=seed)
    words: set[str] = set()
    with ExitStack() as stack:
        for engine in engines:
            stack.enter_context(_hasty(engine))
        _write(engines, desk.beginning())
        for part in desk.parts(AT_ONCE):
            _write(engines, part)
            for row in part["search_documents"]:
                words.update(row["words"].split())
        _write(engines, {"search_words": [{"word": word} for word in sorted(words)]})
    for engine in engines:
        _settle(engine)


def _write(engines: Sequence[Engine], rows: Rows) -> None:
    for engine in engines:
        with engine.begin() as connection:
            for table, made in rows.items():
                _copy(connection, table, ", ".join(made[0]), made)


def _copy(connection: Connection, table: str, columns: str, rows: list[dict[str, Any]]) -> None:
    """Every row of a table has the same columns; no text has a tab, a break or a backslash."""
    raw = connection.connection.driver_connection
    assert raw is not None
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(rows[0]))
        values = (tuple(row.values()) for row in rows)
        raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
        return
    lines = ("\t".join(["\\N" if v is None else str(v) for v in row.values()]) for row in rows)
    with raw.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            copy.write("\n".join(lines) + "\n")


@contextmanager
def _hasty(engine: Engine) -> Iterator[None]:
    """No waiting for the disk, and the indexes made once at the end."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        if sqlite:
            found = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
        else:
            found = (
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                " AND indexdef LIKE 'CREATE INDEX%'"
            )
        indexes = [(name, made) for name, made in connection.execute(text(found)) if name != KEPT]
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    if sqlite:
        with engine.connect() as connection:  # the pool hands the same one out again
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            connection.exec_driver_sql("PRAGMA cache_size=-200000")
    yield
    with engine.begin() as connection:
        if not sqlite:
            connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
        for _, made in indexes:
            connection.exec_driver_sql(made)
    engine.dispose()


def _settle(engine: Engine) -> None:
    """What each database does by itself in time: figures for its planner, PostgreSQL's visibility map."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.exec_driver_sql("COMMIT")
        return
    with engine.begin() as connection:  # a key given by hand leaves its sequence behind
        for table in Base.metadata.sorted_tables:
            if "id" in table.columns and isinstance(table.columns["id"].type, Integer):
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id))"
                    f" FROM {table.name} HAVING max(id) IS NOT NULL"
                )
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
