"""Registering a ticket: what is asked, what is corrected, what may spare it, what the yes does."""

from collections.abc import Callable

import pytest

from tests.engine.told import Desk, Told
from ticket_store import database, queries

ANA = "ana@fazenda.gov.br"
PROBLEM = "aparece erro 504 quando tento emitir um empenho"
VAGUE = "aparece erro 504 desde ontem"  # it may be of any system
ALL = ("start open_ticket", "set service: siafi", f"set description: {PROBLEM}", f"set email: {ANA}")


@pytest.fixture
def summary(told: Told) -> Told:
    """Ana, with the summary before her."""
    assert "Confira o acionamento" in told.say("o siafi dá erro 504", *ALL)
    return told


def test_everything_in_one_message_leads_to_the_summary_and_a_yes_registers_it(summary: Told) -> None:
    assert summary.pending == "confirm_open"
    assert "registrado com o número" in summary.say("sim", "affirm")
    [ticket] = summary.tickets()
    assert (ticket.service_code, ticket.description) == ("siafi", PROBLEM)
    assert summary.pending == "none"


def test_each_thing_is_asked_for_one_at_a_time(told: Told) -> None:
    assert "Qual é o sistema" in told.say("quero abrir um chamado", "start open_ticket")
    assert "O que está acontecendo com SIAFI" in told.say("siafi", "set service: siafi")
    assert "Qual é o seu e-mail" in told.say(PROBLEM, f"set description: {PROBLEM}")
    assert "Confira o acionamento" in told.say(ANA, f"set email: {ANA}")
    told.say("/affirm")
    assert len(told.tickets()) == 1


def _called(told: Told) -> str | None:
    """What the requester of the last ticket is called."""
    number = told.tickets()[-1].number
    with database.transaction(told.engine) as session:
        return queries.find_ticket(session, ticket_number=number, conversation_id=told.id).requester_name


def test_the_name_told_with_the_address_is_the_requesters(told: Told) -> None:
    told.say("o siafi dá erro 504", *ALL[:3])
    assert f"{ANA} (Ana Paiva)" in told.say(f"{ANA}, Ana Paiva", f"set email: {ANA}", called="Ana Paiva")
    told.say("sim", "affirm")
    assert _called(told) == "Ana Paiva"
    assert told.tickets()[-1].description == PROBLEM


def test_a_name_told_before_the_address_is_kept(told: Told) -> None:
    told.say("o siafi dá erro 504", *ALL[:3])
    told.say("me chamo Ana Paiva", "unclear", called="Ana Paiva")
    told.say(ANA, f"set email: {ANA}")
    told.say("sim", "affirm")
    assert _called(told) == "Ana Paiva"


def test_a_name_goes_to_no_other_address(told: Told) -> None:
    told.say("o siafi dá erro 504", *ALL[:3])
    told.say(f"{ANA}, Ana Paiva", f"set email: {ANA}", called="Ana Paiva")
    assert "Ana Paiva" not in told.say("melhor o da chefia", "correct email: rui@fazenda.gov.br")
    told.say("sim", "affirm")
    assert _called(told) is None


def test_a_problem_without_the_request_begins_a_ticket(told: Told) -> None:
    assert "Em qual sistema" in told.say("aparece erro 504 desde ontem", f"set description: {VAGUE}")


def test_a_text_told_before_the_button_is_pressed_is_not_asked_again(told: Told) -> None:
    told.say("o sistema do tribunal não abre antes da audiência", "unclear")
    assert "Em qual sistema" in told.say("/open_ticket")
    told.say("outro", "set service: outro")
    assert "o sistema do tribunal não abre" in told.say(ANA, f"set email: {ANA}")


def test_an_unread_text_of_long_ago_goes_into_no_ticket(told: Told) -> None:
    told.say("bla bla bla qualquer coisa", "unclear")
    for _ in range(3):
        told.say("qual o horário", "ask faq_opening_hours")
    assert "Qual é o sistema" in told.say("/open_ticket")


# ---------------------------------------------------------------- corrections


def test_the_right_address_replaces_the_wrong_one(summary: Told) -> None:
    assert "• E-mail: maria@orgao.gov.br" in summary.say("é maria@", "correct email: maria@orgao.gov.br")
    summary.say("sim", "affirm")
    assert summary.ticket(summary.tickets()[0].number).email == "maria@orgao.gov.br"


