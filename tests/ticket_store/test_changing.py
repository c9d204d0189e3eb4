"""What the desk puts right on a ticket: each change an event, the promises and the queue follow."""

from datetime import timedelta

import pytest

from ticket_store import answer_drafts, errors, operations, queries
from ticket_store.authors import Author
from ticket_store.queries import bell, queues

ANA = Author.requester("Ana")
STAFF = "bruno@serpro.gov.br"  # an ANS around the clock


def changes(store, number: str) -> list[tuple[str, object, object]]:
    events = store.ask(queries.history, ticket_number=number, internal=True)
    return [(e.kind, e.data.get("from"), e.data.get("to")) for e in events if "to" in e.data]


def queue(store, view: str, tag: str = "", agent_id: int = 0) -> list[str]:
    return store.ask(queues.numbers_in, chosen=queues.Chosen(view, None, agent_id, tag), now=store.now)


def test_every_change_is_an_event_of_the_desk_and_no_change_is_none(store) -> None:
    number, bruno = store.open().number, store.agent()
    given = {"ticket_number": number, "author": bruno}
    for _ in range(2):
        store.do(operations.retitle, title="  Folha   de novembro ", **given)
        store.do(operations.change_priority, priority="high", **given)
        store.do(operations.change_service, service_code="siape", **given)
    assert changes(store, number) == [
        ("title_changed", None, "Folha de novembro"),
        ("priority_changed", "normal", "high"),
        ("service_changed", "SIAFI", "SIAPE"),
    ]
    view = store.view(number)
    assert (view.title, view.priority, view.service_code) == ("Folha de novembro", "high", "siape")
    assert view.team_code == "finance"
    assert store.kinds(number, internal=False) == ["opened"]
    with pytest.raises(errors.UnknownPriority):
        store.do(operations.change_priority, priority="nenhuma", **given)


def test_a_new_priority_moves_the_running_promises_by_what_has_passed(store) -> None:
    number, opened = store.open(STAFF).number, store.now  # normal: 120 min and 1440 min
    store.later(minutes=10)
    store.do(operations.change_priority, ticket_number=number, priority="high", author=store.agent())
    view = store.view(number)
    assert view.first_response_due_at == opened + timedelta(minutes=30)
    assert view.due_at == opened + timedelta(minutes=480)
    store.do(operations.change_priority, ticket_number=number, priority="critical", author=store.agent())
    store.later(minutes=10)
    assert queue(store, "overdue") == [number]  # critical: the first answer in 15 min


def test_a_stopped_clock_is_changed_too_and_a_kept_promise_is_not(store) -> None:
    number, bruno = store.open(STAFF).number, store.agent()
    store.later(minutes=60)
    store.do(operations.ask_requester, ticket_number=number, text="Qual?", author=bruno)
    store.later(days=2)
    store.do(operations.change_priority, ticket_number=number, priority="high", author=bruno)
    store.do(operations.comment, ticket_number=number, text="O SIAPE.", author=ANA)
    view = store.view(number)
    assert view.due_at == store.now + timedelta(minutes=480 - 60)
    assert view.first_response_due_at is None


def test_the_desk_puts_right_whose_ticket_it_is(store) -> None:
    number = store.open(conversation_id="web-1", channel="web").number
    before = store.view(number)
    given = {"ticket_number": number, "author": store.agent()}
    store.do(operations.change_requester, email="Carla@Fazenda.gov.br", **given)
    store.do(operations.change_requester, email="carla@fazenda.gov.br", **given)
    view = store.view(number)
    assert (view.email, view.conversation_id) == ("carla@fazenda.gov.br", None)
    assert view.link_key != before.link_key
    assert store.mails(before.email)[-1] == "address_replaced"
    assert store.outbox()[-1].payload["by_desk"] is True
    assert "address_confirmed" in store.mails("carla@fazenda.gov.br")
    assert store.kinds(number).count("address_changed") == 1
    with pytest.raises(errors.InvalidEmail):
        store.do(operations.change_requester, email="carla", **given)


