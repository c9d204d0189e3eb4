"""What a PostgreSQL database holds, table by table, to compare a restored one with."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from ticket_store.database import connect

# table -> how many rows, and what they add up to
Held = dict[str, tuple[int, str]]
# Of each row, so that their order is nothing to the sum.
DIGEST = "('x' || left(md5(t::text), 15))::bit(60)::bigint"


@contextmanager
def moment(url: str) -> Iterator[tuple[str, Held]]:
    """The name of a snapshot (`pg_dump --snapshot`), while the block lasts, and what is in it."""
    engine = connect(url)
    try:
        with engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ")
            name = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            yield str(name), _held(connection)
    finally:
        engine.dispose()


def held(url: str) -> Held:
    with moment(url) as (_, found):
        return found


def is_empty(url: str) -> bool:
    """Whether there is no table yet."""
    return not _first(url, "SELECT 1 FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) LIMIT 1")


def has_tickets(url: str) -> bool:
    return bool(_first(url, "SELECT to_regclass('tickets')") and _first(url, "SELECT 1 FROM tickets LIMIT 1"))


def _first(url: str, query: str) -> object:
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql(query).scalar()
    finally:
        engine.dispose()


def _held(connection: Connection) -> Held:
    connection.exec_driver_sql("SET LOCAL TimeZone = 'UTC'")
    names = connection.exec_driver_sql(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
        " ORDER BY tablename"
    ).scalars()
    found = {}
    for name in list(names):
        row = connection.exec_driver_sql(f"SELECT count(*), coalesce(sum({DIGEST}), 0) FROM {name} t").one()
        found[str(name)] = int(row[0]), str(row[1])
    return found
