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
        connections = [stack.enter_context(hasty(engine)) for engine in engines]
        _write(connections, desk.beginning())
        for part in desk.parts(AT_ONCE):
            _write(connections, part)
            for row in part["search_documents"]:
                words.update(row["words"].split())
        _write(connections, {"search_words": [{"word": word} for word in sorted(words)]})
    for engine in engines:
        _fold(engine)
        settle(engine)


def _fold(engine: Engine) -> None:
    """What operations.fold_figures does every minute with the hours that are over."""
    with engine.begin() as connection:
        last = connection.scalar(text("SELECT max(id) FROM hourly_figures"))
        sums = "SELECT hour, kind, sum(number) FROM hourly_figures WHERE id <= :last GROUP BY hour, kind"
        connection.execute(text(f"INSERT INTO hourly_figures (hour, kind, number) {sums}"), {"last": last})
        connection.execute(text("DELETE FROM hourly_figures WHERE id <= :last"), {"last": last})


def _write(connections: Sequence[Connection], rows: Rows) -> None:
    for connection in connections:
        for table, made in rows.items():
            _copy(connection, table, ", ".join(made[0]), made)
        connection.commit()


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
def hasty(engine: Engine, *, without_triggers: bool = False) -> Iterator[Connection]:
    """No waiting for the disk, and the indexes made once at the end."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("COMMIT")
            for pragma in ("synchronous=OFF", "cache_size=-200000", "foreign_keys=OFF"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            found = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
        else:
            connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
            found = (
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                " AND indexdef LIKE 'CREATE INDEX%'"
            )
        made = [
            ("INDEX", name, sql)
            for name, sql in connection.execute(text(found))
            if without_triggers or name != KEPT
        ]
        if without_triggers and sqlite:  # the search's own stay: they fill its index
            triggers = (
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'search%'"
            )
            made += [("TRIGGER", name, sql) for name, sql in connection.execute(text(triggers))]
        elif without_triggers:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for kind, name, _ in made:
            connection.exec_driver_sql(f"DROP {kind} {name}")
        connection.commit()
        yield connection
        for _, _, sql in made:
            connection.exec_driver_sql(sql)
        connection.commit()
        connection.invalidate()  # with all that was set on it


def settle(engine: Engine) -> None:
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
