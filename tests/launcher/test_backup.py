"""A backup taken at work, put back on a clean machine: everything is there, and no number comes twice."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, make_url, text

from launcher import backup
from settings import Settings
from ticket_store import contents, operations, queries
from ticket_store.authors import Author
from ticket_store.database import connect, migrate, reading, transaction

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
ANA = "ana@fazenda.gov.br"


def machine(var: Path, monkeypatch: pytest.MonkeyPatch, url: str = "") -> Settings:
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "x")
    for name in ("ATTACHMENTS_DIR", "DATABASE_URL", "TRACKER_DATABASE_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("VAR_DIR", str(var))
    given = Settings.from_env()
    return replace(given, database_url=url) if url else given


def opened(engine: Any, key: str) -> str:
    with transaction(engine) as session:
        return operations.open_ticket(
            session,
            email=ANA,
            service_code="siafi",
            description="O SIAFI não abre desde ontem",
            channel="desk",
            submission_key=key,
            now=NOW,
        ).number


def lived_in(settings: Settings, var: Path) -> str:
    """Ana's ticket with a file, a conversation, a message that waits, and the keys."""
    migrate(settings.database_url)
    engine = connect(settings.database_url)
    number = opened(engine, "first")
    with transaction(engine) as session:
        operations.add_attachment(
            session,
            ticket_number=number,
            filename="tela.txt",
            content=b"erro 42",
            directory=settings.attachments_dir,
            author=Author.requester("Ana"),
            now=NOW,
        )
    engine.dispose()
    for name, row in (("conversations", "oi"), ("web", "espera")):
        with sqlite3.connect(var / f"{name}.db") as made:
            made.execute("CREATE TABLE said (text TEXT)")
            made.execute("INSERT INTO said VALUES (?)", (row,))
        made.close()
    (var / "keys").write_text("SECRET_KEY=abc\n")
    return number


def said(path: Path) -> str:
    database = sqlite3.connect(path)
    try:
        return str(database.execute("SELECT text FROM said").fetchone()[0])
    finally:
        database.close()


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a machine whose store somebody was writing in at that moment."""
    var = tmp_path / "old"
    settings = machine(var, monkeypatch)
    lived_in(settings, var)
    engine = connect(settings.database_url)
    with engine.connect() as writing:
        writing.exec_driver_sql("UPDATE tickets SET description = 'half a change'")
        made = backup.backup(settings, "", var / "keys", tmp_path / "backups", NOW)
        writing.rollback()
    engine.dispose()
    return made


def test_a_damaged_store_is_not_kept_and_its_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = tmp_path / "old"
    settings = machine(var, monkeypatch)
    lived_in(settings, var)
    (var / "tickets.db").write_bytes(b"no database" * 1000)
    with pytest.raises(backup.BackupFailed, match=r"tickets\.db está danificado"):
        backup.backup(settings, "", var / "keys", tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []


def test_unpacked_by_hand_it_touches_nothing_but_what_it_brings(archive: Path) -> None:
    """As `tar -xzf` in /tmp would: the mode of that folder is not the archive's."""
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert {"env", "manifest.json"} <= set(names)
    assert [name for name in names if not name.strip("/.") or name.startswith(("/", ".."))] == []


