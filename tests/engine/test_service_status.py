"""What is known to be down: told without identity, and honestly where nothing is known."""

from tests.engine.told import Desk, Told
from ticket_store import operations

ANA = "ana@fazenda.gov.br"
ASKED = ("start service_status", "set service: siafi")
PROBLEM = "aparece erro 504 quando tento emitir um empenho"


def test_what_is_down_is_told_with_its_beginning_its_last_news_and_the_page(told: Told, desk: Desk) -> None:
    number = desk.incident("siafi", "SIAFI fora do ar")
    desk.do(operations.update_incident, incident_id=number, text="Causa encontrada.", agent_id=None)
    answer = told.say("o siafi caiu?", *ASKED)
    for part in ("SIAFI fora do ar", "Desde: ", "Causa encontrada.", "/situacao"):
        assert part in answer
    assert told.pending == "none"


def test_nothing_known_is_said_and_a_yes_opens_a_ticket_of_that_service(told: Told) -> None:
    answer = told.say("o siafi caiu?", *ASKED)
    assert "Não sei de nenhum problema com SIAFI" in answer
    assert "/situacao" in answer
    assert "O que está acontecendo com SIAFI" in told.say("quero", "affirm")


def test_the_problem_told_to_the_offer_goes_into_the_ticket(told: Told) -> None:
    told.say("o siafi caiu?", *ASKED)
    assert "Qual é o seu e-mail" in told.say(PROBLEM, f"set description: {PROBLEM}")
    assert "SIAFI" in told.say(ANA, f"set email: {ANA}")
    told.say("/affirm")
    assert [t.description for t in told.tickets()] == [PROBLEM]


def test_a_no_or_another_question_ends_the_offer(told: Told) -> None:
    told.say("o siafi caiu?", *ASKED)
    told.say("e o siape?", "start service_status", "set service: siape")
    assert "O que está acontecendo com SIAPE" in told.say("sim", "affirm")
    told.say("deixa", "stop")
    told.say("o siafi caiu?", *ASKED)
    told.say("não precisa", "deny")
    assert told.pending == "none"
    told.say("o siafi caiu?", *ASKED)
    told.say("meus chamados", "start list_my_tickets")
    assert told.pending == "email"
    told.say("deixa", "stop")
    assert told.pending == "none"


def test_what_was_just_over_is_told(told: Told, desk: Desk) -> None:
    number = desk.incident("siafi", "SIAFI fora do ar")
    desk.do(operations.end_incident, incident_id=number, text="Voltou às 10h.", agent_id=None)
    assert "foi encerrado" in told.say("o siafi voltou?", *ASKED)


def test_without_a_service_all_that_is_known_is_told(told: Told, desk: Desk) -> None:
    assert "nenhum problema geral" in told.say("tem algum sistema parado?", "start service_status")
    desk.incident("siafi", "SIAFI fora do ar")
    assert "• SIAFI: SIAFI fora do ar, desde" in told.say("e agora?", "start service_status")


def test_in_the_middle_of_a_ticket_it_is_about_its_service_and_offers_nothing(told: Told) -> None:
    told.say("abre", "start open_ticket", "set service: siafi")
    answer = told.say("caiu pra todo mundo?", "start service_status")
    assert "Não sei de nenhum problema com SIAFI" in answer
    assert told.pending == "description"
    assert "Quer?" not in answer
