"""What must leave is never lost, never claimed by two at once, and never tried for ever."""

from datetime import timedelta
from itertools import pairwise

import pytest

from ticket_store import database, identity, model, operations, outbox
from ticket_store.errors import LeaseLost, OutboxRowNotFound


def claim(store, worker="w1", limit=10, channel="mail"):
    return store.do(outbox.claim, worker=worker, lease_seconds=60, limit=limit, channel=channel)


def fail(store, item, permanent=False, worker="w1"):
    return store.do(
        outbox.mark_failed, item_id=item.id, worker=worker, error="450 later", permanent=permanent
    )


def sent(store, item, worker="w1"):
    store.do(outbox.mark_sent, item_id=item.id, worker=worker)


def test_a_claimed_row_is_not_given_to_another_worker(store) -> None:
    store.open()
    [item] = claim(store)
    assert (item.kind, item.to, item.attempts) == ("registered", "ana@fazenda.gov.br", 1)
    assert claim(store, "w2") == []
    sent(store, item)
    store.later(hours=1)
    assert claim(store, "w2") == []


def test_a_row_of_a_worker_that_died_comes_back_after_its_lease(store) -> None:
    store.open()
    [item] = claim(store)
    store.later(seconds=60)
    [again] = claim(store, "w2")
    assert (again.uid, again.attempts) == (item.uid, 2)
    with pytest.raises(LeaseLost):
        sent(store, item)
    sent(store, again, "w2")


def test_the_oldest_go_first_and_no_more_than_asked_for(store) -> None:
    numbers = [store.open().number for _ in range(3)]
    assert [i.ticket_number for i in claim(store, limit=2)] == numbers[:2]
    assert [i.ticket_number for i in claim(store, limit=2)] == numbers[2:]


def test_each_failure_waits_longer_and_the_last_one_parks_it(store) -> None:
    store.open()
    waits, state = [], "queued"
    for _ in range(outbox.MAX_ATTEMPTS):
        [item] = claim(store)
        state = fail(store, item)
        if state == "queued":
            row = store.outbox()[0]
            waits.append(row.next_attempt_at - store.now)
            assert claim(store) == []
            store.now = row.next_attempt_at
    assert state == "parked"
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert all(a <= b for a, b in pairwise(waits))
    assert max(waits) <= outbox.LONGEST_PAUSE
    store.later(days=2)
    assert claim(store) == []


def test_a_permanent_refusal_is_parked_shown_and_can_be_sent_elsewhere(store) -> None:
    store.open()
    [item] = claim(store)
    assert fail(store, item, permanent=True) == "parked"
    [shown] = store.ask(outbox.parked)
    assert (shown.ticket_number, shown.last_error) == (item.ticket_number, "450 later")
    store.do(outbox.retry_parked, item_id=item.id, to="ana.souza@fazenda.gov.br")
    [again] = claim(store)
    assert (again.to, again.attempts, again.uid) == ("ana.souza@fazenda.gov.br", 1, item.uid)
    with pytest.raises(OutboxRowNotFound):
        store.do(outbox.retry_parked, item_id=item.id)


def test_a_code_is_wiped_from_the_row_as_soon_as_it_is_sent(store) -> None:
    store.do(identity.send_code, conversation_id="web-1", email="ana@fazenda.gov.br", secret="s")
    [item] = claim(store)
    assert len(item.payload["code"]) == 6
    sent(store, item)
    assert store.outbox()[0].payload == {}


def test_a_code_that_could_not_be_sent_in_its_ten_minutes_is_dropped_and_wiped(store) -> None:
    store.do(identity.send_code, conversation_id="web-1", email="ana@fazenda.gov.br", secret="s")
    [item] = claim(store)
    fail(store, item)
    store.later(minutes=10)
    assert claim(store) == []
    assert (store.outbox()[0].state, store.outbox()[0].payload) == ("expired", {})


def test_a_parked_code_is_wiped_and_is_not_sent_again(store) -> None:
    store.do(identity.send_code, conversation_id="web-1", email="ana@fazenda.gov.br", secret="s")
    [item] = claim(store)
    fail(store, item, permanent=True)
    assert store.outbox()[0].payload == {}
    with pytest.raises(OutboxRowNotFound):
        store.do(outbox.retry_parked, item_id=item.id)