def test_a_wrong_address_without_the_right_one_is_asked_again(summary: Told) -> None:
    assert "Qual é o seu e-mail" in summary.say("errei o e-mail", "correct email")
    assert "Confira o acionamento" in summary.say("maria", "set email: maria@orgao.gov.br")


@pytest.mark.parametrize(
    ("slot", "asked"),
    [
        ("service", "Qual é o sistema|Em qual sistema"),
        ("description", "O que está acontecendo"),
        ("email", "e-mail"),
    ],
)
def test_each_thing_can_be_taken_back_at_the_summary(summary: Told, slot: str, asked: str) -> None:
    answer = summary.say("errei", f"correct {slot}")
    assert any(part in answer for part in asked.split("|"))
    assert summary.pending == slot


def test_a_yes_beside_a_correction_registers_nothing(summary: Told) -> None:
    answer = summary.say("sim, mas o e-mail é maria@", "affirm", "correct email: maria@orgao.gov.br")
    assert "Confira o acionamento" in answer
    assert summary.tickets() == []


def test_a_yes_beside_another_wish_of_a_change_is_no_yes(summary: Told) -> None:
    summary.say("sim, e tira o 504", "affirm", "edit description remove: erro 504")
    assert summary.tickets() == []


def test_a_yes_beside_a_plain_urgency_registers_with_it(summary: Told) -> None:
    answer = summary.say("sim, e põe urgente", "set urgency: high", agrees=True)
    assert "Mudei a urgência para Alta" in answer
    assert "foi registrado" in answer
    assert [t.priority for t in summary.tickets()] == ["high"]


def test_a_yes_beside_a_plain_change_of_the_text_registers_it_and_says_what_was_changed(
    summary: Told,
) -> None:
    answer = summary.say("troca 504 por 502 e manda", "edit description replace: 504 => 502", agrees=True)
    assert "“504” por “502”" in answer
    assert "502" in summary.tickets()[0].description


def test_a_yes_beside_a_change_that_finds_no_place_registers_nothing(summary: Told) -> None:
    summary.say("troca 999 por 502 e manda", "edit description replace: 999 => 502", agrees=True)
    assert summary.tickets() == []


def test_which_text_it_is_beside_a_removal_takes_nothing_back(summary: Told) -> None:
    summary.say("não", "deny")
    answer = summary.say(
        "a descrição, tira o 504", "correct description", "edit description remove: erro 504"
    )
    assert "quando tento emitir um empenho" in answer.partition("Confira")[2]


def test_a_text_that_was_taken_back_comes_back_and_loses_what_is_to_go(summary: Told) -> None:
    summary.say("errei", "correct description")
    assert summary.pending == "description"
    answer = summary.say("é o de antes, sem o 504", "back", "edit description remove: erro 504")
    assert "quando tento emitir um empenho" in answer.partition("Confira")[2]
    assert "504" not in answer.partition("Confira")[2]


def test_a_no_asks_what_to_change_and_the_change_leads_back_to_the_summary(summary: Told) -> None:
    assert "O que você quer mudar" in summary.say("não", "deny")
    assert summary.pending == "change"
    assert "• Serviço: SEI" in summary.say("o sistema é o sei", "correct service: sei")


def test_what_to_change_answered_with_nothing_leads_back_to_the_summary(summary: Told) -> None:
    summary.say("não", "deny")
    assert "Confira o acionamento" in summary.say("tá tudo certo", "affirm")
    assert summary.tickets() == []


def test_a_part_of_the_text_is_replaced(summary: Told) -> None:
    assert "erro 502 quando" in summary.say("é 502, não 504", "edit description replace: 504 => 502")


def test_a_part_of_the_text_is_taken_out(summary: Told) -> None:
    answer = summary.say("tira o final", "edit description remove: quando tento emitir um empenho")
    assert "• Problema: aparece erro 504\n" in answer


def test_something_is_added_to_the_text(summary: Told) -> None:
    assert f"{PROBLEM}\no prazo é dia 30" in summary.say(
        "põe o prazo", "edit description add: o prazo é dia 30"
    )


def test_the_whole_text_is_replaced(summary: Told) -> None:
    answer = summary.say("melhor assim: não emite", "edit description replace: => não emite empenho nenhum")
    assert "não emite empenho nenhum" in answer
    assert "504" not in answer.partition("Confira")[2]


def test_a_part_that_is_not_there_is_said_and_nothing_changes(summary: Told) -> None:
    answer = summary.say("tira o prefeito", "edit description remove: o prefeito ligou")
    assert "Não achei esse trecho" in answer
    assert PROBLEM in answer


