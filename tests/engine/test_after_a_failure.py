"""After an apology nothing false is said: the next turn first learns from the store what became of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from threading import Timer
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql

from actions import store
from tests.engine.told import Desk, Told
from ticket_store import database, operations

POSTGRES = os.environ.get("TEST_POSTGRES_URL")
ANA = "ana@fazenda.gov.br"
PROBLEM = "aparece erro 504 quando tento emitir um empenho"
ALL = ("start open_ticket", "set service: siape", f"set description: {PROBLEM}", f"set email: {ANA}")
SAID_AFTERWARDS = [
    ("não, na verdade é no siafi", ("deny", "set service: siafi")),
    ("é no siafi", ("correct service: siafi",)),
    ("cancelar", ("stop",)),
    ("não", ("deny",)),
    ("sim", ("affirm",)),
]


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(f"on_{request.param}")
    return found


@pytest.fixture
def summary(told: Told) -> Told:
    told.proved(ANA).say("o siape dá erro 504", *ALL)
    assert told.pending == "confirm_open"
    return told


def busy(session: Any) -> None:
    """Nobody else may write a ticket."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite's only writer is this one anyway
        session.execute(sql("LOCK TABLE tickets, number_counters IN EXCLUSIVE MODE"))


@contextmanager
def held(engine: Engine, seconds: float, work: Callable[[Any], Any] = busy) -> Iterator[None]:
    """Another's transaction, in which `work` is done, and whose end comes `seconds` later on its own."""
    manager = database.transaction(engine)
    session = manager.__enter__()
    work(session)
    session.flush()
    session.connection()
    timer = Timer(seconds, lambda: manager.__exit__(None, None, None))
    timer.start()
    try:
        yield
    finally:
        timer.join()


@pytest.mark.parametrize(("text", "commands"), SAID_AFTERWARDS)
def test_the_answer_was_lost_after_the_commit(summary: Told, text: str, commands: tuple[str, ...]) -> None:
    before = summary.state
    summary.say("sim", "affirm")
    summary.state = before  # killed: Rasa never got the answer
    [ticket] = summary.tickets()
    answer = summary.say(text, *commands)
    assert f"já está registrado com o número {ticket.number}" in answer
    assert "nada foi registrado" not in answer
    if "siafi" in text:  # the number told holds the old text: the correction goes to it, and that is said
        assert "Acrescentei ao acionamento" in answer
        assert any("siafi" in one.lower() for one in summary.written(ticket.number))
    assert len(summary.tickets()) == 1


@pytest.mark.parametrize(("text", "commands"), SAID_AFTERWARDS)
def test_the_commit_is_still_under_way_when_the_person_goes_on(
    summary: Told, engine: Engine, text: str, commands: tuple[str, ...]
) -> None:
    key = summary.state["frames"][-1]["values"]["submission_key"]  # type: ignore[index]

    def open_it(session: Any) -> None:
        operations.open_ticket(
            session,
            email=ANA,
            service_code="siape",
            description=PROBLEM,
            channel="web",
            conversation_id=summary.id,
            submission_key=key,
            now=datetime.now(timezone.utc),
        )

    with held(engine, 0.3, open_it):
        answer = summary.say(text, *commands)
    assert "já está registrado" in answer
    assert len(summary.tickets()) == 1


def test_what_could_not_be_told_in_time_is_not_written(
    summary: Told, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "ANSWER_SECONDS", 0.1)
    with held(engine, 0.4), pytest.raises(AssertionError, match="the turn failed"):
        summary.say("sim", "affirm")
    assert summary.tickets() == []
    monkeypatch.undo()
    assert "nada foi registrado" in summary.say("cancelar", "stop")
    assert summary.tickets() == []


@pytest.mark.parametrize("text", ["não", "cancelar", "sim"])
def test_a_cancelling_or_reopening_whose_answer_was_lost_is_said_as_it_is(
    told: Told, desk: Desk, text: str
) -> None:
    command = {"não": "deny", "cancelar": "stop", "sim": "affirm"}[text]
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    resolved = desk.open(ANA, "a senha do siape expirou", "siape")
    desk.resolve(resolved)
    told.proved(ANA).say("cancela o da vpn", "start cancel_ticket", f"choose number: {number}")
    assert told.pending == "confirm_cancel"
    before = told.state
    told.say("sim", "affirm")
    told.state = before
    assert f"{number} foi cancelado" in told.say(text, command)

    told.say("reabre", "start reopen_ticket", f"choose number: {resolved}", "set reason: voltou o erro hoje")
    assert told.pending == "confirm_reopen"
    before = told.state
    told.say("sim", "affirm")
    told.state = before
    assert "reaberto" in told.say(text, command)
    assert "Nada foi alterado" not in told.say("e agora?", "social remark")