def test_tags_are_set_found_and_taken_away(store) -> None:
    number, other = store.open().number, store.open().number
    given = {"ticket_number": number, "author": store.agent()}
    store.do(operations.tag, tags=["#Folha", " férias  2026", "folha", ""], **given)
    assert store.view(number).tags == ("folha", "férias 2026")
    assert queue(store, "open", tag="folha") == [number]
    assert queue(store, "open") == [number, other]
    store.do(operations.tag, tags=["folha"], **given)
    assert queue(store, "open", tag="férias 2026") == []
    with pytest.raises(errors.TagTooLong):
        store.do(operations.tag, tags=["x" * 31], **given)


def test_what_is_put_off_comes_back_in_time_or_when_its_requester_writes(store) -> None:
    number, bruno = store.open("carla@prefeitura.sp.gov.br").number, store.agent()
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    off = {"ticket_number": number, "author": bruno}
    store.do(operations.snooze, until=store.now + timedelta(hours=3), **off)
    assert queue(store, "mine", agent_id=bruno.agent_id) == []
    assert queue(store, "snoozed") == [number]
    assert store.do(operations.wake_due) == 0
    store.later(hours=3)
    assert store.do(operations.wake_due) == 1
    assert store.do(operations.wake_due) == 0
    assert queue(store, "mine", agent_id=bruno.agent_id) == [number]
    [item] = store.ask(bell.bell, agent_id=bruno.agent_id)
    assert item.kinds == ("woken",)
    store.do(operations.snooze, until=store.now + timedelta(days=3), **off)
    store.do(operations.comment, ticket_number=number, text="E então?", author=ANA)
    assert queue(store, "open") == [number]
    for until in (store.now, store.now + timedelta(days=400)):
        with pytest.raises(errors.SnoozeRefused):
            store.do(operations.snooze, until=until, **off)


def test_a_broken_promise_is_never_put_off(store) -> None:
    number = store.open(STAFF).number
    store.do(
        operations.snooze, ticket_number=number, until=store.now + timedelta(days=9), author=store.agent()
    )
    assert (queue(store, "open"), queue(store, "overdue")) == ([], [])
    store.later(hours=3)
    assert (queue(store, "open"), queue(store, "overdue")) == ([number], [number])


def test_a_ticket_given_back_waits_for_anybody(store) -> None:
    number, bruno = store.open().number, store.agent()
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    for _ in range(2):
        store.do(operations.release, ticket_number=number, author=bruno)
    assert queue(store, "unassigned") == [number]
    assert store.kinds(number) == ["opened", "taken", "released"]


def test_a_finished_ticket_is_left_as_it_is(store) -> None:
    number, bruno = store.open().number, store.agent()
    store.do(operations.cancel, ticket_number=number, author=bruno)
    for verb, value in (
        (operations.retitle, {"title": "x"}),
        (operations.change_priority, {"priority": "high"}),
        (operations.change_service, {"service_code": "siape"}),
        (operations.change_requester, {"email": STAFF}),
        (operations.tag, {"tags": ["x"]}),
    ):
        with pytest.raises(errors.TicketFinished):
            store.do(verb, ticket_number=number, author=bruno, **value)


def test_each_attendant_keeps_a_draft_of_his_own(store) -> None:
    number, bruno, denise = store.open().number, store.agent(), store.agent("Denise")
    mine = {"ticket_number": number, "agent_id": bruno.agent_id}
    store.do(answer_drafts.keep, kind="answer", text="Bom d", **mine)
    store.do(answer_drafts.keep, kind="note", text="Bom dia", **mine)
    assert store.ask(answer_drafts.kept, **mine) == ("note", "Bom dia")
    assert store.ask(answer_drafts.kept, ticket_number=number, agent_id=denise.agent_id) is None
    store.do(answer_drafts.keep, kind="note", text=" ", **mine)
    assert store.ask(answer_drafts.kept, **mine) is None
