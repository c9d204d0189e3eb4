"""Opening a ticket: once, whole, numbered, and never a flood."""

from datetime import UTC, datetime, timedelta

import pytest

from ticket_store import database, identity, model, operations
from ticket_store.errors import IncompleteTicket, InvalidEmail, OpeningLimitReached, UnknownService


def test_the_first_ticket_of_the_year_is_number_one(store) -> None:
    assert [store.open().number, store.open().number] == ["2026-0000001", "2026-0000002"]


def test_numbering_starts_anew_at_midnight_in_sao_paulo(store) -> None:
    store.at(2026, 12, 31, 23, 59)
    assert store.open().number == "2026-0000001"
    store.at(2027, 1, 1, 0, 0)
    assert store.open().number == "2027-0000001"
    store.later(minutes=1)
    assert store.open().number == "2027-0000002"


def test_ticket_history_and_mail_are_written_together(store) -> None:
    ticket = store.open(name="Ana Souza", urgency="pra ontem")
    view = store.view(ticket.number)
    assert (view.status, view.team_code, view.priority, view.requester_name) == (
        "new",
        "finance",
        "high",
        "Ana Souza",
    )
    assert store.kinds(ticket.number) == ["opened"]
    [mail] = store.outbox()
    assert (mail.kind, mail.recipient, mail.payload["number"]) == (
        "registered",
        "ana@fazenda.gov.br",
        ticket.number,
    )


def test_a_failure_on_the_way_leaves_nothing_behind(store) -> None:
    class Broken(Exception):
        pass

    def open_then_break() -> None:
        with database.transaction(store.engine) as session:
            operations.open_ticket(
                session,
                email="ana@fazenda.gov.br",
                service_code="siafi",
                description="O SIAFI não abre",
                channel="web",
                submission_key="k",
                now=store.now,
            )
            raise Broken

    with pytest.raises(Broken):
        open_then_break()
    assert [store.count(t) for t in (model.Ticket, model.Event, model.OutboxRow, model.Requester)] == [
        0,
        0,
        0,
        0,
    ]
    assert store.open().number == "2026-0000001"  # the number was not lost either


def test_the_same_confirmation_twice_is_one_ticket_and_one_mail(store) -> None:
    first = store.open(submission_key="form-1")
    second = store.open(submission_key="form-1", description="outra descrição qualquer")
    assert second.number == first.number
    assert store.count(model.Ticket) == 1
    assert store.mails() == ["registered"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"description": "curta"}, "description"),
        ({"description": "x" * 8001}, "description"),
        ({"service_code": None}, "service"),
        ({"service_code": None, "service_text": "  "}, "service"),
        ({"submission_key": " "}, "submission_key"),
    ],
)
def test_what_is_missing_is_named(store, change, field) -> None:
    with pytest.raises(IncompleteTicket) as refused:
        store.open(**change)
    assert refused.value.fields == (field,)
    assert store.count(model.Ticket) == 0


def test_a_service_that_is_not_in_the_catalogue_is_refused(store) -> None:
    with pytest.raises(UnknownService) as refused:
        store.open(service_code="windows-95")
    assert refused.value.code == "windows-95"


def test_another_service_goes_to_triage_under_the_name_given_to_it(store) -> None:
    view = store.view(store.open(service_code=None, service_text="Catraca do prédio").number)
    assert (view.team_code, view.service_name) == ("triage", "Catraca do prédio")


@pytest.mark.parametrize("email", ["ana", "ana@", "ana@x", "ana souza@x.gov.br", ""])
def test_an_address_that_is_none_is_refused(store, email) -> None:
    with pytest.raises(InvalidEmail):
        store.open(email)


def test_an_address_is_one_person_however_its_case(store) -> None:
    store.open("Ana@Fazenda.GOV.br")
    store.open(" ana@fazenda.gov.br ")
    assert store.count(model.Requester) == 1


def test_the_sixth_ticket_of_an_address_within_an_hour_must_wait(store) -> None:
    first_at = store.now
    for _ in range(5):
        store.open()
        store.later(minutes=5)
    with pytest.raises(OpeningLimitReached) as refused:
        store.open()
    assert refused.value.retry_at == first_at + timedelta(hours=1)
    store.now = refused.value.retry_at
    store.open()


def test_one_conversation_cannot_flood_many_mailboxes(store) -> None:
    for n in range(5):
        store.open(f"pessoa{n}@fazenda.gov.br", conversation_id="web-1")
    with pytest.raises(OpeningLimitReached):
        store.open("pessoa6@fazenda.gov.br", conversation_id="web-1")
    store.open("pessoa6@fazenda.gov.br", conversation_id="web-2")


def test_a_repeated_confirmation_is_answered_even_at_the_limit(store) -> None:
    numbers = [store.open().number for _ in range(5)]
    assert store.open(submission_key="key-5").number == numbers[-1]


def test_the_desk_and_other_systems_are_not_limited(store) -> None:
    for channel in ("desk", "api", "phone") * 4:
        store.open(channel=channel)
    store.open(channel="web")


def test_without_an_agreement_nothing_is_promised(store) -> None:
    view = store.view(store.open("carla@prefeitura.sp.gov.br").number)
    assert (view.due_at, view.first_response_due_at) == (None, None)
    assert store.outbox()[0].payload["due_at"] is None


def test_a_ticket_opened_on_friday_evening_is_due_on_its_clients_business_days(store) -> None:
    store.at(
        2026, 4, 17, 21, 0
    )  # Friday; Tiradentes is the Tuesday after; the Treasury works Monday to Saturday, 7 to 22
    view = store.view(store.open().number)
    # 1200 minutes: 1 h on Friday, 15 h on Saturday, 4 h on Monday.
    assert view.due_at == datetime(2026, 4, 20, 14, 0, tzinfo=UTC)
    # 120 minutes: 1 h on Friday, 1 h on Saturday morning.
    assert view.first_response_due_at == datetime(2026, 4, 18, 11, 0, tzinfo=UTC)


def test_nul_characters_do_not_break_the_database(store) -> None:
    assert store.view(store.open(description="O SIAFI\x00 não abre").number).description == "O SIAFI não abre"


def test_a_naive_time_is_a_mistake_of_the_caller(store) -> None:
    with pytest.raises(Exception, match="zone"):
        store.open(now=datetime(2026, 3, 10, 14))  # noqa: DTZ001


def test_a_mail_to_an_address_that_nobody_confirmed_is_marked_and_names_nobody(store) -> None:
    """The attacker writes in the chat with Ana's address: our mail to her must not speak for him."""
    store.open(service_code=None, service_text="Conta gov.br bloqueada", name="Suporte gov.br")
    told = store.outbox()[-1].payload
    assert told["unproven"]
    assert (told["service_name"], told["requester_name"]) == ("outro assunto", None)


def test_an_address_proven_in_the_conversation_or_known_by_the_door_is_not_marked(store) -> None:
    store.do(identity.record_proof, conversation_id="web-1", email="ana@fazenda.gov.br")
    store.open(conversation_id="web-1", name="Ana")
    store.open(channel="phone")
    for row in store.outbox():
        assert "unproven" not in row.payload
    assert store.outbox()[0].payload["requester_name"] == "Ana"
    store.open("bruno@serpro.gov.br", conversation_id="web-1")
    assert store.outbox()[-1].payload["unproven"]