def test_other_keys_than_those_of_the_backup_are_refused(archive: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.write_text("SECRET_KEY=another\n")
    with pytest.raises(backup.BackupFailed, match="SECRET_KEY"):
        backup.require_same_keys(archive, here, ["SECRET_KEY", "CHANNEL_TOKEN"])
    here.write_text("PORTAL_PORT=9000\nSECRET_KEY=abc\n")
    backup.require_same_keys(archive, here, ["SECRET_KEY", "CHANNEL_TOKEN"])


def test_on_a_clean_machine_everything_is_there_and_no_number_comes_twice(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = connect(f"sqlite:///{tmp_path}/old/tickets.db")
    told = opened(lost, "told after the backup")
    lost.dispose()
    settings = machine(tmp_path / "new", monkeypatch)
    backup.restore_keys(archive, tmp_path / "env")
    backup.restore(settings, "", archive)
    engine = connect(settings.database_url)
    with reading(engine) as session:
        [ticket] = queries.list_tickets(session, emails={ANA})
        [view] = queries.attachments(session, ticket_number=ticket.number)
        assert ticket.description == "O SIAFI não abre desde ontem"
        _, path = operations.read_attachment(
            session, ticket_number=ticket.number, uid=view.uid, directory=settings.attachments_dir
        )
        assert path.read_bytes() == b"erro 42"
    assert opened(engine, "another") not in (ticket.number, told)
    engine.dispose()
    assert said(tmp_path / "new" / "conversations.db") == "oi"
    assert said(tmp_path / "new" / "web.db") == "espera"
    assert (tmp_path / "env").read_text() == "SECRET_KEY=abc\n"
    for kept in (archive, tmp_path / "env", tmp_path / "new" / "tickets.db"):
        assert kept.stat().st_mode & 0o077 == 0, kept
    assert [p.name for p in (tmp_path / "backups").iterdir()] == [archive.name]


def test_nothing_that_is_there_is_overwritten(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = machine(tmp_path / "old", monkeypatch)
    with pytest.raises(backup.BackupFailed, match="já existe"):
        backup.restore(settings, "", archive)


@pytest.mark.parametrize("spoilt", ["changed", "missing"])
def test_an_archive_that_was_spoilt_is_refused_before_anything_is_put_back(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    bad = tmp_path / "bad.tar.gz"
    with tarfile.open(archive) as good, tarfile.open(bad, "w:gz") as made:
        for member in good:
            content = good.extractfile(member).read() if member.isfile() else b""  # type: ignore[union-attr]
            if member.name.endswith("conversations"):
                if spoilt == "missing":
                    continue
                content = content.replace(b"oi", b"ai")
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    settings = machine(tmp_path / "new", monkeypatch)
    with pytest.raises(backup.BackupFailed, match="somas"):
        backup.restore(settings, "", bad)
    assert not (tmp_path / "new" / "tickets.db").exists()


@pytest.fixture
def databases() -> Iterator[list[str]]:
    """Two empty ones on the server."""
    base = make_url(os.environ["TEST_POSTGRES_URL"])
    admin = connect(base.render_as_string(hide_password=False)).execution_options(
        isolation_level="AUTOCOMMIT"
    )
    urls = [base.set(database=f"backup_{os.getpid()}_{n}") for n in range(2)]
    with admin.connect() as connection:
        for url in urls:
            connection.execute(text(f"CREATE DATABASE {url.database}"))
    yield [url.render_as_string(hide_password=False) for url in urls]
    with admin.connect() as connection:
        for url in urls:
            connection.execute(text(f"DROP DATABASE {url.database} WITH (FORCE)"))
    admin.dispose()


def rows(url: str) -> dict[str, list[str]]:
    """All of each table, as text."""
    engine = connect(url)
    with engine.connect() as connection:
        found = {
            name: sorted(
                str(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
            )
            for name in inspect(engine).get_table_names()
        }
    engine.dispose()
    return found


@pytest.mark.skipif("TEST_POSTGRES_URL" not in os.environ, reason="TEST_POSTGRES_URL is not set")
def test_postgresql_comes_back_row_for_row_and_no_number_comes_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: list[str]
) -> None:
    old, new = databases
    settings = machine(tmp_path / "old", monkeypatch, old)
    number = lived_in(settings, tmp_path / "old")
    before = rows(old)
    engine = connect(old)
    with engine.connect() as writing:  # somebody is at it
        writing.exec_driver_sql("UPDATE tickets SET description = 'half a change'")
        made = backup.backup(settings, "", tmp_path / "old" / "keys", tmp_path / "backups", NOW)
        writing.rollback()
    told = opened(engine, "told after the backup")
    engine.dispose()

    manifest = backup.restore(machine(tmp_path / "new", monkeypatch, new), "", made)
    after = rows(new)
    moved = {"number_counters"}  # the numbers go on far behind
    assert {n: r for n, r in after.items() if n not in moved} == {
        n: r for n, r in before.items() if n not in moved
    }
    assert manifest["rows"]["tickets"] == {name: len(found) for name, found in before.items()}
    engine = connect(new)
    assert opened(engine, "another") not in (number, told)
    engine.dispose()


@pytest.mark.skipif("TEST_POSTGRES_URL" not in os.environ, reason="TEST_POSTGRES_URL is not set")
@pytest.mark.parametrize("spoilt", ["UPDATE tickets SET description = 'outro'", "DELETE FROM outbox"])
def test_postgresql_that_came_back_otherwise_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: list[str], spoilt: str
) -> None:
    old, new = databases
    settings = machine(tmp_path / "old", monkeypatch, old)
    lived_in(settings, tmp_path / "old")
    made = backup.backup(settings, "", tmp_path / "old" / "keys", tmp_path / "backups", NOW)
    run = backup._run

    def then_spoil(*command: str) -> None:
        run(*command)
        engine = connect(new)
        with engine.begin() as connection:
            connection.exec_driver_sql(spoilt)
        engine.dispose()

    monkeypatch.setattr(backup, "_run", then_spoil)
    with pytest.raises(backup.BackupFailed, match="não conferem"):
        backup.restore(machine(tmp_path / "new", monkeypatch, new), "", made)


@pytest.mark.skipif("TEST_POSTGRES_URL" not in os.environ, reason="TEST_POSTGRES_URL is not set")
def test_postgresql_that_is_not_empty_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: list[str]
) -> None:
    old, new = databases
    settings = machine(tmp_path / "old", monkeypatch, old)
    lived_in(settings, tmp_path / "old")
    made = backup.backup(settings, "", tmp_path / "old" / "keys", tmp_path / "backups", NOW)
    assert not contents.has_tickets(new)
    migrate(new)
    assert (contents.has_tickets(old), contents.has_tickets(new)) == (True, False)
    before = rows(new)
    with pytest.raises(backup.BackupFailed, match=f"o banco {make_url(new).database} não está vazio"):
        backup.restore(machine(tmp_path / "new", monkeypatch, new), "", made)
    assert rows(new) == before


def test_a_backup_of_the_other_kind_of_database_is_refused(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = machine(tmp_path / "new", monkeypatch, "postgresql+psycopg://u@127.0.0.1:1/none")
    with pytest.raises(backup.BackupFailed, match=r"a cópia é de SQLite e o \.env aponta para PostgreSQL"):
        backup.restore(there, "", archive)


def test_the_manifest_counts_what_was_kept(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        member = tar.extractfile("manifest.json")
        assert member is not None
        manifest = json.loads(member.read())
    assert manifest["rows"]["tickets"]["tickets"] == 1
    assert manifest["rows"]["conversations"] == {"said": 1}