@pytest.mark.parametrize(
    "begun",
    [
        ("start open_ticket", f"set description: {PROBLEM}"),
        ("start open_ticket", "set service: siafi", f"set description: {PROBLEM}"),
    ],
    ids=["at the service", "at the e-mail"],
)
def test_the_text_can_be_worked_on_while_something_else_is_asked(told: Told, begun: tuple[str, ...]) -> None:
    told.say("o siafi", *begun)
    pending = told.pending
    told.say("é 502", "edit description replace: 504 => 502")
    assert told.pending == pending
    assert told.state
    assert "erro 502" in told.state["known"]["description"]


def test_nothing_is_taken_out_until_nothing_is_left(summary: Told) -> None:
    answer = summary.say("apaga tudo", f"edit description remove: {PROBLEM}")
    assert "O que está acontecendo" in answer or "Não achei" in answer
    assert summary.tickets() == []


def test_a_correction_after_registering_goes_to_the_ticket(summary: Told) -> None:
    summary.say("sim", "affirm")
    [ticket] = summary.tickets()
    answer = summary.say("é 502, não 504", "edit description replace: 504 => 502")
    assert ticket.number in answer
    assert "Acrescentei" in answer
    assert summary.written(ticket.number) == ["Correção: onde está “504”, o certo é “502”."]


def test_an_addition_after_registering_goes_to_the_ticket(summary: Told) -> None:
    summary.proved(ANA).say("sim", "affirm")
    [ticket] = summary.tickets()
    assert "Acrescentei" in summary.say("põe o prazo dia 30", "edit description add: o prazo é dia 30")
    assert summary.written(ticket.number) == ["o prazo é dia 30"]


def test_a_wrong_address_noticed_after_registering_is_told_what_can_be_done(summary: Told) -> None:
    summary.say("sim", "affirm")
    [ticket] = summary.tickets()
    answer = summary.say("errei, é maria@", "correct email: maria@orgao.gov.br")
    assert ticket.number in answer
    assert "maria@orgao.gov.br" in answer


def test_a_second_yes_after_registering_opens_nothing_more(summary: Told) -> None:
    summary.say("sim", "affirm")
    assert "já está registrado" in summary.say("sim", "affirm")
    assert len(summary.tickets()) == 1


# ---------------------------------------------------------------- texts


def test_a_long_text_is_folded_in_the_summary_and_whole_in_the_ticket(told: Told) -> None:
    long = " ".join(f"linha {i} do relato" for i in range(400))[:7900]
    answer = told.say(
        long, "start open_ticket", "set service: siafi", f"set description: {long}", f"set email: {ANA}"
    )
    assert long not in answer
    assert "vai no acionamento" in answer
    told.say("sim", "affirm")
    assert told.tickets()[0].description == long


def test_a_text_that_is_longer_than_a_ticket_holds_is_not_cut_in_silence(told: Told) -> None:
    told.say("o siafi", *ALL)
    assert "limite de 8000" in told.say("mais", "edit description add: " + "x" * 8000)
    assert told.state
    assert told.state["known"]["description"] == PROBLEM
    assert "limite de 8000" in told.say("mais", "set description: " + "y" * 8000)
    assert told.state["known"]["description"] == PROBLEM


def test_two_texts_become_two_lines(told: Told) -> None:
    told.say(
        "siafi", "start open_ticket", "set service: siafi", "set description: não abre desde ontem de manhã"
    )
    told.say("e dá erro 504", "set description: dá erro 504")
    assert "não abre desde ontem de manhã\ndá erro 504" in told.say(ANA, f"set email: {ANA}")


def test_the_text_of_a_ticket_that_was_shown_is_taken_again(told: Told) -> None:
    told.say("o siafi", *ALL)
    told.say("sim", "affirm")
    told.say("abre outro do sei", "start open_ticket", "set service: sei")
    told.say("o texto é o mesmo de antes", "choose that")
    assert told.pending == "similar"
    answer = told.say("não, é outro", "deny")
    assert "• Serviço: SEI" in answer
    assert PROBLEM in answer


def test_too_few_letters_are_asked_for_again_with_an_example(told: Told) -> None:
    told.say("abrir", "start open_ticket", "set service: outro")
    assert "Preciso de um pouco mais" in told.say("erro", "set description: erro")
    assert "Qual é o seu e-mail" in told.say("na tela de login", "set description: na tela de login")
    assert told.state
    assert told.state["known"]["description"] == "erro, na tela de login"


