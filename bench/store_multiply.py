"""A large store out of a small one, in the database's own tongue: each row TIMES times, and much sooner.

The copies lie among the originals, in the order of time, with as many people, teams' queues and hours more.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Table, event, text

from bench.store_data import RARE
from bench.store_fill import hasty, settle
from ticket_store.model import Base

TIMES = 10
THERE = {"services", "teams", "canned_solutions", "articles", "article_versions"}  # `migrate` wrote them
ONCE = {"agents", "search_words", "number_counters", "hourly_figures"}  # the same for all copies, or a sum
KEYS = {"ticket_id", "requester_id"}
SIMILAR = "parafina"  # what stands for the rare word in the copies


def multiply(engine: Engine, base: str) -> None:
    """From `base` (SQLite: a file, PostgreSQL: a schema) into a store that `migrate` has just made."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("ATTACH ? AS base", (base,)))
        engine.dispose()  # what is connected has not got it
    schema = "base" if engine.dialect.name == "sqlite" else base
    with hasty(engine, without_triggers=True) as connection:
        for table in Base.metadata.sorted_tables:
            some = f"SELECT count(*) FROM (SELECT 1 FROM {schema}.{table.name} LIMIT 1) x"
            if table.name not in THERE and connection.scalar(text(some)):
                _copied(connection, table, schema)
    settle(engine)


def _copied(connection: Connection, table: Table, base: str) -> None:
    sqlite = connection.dialect.name == "sqlite"
    columns = [column.name for column in table.columns]
    times = 1 if table.name in ONCE else TIMES
    values = ", ".join(
        _value(table.name, column, sqlite) if times > 1 else _once(column) for column in columns
    )
    numbers = f"WITH RECURSIVE n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k < {times - 1})"
    order = " ORDER BY o.id, k" if "id" in columns and table.name != "conversations" else ""
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({', '.join(columns)})"
            f" SELECT {values} FROM {base}.{table.name} o CROSS JOIN ({numbers} SELECT k FROM n) s{order}"
        )
    )


def _once(column: str) -> str:
    return f"o.{column} * {TIMES}" if column in ("last", "number") else f"o.{column}"


def _value(table: str, column: str, sqlite: bool) -> str:
    place = f"((o.{column} - 1) * {TIMES} + k + 1)"
    own = f"((o.id - 1) * {TIMES} + k + 1)"
    if (column == "id" and table != "conversations") or column in KEYS:
        return place
    if column in ("email", "recipient"):
        return f"'c' || k || '.' || o.{column}"
    if column in ("conversation_id", "submission_key", "id"):
        return f"o.{column} || '-' || k"
    if column == "number":
        return f"'2026-' || {_padded(own, 7, sqlite)}"
    if column == "uid":
        return _padded(own, 32, sqlite)
    if column in ("words", "description"):
        return f"CASE WHEN k = 0 THEN o.{column} ELSE replace(o.{column}, '{RARE}', '{SIMILAR}') END"
    return f"o.{column}"


def _padded(number: str, length: int, sqlite: bool) -> str:
    return f"printf('%0{length}d', {number})" if sqlite else f"lpad(CAST({number} AS text), {length}, '0')"
