"""Idempotency-Key: a repetition does nothing twice, whatever happens between the two."""

from concurrent.futures import ThreadPoolExecutor

from ticket_store.database import reading
from ticket_store.model import IdempotencyKey, OutboxRow, Ticket

from .conftest import ANA, new_ticket, problem_of

KEY = {"Idempotency-Key": "6f1c0a52"}


def rows(engine, table) -> int:
    with reading(engine) as session:
        return session.query(table).count()


def test_a_ticket_posted_twice_with_one_key_is_one_ticket_and_one_mail(system, engine) -> None:
    ana = system()
    first = ana.post("/tickets", new_ticket(), headers=KEY)
    again = ana.post("/tickets", dict(reversed(new_ticket().items())), headers=KEY)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (rows(engine, Ticket), rows(engine, OutboxRow)) == (1, 1)


def test_the_same_key_with_another_request_is_refused(system, engine) -> None:
    ana = system()
    number = ana.post("/tickets", new_ticket(), headers=KEY).json()["number"]
    other = ana.post("/tickets", new_ticket(description="Outra coisa muito diferente."), headers=KEY)
    elsewhere = ana.post(f"/tickets/{number}/comments", {"text": "x"}, headers=KEY)
    assert problem_of(other) == problem_of(elsewhere) == (422, "idempotency-key-reused")
    assert rows(engine, Ticket) == 1


def test_a_key_belongs_to_its_token_and_is_forgotten_after_two_days(system, engine, clock) -> None:
    ana = system()
    first = ana.post("/tickets", new_ticket(), headers=KEY).json()["number"]
    assert system().post("/tickets", new_ticket(), headers=KEY).json()["number"] != first
    clock.forward(days=2, seconds=1)
    assert ana.post("/tickets", new_ticket(), headers=KEY).json()["number"] != first
    assert rows(engine, Ticket) == 3


def test_a_refused_request_does_not_spend_its_key(system) -> None:
    ana = system()
    assert ana.post("/tickets", new_ticket(service_code="nao-existe"), headers=KEY).status_code == 422
    assert ana.post("/tickets", new_ticket(), headers=KEY).status_code == 201


def test_five_at_the_same_moment_open_one_ticket(system, engine) -> None:
    ana = system()
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: ana.post("/tickets", new_ticket(), headers=KEY), range(5)))
    assert {(a.status_code, a.json()["number"]) for a in answers} == {(201, "2026-0000001")}
    assert rows(engine, Ticket) == 1


def test_a_repeated_resolution_is_answered_though_the_ticket_has_moved_on(system) -> None:
    one = system()
    path = f"/tickets/{one.open()['number']}"
    headers = {**KEY, "If-Match": one.get(path).headers["ETag"]}
    first = one.post(f"{path}/resolve", {"solution": "Feito."}, headers=headers)
    again = one.post(f"{path}/resolve", {"solution": "Feito."}, headers=headers)
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert one.get(path).json()["reopen_count"] == 0


def test_a_repeated_registration_shows_the_secret_again_though_no_table_holds_it(system, engine) -> None:
    one = system()
    hook = {"url": "https://a.gov.br/", "events": ["ticket.opened"]}
    first, again = (one.post("/webhooks", hook, headers=KEY).json() for _ in range(2))
    assert first == again
    with reading(engine) as session:
        kept = session.query(IdempotencyKey).one()
        assert first["secret"] not in str(kept.body)
    assert len(one.get("/webhooks").json()["items"]) == 1
    assert ANA not in str(first)
