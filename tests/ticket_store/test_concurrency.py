"""Real threads against a real database: counters, keys, limits, claims and tries do not race."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from ticket_store import identity, model, operations, outbox
from ticket_store.authors import Author
from ticket_store.errors import TicketStoreError, WrongCode

THREADS = 8


def together(work: Callable[[int], Any], threads: int = THREADS) -> list[Any]:
    """What each thread got, an error of the store included; all start at the same moment."""
    start = Barrier(threads)

    def one(n: int) -> Any:
        start.wait()
        try:
            return work(n)
        except TicketStoreError as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def test_tickets_opened_at_once_get_different_numbers_without_a_gap(store) -> None:
    opened = together(lambda n: store.open(f"p{n}@fazenda.gov.br", submission_key=f"race-{n}").number)
    assert sorted(opened) == [f"2026-{n:07d}" for n in range(1, THREADS + 1)]


def test_one_confirmation_sent_many_times_at_once_is_one_ticket_and_one_mail(store) -> None:
    opened = together(lambda n: store.open(submission_key="double-click").number)
    assert set(opened) == {"2026-0000001"}
    assert store.count(model.Ticket) == 1
    assert store.mails() == ["registered"]


def test_the_opening_limit_holds_against_many_at_once(store) -> None:
    together(lambda n: store.open(submission_key=f"flood-{n}"))
    assert store.count(model.Ticket) == 5


def test_two_workers_never_hold_the_same_row(store) -> None:
    for n in range(12):
        store.open(f"p{n}@fazenda.gov.br")
    claims = together(lambda n: store.do(outbox.claim, worker=f"w{n}", lease_seconds=60, limit=3))
    ids = [item.id for items in claims for item in items]
    assert len(ids) == len(set(ids))
    rest = store.do(outbox.claim, worker="last", lease_seconds=60, limit=50)
    assert len(ids) + len(rest) == 12


def test_guessing_in_parallel_gives_no_sixth_try(store) -> None:
    store.do(identity.send_code, conversation_id="web-1", email="ana@fazenda.gov.br", secret="s")
    wrong = f"{(int(store.outbox()[0].payload['code']) + 1) % 10**6:06d}"
    answers = together(
        lambda _: store.do(identity.check_code, conversation_id="web-1", code=wrong, secret="s")
    )
    assert sorted(a.tries_left for a in answers if isinstance(a, WrongCode)) == [0, 0, 0, 0, 1, 2, 3, 4]


def test_codes_asked_for_at_once_keep_to_the_limit(store) -> None:
    together(
        lambda _: store.do(
            identity.send_code, conversation_id="web-1", email="ana@fazenda.gov.br", secret="s"
        )
    )
    assert store.count(model.OneTimeCode) == 3


def test_a_ticket_resolved_and_cancelled_at_once_is_only_one_of_the_two(store) -> None:
    number = store.open().number
    bruno = store.agent()

    def end(n: int) -> str:
        if n % 2:
            return store.do(operations.cancel, ticket_number=number, author=Author.requester()).status
        return store.do(operations.resolve, ticket_number=number, solution="Feito", author=bruno).status

    done = [r for r in together(end) if isinstance(r, str)]
    assert len(done) == 1
    assert store.view(number).status == done[0]


def test_only_one_attendant_takes_a_live_conversation(store) -> None:
    handoff = store.do(operations.request_handoff, conversation_id="web-1", transcript=[], wait_minutes=5)
    agents = [store.agent(f"Agente{n}").agent_id for n in range(THREADS)]
    taken = together(lambda n: store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=agents[n]))
    assert sum(isinstance(t, model.Handoff) for t in taken) == 1
    assert [r.kind for r in store.outbox("chat")] == ["handoff_taken"]


def test_a_person_asked_for_many_times_at_once_is_one_request(store) -> None:
    asked = together(
        lambda _: (
            store.do(operations.request_handoff, conversation_id="web-1", transcript=[], wait_minutes=5).id
        )
    )
    assert len(set(asked)) == 1


def test_a_new_requester_seen_by_many_at_once_is_one_person(store) -> None:
    together(
        lambda n: store.do(operations.set_optional_mail, email="nova@fazenda.gov.br", enabled=bool(n % 2))
    )
    assert store.count(model.Requester) == 1


def test_the_same_rating_sent_twice_at_once_is_one(store) -> None:
    number = store.resolved().number
    together(lambda n: store.do(operations.rate, ticket_number=number, score=n % 5 + 1, channel="web"))
    assert store.count(model.Rating) == 1