def test_the_mails_of_a_ticket_hang_on_its_first(store) -> None:
    number = store.open().number
    store.do(operations.comment, ticket_number=number, text="Vendo", author=store.agent())
    first, second = claim(store)
    assert first.thread_uid == first.uid
    assert second.thread_uid == first.uid
    assert second.uid != first.uid


def test_each_channel_has_its_own_queue(store) -> None:
    number = store.open(conversation_id="web-1").number
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    assert [i.kind for i in claim(store)] == ["registered", "resolved"]
    [chat] = claim(store, channel="chat")
    assert (chat.kind, chat.to, chat.payload["number"]) == ("resolved", "web-1", number)


def test_marking_what_is_not_there_is_said(store) -> None:
    with pytest.raises(OutboxRowNotFound):
        store.do(outbox.mark_sent, item_id=999, worker="w1")


def test_the_backlog_is_counted_by_channel(store) -> None:
    store.open()
    store.open()
    assert store.ask(outbox.backlog, now=store.now) == {"mail": 2}


def test_a_mail_leaves_only_with_its_change(store) -> None:
    class Broken(Exception):
        pass

    number = store.open().number

    def resolve_then_break() -> None:
        with database.transaction(store.engine) as session:
            operations.resolve(
                session, ticket_number=number, solution="Feito", author=store_author, now=store.now
            )
            raise Broken

    store_author = store.agent()
    with pytest.raises(Broken):
        resolve_then_break()
    assert store.mails() == ["registered"]
    assert store.view(number).status == "new"
    assert store.count(model.Event) == 1


def test_what_left_is_recorded_and_the_next_claimed_at_once(store) -> None:
    numbers = [store.open().number for _ in range(2)]
    [first] = claim(store, limit=1)
    [second] = store.do(outbox.sent_and_next, item_id=first.id, worker="w1", lease_seconds=60)
    assert (second.ticket_number, second.attempts) == (numbers[1], 1)
    assert [row.state for row in store.outbox()] == ["sent", "queued"]
    assert claim(store, "w2") == []
    assert store.do(outbox.sent_and_next, item_id=second.id, worker="w1", lease_seconds=60) == []


def test_what_is_put_back_was_never_tried_and_what_another_has_is_left_to_him(store) -> None:
    for _ in range(3):
        store.open()
    ids = [item.id for item in claim(store, limit=2)]
    store.do(outbox.mark_sent, item_id=ids[0], worker="w1")
    claim(store, "w2", limit=1)
    with database.transaction(store.engine) as session:
        outbox.put_back(session, item_ids=[row.id for row in store.outbox()], worker="w1")
    assert [(row.state, row.leased_by, row.attempts) for row in store.outbox()] == [
        ("sent", None, 1),
        ("queued", None, 0),
        ("queued", "w2", 1),
    ]


def test_nothing_is_claimed_along_by_who_lost_his_row(store) -> None:
    store.open()
    [item] = claim(store)
    store.later(seconds=60)
    claim(store, "w2")
    store.open()
    with pytest.raises(LeaseLost):
        store.do(outbox.sent_and_next, item_id=item.id, worker="w1", lease_seconds=60)
    [other] = claim(store, "w3")
    assert other.attempts == 1


def test_a_code_that_is_too_old_is_not_claimed_along(store) -> None:
    store.open()
    store.do(identity.send_code, conversation_id="web-1", email="ana@fazenda.gov.br", secret="s")
    [first] = store.do(outbox.claim, worker="w1", lease_seconds=3600, limit=1)
    store.later(minutes=10)
    assert store.do(outbox.sent_and_next, item_id=first.id, worker="w1", lease_seconds=60) == []


def test_only_what_can_be_claimed_is_due(store) -> None:
    assert not store.ask(outbox.is_due, channel="mail", now=store.now)
    store.open()
    assert store.ask(outbox.is_due, channel="mail", now=store.now)
    assert not store.ask(outbox.is_due, channel="chat", now=store.now)
    claim(store)
    assert not store.ask(outbox.is_due, channel="mail", now=store.now)
    store.later(seconds=60)
    assert store.ask(outbox.is_due, channel="mail", now=store.now)
