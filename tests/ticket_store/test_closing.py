"""The end of a ticket and its return."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.database import transaction
from ticket_store.errors import (
    EmptyText,
    LinkSpent,
    OtherRequester,
    SameTicket,
    TicketFinished,
    TransitionRefused,
)
from ticket_store.model import Ticket

ANA = Author.requester("Ana")


def test_the_solution_is_told_with_the_survey_of_that_resolution(store) -> None:
    number = store.resolved().number
    mail = store.outbox()[-1]
    assert (mail.kind, mail.payload["text"], mail.payload["resolution"]) == (
        "resolved",
        "Senha redefinida",
        1,
    )
    view = store.view(number)
    assert (view.status, view.solution, view.resolution_count) == ("resolved", "Senha redefinida", 1)
    assert view.due_at is None
    assert view.reopen_until == store.now + timedelta(days=10)


def test_a_solution_without_words_is_refused(store) -> None:
    number = store.open().number
    with pytest.raises(EmptyText):
        store.do(operations.resolve, ticket_number=number, solution=" ", author=store.agent())
    assert store.view(number).status == "new"


def test_a_resolved_ticket_closes_by_itself_after_ten_days_and_only_once(store) -> None:
    number = store.resolved().number
    store.later(days=10, seconds=-1)
    assert store.do(operations.close_due) == []
    store.later(seconds=1)
    assert store.do(operations.close_due) == [number]
    assert store.do(operations.close_due) == []
    assert store.mails() == ["registered", "resolved", "closed"]


def test_how_long_it_stays_open_to_reopening_is_a_setting(store) -> None:
    number = store.open().number
    store.do(
        operations.resolve, ticket_number=number, solution="Feito", author=store.agent(), close_after_days=3
    )
    store.later(days=3)
    assert store.do(operations.close_due) == [number]


def test_reopening_starts_a_new_resolution_deadline(store) -> None:
    number = store.open().number
    store.do(operations.take, ticket_number=number, agent_id=store.agent().agent_id)
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    store.later(days=2)
    store.do(operations.reopen, ticket_number=number, reason="Continua o erro", author=ANA)
    view = store.view(number)
    assert (view.status, view.team_code, view.agent_id, view.reopen_count) == (
        "in_progress",
        "finance",
        None,
        1,
    )
    assert view.due_at > store.now
    assert view.reopen_until is None
    resolutions = [d for d in store.ask(queries.deadlines, ticket_number=number) if d.kind == "resolution"]
    assert [d.met_at is None for d in resolutions] == [False, True]
    assert store.mails()[-1] == "reopened"


def test_a_ticket_cannot_be_reopened_once_its_window_is_over_even_before_it_is_closed(store) -> None:
    number = store.resolved().number
    store.later(days=10)
    with pytest.raises(TransitionRefused):
        store.do(operations.reopen, ticket_number=number, reason="Voltou", author=ANA)
    store.do(operations.close_due)
    with pytest.raises(TransitionRefused) as refused:
        store.do(operations.reopen, ticket_number=number, reason="Voltou", author=ANA)
    assert (refused.value.current, refused.value.wanted) == ("closed", "in_progress")


def test_an_open_ticket_cannot_be_reopened(store) -> None:
    with pytest.raises(TransitionRefused):
        store.do(operations.reopen, ticket_number=store.open().number, reason="Voltou", author=ANA)


def test_the_survey_link_of_an_earlier_resolution_reopens_nothing(store) -> None:
    number = store.resolved().number
    store.do(operations.reopen, ticket_number=number, reason="Voltou", author=ANA, resolution=1)
    with pytest.raises(LinkSpent):
        store.do(operations.reopen, ticket_number=number, reason="Voltou", author=ANA, resolution=1)
    store.do(operations.resolve, ticket_number=number, solution="De novo", author=store.agent())
    with pytest.raises(LinkSpent):
        store.do(operations.reopen, ticket_number=number, reason="Voltou", author=ANA, resolution=1)
    store.do(operations.reopen, ticket_number=number, reason="Voltou", author=ANA, resolution=2)


def test_reopening_by_a_repeated_message_happens_once(store) -> None:
    number = store.resolved().number
    for _ in range(2):
        store.do(operations.reopen, ticket_number=number, reason="Voltou", author=ANA, dedupe_key="m1")
    assert store.view(number).reopen_count == 1


def test_cancelling_drops_the_promises_and_is_confirmed(store) -> None:
    number = store.open().number
    store.do(operations.cancel, ticket_number=number, author=ANA, reason="Resolvi sozinha")
    assert store.view(number).status == "cancelled"
    assert store.view(number).due_at is None
    assert store.mails() == ["registered", "cancelled"]
    store.later(days=30)
    assert store.do(operations.watch_deadlines) == 0


def test_a_resolved_ticket_is_not_cancelled(store) -> None:
    with pytest.raises(TransitionRefused):
        store.do(operations.cancel, ticket_number=store.resolved().number, author=ANA)


def test_a_duplicate_ends_and_its_words_go_to_the_one_that_stays(store) -> None:
    kept, duplicate = store.open().number, store.open(description="Siafi de novo fora do ar").number
    store.do(operations.merge_duplicate, ticket_number=duplicate, into_number=kept, author=store.agent())
    assert (store.view(duplicate).status, store.view(duplicate).duplicate_of) == ("cancelled", kept)
    assert (
        store.ask(queries.history, ticket_number=kept, internal=True)[-1].text == "Siafi de novo fora do ar"
    )
    assert store.outbox()[-1].payload["duplicate_of"] == kept


def test_the_solution_and_why_it_was_none_go_with_the_duplicate(store) -> None:
    kept, duplicate = store.open().number, store.resolved().number
    store.do(operations.reopen, ticket_number=duplicate, reason="Voltou na UG 97933", author=ANA)
    store.do(operations.merge_duplicate, ticket_number=duplicate, into_number=kept, author=store.agent())
    carried = [(e.kind, e.text) for e in store.ask(queries.history, ticket_number=kept)][1:]
    assert carried == [("answered", "Senha redefinida"), ("comment", "Voltou na UG 97933")]


def test_tickets_of_two_people_are_not_merged(store) -> None:
    kept, other = store.open("carla@agu.gov.br").number, store.open().number
    with pytest.raises(OtherRequester):
        store.do(operations.merge_duplicate, ticket_number=other, into_number=kept, author=store.agent())
    assert (store.view(other).status, store.kinds(kept)) == ("new", ["opened"])


def test_an_old_merge_of_two_peoples_tickets_names_neither(store) -> None:
    """Rows that an older version wrote stay; nobody reads another's number from them."""
    kept, other = store.open("carla@agu.gov.br"), store.open()
    with transaction(store.engine) as session:
        session.get_one(Ticket, other.id).duplicate_of_id = kept.id
    assert store.view(other.number).duplicate_of is None


