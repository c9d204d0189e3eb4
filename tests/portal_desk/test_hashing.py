"""Hashing a password takes its time, and in none of it does the store wait: another writer gets through."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from launcher import demo
from portal import accounts as command
from ticket_store import accounts
from ticket_store.database import transaction

from .shift import PASSWORD, Clock, Shift
from .test_account import reset_link

NEW = "another correct horse"


class Watched:
    """The hasher, during whose work somebody else writes; `worked` is how often it was asked."""

    def __init__(self, hasher: PasswordHasher, file: Path) -> None:
        self._hasher, self._file = hasher, file
        self.worked = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hasher, name)

    def hash(self, password: str) -> str:
        self._write()
        return self._hasher.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        self._write()
        return self._hasher.verify(password_hash, password)

    def _write(self) -> None:
        other = sqlite3.connect(self._file, timeout=0)
        other.execute("BEGIN IMMEDIATE")  # raises where a transaction holds the store
        other.rollback()
        other.close()
        self.worked += 1


@pytest.fixture
def watched(shift: Shift, tmp_path: Path) -> Iterator[Watched]:
    """From when the shift has begun."""
    shipped = accounts._hasher
    accounts._hasher = watching = Watched(shipped, tmp_path / "tickets.db")  # type: ignore[assignment]
    yield watching
    accounts._hasher = shipped


def test_who_changes_his_password(bruno: TestClient, watched: Watched) -> None:
    form = {"current": PASSWORD, "new": NEW, "again": NEW}
    answer = bruno.post("/atendimento/senha", data=form, follow_redirects=False)
    assert (answer.status_code, watched.worked) == (303, 2)


def test_who_forgot_it(visitor: Callable[[], TestClient], shift: Shift, watched: Watched) -> None:
    visitor().post("/atendimento/senha/esquecida", data={"email": "bruno@serpro.gov.br"})
    answer = visitor().post(reset_link(shift), data={"new": NEW, "again": NEW}, follow_redirects=False)
    assert (answer.status_code, watched.worked) == (303, 1)


def test_who_signs_in(visitor: Callable[[], TestClient], watched: Watched) -> None:
    form = {"email": "bruno@serpro.gov.br", "password": PASSWORD}
    answer = visitor().post("/atendimento/entrar", data=form, follow_redirects=False)
    assert (answer.status_code, watched.worked) == (303, 1)


@pytest.fixture
def settings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'tickets.db'}")
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "x" * 40)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NEW}\n"))


@pytest.mark.parametrize(
    "asked",
    [
        ["create", "--name", "Ema", "--email", "ema@serpro.gov.br", "--role", "supervisor"],
        ["password", "bruno@serpro.gov.br"],
    ],
)
def test_the_command(asked: list[str], watched: Watched, settings_of_the_test: None) -> None:
    command.main(asked)
    assert watched.worked == 1


def test_the_examples(engine: Any, clock: Clock, watched: Watched) -> None:
    """Made while people work, and made again."""
    attendants = [{"name": "Ema", "email": "ema@serpro.gov.br", "role": "attendant", "teams": []}]
    for _ in range(2):
        demo._accounts(engine, {"attendants": attendants}, clock())
    assert watched.worked == 2


def test_an_account_made_on_a_page_is_not_hashed_for_and_opens_to_no_password(
    shift: Shift, signed_in: Callable[[str], TestClient], visitor: Callable[[], TestClient]
) -> None:
    """It is written with all else that changed, in one transaction."""
    with transaction(shift.engine) as session:
        accounts.get_agent(session, agent_id=shift.ids["denise"]).role = "administrator"
    denise = signed_in("denise")
    shipped = accounts._hasher
    accounts._hasher = None  # type: ignore[assignment]
    new = {"name": "Ema", "email": "ema@serpro.gov.br", "role": "attendant", "active": "1"}
    try:
        assert "Guardado." in denise.post("/atendimento/administracao/contas/novo", data=new).text
    finally:
        accounts._hasher = shipped
    entry = {"email": "ema@serpro.gov.br", "password": PASSWORD}
    assert visitor().post("/atendimento/entrar", data=entry).status_code == 401
    form = {"new": NEW, "again": NEW}
    assert visitor().post(reset_link(shift), data=form, follow_redirects=False).status_code == 303
    entry["password"] = NEW
    answer = visitor().post("/atendimento/entrar", data=entry, follow_redirects=False)
    assert answer.status_code == 303
