"""Attendants' accounts: passwords, whose failures shut whom out, sessions that end, and who saw what."""

import contextlib
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from ticket_store import accounts, database, operations, presence
from ticket_store.errors import (
    AccountLocked,
    AgentExists,
    AgentNotFound,
    BadCredentials,
    SessionEnded,
    TicketNotFound,
    TooManyAtOnce,
    WeakPassword,
)
from ticket_store.model import Ticket
from ticket_store.queries import queues

EMAIL, PASSWORD = "bruno@serpro.gov.br", "uma senha comprida"


@pytest.fixture
def bruno(store):
    return store.account(EMAIL, PASSWORD)


def log_in(store, password=PASSWORD, email=EMAIL, asker="bruno's desk"):
    checked = accounts.check_password(
        store.engine, email=email, password=password, asker=asker, now=store.now
    )
    return store.do(accounts.accept, checked=checked)


def test_the_right_password_opens_and_is_stored_as_argon2(store, bruno) -> None:
    assert bruno.password_hash.startswith("$argon2id$")
    assert log_in(store, email="Bruno@Serpro.gov.br").id == bruno.id


def test_a_hash_weaker_than_todays_is_made_anew_when_its_password_is_given(store, bruno, monkeypatch) -> None:
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert "m=16,t=2" in log_in(store).password_hash
    assert "m=16,t=2" in log_in(store).password_hash


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(store, bruno) -> None:
    for email, password in (
        (EMAIL, "errada errada"),
        ("carla@serpro.gov.br", PASSWORD),
        ("", ""),
        (EMAIL, ""),
    ):
        with pytest.raises(BadCredentials) as refused:
            log_in(store, password, email)
        assert refused.value.args == ()


def guess(store, times, email=EMAIL, asker="bruno's desk"):
    """How the guesses were answered."""
    answers = []
    for _ in range(times):
        try:
            log_in(store, "errada errada", email, asker)
        except (BadCredentials, AccountLocked) as refused:
            answers.append(type(refused))
    return answers


@pytest.mark.parametrize("email", [EMAIL, "carla@serpro.gov.br"])
def test_five_failures_shut_their_asker_out_for_a_quarter_of_an_hour(store, bruno, email) -> None:
    assert guess(store, 5, email) == [BadCredentials] * 4 + [AccountLocked]
    with pytest.raises(AccountLocked) as locked:  # even with the right one
        log_in(store, email=email)
    assert locked.value.until == store.now + timedelta(minutes=15)
    if email == EMAIL:
        store.later(minutes=15)
        log_in(store)


def test_a_strangers_guesses_lock_nobody_else_out(store, bruno) -> None:
    guess(store, 9, asker="a stranger")
    assert log_in(store).id == bruno.id


def test_guesses_at_many_accounts_shut_their_asker_out_of_all(store, bruno, monkeypatch) -> None:
    with monkeypatch.context() as quick:
        quick.setattr(accounts, "_verify", lambda *_: False)
        for one in range(30):
            guess(store, 1, f"a{one}@serpro.gov.br", "a stranger")
    with pytest.raises(AccountLocked):
        log_in(store, asker="a stranger")
    log_in(store)


def test_who_guessed_too_often_costs_no_hashing(store, bruno, monkeypatch) -> None:
    guess(store, 5)
    monkeypatch.setattr(accounts, "_verify", lambda *_: pytest.fail("it was hashed"))
    assert guess(store, 1) == [AccountLocked]


def test_tickets_are_opened_while_passwords_are_being_compared(store, bruno, monkeypatch) -> None:
    verify = accounts._verify

    def meanwhile(password_hash, password):
        store.open()  # would wait for a transaction that has written, and fail
        return verify(password_hash, password)

    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    monkeypatch.setattr(accounts, "_verify", meanwhile)
    log_in(store)
    guess(store, 1)
    assert store.count(Ticket) == 2


def test_a_crowd_that_logs_in_is_refused_not_queued(store, bruno) -> None:
    with contextlib.ExitStack() as crowd:
        for _ in range(10):
            crowd.enter_context(accounts._asking)
        with pytest.raises(TooManyAtOnce):
            log_in(store)
    log_in(store)


def test_a_password_changed_between_comparing_and_entering_does_not_open(store, bruno) -> None:
    checked = accounts.check_password(store.engine, email=EMAIL, password=PASSWORD, asker="x", now=store.now)
    store.do(accounts.set_password, agent_id=bruno.id, password="outra senha comprida")
    with pytest.raises(BadCredentials):
        store.do(accounts.accept, checked=checked)


def test_a_success_forgets_the_failures_before_it(store, bruno) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(BadCredentials):
                log_in(store, "errada errada")
        log_in(store)


