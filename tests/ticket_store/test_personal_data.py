"""Erasing on request: it waits, it is done once, and what is left proves it and names nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ticket_store import identity, model, operations, privacy, queries
from ticket_store.errors import AddressNotProven
from ticket_store.operations.personal_data import ERASE_AFTER, address_hash

ANA = "ana@fazenda.gov.br"


@pytest.fixture
def proven(store):
    store.do(identity.record_proof, conversation_id="portal-ana", email=ANA)
    return {"email": ANA, "conversation_id": "portal-ana"}


def erasure(store):
    with store.engine.connect() as connection:
        return connection.execute(select(model.Erasure.__table__)).mappings().one()


def test_a_request_waits_its_time_and_asking_again_is_the_same_one(store, proven) -> None:
    first = store.do(operations.ask_erasure, secret="s", **proven)
    store.later(hours=1)
    assert store.do(operations.ask_erasure, secret="s", **proven) == first
    assert store.mails(ANA) == ["erasure_asked"]
    assert store.ask(queries.due_erasures, now=store.now) == []
    store.later(seconds=ERASE_AFTER.total_seconds())
    assert store.ask(queries.due_erasures, now=store.now) == [ANA]


def test_what_is_left_is_the_proof_without_the_address(store, proven) -> None:
    number = store.open(ANA, description="A folha não abre").number
    asked = store.do(operations.ask_erasure, secret="s", **proven)
    store.later(days=3)
    store.do(operations.carry_out_erasure, email=ANA)
    row = erasure(store)
    assert (row["protocol"], row["email"]) == (asked.protocol, None)
    assert row["counts"]["tickets"] == 1
    assert row["done_at"] is not None
    assert row["address_hash"] == address_hash(ANA, "s") != address_hash(ANA, "another")
    assert store.view(number).description == privacy.ERASED
    assert store.mails(ANA) == ["data_erased"]
    assert store.do(operations.carry_out_erasure, email=ANA).counts == {}  # a second worker
    assert store.mails(ANA) == ["data_erased"]


def test_a_request_that_was_given_up_erases_nothing(store, proven) -> None:
    number = store.open(ANA, description="A folha não abre").number
    store.do(operations.ask_erasure, secret="s", **proven)
    store.do(operations.withdraw_erasure, **proven)
    store.later(days=3)
    assert store.ask(queries.due_erasures, now=store.now) == []
    assert store.do(operations.carry_out_erasure, email=ANA).counts == {}
    assert store.view(number).description == "A folha não abre"


def test_whoever_has_not_proven_the_address_asks_for_nothing(store) -> None:
    given = {"email": ANA, "conversation_id": "portal-carla"}
    for verb, more in (
        (operations.ask_erasure, {"secret": "s"}),
        (operations.send_copy, {}),
        (operations.correct_name, {"name": "x"}),
    ):
        with pytest.raises(AddressNotProven):
            store.do(verb, **given, **more)


def test_the_proof_itself_ends_after_years(store, proven) -> None:
    store.do(operations.ask_erasure, secret="s", **proven)
    store.later(days=3)
    store.do(operations.carry_out_erasure, email=ANA)
    store.later(seconds=(privacy.PurgePolicy().erasures - timedelta(days=30)).total_seconds())
    assert store.do(privacy.purge).counts["erasures"] == 0
    store.later(days=40)
    assert store.do(privacy.purge).counts["erasures"] == 1