def test_one_word_that_tells_what_happens_is_enough_for_a_known_service(told: Told) -> None:
    told.say("abrir um do sei", "start open_ticket", "set service: sei")
    assert "Qual é o seu e-mail" in told.say("caiu", "set description: caiu")


def test_this_one_that_waits_to_be_cancelled_is_not_the_one_registered_meanwhile(summary: Told) -> None:
    summary.say("sim", "affirm")
    [wrong] = summary.tickets()
    other = ("set service: sei", "set description: não consigo assinar o despacho no setor")
    summary.proved(ANA).say(
        "abre no sei e cancela esse", "start open_ticket", *other, "start cancel_ticket", "choose that"
    )
    assert wrong.number in summary.say("sim", "affirm").partition("cancelar")[2]
    summary.say("sim", "affirm")
    assert {ticket.service_code: ticket.status for ticket in summary.tickets()} == {
        "siafi": "cancelled",
        "sei": "new",
    }


def test_a_complaint_where_a_name_was_asked_is_no_name(told: Told) -> None:
    told.say("abrir", "start open_ticket")
    told.say("já falei que é o do posto de saúde, o de sempre", "unclear")
    told.say("outro então", "set service: outro")
    told.say(PROBLEM, f"set description: {PROBLEM}")
    assert "posto de saúde" not in told.say(ANA, f"set email: {ANA}")


def test_a_name_that_nobody_knows_is_kept_when_outro_is_said(told: Told) -> None:
    told.say("abrir", "start open_ticket", f"set description: {VAGUE}", f"set email: {ANA}")
    assert "“xpto legado”" in told.say("xpto legado", "unclear")
    assert "xpto legado" in told.say("outro", "set service: outro")


# ---------------------------------------------------------------- what may spare it


def test_a_known_incident_is_told_and_a_yes_follows_it(told: Told, desk: Desk) -> None:
    desk.incident("siafi", "SIAFI fora do ar")
    assert "SIAFI fora do ar" in told.say("o siafi caiu", *ALL)
    assert told.pending == "incident"
    assert "Nenhum acionamento foi aberto" in told.say("sim", "affirm")
    assert told.tickets() == []


def test_a_ticket_all_the_same_is_not_asked_about_the_incident_twice(told: Told, desk: Desk) -> None:
    desk.incident("siafi", "SIAFI fora do ar")
    told.say("o siafi caiu", *ALL)
    assert "Confira o acionamento" in told.say("não", "deny")
    told.say("sim", "affirm")
    assert len(told.tickets()) == 1


def test_open_it_all_the_same_is_a_no_to_the_incident(told: Told, desk: Desk) -> None:
    desk.incident("siafi", "SIAFI fora do ar")
    told.say("o siafi caiu", *ALL)
    assert "Confira o acionamento" in told.say("abre assim mesmo", "start open_ticket")


def test_more_of_the_problem_told_at_the_incident_is_kept(told: Told, desk: Desk) -> None:
    desk.incident("siafi", "SIAFI fora do ar")
    told.say("o siafi caiu", "start open_ticket", "set service: siafi")
    told.say("o meu é outro erro", "deny", f"set description: {PROBLEM}")
    assert PROBLEM in told.say(ANA, f"set email: {ANA}")


def test_following_asks_for_the_address(told: Told, desk: Desk) -> None:
    desk.incident("siafi", "SIAFI fora do ar")
    told.say("o siafi caiu", "start open_ticket", "set service: siafi")
    assert "Qual é o seu e-mail" in told.say("sim", "affirm")
    assert "Nenhum acionamento foi aberto" in told.say(ANA, f"set email: {ANA}")


def test_a_similar_ticket_is_complemented_after_a_yes(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM)
    told.proved(ANA)
    assert "acionamento parecido" in told.say("o siafi", *ALL)
    assert "Acrescentei" in told.say("sim", "affirm") or "Não é" in told.say("x", "unclear")
    assert told.tickets() == []
    assert told.written(number) == [PROBLEM]


def test_a_second_ticket_is_opened_after_a_no(told: Told, desk: Desk) -> None:
    desk.open(ANA, PROBLEM)
    told.proved(ANA).say("o siafi", *ALL)
    assert "Confira o acionamento" in told.say("não, é outro", "deny")
    told.say("sim", "affirm")
    assert len(told.tickets()) == 1


