"""The schema of a real PostgreSQL that the tests of a process share, emptied after each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Engine

from ticket_store.model import Base


def empty(engine: Engine, but: Collection[str]) -> None:
    """Deletes the rows of every table but those named, in one transaction and one round trip.

    DELETE: on small tables ten times faster than TRUNCATE.
    """
    tables = [table for table in reversed(Base.metadata.sorted_tables) if table.name not in but]
    with engine.begin() as connection:
        connection.exec_driver_sql("; ".join(str(table.delete()) for table in tables))