def test_a_weak_password_a_second_account_or_an_unknown_role_is_refused(store, bruno) -> None:
    new = {"name": "Davi", "email": "davi@serpro.gov.br", "password": PASSWORD, "role": "attendant"}
    with pytest.raises(WeakPassword):
        store.do(accounts.create_agent, **new | {"password": "curta"})
    with pytest.raises(AgentExists):
        store.do(accounts.create_agent, **new | {"email": "BRUNO@serpro.gov.br"})
    with pytest.raises(ValueError, match="king"):
        store.do(accounts.create_agent, **new | {"role": "king"})


def session_agent(store, token):
    return store.ask(accounts.session_agent, token=token, now=store.now)


def test_a_session_ends_after_an_idle_hour_and_in_any_case_after_ten(store, bruno) -> None:
    token = store.do(accounts.start_session, agent_id=bruno.id)
    for _ in range(11):
        store.later(minutes=54)
        assert session_agent(store, token).id == bruno.id
        store.do(accounts.touch_session, token=token)
    store.later(minutes=6)
    with pytest.raises(SessionEnded):
        session_agent(store, token)
    idle = store.do(accounts.start_session, agent_id=bruno.id)
    store.later(minutes=60)
    with pytest.raises(SessionEnded):
        session_agent(store, idle)


def test_leaving_a_new_password_and_a_disabled_account_end_sessions(store, bruno) -> None:
    def gone(token) -> bool:
        try:
            session_agent(store, token)
        except SessionEnded:
            return True
        return False

    token = store.do(accounts.start_session, agent_id=bruno.id)
    assert not gone(token)
    with database.transaction(store.engine) as session:
        accounts.end_session(session, token=token)
    assert gone(token)
    token = store.do(accounts.start_session, agent_id=bruno.id)
    store.do(accounts.set_password, agent_id=bruno.id, password="outra senha comprida")
    assert gone(token)
    token = store.do(accounts.start_session, agent_id=bruno.id)
    store.do(accounts.set_active, agent_id=bruno.id, active=False)
    assert gone(token)
    with pytest.raises(BadCredentials):
        log_in(store, "outra senha comprida")


def test_a_made_up_session_and_an_unknown_agent_are_nobody(store) -> None:
    with pytest.raises(SessionEnded):
        session_agent(store, "inventado")
    with pytest.raises(AgentNotFound):
        store.do(accounts.set_password, agent_id=99, password=PASSWORD)


def test_reads_are_audited_and_found_by_ticket_and_by_agent(store) -> None:
    number, bruno = store.open().number, store.agent()
    store.do(accounts.audit, agent_id=bruno.agent_id, action="ticket_read", target=f"ticket:{number}")
    for where in ({"agent_id": bruno.agent_id}, {"target": f"ticket:{number}"}):
        [(entry, name)] = store.ask(accounts.audit_trail, **where)
        assert (entry.action, name) == ("ticket_read", "Bruno")


def test_two_people_on_one_ticket_see_each_other_for_a_minute(store) -> None:
    number, bruno, davi = store.open().number, store.agent("Bruno"), store.agent("Davi")
    for agent in (bruno, davi, bruno):
        store.do(presence.see_ticket, ticket_number=number, agent_id=agent.agent_id)

    def others():
        return store.ask(presence.viewers, ticket_number=number, now=store.now, but=bruno.agent_id)

    assert others() == ["Davi"]
    store.later(seconds=60)
    assert others() == []
    store.do(presence.see_ticket, ticket_number=number, agent_id=davi.agent_id)
    with database.transaction(store.engine) as session:
        presence.leave_ticket(session, ticket_number=number, agent_id=davi.agent_id)
    assert others() == []
    with pytest.raises(TicketNotFound):
        store.do(presence.see_ticket, ticket_number="2026-0000099", agent_id=davi.agent_id)


def test_the_open_tickets_of_a_closed_account_are_free_again(store) -> None:
    ze, lia = store.agent("Ze"), store.agent("Lia")
    his, done = store.open().number, store.open("b@x.gov.br").number
    for number in (his, done):
        store.do(operations.take, ticket_number=number, agent_id=ze.agent_id)
    store.do(operations.cancel, ticket_number=done, author=ze)
    store.do(accounts.set_active, agent_id=ze.agent_id, active=False)
    with database.reading(store.engine) as session:
        chosen = queues.Chosen(view="unassigned", team_codes=None, agent_id=lia.agent_id)
        free = queues.queue(session, chosen=chosen, now=store.now)
    assert [t.number for t in free] == [his]
    assert store.kinds(his)[-1] == "released"
    assert store.view(done).agent_name == "Ze"  # who did it stays in the record
