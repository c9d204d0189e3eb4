"""Limits of .env by page: in their bounds, and in force where they are used; empty, .env's count again."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from ticket_store import administration, operations
from ticket_store.administration import KINDS
from ticket_store.database import transaction
from ticket_store.errors import SettingNotFound, SettingRefused
from ticket_store.limits import BOUNDS
from ticket_store.model import SettingVersion, Ticket
from ticket_store.privacy import ERASED, PurgePolicy, purge

KIND = KINDS["limits"]
NONE = dict.fromkeys(BOUNDS)


@pytest.fixture(autouse=True)
def no_limits_left(store):
    yield
    with transaction(store.engine) as session:
        session.execute(delete(SettingVersion))


def set_(store, code="all", **limits) -> None:
    store.do(administration.save, kind=KIND, code=code, data=NONE | limits, agent_id=None)


def closes_in(store, days: int) -> timedelta:
    number = store.open().number
    author = store.agent()
    store.do(
        operations.resolve, ticket_number=number, solution="Feito.", author=author, close_after_days=days
    )
    with transaction(store.engine) as session:
        return session.scalars(select(Ticket).where(Ticket.number == number)).one().closes_at - store.now


def test_the_page_says_when_what_is_resolved_closes_and_env_where_it_says_nothing(store) -> None:
    assert closes_in(store, 7) == timedelta(days=7)
    set_(store, close_after_days="3")
    assert closes_in(store, 7) == timedelta(days=3)
    set_(store)
    assert closes_in(store, 7) == timedelta(days=7)


def test_finished_tickets_are_emptied_when_the_page_says(store) -> None:
    number = store.open().number
    store.do(operations.cancel, ticket_number=number, author=store.agent())
    store.later(days=100)
    policy = PurgePolicy(finished_tickets=timedelta(days=365))
    store.do(purge, policy=policy)
    assert store.view(number).description != ERASED
    set_(store, finished_tickets=90)
    store.do(purge, policy=policy)
    assert store.view(number).description == ERASED


@pytest.mark.parametrize("name", BOUNDS)
def test_each_limit_has_bounds(store, name: str) -> None:
    least, most = BOUNDS[name]
    for value in (least - 1, most + 1, -1, "3 dias", "2.5"):
        with pytest.raises(SettingRefused) as caught:
            set_(store, **{name: value})
        assert (caught.value.field, caught.value.about) == (name, f"{least} a {most}")
    for value in (least, most):
        set_(store, **{name: value})
    with pytest.raises(SettingNotFound):
        set_(store, code=None)
