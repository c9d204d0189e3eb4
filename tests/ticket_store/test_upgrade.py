"""A store of an older version is upgraded with all that is in it, and that version still works on it then.

What an older version writes and reads are the columns of its revision, no more and no fewer: with those,
taken from the migrations themselves, its part is played here. `python -m bench upgrade` does it with real
old code, where there is a history to take it from.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from ticket_store import database, model, operations, queries
from ticket_store.authors import Author

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL")
TABLES = model.Base.metadata.sorted_tables
# Filled by triggers, as the rows that they count come in.
COUNTED = {"hourly_figures"}
# Of the columns that take no word but theirs.
GIVEN: dict[str, Any] = {
    "agents.role": "attendant",
    "handoffs.status": "taken",
    "chat_grades.score": 1,
    "ratings.score": 1,
    "tickets.status": "in_progress",
    "outbox.state": "sent",
    "outbox.channel": "mail",
    "incident_proposals.state": "open",
}
THEN = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
BRUNO = Author("agent", "Bruno Lima")
VALUES: list[tuple[Any, Any]] = [
    (model.UtcDateTime, THEN),
    (sa.Date, THEN.date()),
    (sa.JSON, {"a": 1}),
    (sa.LargeBinary, b"\0x"),
    (sa.Boolean, True),
    (sa.Integer | sa.Float, 1_000_000),  # behind what sequences give
]

Rows = dict[str, list[dict[str, Any]]]


def revisions() -> list[str]:
    """The newest first."""
    scripts = ScriptDirectory(str(Path(database.__file__).with_name("migrations")))
    return [one.revision for one in scripts.walk_revisions()]


# Expand, then contract: what an older version needs goes no sooner than a revision later than this many.
BACK = [1, 5]


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """The address of an empty database, as many as are asked for."""
    made: list[str] = []

    def sqlite() -> str:
        made.append(f"sqlite:///{tmp_path}/{len(made)}.db")
        return made[-1]

    if request.param == "sqlite":
        yield sqlite
        return
    assert POSTGRES_URL
    admin = database.connect(POSTGRES_URL)

    def schema() -> str:
        made.append(f"upgrade_{os.getpid()}_{len(made)}")
        with admin.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {made[-1]}"))
        url = sa.make_url(POSTGRES_URL).update_query_dict({"options": f"-csearch_path={made[-1]}"})
        return str(url.render_as_string(hide_password=False))

    yield schema
    with admin.begin() as connection:
        for name in made:
            connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
    admin.dispose()


def at(revision: str, url: str) -> Engine:
    engine = database.connect(url)
    with engine.begin() as connection:
        command.upgrade(database.alembic_config(connection), revision)
    return engine


def columns(engine: Engine) -> dict[str, sa.TableClause]:
    """The tables as the engine's revision has them, with nothing that a newer model would fill in."""
    there = sa.inspect(engine)
    return {
        t.name: sa.table(
            t.name, *[sa.column(c["name"], t.c[c["name"]].type) for c in there.get_columns(t.name)]
        )
        for t in TABLES
        if there.has_table(t.name)
    }


def a_row(table: sa.Table, keys: dict[str, Any]) -> dict[str, Any]:
    """One that the model takes, with a value in each column; its references point at the rows before it."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            [key] = column.foreign_keys
            if key.column.table is not table:
                row[column.name] = keys[f"{key.column.table.name}.{key.column.name}"]
            continue
        given = GIVEN.get(f"{table.name}.{column.name}")
        row[column.name] = given or next(
            (value for kind, value in VALUES if isinstance(column.type, kind)),
            f"{table.name}.{column.name}"[-(getattr(column.type, "length", 0) or 99) :],
        )
    return row


def filled(tables: dict[str, sa.TableClause], engine: Engine) -> None:
    """A row into each table, as the version of those tables writes it."""
    keys: dict[str, Any] = {}
    with engine.begin() as connection:
        for table in TABLES:
            row = a_row(table, keys)
            keys |= {f"{table.name}.{name}": value for name, value in row.items()}
            if table.name in tables and table.name not in COUNTED:
                old = tables[table.name]
                connection.execute(old.insert().values({n: v for n, v in row.items() if n in old.c}))


def read(tables: dict[str, sa.TableClause], engine: Engine) -> Rows:
    with engine.connect() as connection:
        return {
            name: sorted(
                (dict(row) for row in connection.execute(sa.select(table)).mappings()),
                key=lambda row: [str(v) for v in row.values()],
            )
            for name, table in tables.items()
        }


@pytest.mark.parametrize("back", BACK)
def test_what_an_older_version_wrote_is_there_after_the_upgrade(blank: Callable[[], str], back: int) -> None:
    url = blank()
    engine = at(revisions()[back], url)
    old = columns(engine)
    filled(old, engine)
    before = read(old, engine)
    assert [name for name in old if not before[name]] == []
    database.migrate(url)
    after = read(old, engine)
    for name, rows in before.items():
        lost = [row for row in rows if row not in after[name]]
        assert name in ("teams", "services", "canned_solutions", "articles") or lost == [], name
        assert len(after[name]) >= len(rows), name
    with database.reading(engine) as session:
        [ticket] = queries.list_tickets(session, emails={before["requesters"][0]["email"]})
    assert ticket.number == before["tickets"][0]["number"]
    engine.dispose()


@pytest.mark.parametrize("back", BACK)
def test_an_older_version_writes_and_reads_on_the_new_schema(blank: Callable[[], str], back: int) -> None:
    """While the servers are upgraded one after another, and after going back to it."""
    aside = at(revisions()[back], blank())
    old = columns(aside)
    filled(old, aside)
    engine = at("head", blank())
    filled(old, engine)
    assert read(old, engine) == read(old, aside)
    with engine.begin() as connection:
        for table in old.values():  # each of its columns is written to once more
            connection.execute(table.update().values({c.name: c for c in table.c}))
    [row] = read(old, engine)["tickets"]
    with database.reading(engine) as session:
        assert queries.desk_ticket(session, ticket_number=row["number"]).description == row["description"]
    aside.dispose()
    engine.dispose()


def test_an_older_version_starts_on_the_schema_of_a_newer_one(
    blank: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = blank()
    database.migrate(url)
    engine = database.connect(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'of_later'"))
    database.migrate(url)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "of_later"
    with database.transaction(engine) as session:
        number = operations.open_ticket(
            session,
            email="ana@fazenda.gov.br",
            service_code="siafi",
            description="O SIAFI não abre",
            channel="web",
            submission_key="k",
            now=THEN,
        ).number
    with database.transaction(engine) as session:
        operations.resolve(session, ticket_number=number, solution="Feito", author=BRUNO, now=THEN)
    engine.dispose()
