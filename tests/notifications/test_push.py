"""A ticket moves and the browser hears of it, through a push service that checks everything."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from mail_rows import SECRET
from push_service import PushService, VapidPair, b64
from test_process import process, until

from ticket_store import links, operations, push, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.model import PushSubscription

BRUNO = Author("agent", "Bruno Araújo")


@pytest.fixture(scope="module")
def keys():
    return VapidPair()


@pytest.fixture
def service(clock):
    with PushService(clock).running() as service:
        yield service


@pytest.fixture
def subscribe(engine, clock, service, keys):
    def do(number, key=None, **changed):
        given = service.subscribe(key or keys.public)
        with transaction(engine) as session:
            return push.subscribe(
                session,
                ticket_number=number,
                endpoint=given["endpoint"],
                all_tickets=False,
                now=clock(),
                allow_local=True,
                **(given["keys"] | changed),
            )

    return do


@pytest.fixture
def answer(engine, clock):
    def do(number):
        with transaction(engine) as session:
            operations.comment(
                session, ticket_number=number, text="Corrigimos a rotina.", author=BRUNO, now=clock()
            )

    return do


@pytest.fixture
def subscriptions(engine):
    def count():
        with transaction(engine) as session:
            return session.query(PushSubscription).count()

    return count


def test_the_browser_decrypts_the_number_and_a_link_and_nothing_about_ana(
    worker, service, keys, subscribe, answer, open_ticket, rows, never, clock, engine
):
    number = open_ticket()
    subscribe(number)
    answer(number)
    clock.pass_(minutes=10)
    worker(vapid_private_key=keys.private).send_push(never)
    assert service.refused == []
    [(_, headers, said)] = service.seen
    assert said["title"] == f"Acionamento {number}"
    assert said["body"] == "Mudou de situação. Toque para ver."
    assert set(said) == {"title", "body", "tag", "url"}
    token = urlsplit(said["url"]).path.removeprefix("/consulta/")
    with reading(engine) as session:
        assert (
            queries.linked_ticket(
                session, signed=links.read(links.CONSULT, token, SECRET), age_seconds=0
            ).number
            == number
        )
    for personal in ("ana@x.gov.br", "Ana", "ordem bancária", "Corrigimos", "Bruno"):
        assert personal not in str(said)
    assert headers["TTL"] == str(24 * 3600 - 600)
    assert headers["Topic"] == number
    assert rows(channel="push") == ["sent"]


def test_a_second_answer_is_news_without_a_change(
    worker, service, keys, subscribe, answer, open_ticket, never
):
    number = open_ticket()
    subscribe(number)
    answer(number)
    answer(number)
    worker(vapid_private_key=keys.private).send_push(never)
    assert [said["body"] for *_, said in service.seen] == [
        "Mudou de situação. Toque para ver.",
        "Tem novidade. Toque para ver.",
    ]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_the_push_service_lost_is_forgotten_and_bothers_nobody(
    status, worker, service, keys, subscribe, answer, open_ticket, rows, never, subscriptions
):
    number = open_ticket()
    subscribe(number)
    answer(number)
    answer(number)
    service.answers = [status]
    worker(vapid_private_key=keys.private).send_push(never)
    assert subscriptions() == 0
    assert rows(channel="push") == ["expired", "expired"]
    assert service.requests == 1


@pytest.mark.parametrize("status", [401, 429, 500, 503, 307])
def test_what_may_pass_is_tried_again(
    status, worker, service, keys, subscribe, answer, open_ticket, rows, never, clock, subscriptions
):
    number = open_ticket()
    subscribe(number)
    answer(number)
    service.answers = [status]
    one = worker(vapid_private_key=keys.private)
    one.send_push(never)
    assert rows(channel="push") == ["queued"]
    assert rows("last_error", channel="push") == [f"the push service answered {status}"]
    assert (service.requests, subscriptions()) == (1, 1)
    clock.pass_(minutes=2)
    one.send_push(never)
    assert rows(channel="push") == ["sent"]
    assert len(service.seen) == 1


@pytest.mark.parametrize("status", [400, 413])
def test_what_can_never_pass_is_shown_on_the_desk(
    status, worker, service, keys, subscribe, answer, open_ticket, rows, never
):
    number = open_ticket()
    subscribe(number)
    answer(number)
    service.answers = [status]
    worker(vapid_private_key=keys.private).send_push(never)
    assert rows(channel="push") == ["parked"]


def test_a_subscription_of_other_keys_than_ours_is_permanent(
    worker, service, subscribe, answer, open_ticket, rows, never
):
    number = open_ticket()
    subscribe(number)
    answer(number)
    worker(vapid_private_key=VapidPair().private).send_push(never)
    assert service.refused == ["another application server's subscription"]
    assert rows(channel="push") == ["parked"]


def test_a_point_off_the_curve_is_permanent_and_reaches_nobody(
    worker, service, keys, subscribe, answer, open_ticket, rows, never
):
    number = open_ticket()
    subscribe(number, p256dh=b64(b"\x04" + b"\x01" * 64))
    answer(number)
    worker(vapid_private_key=keys.private).send_push(never)
    assert rows(channel="push") == ["parked"]
    assert service.requests == 0


def test_a_push_service_that_is_down_is_tried_again(
    worker, service, keys, subscribe, answer, open_ticket, rows, never, engine
):
    number = open_ticket()
    row = subscribe(number)
    with transaction(engine) as session:
        session.get(PushSubscription, row.id).endpoint = "http://127.0.0.1:9/v1/x"
    answer(number)
    worker(vapid_private_key=keys.private).send_push(never)
    assert rows(channel="push") == ["queued"]
    assert rows("last_error", channel="push") == ["no answer: ConnectionRefusedError"]


def test_a_name_that_leads_into_our_own_network_gets_nothing(
    worker, service, keys, subscribe, answer, open_ticket, rows, never
):
    number = open_ticket()
    subscribe(number)
    answer(number)
    worker(vapid_private_key=keys.private, allow_local=False).send_push(never)
    assert rows(channel="push") == ["parked"]
    assert service.requests == 0


def test_a_notice_that_waited_a_day_is_no_news(
    worker, service, subscribe, answer, open_ticket, rows, never, clock
):
    """And so a server whose keys were taken away fills no queue."""
    number = open_ticket()
    subscribe(number)
    answer(number)
    worker().send_push(never)
    assert rows("last_error", channel="push") == ["VAPID_PRIVATE_KEY is not set"]
    clock.pass_(hours=25)
    worker().send_push(never)
    assert rows(channel="push") == ["expired"]
    assert service.requests == 0


def test_ana_turns_it_off_before_the_notice_left(
    worker, service, keys, subscribe, answer, open_ticket, rows, never, engine
):
    number = open_ticket()
    row = subscribe(number)
    answer(number)
    with transaction(engine) as session:
        push.unsubscribe(session, ticket_number=number, endpoint=row.endpoint, all_tickets=False)
    worker(vapid_private_key=keys.private).send_push(never)
    assert rows(channel="push") == ["expired"]
    assert service.requests == 0


def test_the_real_process_tells_the_browser_within_seconds_and_logs_no_address(
    database_url, tmp_path, service, keys, subscribe, answer, open_ticket, rows, clock
):
    clock.now = datetime.now(UTC)
    number = open_ticket()
    row = subscribe(number)
    answer(number)
    with process(database_url, tmp_path, VAPID_PRIVATE_KEY=keys.private, SMTP_PORT="1") as (_, log):
        until(lambda: rows(channel="push") == ["sent"])
    assert [said["tag"] for *_, said in service.seen] == [number]
    assert row.endpoint.rpartition("/")[2] not in log.read_text()
