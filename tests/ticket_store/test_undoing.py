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
