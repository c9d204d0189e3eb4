"""Notices in the browser: who is told, by which transaction, and when it ends."""

import base64
from datetime import timedelta

import pytest

from ticket_store import database, errors, operations, privacy, push
from ticket_store.authors import Author
from ticket_store.model import PushSubscription

from .conftest import ANA, CARLA, Store

P256DH = base64.urlsafe_b64encode(b"\x04" + bytes(range(64))).decode().rstrip("=")
AUTH = base64.urlsafe_b64encode(bytes(range(16))).decode().rstrip("=")
NOTEBOOK, PHONE = "https://push.exemplo.com/v1/notebook", "https://push.exemplo.com/v1/celular"


def subscribe(store: Store, number: str, endpoint: str = NOTEBOOK, all_tickets: bool = False, **given):
    keys = {"p256dh": P256DH, "auth": AUTH} | given
    return store.do(push.subscribe, ticket_number=number, endpoint=endpoint, all_tickets=all_tickets, **keys)


def unsubscribe(store: Store, number: str, endpoint: str = NOTEBOOK, all_tickets: bool = False) -> int:
    with database.transaction(store.engine) as session:
        return push.unsubscribe(session, ticket_number=number, endpoint=endpoint, all_tickets=all_tickets)


def answer(store: Store, number: str) -> None:
    store.do(operations.comment, ticket_number=number, text="Estamos vendo.", author=store.agent())


def told(store: Store) -> list[tuple[str, str]]:
    return [(row.payload["number"], row.recipient) for row in store.outbox("push")]


def test_an_answer_is_told_to_the_browser_that_asked_and_says_nothing_personal(store: Store) -> None:
    number = store.open(name="Ana Conceição").number
    row = subscribe(store, number)
    answer(store, number)
    [pushed] = store.outbox("push")
    assert pushed.recipient == str(row.id)
    assert set(pushed.payload) == {"number", "event_id", "moved"}
    assert pushed.expires_at == store.now + push.LIFE


def test_moved_says_whether_the_status_changed(store: Store) -> None:
    number = store.open().number
    subscribe(store, number)
    answer(store, number)  # the first answer starts the work
    answer(store, number)
    store.do(operations.resolve, ticket_number=number, solution="Corrigido.", author=store.agent())
    assert [row.payload["moved"] for row in store.outbox("push")] == [True, False, True]


def test_what_ana_does_herself_is_not_told_to_her(store: Store) -> None:
    number = store.open().number
    subscribe(store, number)
    store.do(operations.cancel, ticket_number=number, author=Author.requester("Ana"), reason="Já deu certo")
    assert store.outbox("push") == []


def test_a_change_that_is_rolled_back_tells_nothing(store: Store) -> None:
    number = store.open().number
    subscribe(store, number)

    def comment_and_fail(session, **given) -> None:
        operations.comment(session, ticket_number=number, text="Quase.", **given)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.do(comment_and_fail, author=Author("agent", "Bruno"))
    assert store.outbox("push") == []


def test_a_link_subscribes_to_its_ticket_only_and_a_proven_address_to_all_of_hers(store: Store) -> None:
    first, second = store.open().number, store.open().number
    narrow = subscribe(store, first, NOTEBOOK)
    wide = subscribe(store, first, PHONE, all_tickets=True)
    answer(store, first)
    answer(store, second)
    later = store.open(channel="desk", author=store.agent()).number
    assert told(store) == [
        (first, str(narrow.id)),
        (first, str(wide.id)),
        (second, str(wide.id)),
        (later, str(wide.id)),
    ]


def test_carlas_tickets_are_not_told_to_ana(store: Store) -> None:
    subscribe(store, store.open(ANA).number, all_tickets=True)
    answer(store, store.open(CARLA).number)
    assert store.outbox("push") == []


def test_the_same_browser_again_is_still_one_subscription(store: Store) -> None:
    first, second = store.open().number, store.open().number
    subscribe(store, first)
    subscribe(store, first)
    subscribe(store, second)
    assert store.count(PushSubscription) == 2
    subscribe(store, first, all_tickets=True)  # takes the place of both
    subscribe(store, second)
    assert store.count(PushSubscription) == 1
    answer(store, first)
    answer(store, second)
    assert [number for number, _ in told(store)] == [first, second]


