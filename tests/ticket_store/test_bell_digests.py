"""The bell by mail: what is unread, once an hour or a day, and not by night but to who is on duty."""

from datetime import UTC, datetime

import pytest

from ticket_store import accounts, administration, bell, operations
from ticket_store.administration import KINDS
from ticket_store.authors import Author
from ticket_store.mails.bell_words import in_words
from ticket_store.model import Agent
from ticket_store.operations import bell_digests

ANA = Author.requester("Ana")
# Tuesday 2026-03-10, 11h00 in São Paulo, is when these begin.


@pytest.fixture
def bruno(store) -> Author:
    return store.agent("Bruno")


@pytest.fixture
def number(store, bruno) -> str:
    number = store.open().number
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    return number


def choose(store, who: Author, every: str) -> None:
    store.do(bell_digests.choose_digest, agent_id=who.agent_id, every=every)


def answer(store, number: str) -> None:
    store.do(operations.comment, ticket_number=number, text="Alguma novidade?", author=ANA)


def due(store) -> int:
    return store.do(bell_digests.send_due_digests)


def mails(store):
    return [row for row in store.outbox() if row.kind == "bell_digest"]


def test_an_hour_of_news_is_one_mail_with_all_that_is_unread(store, bruno, number) -> None:
    answer(store, number)  # before he asked for it, and still unread
    choose(store, bruno, "hour")
    store.later(minutes=10)
    other = store.open("carla@saude.gov.br").number
    store.do(operations.assign, ticket_number=other, agent_id=bruno.agent_id, author=store.agent("Silvia"))
    store.later(minutes=49)
    assert due(store) == 0
    store.later(minutes=1)
    assert due(store) == 1
    [row] = mails(store)
    assert (row.recipient, row.payload["more"]) == (
        store.ask(lambda s: s.get(Agent, bruno.agent_id).email),
        0,
    )
    assert [(one["number"], one["kinds"]) for one in row.payload["news"]] == [
        (other, ["assigned"]),
        (number, ["comment"]),
    ]


def test_nothing_new_is_no_mail_however_much_is_unread(store, bruno, number) -> None:
    choose(store, bruno, "hour")
    store.later(minutes=5)
    answer(store, number)
    store.later(hours=1)
    assert due(store) == 1
    for _ in range(3):
        store.later(hours=1)
        assert due(store) == 0
    answer(store, number)
    store.later(hours=1)
    assert due(store) == 1


def test_what_he_looked_at_is_not_mailed(store, bruno, number) -> None:
    choose(store, bruno, "hour")
    store.later(minutes=5)
    answer(store, number)
    store.do(bell.read_ticket, ticket_number=number, agent_id=bruno.agent_id)
    store.later(hours=1)
    assert (due(store), mails(store)) == (0, [])


def test_by_day_it_comes_after_eight_in_the_morning_once(store, bruno, number) -> None:
    choose(store, bruno, "day")
    answer(store, number)
    store.later(minutes=1)
    answer(store, number)
    for at, sent in (((2026, 3, 10, 23), 0), ((2026, 3, 11, 10, 59), 0), ((2026, 3, 11, 11), 1)):
        store.now = datetime(*at, tzinfo=UTC)
        assert due(store) == sent, at
    store.later(hours=2)
    answer(store, number)
    store.later(hours=3)
    assert due(store) == 0


def test_by_night_it_waits_for_the_morning(store, bruno, number) -> None:
    choose(store, bruno, "hour")
    store.now = datetime(2026, 3, 11, 0, 30, tzinfo=UTC)
    answer(store, number)
    for at, sent in (((2026, 3, 11, 1), 0), ((2026, 3, 11, 9, 59), 0), ((2026, 3, 11, 10), 1)):
        store.now = datetime(*at, tzinfo=UTC)  # 22h00, 06h59, 07h00 in São Paulo
        assert due(store) == sent, at


def test_by_night_whoever_attends_or_whose_team_has_hours_gets_it(store, bruno, number) -> None:
    silvia = store.agent("Silvia")
    choose(store, bruno, "hour")
    choose(store, silvia, "hour")
    store.now = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
    for who in (bruno, silvia):
        mine = store.open(f"p{who.agent_id}@gmail.com").number
        store.do(operations.assign, ticket_number=mine, agent_id=who.agent_id, author=store.agent("Rui"))
    store.later(hours=1)
    store.do(operations.set_attending, agent_id=bruno.agent_id, attending=True)
    assert due(store) == 0  # he said so, and is at no desk
    store.do(accounts.start_session, agent_id=bruno.agent_id)
    assert due(store) == 1
    store.do(lambda session, now: setattr(session.get(Agent, silvia.agent_id), "team_codes", ["network"]))
    data = {"calendar": "24x7"}
    store.do(administration.save, kind=KINDS["duty"], code="network", data=data, agent_id=None)
    assert due(store) == 1
    assert {row.recipient for row in mails(store)} == {
        store.ask(lambda s, one=one: s.get(Agent, one.agent_id).email) for one in (bruno, silvia)
    }


def test_who_never_wanted_it_or_is_gone_gets_none(store, bruno, number) -> None:
    choose(store, bruno, "hour")
    answer(store, number)
    store.later(hours=1)
    store.do(lambda session, now: setattr(session.get(Agent, bruno.agent_id), "active", False))
    assert due(store) == 0
    store.do(lambda session, now: setattr(session.get(Agent, bruno.agent_id), "active", True))
    choose(store, bruno, "never")
    assert due(store) == 0
    with pytest.raises(ValueError, match="minute"):
        choose(store, bruno, "minute")


def test_each_line_says_what_happened_and_leads_there() -> None:
    news = [
        {
            "kinds": ["note", "f:answered", "f:note"],
            "number": "2026-1",
            "service_name": "SIAFI",
            "handoff_id": None,
        },
        {"kinds": ["live_message"], "number": None, "service_name": "", "handoff_id": 7},
    ]
    assert in_words(news, "https://css") == [
        {
            "about": "2026-1 SIAFI",
            "told": "Uma nota cita você. Novidade no que você acompanha.",
            "url": "https://css/atendimento/acionamentos/2026-1",
        },
        {"about": "Conversa", "told": "A pessoa escreveu.", "url": "https://css/atendimento/conversas/7"},
    ]
