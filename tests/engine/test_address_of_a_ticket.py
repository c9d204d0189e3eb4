"""Another address for a registered ticket: whose it is is proved, then the new one; the old is told."""

from tests.engine.told import Desk, Told

ANA, NEW = "ana@fazenda.gov.br", "ana.lima@saude.gov.br"


def test_a_ticket_named_goes_to_the_address_that_is_told(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o monitor não liga")
    told.say("troca o e-mail", f"set ticket: {number}", f"correct email: {NEW}")
    assert told.pending == "email"
    told.say(ANA, f"set email: {ANA}")
    assert told.pending == "code"
    said = told.say("código", f"set code: {told.code(ANA)}")
    assert "outro e-mail" in said
    assert told.pending == "code"
    assert NEW in told.say("código", f"set code: {told.code(NEW)}")
    assert told.ticket(number).email == NEW


def test_where_nothing_is_named_the_one_and_the_address_are_asked(told: Told, desk: Desk) -> None:
    first, second = desk.open(ANA, "o monitor não liga"), desk.open(ANA, "a vpn não conecta", "vpn")
    told.proved(ANA).say("como troco o e-mail de um acionamento?", "correct email")
    assert told.pending == "number"
    assert "e-mail certo" in told.say(second, f"set ticket: {second}")
    told.say(NEW, f"set email: {NEW}")
    told.say("código", f"set code: {told.code(NEW)}")
    assert told.ticket(second).email == NEW
    assert told.ticket(first).email == ANA


def test_the_one_spoken_of_needs_no_other_name(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o monitor não liga")
    desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    assert "e-mail certo" in told.say("troca o e-mail desse", "choose that", "correct email")


def test_a_ticket_of_somebody_else_is_not_moved(told: Told, desk: Desk) -> None:
    number = desk.open("rui@fazenda.gov.br", "o monitor não liga")
    told.proved(ANA).say("troca o e-mail", f"set ticket: {number}", f"correct email: {NEW}")
    assert told.ticket(number).email == "rui@fazenda.gov.br"


def test_after_a_list_it_is_asked_which(told: Told, desk: Desk) -> None:
    desk.open(ANA, "o monitor não liga")
    desk.open(ANA, "a vpn não conecta", "vpn")
    told.proved(ANA).say("quero ver os meus", "start list_my_tickets")
    told.say("quero trocar o e-mail de um", "correct email")
    assert told.pending == "number"
