"""Tickets tied to one another, attendants who follow, and what each does not want to hear of."""

import pytest

from ticket_store import bell, errors, operations
from ticket_store.authors import Author
from ticket_store.model import Agent
from ticket_store.queries import bell as bells
from ticket_store.queries.linked import followers, linked_tickets

ANA = Author.requester("Ana")


def ties(store, number: str) -> list[tuple[str, str]]:
    found = store.ask(linked_tickets, ticket_id=store.view(number).id)
    return [(one.tie, one.number) for one in found]


def news(store, who: Author) -> list[tuple[str, ...]]:
    return [one.kinds for one in store.ask(bells.bell, agent_id=who.agent_id) if one.unread]


def test_a_link_stands_on_both_once_and_its_ending_too(store) -> None:
    one, other, bruno = store.open().number, store.open().number, store.agent()
    tied = {"ticket_number": one, "other_number": other, "author": bruno}
    for _ in range(2):
        store.do(operations.link_tickets, tie="related", **tied)
    assert (ties(store, one), ties(store, other)) == ([("related", other)], [("related", one)])
    mirror = {"ticket_number": other, "other_number": one, "author": bruno}
    store.do(operations.link_tickets, tie="blocked_by", **mirror)
    assert (ties(store, one), ties(store, other)) == ([("blocks", other)], [("blocked_by", one)])
    store.do(operations.unlink_tickets, **mirror)
    assert (ties(store, one), ties(store, other)) == ([], [])
    assert store.kinds(one) == store.kinds(other) == ["opened", "linked", "linked", "unlinked"]
    assert store.kinds(one, internal=False) == ["opened"]
    with pytest.raises(errors.SameTicket):
        store.do(operations.link_tickets, tie="related", **tied | {"other_number": one})


def test_who_was_held_up_is_told_when_the_last_that_held_him_up_is_over(store) -> None:
    held, first, second, bruno = (*(store.open().number for _ in range(3)), store.agent())
    store.do(operations.take, ticket_number=held, agent_id=bruno.agent_id)
    for number in (first, second):
        store.do(operations.link_tickets, ticket_number=number, other_number=held, tie="blocks", author=bruno)
    denise = store.agent("Denise")
    store.do(operations.resolve, ticket_number=first, solution="Feito.", author=denise)
    assert news(store, bruno) == []
    store.do(operations.cancel, ticket_number=second, author=denise)
    assert news(store, bruno) == [("unblocked",)]


def test_a_follower_hears_of_what_is_not_his_also_after_a_merge_until_he_leaves(store) -> None:
    number, kept = store.open().number, store.open().number
    bruno, denise = store.agent(), store.agent("Denise")
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    for _ in range(2):
        store.do(operations.follow_ticket, ticket_number=number, agent_id=denise.agent_id)
    store.do(operations.comment, ticket_number=number, text="E então?", author=ANA)
    store.do(operations.comment, ticket_number=number, text="Vendo.", author=bruno, internal=True)
    assert news(store, denise) == [("f:note", "f:comment")]
    assert news(store, bruno) == [("comment",)]
    store.do(operations.merge_duplicate, ticket_number=number, into_number=kept, author=bruno)
    assert store.ask(followers, ticket_id=store.view(kept).id) == {denise.agent_id: "Denise"}
    assert ties(store, kept) == [("duplicate", number)]
    store.do(bell.read_all, agent_id=denise.agent_id)
    store.do(lambda session, now: operations.leave_ticket(
        session, ticket_number=kept, agent_id=denise.agent_id))  # fmt: skip
    store.do(operations.comment, ticket_number=kept, text="Feito.", author=bruno)
    assert news(store, denise) == []


def test_nobody_is_told_what_he_does_not_want_to_hear_and_all_else_he_is(store) -> None:
    number, bruno, denise = store.open().number, store.agent(), store.agent("Denise")
    wanted = set(bell.KINDS_OF) - {"person", "live"}
    store.do(lambda session, now: bell.choose(session, agent_id=bruno.agent_id, wanted=wanted))
    store.do(operations.assign, ticket_number=number, agent_id=bruno.agent_id, author=denise)
    assert news(store, bruno) == []
    store.do(operations.comment, ticket_number=number, text="E então?", author=ANA)
    assert news(store, bruno) == [("comment",)]


def test_an_account_made_by_the_version_before_hears_of_everything(store) -> None:
    agent = store.agent()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO agents (name, email, password_hash, role, team_codes, active,"
            " created_at) SELECT 'Old', 'old@x.gov.br', '!', 'attendant', '[]', active, created_at"
            " FROM agents")  # fmt: skip
    ids = store.ask(lambda session: [a.id for a in session.query(Agent) if a.id != agent.agent_id])
    assert store.ask(bell.muted, agent_id=ids[0]) == []
