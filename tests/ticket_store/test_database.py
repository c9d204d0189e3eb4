"""The engine, the transaction and the migrations."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, make_url, text

from ticket_store import database, errors, model
from ticket_store.errors import TicketNotFound, TicketStoreError, WrongCode


def add_team(session) -> None:
    session.add(model.CannedSolution(code="x", title="x", text="x"))
    session.flush()


def has_team(engine: Engine) -> bool:
    with database.transaction(engine) as session:
        found = session.get(model.CannedSolution, "x")
        if found:
            session.delete(found)
        return found is not None


def raise_inside(engine: Engine, error: Exception) -> None:
    with database.transaction(engine) as session:
        add_team(session)
        raise error


@pytest.mark.parametrize(
    ("error", "kept"), [(WrongCode(4), True), (TicketNotFound(), False), (RuntimeError("no"), False)]
)
def test_only_an_error_that_must_be_remembered_keeps_its_changes(engine, error, kept) -> None:
    with pytest.raises(type(error)):
        raise_inside(engine, error)
    assert has_team(engine) is kept


def test_reading_leaves_nothing_behind(engine) -> None:
    if engine.dialect.name == "sqlite":
        with database.reading(engine) as session:
            add_team(session)
    else:  # PostgreSQL refuses outright
        with pytest.raises(Exception, match="read-only"), database.reading(engine) as session:
            add_team(session)
    assert has_team(engine) is False


def test_the_migrations_make_exactly_the_tables_of_the_model(engine) -> None:
    with engine.begin() as connection:
        command.check(database.alembic_config(connection))


def test_nobody_else_reads_the_database(tmp_path: Path) -> None:
    database.migrate(f"sqlite:///{tmp_path}/var/tickets.db")
    made = [tmp_path / "var", *(tmp_path / "var").iterdir()]
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_the_migrations_go_down_and_up_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/dir/tickets.db"
    database.migrate(url)
    database.migrate(url)  # a second time changes nothing
    engine = database.connect(url)
    with engine.begin() as connection:
        command.downgrade(database.alembic_config(connection), "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    database.migrate(url)
    assert "tickets" in inspect(engine).get_table_names()
    engine.dispose()


def test_sqlite_runs_with_wal_foreign_keys_and_patience(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_set_up_sqlite", database._set_up_sqlite.shipped)  # conftest.py
    engine = database.connect(f"sqlite:///{tmp_path}/t.db")
    with engine.connect() as connection:
        settings = {
            p: connection.execute(text(f"PRAGMA {p}")).scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}
    engine.dispose()


def test_importing_and_connecting_open_no_file(tmp_path: Path) -> None:
    database.connect(f"sqlite:///{tmp_path}/t.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(
    "TEST_POSTGRES_URL" not in os.environ,
    reason="TEST_POSTGRES_URL is not set; .ci/run sets it: the PostgreSQL half did not run",
)
def test_the_suite_also_runs_on_postgresql(postgres_engine) -> None:
    assert postgres_engine.dialect.name == "postgresql"
    assert postgres_engine.dialect.driver == "psycopg"


@pytest.mark.skipif("TEST_POSTGRES_URL" not in os.environ, reason="TEST_POSTGRES_URL is not set")
def test_three_servers_that_start_together_migrate_once(postgres_engine) -> None:
    """Without a lock two of three failed: they made the same tables."""
    schema = f"together_{os.getpid()}"
    url = make_url(os.environ["TEST_POSTGRES_URL"]).update_query_dict({"options": f"-csearch_path={schema}"})
    with postgres_engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        with ThreadPoolExecutor(3) as servers:
            list(servers.map(database.migrate, [url.render_as_string(hide_password=False)] * 3))
    finally:
        with postgres_engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def test_every_error_of_the_store_is_one_of_its_family() -> None:

    named = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Exception)]
    assert all(issubclass(e, TicketStoreError) for e in named)
    kept = {e.__name__ for e in named if e.keeps_changes}
    assert kept == {"WrongCode", "BadCredentials", "AccountLocked", "WrongSecondFactor", "NotAdmitted"}
