"""A wrong address noticed after registering: the ticket goes to the proven one, and the old one is told."""

import pytest

from ticket_store import identity, integration, model, operations, outbox, privacy, push, queries
from ticket_store.errors import AddressNotProven, InvalidEmail, TicketNotFound

ANA = "ana@fazenda.gov.br"
WRONG = "ana@fazemda.gov.br"
CARLA = "carla@prefeitura.sp.gov.br"
CHAT = "web-ana"
BROWSER = {
    "endpoint": "https://push.example.com/1",
    "p256dh": "BA" + "A" * 85,
    "auth": "A" * 22,
}


def opened(store, email=WRONG, chat=CHAT) -> str:
    return store.open(email, conversation_id=chat).number


def prove(store, email=ANA, chat=CHAT) -> None:
    store.do(identity.record_proof, conversation_id=chat, email=email)


def change(store, number, email=ANA, chat=CHAT):
    return store.do(operations.change_address, ticket_number=number, email=email, conversation_id=chat)


def test_the_ticket_and_its_mails_go_to_the_proven_address(store) -> None:
    number = opened(store)
    prove(store)
    assert change(store, number, "Ana@Fazenda.gov.br").number == number
    assert store.view(number).email == ANA
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    assert store.mails(ANA) == ["address_confirmed", "resolved"]
    assert store.ask(queries.find_ticket, ticket_number=number, emails=[ANA]).number == number
    with pytest.raises(TicketNotFound):
        store.ask(queries.find_ticket, ticket_number=number, emails=[WRONG])


def test_the_old_address_is_told_without_learning_the_new_one(store) -> None:
    number = opened(store)
    prove(store)
    change(store, number)
    told = store.outbox()[-1]
    assert (told.kind, told.recipient) == ("address_replaced", WRONG)
    assert told.payload == {"number": number, "essential": True}


def test_the_history_says_it_to_everybody_without_an_address(store) -> None:
    number = opened(store)
    prove(store)
    change(store, number)
    event = store.ask(queries.history, ticket_number=number)[-1]
    assert (event.kind, event.author_kind, event.text, event.data) == (
        "address_changed",
        "requester",
        None,
        {},
    )


def test_the_same_address_again_does_nothing_twice(store) -> None:
    number = opened(store)
    prove(store)
    change(store, number)
    before = (store.kinds(number), store.mails())
    assert change(store, number).number == number
    assert (store.kinds(number), store.mails()) == before


@pytest.mark.parametrize("proven_where", [None, "web-other"])
def test_an_address_that_this_conversation_has_not_proven_gets_no_ticket(store, proven_where) -> None:
    number = opened(store)
    if proven_where:
        prove(store, chat=proven_where)
    with pytest.raises(AddressNotProven):
        change(store, number)
    assert store.view(number).email == WRONG


def test_a_proof_that_ran_out_proves_nothing(store) -> None:
    number = opened(store)
    prove(store)
    store.later(hours=9)
    with pytest.raises(AddressNotProven):
        change(store, number)


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_whoever_proves_his_own_address_gets_nobody_elses_ticket(store, whose) -> None:
    number = opened(store) if whose == "another's" else "2026-0009999"
    prove(store, CARLA, "web-carla")
    with pytest.raises(TicketNotFound):
        change(store, number, CARLA, "web-carla")
    assert store.mails(CARLA) == []


def test_in_another_conversation_both_addresses_have_to_be_proven(store) -> None:
    number = opened(store, CARLA)
    prove(store, ANA, "tg-2")
    prove(store, CARLA, "tg-2")
    change(store, number, ANA, "tg-2")
    assert store.view(number).email == ANA


def test_what_is_no_address_is_refused_as_such(store) -> None:
    with pytest.raises(InvalidEmail):
        change(store, opened(store), "ana arroba fazenda")


def test_a_finished_ticket_goes_too_so_that_a_stranger_reads_it_no_more(store) -> None:
    number = opened(store)
    prove(store)
    store.do(operations.cancel, ticket_number=number, author=store.agent())
    change(store, number)
    assert (store.view(number).email, store.view(number).status) == (ANA, "cancelled")


def test_what_was_not_sent_yet_goes_to_the_new_address_and_the_old_confirmation_nowhere(store) -> None:
    number = opened(store)
    store.do(operations.ask_requester, ticket_number=number, text="Qual a UG?", author=store.agent())
    store.do(operations.forward, ticket_number=number, team_code="network", note=None, author=store.agent())
    store.do(operations.set_optional_mail, email=ANA, enabled=False)
    prove(store)
    change(store, number)
    due = store.do(outbox.claim, worker="w", lease_seconds=60, limit=9)
    # "forwarded" is left out: the new address wants only what is essential.
    assert [(item.kind, item.to) for item in due] == [
        ("address_confirmed", ANA),
        ("waiting_on_requester", ANA),
        ("address_replaced", WRONG),
    ]
    assert (due[1].payload["text"], due[1].payload["email"]) == ("Qual a UG?", ANA)


def test_a_mail_that_the_wrong_address_refused_stands_on_no_list_any_more(store) -> None:
    number = opened(store)
    [item] = store.do(outbox.claim, worker="w", lease_seconds=60, limit=9)
    store.do(outbox.mark_failed, item_id=item.id, worker="w", error="550", permanent=True)
    prove(store)
    change(store, number)
    assert store.ask(outbox.parked) == []


def test_the_teams_warnings_stay_the_teams_even_where_the_requester_is_the_team(store) -> None:
    team = store.view(opened(store, ANA, "web-x")).team_code
    mailbox = next(t.email for t in store.ask(queries.teams) if t.code == team)
    number = opened(store, mailbox)
    store.at(2026, 5, 1)
    store.do(operations.watch_deadlines)
    before = [row.id for row in store.outbox() if row.kind.startswith("deadline_") and row.state == "queued"]
    prove(store)
    change(store, number)
    after = [row.id for row in store.outbox() if row.kind.startswith("deadline_") and row.state == "queued"]
    assert before
    assert after == before


def test_browsers_that_the_old_links_subscribed_hear_nothing_more(store) -> None:
    number = opened(store)
    store.do(push.subscribe, ticket_number=number, all_tickets=False, **BROWSER)
    prove(store)
    change(store, number)
    assert store.count(model.PushSubscription) == 0


def test_other_systems_hear_of_it_those_of_the_old_address_too(store) -> None:
    for domain in ("fazenda.gov.br", "fazemda.gov.br", "saude.gov.br"):
        token, _ = store.do(
            integration.create_token, name=domain, scopes=["webhooks"], created_by=None, domains=[domain]
        )
        store.do(
            integration.add_webhook,
            url=f"https://{domain}/hook",
            events=["ticket.address_changed"],
            created_by=None,
            token_id=token.id,
        )
    number = opened(store)
    prove(store)
    change(store, number)
    rows = store.outbox("webhook")
    assert [store.ask(integration.webhook_target, webhook_id=int(r.recipient)).url for r in rows] == [
        "https://fazenda.gov.br/hook",
        "https://fazemda.gov.br/hook",
    ]
    assert all(ANA not in str(r.payload) and WRONG not in str(r.payload) for r in rows)


def test_the_mistyped_address_is_forgotten_in_time_and_one_with_a_wish_is_not(store) -> None:
    number = opened(store)
    prove(store)
    store.do(operations.set_optional_mail, email=CARLA, enabled=False)
    change(store, number)
    store.later(days=200)
    store.do(privacy.purge)
    with store.engine.connect() as connection:
        kept = set(connection.execute(model.Requester.__table__.select()).scalars("email"))
    assert kept == {ANA, CARLA}
