"""While a ticket is open: answers, questions, forwarding, taking."""

from datetime import UTC, datetime, timedelta

import pytest

from ticket_store import model, operations, queries
from ticket_store.authors import Author
from ticket_store.errors import (
    AgentNotFound,
    EmptyText,
    SameTeam,
    TextTooLong,
    TicketFinished,
    TicketNotFound,
    TransitionRefused,
    UnknownTeam,
)

ANA = Author.requester("Ana")


def test_an_answer_of_the_desk_is_mailed_and_meets_the_first_response(store) -> None:
    number = store.open().number
    store.later(minutes=30)
    store.do(operations.comment, ticket_number=number, text="Estamos vendo", author=store.agent())
    assert store.mails() == ["registered", "answered"]
    assert store.view(number).status == "in_progress"
    first = store.ask(queries.deadlines, ticket_number=number)[0]
    assert (first.kind, first.met_at, first.breached) == ("first_response", store.now, False)


def test_information_from_the_requester_is_kept_and_not_mailed_back(store) -> None:
    number = store.open().number
    store.do(operations.comment, ticket_number=number, text="O erro é o 0012", author=ANA)
    assert store.kinds(number) == ["opened", "comment"]
    assert store.mails() == ["registered"]


def test_an_internal_note_stays_inside(store) -> None:
    number = store.open().number
    store.do(
        operations.comment, ticket_number=number, text="Já é o terceiro", author=store.agent(), internal=True
    )
    assert store.kinds(number, internal=False) == ["opened"]
    assert store.kinds(number) == ["opened", "note"]
    assert store.mails() == ["registered"]


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_an_empty_comment_is_refused(store, text) -> None:
    number = store.open().number
    with pytest.raises(EmptyText):
        store.do(operations.comment, ticket_number=number, text=text, author=ANA)


def test_a_comment_too_long_is_refused_with_the_limit(store) -> None:
    number = store.open().number
    with pytest.raises(TextTooLong) as refused:
        store.do(operations.comment, ticket_number=number, text="a" * 8001, author=ANA)
    assert refused.value.limit == 8000


def test_the_same_message_delivered_twice_is_one_comment(store) -> None:
    number = store.open().number
    for _ in range(2):
        store.do(operations.comment, ticket_number=number, text="Vejam isto", author=ANA, dedupe_key="msg-1")
    assert store.kinds(number) == ["opened", "comment"]


def test_nothing_is_added_to_a_cancelled_ticket(store) -> None:
    number = store.open().number
    store.do(operations.cancel, ticket_number=number, author=ANA)
    with pytest.raises(TicketFinished) as refused:
        store.do(operations.comment, ticket_number=number, text="Esperem", author=ANA)
    assert refused.value.status == "cancelled"


def test_thanks_on_a_resolved_ticket_reopen_nothing(store) -> None:
    number = store.resolved().number
    store.do(operations.comment, ticket_number=number, text="Obrigada!", author=ANA)
    assert store.view(number).status == "resolved"


def test_a_question_stops_the_clock_and_the_answer_starts_it_again_over_a_weekend(store) -> None:
    store.at(2026, 3, 13, 16, 0)  # Friday
    number = store.open("ana@cgu.gov.br").number  # business days, 1200 minutes = 2 days
    store.later(hours=1)
    store.do(operations.ask_requester, ticket_number=number, text="Qual é o erro?", author=store.agent())
    view = store.view(number)
    assert (view.status, view.paused, view.due_at) == ("waiting_on_requester", True, None)
    store.at(2026, 3, 18, 10, 0)  # Wednesday
    store.do(operations.comment, ticket_number=number, text="O 0012", author=ANA)
    view = store.view(number)
    assert (view.status, view.paused) == ("in_progress", False)
    # 19 business hours were left: 8 h on Wednesday, 10 h on Thursday, 1 h on Friday.
    assert view.due_at == datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def test_what_is_already_late_does_not_become_punctual_by_asking(store) -> None:
    number = store.open().number
    store.later(days=10)
    store.do(operations.ask_requester, ticket_number=number, text="Ainda ocorre?", author=store.agent())
    store.do(operations.comment, ticket_number=number, text="Sim", author=ANA)
    store.do(operations.resolve, ticket_number=number, solution="Pronto", author=store.agent())
    assert store.view(number).breached


def test_a_second_question_is_told_too(store) -> None:
    number = store.open().number
    for text in ("Qual é o erro?", "E a tela?"):
        store.do(operations.ask_requester, ticket_number=number, text=text, author=store.agent())
    assert store.mails() == ["registered", "waiting_on_requester", "waiting_on_requester"]


def test_forwarding_moves_the_team_frees_the_ticket_and_tells_the_requester(store) -> None:
    number = store.open().number
    bruno = store.agent()
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    store.do(operations.forward, ticket_number=number, team_code="network", note="Parece a VPN", author=bruno)
    view = store.view(number)
    assert (view.team_code, view.agent_id, view.status) == ("network", None, "in_progress")
    assert store.mails() == ["registered", "forwarded"]
    public = store.ask(queries.history, ticket_number=number)
    assert [e.text for e in public if e.kind == "forwarded"] == [None]  # the note is the team's
    assert "Parece a VPN" in [e.text for e in store.ask(queries.history, ticket_number=number, internal=True)]


def test_forwarding_to_nobody_or_to_the_same_team_is_refused(store) -> None:
    number = store.open().number
    with pytest.raises(UnknownTeam):
        store.do(operations.forward, ticket_number=number, team_code="moon", note=None, author=store.agent())
    with pytest.raises(SameTeam):
        store.do(
            operations.forward, ticket_number=number, team_code="finance", note=None, author=store.agent()
        )


def test_taking_a_new_ticket_starts_it(store) -> None:
    number = store.open().number
    bruno, davi = store.agent("Bruno"), store.agent("Davi")
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    assert (store.view(number).status, store.view(number).agent_name) == ("in_progress", "Bruno")
    assert store.kinds(number) == ["opened", "taken"]
    store.do(operations.assign, ticket_number=number, agent_id=davi.agent_id, author=bruno)
    assert store.view(number).agent_name == "Davi"


def test_a_finished_ticket_is_neither_taken_nor_forwarded(store) -> None:
    number = store.resolved().number
    bruno = store.agent()
    with pytest.raises(TransitionRefused):
        store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    with pytest.raises(TransitionRefused):
        store.do(operations.forward, ticket_number=number, team_code="network", note=None, author=bruno)


def test_nobody_can_be_given_a_ticket_who_is_not_there(store) -> None:
    with pytest.raises(AgentNotFound):
        store.do(operations.take, ticket_number=store.open().number, agent_id=999)


def test_a_number_that_does_not_exist_is_not_found(store) -> None:
    with pytest.raises(TicketNotFound):
        store.do(operations.comment, ticket_number="2026-0000099", text="Oi", author=ANA)


def test_every_change_by_an_attendant_is_audited(store) -> None:
    number = store.open().number
    bruno = store.agent()
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    store.do(operations.comment, ticket_number=number, text="Oi", author=bruno)
    store.later(hours=1)
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=bruno)
    assert store.count(model.AuditEntry) == 3


def test_deadlines_are_promises_of_the_day_of_opening(store) -> None:
    number = store.open("bruno@serpro.gov.br").number
    assert store.view(number).due_at == store.now + timedelta(minutes=1440)
