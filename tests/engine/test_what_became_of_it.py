"""Whatever a turn changed though its answer was lost is what the next one says first: complement, grade,
cancelling, reopening, address; on both databases."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from actions import store
from tests.engine.conftest import SECRET
from tests.engine.told import Desk, Told
from ticket_store import model

POSTGRES = os.environ.get("TEST_POSTGRES_URL")
ANA, NEW = "ana@fazenda.gov.br", "ana.lima@fazenda.gov.br"
FALSE = ("Nada foi alterado", "nada foi registrado", "nada em andamento", "não consegui concluir")
GOES_ON = [("cancelar", "stop"), ("não", "deny"), ("sim", "affirm")]


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(f"on_{request.param}")
    return found


@dataclass
class Change:
    """A conversation just before the message that changes something."""

    told: Told
    number: str
    message: tuple[str, ...]
    truth: str
    done: Callable[[], bool]
    before: Any = field(default=None)

    def lost(self) -> None:
        """The turn ends in the store, and Rasa never gets its answer."""
        before, heard = self.told.state, len(self.told.events)
        self.told.say(*self.message)
        self.told.state = before
        del self.told.events[heard + 1 :]


def complement(told: Told, desk: Desk, *first: str) -> Change:
    number, text = desk.open(ANA, "a vpn não conecta", "vpn"), "o erro agora é o 42"
    told.proved(ANA)
    start = ("start add_ticket_information", f"choose number: {number}")
    if first:
        told.say("quero acrescentar", *start)
        assert told.pending == "information"
        start = ()
    message = (text, *start, f"set information: {text}")
    return Change(
        told, number, message, f"Acrescentei ao acionamento {number}", lambda: told.written(number) == [text]
    )


def asked_complement(told: Told, desk: Desk) -> Change:
    return complement(told, desk, "asked first")


def grade(told: Told, desk: Desk) -> Change:
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    desk.resolve(number)
    told.proved(ANA).say("quero avaliar", "start rate_service", f"choose number: {number}")
    assert told.pending == "score"
    return Change(
        told, number, ("5", "set score: 5"), "Registrei a nota 5", lambda: told.grades() == [(5, None)]
    )


def cancelling(told: Told, desk: Desk) -> Change:
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    told.proved(ANA).say("cancela", "start cancel_ticket", f"choose number: {number}")
    assert told.pending == "confirm_cancel"
    done = lambda: told.ticket(number).status == "cancelled"  # noqa: E731
    return Change(told, number, ("sim", "affirm"), f"{number} foi cancelado", done)


def reopening(told: Told, desk: Desk) -> Change:
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    desk.resolve(number)
    told.proved(ANA).say(
        "reabre", "start reopen_ticket", f"choose number: {number}", "set reason: voltou o erro hoje"
    )
    assert told.pending == "confirm_reopen"
    done = lambda: told.ticket(number).status == "in_progress"  # noqa: E731
    return Change(told, number, ("sim", "affirm"), "reaberto", done)


def moving(told: Told, desk: Desk) -> Change:
    told.proved(ANA)
    told.say(
        "abre",
        "start open_ticket",
        "set service: vpn",
        "set description: a vpn não conecta",
        f"set email: {ANA}",
    )
    told.say("sim", "affirm")
    [ticket] = told.tickets()
    told.say("o e-mail estava errado", f"correct email: {NEW}")
    assert told.pending == "code"
    message = (code := told.code(NEW), f"set code: {code}")
    done = lambda: told.ticket(ticket.number).email == NEW  # noqa: E731
    return Change(told, ticket.number, message, f"agora vão para {NEW}", done)


MADE = [complement, asked_complement, grade, cancelling, reopening, moving]


@pytest.fixture(params=MADE, ids=lambda made: made.__name__)
def change(request: pytest.FixtureRequest, told: Told, desk: Desk) -> Change:
    made: Change = request.param(told, desk)
    return made


@pytest.mark.parametrize(("text", "command"), GOES_ON)
def test_the_answer_was_lost_after_the_commit(change: Change, text: str, command: str) -> None:
    change.lost()
    answer = change.told.say(text, command)
    assert change.truth in answer
    assert not any(words in answer for words in FALSE)
    assert change.done()
    assert change.truth not in change.told.say("obrigada", "social thank")


def test_who_says_it_again_after_the_apology_has_it_done_once(change: Change) -> None:
    change.lost()
    answer = change.told.say(*change.message)
    assert change.truth in answer
    assert change.done()


BACK: ContextVar[threading.Event | None] = ContextVar("BACK", default=None)


def test_the_commit_comes_after_the_apology_while_the_person_goes_on(change: Change) -> None:
    told, heard = change.told, len(change.told.events)
    before, reached, go = told.state, threading.Event(), threading.Event()

    def wrote(session: Any, *_: Any) -> None:
        session.info["wrote"] = session.info.get("wrote") or any(
            isinstance(one, model.Event) for one in session.new
        )

    def held_back(session: Any) -> None:
        if (mine := BACK.get()) is not None and session.info.get("wrote"):
            reached.set()
            mine.wait(20)

    late = Told(told.engine, told.id, before, list(told.events))

    def first_turn() -> None:
        BACK.set(go)
        late.say(*change.message)

    event.listen(Session, "after_flush", wrote)
    event.listen(Session, "before_commit", held_back)
    try:
        thread = threading.Thread(target=first_turn)
        thread.start()
        assert reached.wait(20)
        told.events.append(late.events[heard])
        threading.Timer(0.3, go.set).start()  # the next turn has begun by then, and waits for it
        answer = told.say("cancelar", "stop")
        thread.join()
    finally:
        go.set()
        event.remove(Session, "before_commit", held_back)
        event.remove(Session, "after_flush", wrote)
    assert change.truth in answer
    assert not any(words in answer for words in FALSE)
    assert change.done()


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_the_commit(change: Change, when: str, engine: Engine) -> None:
    told, heard = change.told, len(change.told.events)
    killed(
        engine,
        lambda: Told(told.engine, told.id, told.state, list(told.events)).say(
            *change.message, message_id="killed"
        ),
        when,
    )
    told.events.insert(heard, {"event": "user", "text": change.message[0], "message_id": "killed"})
    answer = told.say("cancelar", "stop")
    assert (change.truth in answer) is (when == "after")
    assert change.done() is (when == "after")


def killed(engine: Engine, work: Callable[[], Any], when: str) -> None:
    """In a process of its own, by SIGKILL, either side of the commit that writes to a history."""
    if (pid := os.fork()) == 0:
        wrote = [False]

        def seen(_c: Any, _k: Any, statement: str, *_: Any) -> None:
            wrote[0] |= statement.startswith("INSERT INTO events")

        def die(*_: Any) -> None:
            if wrote[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            store.configure(engine.url.render_as_string(hide_password=False), SECRET)
            event.listen(Engine, "before_cursor_execute", seen)
            event.listen(*((Engine, "commit") if when == "before" else (Session, "after_commit")), die)
            asyncio.set_event_loop(None)
            work()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def test_another_text_after_the_apology_is_one_more_complement(told: Told, desk: Desk) -> None:
    change = asked_complement(told, desk)
    change.lost()
    told.say("e a tela fica preta", "set information: e a tela fica preta")
    assert told.written(change.number) == ["o erro agora é o 42", "e a tela fica preta"]


def test_another_grade_after_the_apology_revises_the_first(told: Told, desk: Desk) -> None:
    change = grade(told, desk)
    change.lost()
    told.say("3", "set score: 3")
    assert told.grades() == [(3, None)]


def test_another_persons_message_is_not_told(told: Told, desk: Desk, another: Callable[[], Told]) -> None:
    """Who names in his own history the message of somebody else learns nothing of it."""
    change = complement(told, desk)
    change.lost()
    stranger = another()
    stranger.events = list(told.events)
    assert change.truth not in stranger.say("cancelar", "stop")


@pytest.mark.parametrize("read", ["ask ticket status", "ask ticket history"])
def test_whether_it_is_right_now_is_of_the_address_that_was_just_changed(
    told: Told, desk: Desk, read: str
) -> None:
    told.say(*moving(told, desk).message)
    assert NEW in told.say("ficou certo agora?", read)
    assert NEW not in told.say("e o que vocês já fizeram nele até aqui?", read)