def test_more_told_with_the_yes_goes_into_the_similar_ticket(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM)
    told.proved(ANA).say("o siafi", *ALL)
    told.say("sim, e agora dá 502", "affirm", "edit description add: agora dá 502")
    assert "agora dá 502" in "".join(told.written(number))


def test_giving_up_at_the_similar_ticket_opens_and_writes_nothing(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM)
    told.proved(ANA).say("o siafi", *ALL)
    told.say("deixa", "stop")
    assert told.pending == "none"
    assert (told.tickets(), told.written(number)) == ([], [])


# ---------------------------------------------------------------- drafts


def test_a_draft_is_offered_where_its_address_is_proved(summary: Told, another: Callable[[], Told]) -> None:
    phone = another().proved(ANA)
    offer = phone.say("abrir um chamado", "start open_ticket")
    assert "outra conversa" in offer
    assert phone.pending == "draft"
    assert "trouxe o acionamento" in phone.say("sim", "affirm")
    phone.say("sim", "affirm")
    [ticket] = phone.tickets()
    assert ticket.number in summary.say("sim", "affirm")
    assert summary.tickets() == []


def test_a_draft_is_offered_after_a_list_and_declined_once_for_all(
    summary: Told, another: Callable[[], Told]
) -> None:
    phone = another().proved(ANA)
    assert "outra conversa" in phone.say("meus chamados", "start list_my_tickets")
    assert "guardado por 24 horas" in phone.say("não", "deny")
    assert "outra conversa" not in phone.say("abrir", "start open_ticket")


def test_a_draft_that_was_given_up_is_offered_nowhere(summary: Told, another: Callable[[], Told]) -> None:
    summary.say("deixa pra lá", "stop")
    assert "outra conversa" not in another().proved(ANA).say("abrir", "start open_ticket")


def test_a_new_problem_told_at_the_offered_draft_begins_a_new_ticket(
    summary: Told, another: Callable[[], Told]
) -> None:
    phone = another().proved(ANA)
    phone.say("abrir um chamado", "start open_ticket")
    phone.say("não, é a vpn", "set service: vpn", "set description: a vpn não conecta em casa")
    assert phone.state
    assert phone.state["known"]["service"] == "vpn"
    assert "504" not in phone.state["known"]["description"]


def test_who_asks_to_go_on_with_a_draft_proves_the_address_first(
    summary: Told, another: Callable[[], Told]
) -> None:
    phone = another()
    answer = phone.say("quero continuar o que comecei", "start open_ticket which=draft")
    assert "confirmar o seu e-mail" in answer
    phone.say(ANA, f"set email: {ANA}")
    assert "outra conversa" in phone.say("o código", f"set code: {phone.code(ANA)}")
    assert "Confira o acionamento" in phone.say("sim", "affirm")


# ---------------------------------------------------------------- the yes, twice


def test_an_answer_lost_after_the_commit_is_found_by_the_submission_key(summary: Told) -> None:
    before = summary.state
    summary.say("sim", "affirm")
    summary.state = before  # Rasa never got the answer: the conversation still stands at the summary
    [ticket] = summary.tickets()
    assert ticket.number in summary.say("sim", "affirm")
    assert len(summary.tickets()) == 1
    assert summary.pending == "none"


def test_giving_up_after_a_lost_answer_is_told_that_it_is_registered(summary: Told) -> None:
    before = summary.state
    summary.say("sim", "affirm")
    summary.state = before
    answer = summary.say("deixa", "stop")
    assert "já está registrado" in answer


# ---------------------------------------------------------------- giving up


def test_what_was_not_understood_three_times_is_parked_and_goes_on_later(told: Told) -> None:
    told.say("siafi", "start open_ticket", "set service: siafi")
    told.say("hã", "unclear")
    told.say("hum", "unclear")
    assert "0800 728 2323" in told.say("bah", "unclear")
    assert told.pending == "none"
    answer = told.say("abrir um acionamento", "start open_ticket")
    assert "Vamos continuar o acionamento" in answer
    assert "SIAFI" in answer


def test_a_text_at_a_given_up_ticket_is_not_lost(told: Told) -> None:
    told.say("siafi", "start open_ticket", f"set description: {PROBLEM}")
    for _ in range(3):
        told.say("hã", "unclear")
    told.say("abrir um acionamento", "start open_ticket")
    assert told.state
    assert told.state["known"]["description"] == PROBLEM


def test_what_was_stopped_is_forgotten(summary: Told) -> None:
    assert "nada foi registrado" in summary.say("desisto", "stop")
    assert summary.pending == "none"
    assert "Qual é o sistema" in summary.say("abrir", "start open_ticket")
    assert "504" not in str(summary.state["frames"] if summary.state else "")