def test_turning_it_off_ends_it_for_that_ticket_or_for_all(store: Store) -> None:
    first, second = store.open().number, store.open().number
    subscribe(store, first)
    subscribe(store, second)
    assert unsubscribe(store, first) == 1
    answer(store, first)
    assert told(store) == []
    browser = push.fingerprint(NOTEBOOK)
    assert not store_says(store, first, browser)
    assert store_says(store, second, browser)
    assert unsubscribe(store, first, all_tickets=True) == 0


def store_says(store: Store, number: str, browser: str) -> bool:
    with database.reading(store.engine) as session:
        return push.is_subscribed(session, ticket_number=number, browser=browser)


def test_turning_it_off_on_one_device_leaves_the_other(store: Store) -> None:
    number = store.open().number
    subscribe(store, number, NOTEBOOK)
    phone = subscribe(store, number, PHONE)
    unsubscribe(store, number, NOTEBOOK)
    answer(store, number)
    assert told(store) == [(number, str(phone.id))]


def test_a_new_address_of_the_browser_takes_the_place_of_the_old_one(store: Store) -> None:
    number = store.open().number
    row = subscribe(store, number)
    keys = {"p256dh": P256DH, "auth": AUTH}
    with database.transaction(store.engine) as session:
        assert push.renew(session, old_endpoint=NOTEBOOK, endpoint=PHONE, **keys) == 1
        assert push.renew(session, old_endpoint="https://push.exemplo.com/v1/x", endpoint=PHONE, **keys) == 0
    with database.reading(store.engine) as session:
        assert push.target(session, subscription_id=row.id).endpoint == PHONE


def test_a_browser_that_is_gone_is_forgotten_whoever_used_it(store: Store) -> None:
    ana, carla = store.open(ANA).number, store.open(CARLA).number
    row = subscribe(store, ana)
    subscribe(store, carla)
    subscribe(store, carla, PHONE)
    with database.transaction(store.engine) as session:
        push.forget_browser(session, endpoint=NOTEBOOK)
    assert store.count(PushSubscription) == 1
    with pytest.raises(errors.PushSubscriptionNotFound), database.reading(store.engine) as session:
        push.target(session, subscription_id=row.id)


def test_beyond_the_limit_the_oldest_browser_falls_silent(store: Store) -> None:
    number = store.open().number
    for n in range(push.MAX_SUBSCRIPTIONS + 1):
        subscribe(store, number, f"https://push.exemplo.com/v1/{n}")
    assert store.count(PushSubscription) == push.MAX_SUBSCRIPTIONS
    assert not store_says(store, number, push.fingerprint("https://push.exemplo.com/v1/0"))
    assert store_says(store, number, push.fingerprint("https://push.exemplo.com/v1/1"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.exemplo.com/v1/x"},
        {"endpoint": "https://10.0.0.7/v1/x"},
        {"endpoint": "https://localhost/v1/x"},
        {"endpoint": "https://ana:senha@push.exemplo.com/v1/x"},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": "https://push.exemplo.com/" + "x" * 500},
        {"p256dh": AUTH},
        {"p256dh": "A" * 87},
        {"p256dh": "não é base64"},
        {"auth": "AAAA"},
        {"auth": ""},
    ],
)
def test_what_no_browser_makes_is_refused(store: Store, wrong: dict[str, str]) -> None:
    number = store.open().number
    with pytest.raises(errors.PushSubscriptionRefused):
        subscribe(store, number, **wrong)
    assert store.count(PushSubscription) == 0


def test_erasing_ana_and_the_end_of_her_ticket_end_her_subscriptions(store: Store) -> None:
    number, other = store.open().number, store.open(CARLA).number
    subscribe(store, number)
    subscribe(store, other)
    exported = store.ask(privacy.export_requester, email=ANA)
    assert exported["browsers_notified_since"] == [store.now.isoformat()]
    store.do(privacy.erase_requester, email=ANA)
    assert store.count(PushSubscription) == 1
    store.do(operations.cancel, ticket_number=other, author=store.agent(), reason="Duplicado")
    store.now += timedelta(days=29)
    store.do(privacy.purge)
    assert store.count(PushSubscription) == 1
    store.now += timedelta(days=2)
    assert store.do(privacy.purge).counts["push_subscriptions"] == 1
    assert store.count(PushSubscription) == 0
