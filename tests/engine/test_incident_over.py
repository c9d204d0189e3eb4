"""The end of an incident that he follows is told in his conversation, and asks whether it is over for him."""

import pytest

from tests.engine.told import Desk, Told
from ticket_store import operations

ANA = "ana@fazenda.gov.br"


@pytest.fixture
def over(told: Told, desk: Desk) -> Told:
    """Ana follows an incident of the SIAFI, which has just ended."""
    told.say("oi", "social greet")
    incident = desk.do(
        operations.announce_incident, service_code="siafi", title="Tela branca", text="Vendo.", agent_id=None
    )
    desk.do(operations.follow_incident, incident_id=incident.id, email=ANA, conversation_id=told.id)
    assert told.say("EXTERNAL_ticket_moved") == ""
    desk.do(operations.end_incident, incident_id=incident.id, text="Voltou às 15h.", agent_id=None)
    said = told.say("EXTERNAL_ticket_moved")
    assert "Tela branca" in said
    assert "Voltou às 15h." in said
    assert said.endswith("Está resolvido para você também?")
    return told


def test_it_is_asked_once_and_a_yes_is_the_end_of_it(over: Told) -> None:
    assert over.buttons == ["/affirm", "/deny"]
    assert "Que bom" in over.say("sim", "affirm")
    assert over.pending == "none"
    assert over.say("EXTERNAL_ticket_moved") == ""
    assert over.tickets() == []


def test_a_no_opens_a_ticket_about_its_service(over: Told) -> None:
    over.say("não", "deny")
    assert over.pending == "description"
    over.say("continua a tela branca", "set description: continua a tela branca", f"set email: {ANA}")
    over.say("sim", "affirm")
    [ticket] = over.tickets()
    assert ticket.service_code == "siafi"


def test_what_is_told_instead_of_a_no_is_its_description(over: Told) -> None:
    over.say("continua a tela branca aqui", "set reason: continua a tela branca aqui")
    over.say("meu email", f"set email: {ANA}")
    over.say("sim", "affirm")
    assert [ticket.description for ticket in over.tickets()] == ["continua a tela branca aqui"]


def test_another_wish_is_done_and_the_question_is_over(over: Told) -> None:
    over.say("abrir", "start open_ticket", "set service: sei", "set description: o sei não assina")
    over.say("mail", f"set email: {ANA}")
    over.say("sim", "affirm")
    assert [ticket.service_code for ticket in over.tickets()] == ["sei"]


def test_it_comes_after_the_news_of_a_ticket_and_its_question_is_the_last(told: Told, desk: Desk) -> None:
    told.proved(ANA).say(
        "vpn", "start open_ticket", "set service: vpn", "set description: não conecta", f"set email: {ANA}"
    )
    told.say("sim", "affirm")
    [ticket] = told.tickets()
    incident = desk.do(
        operations.announce_incident, service_code="siafi", title="Fora", text="Vendo.", agent_id=None
    )
    desk.do(operations.follow_incident, incident_id=incident.id, email=ANA, conversation_id=told.id)
    desk.do(operations.end_incident, incident_id=incident.id, text="Voltou.", agent_id=None)
    desk.resolve(ticket.number)
    told.say("EXTERNAL_ticket_moved")
    assert told.responses == ["utter_news_resolved", "utter_news_incident_over"]
    # Not answered; then the ticket's own question is the newest.
    desk.do(operations.reopen, ticket_number=ticket.number, reason="não foi", author=desk.author)
    desk.resolve(ticket.number)
    told.say("EXTERNAL_ticket_moved")
    assert told.responses[-1] == "utter_news_resolved"
    told.say("não", "deny")
    assert told.pending == "reason"