def test_stop_beside_a_yes_registers_nothing(summary: Told) -> None:
    summary.say("sim, não, deixa", "affirm", "stop")
    assert summary.tickets() == []
    assert summary.pending == "none"


def test_restart_begins_from_nothing(summary: Told) -> None:
    assert "Qual é o sistema" in summary.say("começa de novo", "restart")
    assert summary.state
    assert "description" not in summary.state["known"]


def test_urgency_is_in_the_summary_and_in_the_ticket(told: Told) -> None:
    assert "Prioridade pedida" in told.say("urgente", *ALL, "set urgency: high")
    told.say("sim", "affirm")
    assert told.tickets()[0].urgency == "high"


# ---------------------------------------------------------------- two tickets


def test_two_problems_in_one_text_are_told_apart_when_the_person_says_so(told: Told) -> None:
    told.say("…", "start open_ticket", "set service: siape", "set description: a ficha e a impressora")
    told.say(ANA, f"set email: {ANA}")
    said = told.say("são dois, um para cada", "correct description", "start open_ticket")
    assert "um acionamento para cada" in said
    assert "O que está acontecendo com SIAPE" in said
    told.say("a ficha não abre", "set description: a ficha não abre")
    assert "Qual é o sistema" in told.say("sim", "affirm")
    assert [ticket.description for ticket in told.tickets()] == ["a ficha não abre"]


def test_that_they_are_two_is_no_news_where_the_second_waits_already(told: Told) -> None:
    told.say(
        "…",
        *ALL,
        "start open_ticket",
        "set service: sei",
        "set description: não consigo assinar o despacho no setor",
    )
    said = told.say("são dois, um para cada", "correct description", "start open_ticket")
    assert "um acionamento para cada" in said
    assert told.pending == "confirm_open"
    assert "• Serviço: SEI" in told.say("sim", "affirm")
    assert told.tickets()[0].description == PROBLEM
    told.say("sim", "affirm")
    assert sorted(ticket.description for ticket in told.tickets()) == sorted(
        [PROBLEM, "não consigo assinar o despacho no setor"]
    )


def test_a_yes_with_one_more_ticket_registers_this_one_and_asks_for_the_next(summary: Told) -> None:
    said = summary.say("sim, e depois outro", "affirm", "start open_ticket")
    assert "registrado com o número" in said
    assert "Qual é o sistema" in said


def test_a_second_problem_is_not_put_to_the_one_that_was_given_up(told: Told) -> None:
    told.say(
        "…",
        *ALL,
        "start open_ticket",
        "set service: sei",
        "set description: não consigo assinar o despacho no setor",
    )
    said = [told.say("hã", "unclear") for _ in range(3)][-1]
    assert "guardei o que você já me contou" in said
    assert "não consigo assinar o despacho no setor" in said
    assert PROBLEM not in said
    told.say("sim", "affirm")
    assert [ticket.description for ticket in told.tickets()] == ["não consigo assinar o despacho no setor"]
    assert PROBLEM in told.say("/open_ticket")


def test_what_an_edit_took_away_is_said_and_comes_back_on_a_word(summary: Told) -> None:
    said = summary.say("tira isso", f"edit description replace: {PROBLEM} => outra coisa aqui escrita")
    assert f"“{PROBLEM}”" in said
    assert "outra coisa aqui escrita" in said
    back = summary.say("volta como estava", "back")
    assert PROBLEM in back
    assert "outra coisa" not in back
    summary.say("sim", "affirm")
    assert [ticket.description for ticket in summary.tickets()] == [PROBLEM]


def test_the_address_that_was_replaced_is_told_and_comes_back_without_the_text(summary: Told) -> None:
    summary.say("melhor assim", f"edit description replace: {PROBLEM} => outra coisa aqui escrita")
    said = summary.say("meu e-mail é outro", "correct email: carla@orgao.gov.br")
    assert "antes era ana@fazenda.gov.br" in said
    said = summary.say("volta o e-mail dele", "correct email", "back")
    assert "E-mail: carla@orgao.gov.br" not in said
    assert "outra coisa aqui escrita" in said
    assert "O e-mail voltou a ser" in said


def test_beside_another_change_nothing_is_said_to_be_unchanged(summary: Told) -> None:
    said = summary.say(
        "tira a frase do prefeito e põe o prazo",
        "edit description remove: prefeito municipal",
        "edit description add: o prazo é dia 30",
    )
    assert "não mudei nada" not in said
    assert "o prazo é dia 30" in said