def test_a_ticket_is_no_duplicate_of_itself_nor_of_a_finished_one(store) -> None:
    one, other = store.open().number, store.open().number
    with pytest.raises(SameTicket):
        store.do(operations.merge_duplicate, ticket_number=one, into_number=one, author=store.agent())
    store.do(operations.merge_duplicate, ticket_number=one, into_number=other, author=store.agent())
    with pytest.raises(SameTicket):
        store.do(operations.merge_duplicate, ticket_number=other, into_number=one, author=store.agent())
    with pytest.raises(TicketFinished):
        store.do(
            operations.merge_duplicate,
            ticket_number=store.open().number,
            into_number=one,
            author=store.agent(),
        )


def test_the_clock_closes_two_hundred_at_a_time_those_that_are_due_longest_first(store) -> None:
    """What a wrong clock would take goes in steps that somebody can notice and stop."""
    number = store.resolved().number
    with transaction(store.engine) as session:
        first = session.scalars(select(Ticket).where(Ticket.number == number)).unique().one()
        row = {c.name: getattr(first, c.name) for c in Ticket.__table__.columns if c.name != "id"}
        row |= {"closes_at": first.closes_at + timedelta(hours=1)}
        session.execute(
            insert(Ticket),
            [
                row | {"number": f"2026-{n:07d}", "submission_key": f"s{n}", "link_key": f"l{n}"}
                for n in range(1000, 1200)
            ],
        )
    store.later(days=20)
    closed = store.do(operations.close_due)
    assert (len(closed), closed[0]) == (200, number)
    assert len(store.do(operations.close_due)) == 1
    assert store.do(operations.close_due) == []
