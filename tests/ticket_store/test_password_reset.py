"""A new password by mail: one link, half an hour, and not a word about who has an account."""

import pytest

from ticket_store import accounts, outbox, password_reset
from ticket_store.errors import (
    AccountLocked,
    BadCredentials,
    InvalidEmail,
    LinkExpired,
    LinkInvalid,
    LinkSpent,
    ResetLimitReached,
    SessionEnded,
)

EMAIL, PASSWORD, NEW = "bruno@serpro.gov.br", "uma senha comprida", "outra senha comprida"


@pytest.fixture
def bruno(store):
    return store.account(EMAIL, PASSWORD)


def ask(store, email=EMAIL, asker="bruno's desk"):
    """The token of the mail that this brought; None when it brought none."""
    before = len(store.outbox())
    store.do(password_reset.ask, email=email, asker=asker)
    rows = store.outbox()[before:]
    return rows[-1].payload["token"] if rows else None


def finish(store, token, password_hash="!new"):
    store.do(password_reset.finish, token=token, password_hash=password_hash, asker="bruno's desk")


def log_in(store, password):
    checked = accounts.check_password(
        store.engine, email=EMAIL, password=password, asker="bruno's desk", now=store.now
    )
    return store.do(accounts.accept, checked=checked)


def test_the_link_sets_the_password_once_ends_every_session_and_tells_the_person(store, bruno) -> None:
    session = store.do(accounts.start_session, agent_id=bruno.id)
    token, second = ask(store), ask(store)
    finish(store, token, accounts.hash_password(NEW))
    assert log_in(store, NEW).id == bruno.id
    with pytest.raises(BadCredentials):
        log_in(store, PASSWORD)
    with pytest.raises(SessionEnded):
        store.ask(accounts.session_agent, token=session, now=store.now)
    assert store.mails(EMAIL)[-1] == "password_changed"
    for dead in (token, second):  # the other one that was under way is of no use any more
        with pytest.raises(LinkSpent):
            finish(store, dead)


def test_the_link_dies_after_half_an_hour_with_the_account_and_when_it_is_cut(store, bruno) -> None:
    token = ask(store)
    with pytest.raises(LinkInvalid):
        store.ask(password_reset.check, token=token[:-1], now=store.now)
    store.later(minutes=29)
    store.ask(password_reset.check, token=token, now=store.now)
    store.later(minutes=1)
    with pytest.raises(LinkExpired):
        finish(store, token)
    token = ask(store)
    store.do(accounts.set_active, agent_id=bruno.id, active=False)
    with pytest.raises(LinkInvalid):
        finish(store, token)


def test_nobody_elses_address_gets_a_mail_and_nothing_says_so(store, bruno) -> None:
    assert ask(store, "carla@serpro.gov.br") is None
    store.do(accounts.set_active, agent_id=bruno.id, active=False)
    assert ask(store) is None
    with pytest.raises(InvalidEmail):
        ask(store, "bruno")


def test_one_mailbox_is_not_flooded_and_one_asker_does_not_go_on_for_ever(store, bruno) -> None:
    assert [ask(store, asker=f"net {one}") is not None for one in range(4)] == [True, True, True, False]
    for one in range(10):
        ask(store, f"a{one}@serpro.gov.br", asker="a stranger")
    for email in (EMAIL, "nobody@serpro.gov.br"):  # the same for both
        with pytest.raises(ResetLimitReached):
            ask(store, email, asker="a stranger")
    store.later(hours=1)
    assert ask(store, asker="a stranger") is not None


def test_who_locked_himself_out_comes_in_with_the_new_password_at_once(store, bruno, monkeypatch) -> None:
    with monkeypatch.context() as quick:
        quick.setattr(accounts, "_verify", lambda *_: False)
        for _ in range(5):
            with pytest.raises((BadCredentials, AccountLocked)):
                log_in(store, "errada errada")
    finish(store, ask(store), accounts.hash_password(NEW))
    log_in(store, NEW)


def test_the_store_keeps_no_link_once_the_mail_has_left(store, bruno) -> None:
    token = ask(store)
    [item] = store.do(outbox.claim, worker="w", lease_seconds=30, limit=5)
    store.do(outbox.mark_sent, item_id=item.id, worker="w")
    assert store.outbox()[-1].payload == {}
    store.ask(password_reset.check, token=token, now=store.now)
