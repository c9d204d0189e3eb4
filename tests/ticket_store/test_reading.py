"""Who may read what: Carla must not see Ana's ticket, nor learn that it exists."""

import pytest
from sqlalchemy import event

from ticket_store import database, operations, queries
from ticket_store.authors import Author
from ticket_store.errors import TicketNotFound

ANA, CARLA = "ana@fazenda.gov.br", "carla@prefeitura.sp.gov.br"


def find(store, number, **who):
    return store.ask(queries.find_ticket, ticket_number=number, **who)


def test_ana_reads_her_ticket_with_her_proof_or_in_its_conversation(store) -> None:
    number = store.open(conversation_id="web-1").number
    assert find(store, number, emails={ANA}).number == number
    assert find(store, number, conversation_id="web-1").number == number


@pytest.mark.parametrize(
    "who", [{}, {"emails": {CARLA}}, {"conversation_id": "web-2"}, {"conversation_id": ""}, {"emails": {""}}]
)
def test_carla_gets_the_same_answer_for_anas_ticket_as_for_none(store, who) -> None:
    number = store.open(conversation_id="web-1").number
    with pytest.raises(TicketNotFound) as hers:
        find(store, number, **who)
    with pytest.raises(TicketNotFound) as none:
        find(store, "2026-0000099", **who)
    assert hers.value.args == none.value.args == ()


def test_a_ticket_without_conversation_is_not_opened_by_an_empty_one(store) -> None:
    number = store.open().number
    with pytest.raises(TicketNotFound):
        find(store, number, conversation_id=None)
    with pytest.raises(TicketNotFound):
        find(store, number, conversation_id="None")


def test_looking_for_anothers_ticket_asks_the_database_exactly_what_looking_for_none_does(store) -> None:
    number = store.open().number
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))

    def asked(wanted: str) -> list[str]:
        statements.clear()
        with pytest.raises(TicketNotFound):
            find(store, wanted, emails={CARLA}, conversation_id="web-9")
        return list(statements)

    assert asked(number) == asked("2026-0000099")
    assert len(asked(number)) <= 2


def test_the_list_has_mine_only_the_open_ones_first(store) -> None:
    first, second = store.open().number, store.open().number
    store.do(operations.cancel, ticket_number=second, author=Author.requester())
    third = store.open(conversation_id="web-1").number
    store.open(CARLA)
    listed = [t.number for t in store.ask(queries.list_tickets, emails={ANA})]
    assert listed == [third, first, second]
    assert [t.number for t in store.ask(queries.list_tickets, conversation_id="web-1")] == [third]
    assert store.ask(queries.list_tickets) == []


def test_a_similar_open_ticket_is_found_and_another_matter_is_not(store) -> None:
    number = store.open(description="O SIAFI não abre desde ontem, dá erro 0012").number
    store.open(CARLA, description="O SIAFI não abre desde ontem, dá erro 0012")
    similar = {"email": ANA, "service_code": "siafi"}
    found = store.ask(queries.similar_open_tickets, description="siafi nao abre, erro 0012", **similar)
    assert [t.number for t in found] == [number]
    assert (
        store.ask(queries.similar_open_tickets, description="preciso cadastrar um usuário novo", **similar)
        == []
    )
    store.do(operations.cancel, ticket_number=number, author=Author.requester())
    assert store.ask(queries.similar_open_tickets, description="siafi nao abre, erro 0012", **similar) == []


def test_without_a_proof_only_this_conversations_tickets_are_similar(store) -> None:
    store.open(conversation_id="web-1")
    arguments = {"email": ANA, "service_code": "siafi", "description": "O SIAFI não abre desde ontem"}
    assert len(store.ask(queries.similar_open_tickets, conversation_id="web-1", **arguments)) == 1
    assert store.ask(queries.similar_open_tickets, conversation_id="web-2", **arguments) == []
    assert store.ask(queries.similar_open_tickets, **arguments | {"email": "não é endereço"}) == []


def test_a_view_outlives_its_session(store) -> None:
    number = store.open().number
    with database.reading(store.engine) as session:
        view = queries.desk_ticket(session, ticket_number=number)
    assert (view.team_name, view.service_name) == ("Sistemas financeiros e orçamentários", "SIAFI")
    assert view.opened_at.tzinfo is not None


def test_a_page_of_tickets_goes_on_where_the_last_one_ended(store) -> None:
    numbers = [store.open(channel="api").number for _ in range(5)]
    store.open("carla@mec.gov.br")
    first = store.ask(queries.page_tickets, email=ANA, limit=2)
    store.open(channel="api")
    second = store.ask(queries.page_tickets, email=ANA, limit=3, before_id=first[-1].id)
    assert [t.number for t in (*first, *second)] == numbers[::-1]
    assert store.ask(queries.page_tickets, email=ANA, limit=9, statuses=["closed"]) == []