def test_an_address_that_is_the_tickets_already_changes_nothing_and_says_so(summary: Told) -> None:
    summary.say("sim", "affirm")
    summary.say("errei o e-mail", f"correct email: {ANA}")
    said = summary.say("o código", f"set code: {summary.code(ANA)}")
    assert "já vão para" in said
    assert "avisei o endereço anterior" not in said


def test_a_yes_in_front_of_another_wish_is_no_answer_where_nothing_is_asked(told: Told) -> None:
    said = told.say("beleza, então abre um", "affirm", "start open_ticket")
    assert "Qual é o sistema" in said
    assert "O que você quer fazer" not in said


def test_what_was_given_up_comes_back_when_it_is_asked_for(summary: Told) -> None:
    summary.say("desisto", "stop")
    assert PROBLEM in summary.say("não, eu queria continuar", "start open_ticket which=draft")
    summary.say("sim", "affirm")
    assert [ticket.description for ticket in summary.tickets()] == [PROBLEM]


def test_what_was_given_up_comes_back_without_the_service_that_was_wrong(summary: Told) -> None:
    summary.say("não, não registra", "stop")
    wrong = {"command": "correct", "slot": "service", "value": None}
    summary.say("não desisti, era só pra corrigir o sistema", "start open_ticket which=draft", wrong)
    assert summary.pending == "service"
    shown = summary.say("outro", "set service: outro")
    assert PROBLEM in shown
    assert summary.pending == "confirm_open"


def test_another_one_with_the_same_text_for_somebody_else(summary: Told) -> None:
    summary.say("sim", "affirm")
    said = summary.say(
        "outro igual pro Igor", "start open_ticket", "choose that", "set email: igor@fazenda.gov.br"
    )
    assert PROBLEM in said
    assert "igor@fazenda.gov.br" in said


def test_the_second_of_two_told_together_is_not_taken_for_the_first(told: Told) -> None:
    """One text for two systems: the ticket just registered was offered in place of the second."""
    text = f"set description: {PROBLEM}"
    both = ("start open_ticket", "set service: siafi", text, "start open_ticket", "set service: sei", text)
    told.say("siafi e sei parados", *both)
    told.say(ANA, f"set email: {ANA}")
    said = told.say("sim", "affirm")
    assert "acionamento parecido" not in said
    assert told.pending == "confirm_open"
    told.say("sim", "affirm")
    assert sorted(str(ticket.service_code) for ticket in told.tickets()) == ["sei", "siafi"]


def test_a_name_that_nobody_knows_is_kept_after_a_yes(told: Told) -> None:
    told.say("abre", "start open_ticket")
    assert "xpto legado" in told.say("xpto legado", "unclear")
    told.say("sim, esse", "affirm")
    assert told.pending == "description"
    assert told.state["frames"][0]["values"]["service_name"] == "xpto legado"


@pytest.mark.parametrize("read", ["affirm", "unclear"])
def test_a_yes_where_no_name_was_said_names_nothing(told: Told, read: str) -> None:
    told.say("abre", "start open_ticket")
    assert "“sim”" not in told.say("sim", read)
    assert told.pending == "service"
    assert "service" not in told.state["frames"][0]["values"]


def test_a_name_that_nobody_knows_is_given_up_after_a_no_or_for_another(told: Told) -> None:
    told.say("abre", "start open_ticket")
    told.say("xpto legado", "unclear")
    told.say("não", "deny")
    assert told.pending == "service"
    told.say("ypto novo", "unclear")
    told.say("é o siape", "set service: siape")
    assert told.state["frames"][0]["values"]["service"] == "siape"


@pytest.mark.parametrize(("answer", "text"), [("affirm", PROBLEM), ("deny", "voltei, mandaram abrir mesmo")])
def test_who_comes_back_in_doubt_is_asked_whether_it_is_what_was_given_up(
    told: Told, answer: str, text: str
) -> None:
    told.say("erro", "start open_ticket", "set service: siafi", f"set description: {PROBLEM}")
    told.say("deixa", "stop")
    told.say(
        "voltei, mandaram abrir mesmo",
        "start open_ticket",
        "set description: voltei, mandaram abrir mesmo",
        unsure=True,
    )
    assert told.responses[-1] == "utter_open_ticket_go_on"
    told.say("…", answer)
    assert told.state["frames"][0]["values"]["description"] == text
    assert told.pending == ("email" if answer == "affirm" else "service")


