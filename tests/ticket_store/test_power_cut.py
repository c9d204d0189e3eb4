"""What was told is on disk: the power goes at the moment of the answer, and nothing that was said is lost."""

import ctypes
import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ticket_store import database, model, operations, queries
from ticket_store.errors import LinkRevoked

CACHESTAT = 451  # the system call has this number on every architecture


@pytest.fixture(autouse=True)
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit waits for the disk here, unlike in the other tests (tests/conftest.py)."""
    monkeypatch.setattr(database, "_set_up_sqlite", database._set_up_sqlite.shipped)


class _Cache(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("cached", "dirty", "writeback", "evicted", "recent")]


def unwritten_pages(path: Path) -> int:
    """Pages of the file that are in memory only. Skips where the kernel (before 6.5) cannot tell."""
    whole, found = (ctypes.c_uint64 * 2)(0, 0), _Cache()
    with path.open("rb") as file:
        failed = ctypes.CDLL(None, use_errno=True).syscall(
            CACHESTAT, file.fileno(), ctypes.byref(whole), ctypes.byref(found), 0
        )
    if failed:
        pytest.skip(f"cachestat: {os.strerror(ctypes.get_errno())}; the pragma is checked in test_database")
    return int(found.dirty + found.writeback)


def cut_the_power(path: Path, copy: Path) -> Engine:
    """The store as the disk has it now: a file with pages that never reached it counts as lost."""
    for name in (path.name, f"{path.name}-wal"):
        file = path.with_name(name)
        if file.exists() and (file == path or not unwritten_pages(file)):
            shutil.copy(file, copy.with_name(name))
    return database.connect(f"sqlite:///{copy.with_name(path.name)}")


def open_one(engine: Engine, store, email: str, key: str) -> model.Ticket:
    with database.transaction(engine) as session:
        return operations.open_ticket(
            session, email=email, service_code="siafi", description="O SIAFI não abre desde ontem",
            channel="web", submission_key=key, now=store.now,
        )  # fmt: skip


@pytest.fixture
def path(engine: Engine, tmp_path: Path) -> Path:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's own synchronous_commit")
    (tmp_path / "after").mkdir()
    return tmp_path / "tickets.db"


def test_a_number_that_was_told_survives_a_power_cut(engine, store, path) -> None:
    told = open_one(engine, store, "ana@fazenda.gov.br", "a")
    after = cut_the_power(path, path.parent / "after" / "tickets.db")
    try:
        with database.reading(after) as session:
            assert queries.desk_ticket(session, ticket_number=told.number).email == "ana@fazenda.gov.br"
        assert open_one(after, store, "carla@mec.gov.br", "b").number != told.number
    finally:
        after.dispose()


def test_a_link_opens_no_other_ticket_that_got_its_number(engine, store, path) -> None:
    """A store put back from a copy gives the same numbers again; the mails with their links are out."""
    after = cut_the_power(path, path.parent / "after" / "tickets.db")
    first = open_one(engine, store, "ana@fazenda.gov.br", "a")
    second = open_one(after, store, "carla@mec.gov.br", "b")
    assert first.number == second.number
    try:
        with database.reading(after) as session:
            with pytest.raises(LinkRevoked):
                queries.linked_ticket(
                    session, signed={"number": first.number, "key": first.link_key}, age_seconds=0
                )
            with pytest.raises(LinkRevoked):
                queries.linked_ticket(session, signed={"number": first.number}, age_seconds=0)
    finally:
        after.dispose()
