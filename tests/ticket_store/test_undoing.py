"""What the desk takes back: only the last of its kind, and only what nobody outside was told of."""

from datetime import timedelta

import pytest

from ticket_store import errors, operations, queries
from ticket_store.authors import Author


def undo_last(store, number: str, kind: str, author: Author) -> None:
    events = store.ask(queries.history, ticket_number=number, internal=True)
    event_id = [one.id for one in events if one.kind == kind][-1]
    store.do(operations.undo, ticket_number=number, event_id=event_id, author=author)


def test_each_change_that_stayed_in_the_house_goes_back_to_what_was_there(store) -> None:
    number, bruno = store.open(service_code=None, service_text="Sistema X").number, store.agent()
    denise, before = store.agent("Denise"), store.view(number)
    given = {"ticket_number": number, "author": bruno}
    store.do(operations.tag, tags=["folha"], **given)
    for kind, verb, values in (
        ("title_changed", operations.retitle, {"title": "Folha"}),
        ("priority_changed", operations.change_priority, {"priority": "high"}),
        ("service_changed", operations.change_service, {"service_code": "siape"}),
        ("tagged", operations.tag, {"tags": ["outra"]}),
        ("assigned", operations.assign, {"agent_id": denise.agent_id}),
        ("snoozed", operations.snooze, {"until": store.now + timedelta(days=1)}),
    ):
        store.do(verb, **given | values)
        undo_last(store, number, kind, bruno)
    after = store.view(number)
    assert (after.title, after.priority, after.service_name) == (None, before.priority, "Sistema X")
    assert (after.tags, after.agent_id, after.snoozed_until) == (("folha",), None, None)
    assert after.due_at == before.due_at
    assert store.mails() == ["registered"]
    undo_last(store, number, "service_changed", bruno)  # taking back the step back
    assert store.view(number).service_code == "siape"


def test_who_had_it_has_it_again_and_what_was_put_off_is_put_off_again(store) -> None:
    number, bruno, denise = store.open().number, store.agent(), store.agent("Denise")
    given = {"ticket_number": number, "author": bruno}
    store.do(operations.take, ticket_number=number, agent_id=denise.agent_id)
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    undo_last(store, number, "taken", bruno)
    assert store.view(number).agent_id == denise.agent_id
    until = store.now + timedelta(days=2)
    store.do(operations.snooze, until=until, **given)
    store.do(operations.wake, **given)
    undo_last(store, number, "woken", bruno)
    assert store.view(number).snoozed_until == until


def test_what_left_the_house_or_was_followed_by_more_stays(store) -> None:
    number, bruno = store.open().number, store.agent()
    given = {"ticket_number": number, "author": bruno}
    store.do(operations.retitle, title="Um", **given)
    first = store.ask(queries.history, ticket_number=number, internal=True)[-1].id
    store.do(operations.retitle, title="Dois", **given)
    with pytest.raises(errors.NotUndoable):
        store.do(operations.undo, event_id=first, **given)
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    store.do(operations.forward, team_code="network", note=None, **given)
    store.do(operations.comment, text="Feito.", **given)
    for kind in ("taken", "forwarded", "answered", "opened"):
        with pytest.raises(errors.NotUndoable):
            undo_last(store, number, kind, bruno)
    store.do(operations.cancel, **given)
    with pytest.raises(errors.NotUndoable):
        undo_last(store, number, "title_changed", bruno)


def closed_too_soon(store) -> str:
    """The clock was a month ahead, and is right again."""
    number = store.resolved().number
    store.later(days=30)
    assert store.do(operations.close_due) == [number]
    store.later(days=-29)
    return number


def test_what_a_jumping_clock_closed_is_resolved_again_and_its_mail_does_not_leave(store) -> None:
    number = closed_too_soon(store)
    told = [row for row in store.outbox() if row.kind == "closed"]
    undo_last(store, number, "closed", store.agent())
    view = store.view(number)
    assert (view.status, view.reopen_until) == ("resolved", store.at(2026, 3, 20, 11))
    assert [row.state for row in store.outbox() if row.id == told[0].id] == ["expired"]
    assert "closed" not in store.kinds(number, internal=False)
    assert store.kinds(number)[-2:] == ["closed", "closing_undone"]
    assert store.do(operations.close_due, now=store.now - timedelta(hours=1)) == []
    store.do(
        operations.reopen,
        ticket_number=number,
        reason="Voltou",
        author=Author.requester("Ana"),
        now=store.now - timedelta(days=1),
    )
    assert store.view(number).status == "in_progress"


def test_it_has_a_day_at_least_before_it_closes_again(store) -> None:
    number = store.resolved().number
    store.later(days=10, minutes=1)
    store.do(operations.close_due)
    store.later(hours=23)
    undo_last(store, number, "closed", store.agent())
    store.later(hours=23)
    assert store.do(operations.close_due) == []
    store.later(hours=2)
    assert store.do(operations.close_due) == [number]


def test_a_day_after_it_was_closed_it_stays_so(store) -> None:
    number = store.resolved().number
    store.later(days=11)
    store.do(operations.close_due)
    store.later(days=1, minutes=1)
    with pytest.raises(errors.NotUndoable):
        undo_last(store, number, "closed", store.agent())
    assert store.view(number).status == "closed"


def test_what_was_cancelled_is_not_taken_back(store) -> None:
    number = store.open().number
    store.do(operations.cancel, ticket_number=number, author=store.agent())
    with pytest.raises(errors.NotUndoable):
        undo_last(store, number, "cancelled", store.agent())