def test_an_unknown_system_is_called_as_the_person_calls_it_without_the_words_around(told: Told) -> None:
    """ "é o Sistema Presença" was its name."""
    told.say("o arquivo é recusado", f"set description: {VAGUE}")
    told.say("é o Sistema Presença", "unclear", system_name="Sistema Presença")
    assert told.responses[-1] == "utter_service_unknown"
    told.say("sim", "affirm")
    assert "• Serviço: Sistema Presença\n" in told.say(ANA, f"set email: {ANA}")


def test_a_name_read_as_another_system_is_kept(told: Told) -> None:
    told.say("o arquivo é recusado", f"set description: {VAGUE}")
    told.say("a gente chama de Prontuário Fácil", "set service: outro", system_name="Prontuário Fácil")
    assert "• Serviço: Prontuário Fácil\n" in told.say(ANA, f"set email: {ANA}")


def test_the_right_name_of_an_unknown_system_takes_the_wrong_ones_place(summary: Told) -> None:
    """ "o serviço tá errado, é SISPATRI-LOC" was asked which system it is."""
    said = "o serviço tá errado, é Vigifarma"
    assert "• Serviço: Vigifarma\n" in summary.say(said, "correct service: outro", system_name="Vigifarma")


def test_what_was_opened_here_is_listed_and_a_code_for_the_others_only_sent_where_they_are_wanted(
    summary: Told,
) -> None:
    summary.say("sim", "affirm")
    [ticket] = summary.tickets()
    answer = summary.say("quais estão abertos?", "start list_my_tickets")
    assert ticket.number in answer
    assert "nesta conversa" in answer or "desta conversa" in answer
    assert summary.pending == "draft"
    assert "Enviei um código" in summary.say("sim", "affirm")
    assert ticket.number not in summary.say("não chegou", "resend_code")


def test_who_wanted_only_those_of_this_conversation_is_sent_no_code(summary: Told) -> None:
    summary.say("sim", "affirm")
    summary.say("lista os meus pra eu anotar", "start list_my_tickets")
    assert "código" not in summary.say("não precisa", "deny")
    assert summary.pending == "none"


def test_a_short_text_that_names_its_system_is_kept_as_it_was_said(told: Told) -> None:
    told.say("o sei caiu", "start open_ticket", "set service: sei", "set description: o sei caiu")
    assert told.state
    assert told.state["known"]["description"] == "o sei caiu"


def test_that_something_is_wrong_is_asked_about_once(told: Told) -> None:
    told.say("to com um problema no siape", "start open_ticket", "set service: siape")
    said = "um defeito desde ontem"
    assert "Preciso de um pouco mais" in told.say(said, f"set description: {said}", says_nothing=True)
    told.say("dá erro de novo", "set description: dá erro de novo", says_nothing=True)
    assert told.state
    assert told.state["known"]["description"] == "um defeito desde ontem, dá erro de novo"


def test_an_undoing_and_what_is_told_behind_it_are_both_done(summary: Told) -> None:
    summary.say("é o oficial", f"edit description replace: {PROBLEM} => o oficial não assina")
    said = summary.say(
        "volta como estava. o certificado é A3", "back", "edit description add: o certificado é A3"
    )
    assert f"{PROBLEM}\no certificado é A3" in said
    assert summary.pending == "confirm_open"


def test_the_earlier_address_comes_back_and_the_question_beside_it_is_answered(summary: Told) -> None:
    summary.say("meu e-mail é outro", "correct email: carla@orgao.gov.br")
    said = summary.say(
        "volta o e-mail dela. e demora?", "correct email", "back", "ask faq_resolution_deadline"
    )
    assert "O e-mail voltou a ser" in said
    assert "prazo" in said
    summary.say("meu e-mail é outro", "correct email: carla@orgao.gov.br")
    said = summary.say("volta o dela. e demora?", "back", "ask faq_resolution_deadline")
    assert "O e-mail voltou a ser" in said


def test_two_changes_of_one_message_are_taken_back_together(summary: Told) -> None:
    first, second = (
        f"edit description replace: {PROBLEM} => outra coisa aqui",
        "edit description add: foi ontem",
    )
    assert "outra coisa aqui\nfoi ontem" in summary.say("troca e acrescenta", first, second, message_id="m1")
    back = summary.say("desfaz isso", "back", message_id="m2")
    assert PROBLEM in back
    assert "outra coisa" not in back
