"""What is said after a ticket was spoken of: urgency, one like the last, the words that point at another, an
address in what was told; and the text shown whole, step by step as it was.
"""

import pytest

from ticket_store.mail_domains import near_miss

from .told import Desk, Told, do

ANA = "ana@orgao.gov.br"
OPENS = ("start open_ticket", "set service: siafi", "set description: a guia não sai")
TO_ANA = f"set email: {ANA}"


def test_urgency_asked_for_afterwards_is_told_to_the_team(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = told.say("põe urgente nesse", "start add_ticket_information", "choose that", "set urgency: high")
    assert told.written(number) == ["Prioridade pedida: Alta."]
    assert "Quem muda a prioridade" in said
    assert told.ticket(number).priority == "normal"


def test_what_few_words_put_right_goes_to_the_team_with_what_it_was(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia 7730 não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    told.say("é 7703", "edit description replace: 7730 => 7703")
    assert told.written(number) == ["Correção: onde está “7730”, o certo é “7703”."]


def test_the_right_one_has_the_text_of_the_one_that_is_cancelled(told: Told) -> None:
    told.proved(ANA).say("a guia não sai do siafi", *OPENS, TO_ANA)
    told.say("sim", "affirm")
    both = ("start cancel_ticket", "choose that", "start open_ticket", "choose that", "set service: siape")
    told.say("não é o siafi, é o siape. cancela esse e abre o certo", *both)
    assert told.pending == "confirm_cancel"
    said = told.say("sim", "affirm")
    assert "a guia não sai" in said
    assert told.pending == "confirm_open"
    told.say("sim", "affirm")
    wrong, right = told.tickets()
    assert (wrong.status, right.service_code, right.description) == ("cancelled", "siape", "a guia não sai")
    told.say("e o primeiro?", "choose oldest", "ask ticket status")
    said = told.say("e o certo, qual é o número?", "ask ticket number which=right_one")
    assert said.startswith(f"O número é {right.number}")


def test_the_same_as_the_other_is_the_one_that_was_spoken_of(told: Told) -> None:
    told.proved(ANA).say("a guia não sai do siafi", *OPENS, TO_ANA)
    told.say("sim", "affirm")
    told.say("cancela", "start cancel_ticket", "choose that")
    told.say("sim", "affirm")
    told.say("abre um do siape", "start open_ticket", "set service: siape")
    assert "a guia não sai" in told.say("o texto do outro", "choose other")


def test_how_the_ticket_came_out_is_its_card_with_all_that_was_told(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    told.say(
        "põe que é no login", "start add_ticket_information", "choose that", "set information: é no login"
    )
    said = told.say("como ficou o chamado?", "ask ticket status which=as_it_is")
    assert "registrado" in said
    assert "a guia não sai" in said
    assert "é no login" in said


def test_what_is_told_of_an_address_to_put_right_is_no_more_of_the_ticket(told: Told) -> None:
    told.proved(ANA).say("a guia não sai do siafi", *OPENS, TO_ANA)
    told.say("sim", "affirm")
    adds = ("start add_ticket_information", "choose that", "set information: acho que é com dois eles")
    told.say(
        "Se eu errei o endereço, como faço? Acho que é com dois eles",
        "correct email",
        "ask other",
        questions=[{"text": "Se eu errei o endereço, como faço?", "commands": []}],
        beside=[do(one) for one in adds],
    )
    assert told.written(told.tickets()[0].number) == []


def test_what_is_to_be_put_there_is_not_lost_beside_a_question(told: Told) -> None:
    told.proved(ANA).say("a guia não sai do siafi", *OPENS, TO_ANA)
    told.say("sim", "affirm")
    adds = ("start add_ticket_information", "choose that", "set information: é na sala 12")
    said = told.say(
        "dá pra pôr que é na sala 12? e vai demorar muito?",
        *adds,
        questions=[
            {"text": "dá pra pôr que é na sala 12?", "commands": [do(one) for one in adds]},
            {"text": "e vai demorar muito?", "commands": [do("ask ticket deadline")]},
        ],
        asked=True,
    )
    assert told.written(told.tickets()[0].number) == ["é na sala 12"]
    assert "prazo" in said.lower()


def test_the_priority_is_told_with_the_ticket(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai", urgency="high")
    said = told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    assert "Prioridade: Alta" in said


def test_what_the_team_asked_stands_before_the_question_what_to_add(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.ask(number, "Qual é o navegador?")
    said = told.proved(ANA).say(
        "vim responder vocês", "start add_ticket_information", f"set ticket: {number}"
    )
    assert "Qual é o navegador?" in said
    assert told.pending == "information"


def test_one_like_the_last_of_somebody_unknown_is_looked_up_first(told: Told, desk: Desk) -> None:
    desk.open(ANA, "a guia não sai")
    told.say("abre um igual ao meu último", "start open_ticket", "choose newest")
    assert told.pending == "email"
    told.say(ANA, f"set email: {ANA}")
    told.say("o código", f"set code: {told.code(ANA)}")
    assert told.state
    opening = [f for f in told.state["frames"] if f["flow"] == "open_ticket"]
    assert opening[0]["values"]["description"] == "a guia não sai"


def test_where_nothing_is_found_to_copy_the_wish_goes_on(told: Told) -> None:
    told.proved(ANA).say("abre um igual ao meu último", "start open_ticket", "choose newest")
    assert told.pending == "service"


def test_the_words_of_another_ticket_count_for_more_than_the_one_pointed_at(told: Told, desk: Desk) -> None:
    signature = desk.open(ANA, "A assinatura do e-mail está sem o logotipo", "email")
    shown = desk.open(ANA, "A guia não sai no SIAFI")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {shown}")
    said = told.say(
        "a assinatura sem logotipo já arrumei, cancela esse", "start cancel_ticket", "choose that"
    )
    assert signature in said
    told.say("não", "deny")
    assert shown in told.say("cancela esse", "start cancel_ticket", f"set ticket: {shown}")


def test_a_yes_to_an_offered_reading_remembers_the_words_it_was_offered_for(told: Told, desk: Desk) -> None:
    signature = desk.open(ANA, "A assinatura do e-mail está sem o logotipo", "email")
    shown = desk.open(ANA, "A guia não sai no SIAFI")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {shown}")
    told.say(
        "a assinatura sem logotipo arrumei eu mesmo",
        "unclear",
        or_else=[["start cancel_ticket", "choose that"]],
        unsure=True,
    )
    assert signature in told.say("sim", "affirm")


def test_an_address_put_right_after_it_was_told_to_the_team_is_nobodys_own(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say(
        "o link foi para bia@x.gov.br",
        "start add_ticket_information",
        f"set ticket: {number}",
        "set information: o link foi para bia@x.gov.br",
    )
    told.say("não, é bia.lima@x.gov.br", "set email: bia.lima@x.gov.br")
    assert told.written(number)[-1] == "não, é bia.lima@x.gov.br"
    assert told.state
    assert told.state["email"] != "bia.lima@x.gov.br"


def test_a_grade_for_the_ticket_being_rated_is_no_second_wish(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say("dou 5", "start rate_service", f"set ticket: {number}", "set score: 5")
    told.say("a do siafi é 3", "start rate_service", "choose service: siafi", "set score: 3")
    told.say("não", "deny")
    assert told.grades() == [(3, None)]
    assert told.pending == "none"


def test_a_grade_that_waits_and_is_told_anew_waits_once(told: Told, desk: Desk) -> None:
    first, second = desk.open(ANA, "a guia não sai"), desk.open(ANA, "a VPN cai toda hora", "vpn")
    for number in (first, second):
        desk.resolve(number)
    told.proved(ANA).say(
        "siafi 5 e vpn 3",
        *("start rate_service", "choose service: siafi", "set score: 5"),
        *("start rate_service", "choose service: vpn", "set score: 3"),
    )
    told.say("siafi 5 e vpn 2", "set score: 5", "start rate_service", "choose service: vpn", "set score: 2")
    told.say("não", "deny")
    told.say("não", "deny")
    assert told.pending == "none"
    assert [score for score, _ in told.grades()] == [5, 2]


def test_a_name_that_is_not_known_gives_way_to_the_system_named_in_the_no(told: Told) -> None:
    told.say("abre um chamado", "start open_ticket")
    told.say("Xyzw", "unclear", system_name="Xyzw")
    told.say("não, é o outlook", "deny", system_name="outlook")
    assert told.state
    assert told.state["frames"][0]["values"]["service"] == "email"


def test_the_same_wish_at_the_name_that_is_not_known_is_a_no(told: Told) -> None:
    told.say("abre um chamado", "start open_ticket")
    told.say("Xyzw", "unclear", system_name="Xyzw")
    said = told.say("não, quero abrir um igual para ela", "deny", "start open_ticket")
    assert "problema técnico" not in said
    assert told.pending == "service"


def test_a_long_text_is_shown_whole_when_it_is_asked_for(told: Told) -> None:
    long = "a guia não sai " * 60 + "e termina aqui"
    told.proved(ANA).say(long, "start open_ticket", "set service: siafi", f"set description: {long}", TO_ANA)
    assert "termina aqui" not in told.say("hein?", "wait")
    assert "termina aqui" in told.say("quero ler o texto todo", "repeat")


def test_edits_are_taken_back_one_after_the_other(told: Told) -> None:
    told.proved(ANA).say("a guia não sai", *OPENS, TO_ANA)
    told.say("acrescenta que é a 12", "edit description add: é a 12")
    told.say("troca guia por nota", "edit description replace: guia => nota")
    assert "a guia não sai\né a 12" in told.say("volta", "back")
    said = told.say("volta mais", "back")
    assert "a guia não sai" in said
    assert "é a 12" not in said


@pytest.mark.parametrize(
    ("address", "likely"),
    [
        ("rui@gmial.com", "gmail.com"),
        ("rui@hotmal.com", "hotmail.com"),
        ("rui@gmail.com", None),
        ("rui@ymail.com", None),
        ("rui@mail.gov.br", None),
    ],
)
def test_a_slip_in_a_well_known_domain_is_seen(address: str, likely: str | None) -> None:
    assert near_miss(address) == likely


def test_a_doubted_address_is_taken_when_it_is_told_again(told: Told) -> None:
    told.say("a guia não sai", *OPENS)
    assert "gmail.com" in told.say("rui@gmial.com", "set email: rui@gmial.com")
    assert told.pending == "email"
    told.say("rui@gmial.com", "set email: rui@gmial.com")
    assert told.pending == "confirm_open"


def test_news_by_mail_are_no_end_of_those_in_the_chat(told: Told, desk: Desk) -> None:
    """ "Me avisa por e-mail?" asks for no silence here; "só por e-mail" does."""
    told.say("a guia não sai no siafi", *OPENS, TO_ANA)
    told.say("sim", "affirm")
    [ticket] = told.tickets()
    assert "aqui também" in told.say("me avisa por e-mail?", "start notices where=mail")
    desk.answer(ticket.number, "Estamos vendo.")
    assert "Estamos vendo." in told.say("EXTERNAL_ticket_moved")
    assert "só por e-mail" in told.say("só por e-mail", "start notices where=mail", only=True)


def test_a_list_says_how_many_are_open(told: Told, desk: Desk) -> None:
    first = desk.open(ANA, "a guia não sai")
    desk.open(ANA, "a vpn cai toda hora", "vpn")
    assert "(2 em aberto)" in told.proved(ANA).say("quais estão abertos?", "start list_my_tickets")
    desk.resolve(first, "Corrigido.")
    assert "(1 em aberto)" in told.say("e agora?", "start list_my_tickets")


def test_a_list_says_that_none_is_open(told: Told, desk: Desk) -> None:
    desk.resolve(desk.open(ANA, "a guia não sai"), "Corrigido.")
    assert "(nenhum em aberto)" in told.proved(ANA).say("ficou algum aberto?", "start list_my_tickets")


def test_a_ticket_is_told_with_its_team_and_whether_it_is_late(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    said = told.proved(ANA).say("tá atrasado?", "start check_ticket_status", f"set ticket: {number}")
    assert f"Equipe: {told.ticket(number).team_name}" in said
    assert "sem prazo marcado" in said
    assert told.cards[-1]["team"] == told.ticket(number).team_name
    desk.ask(number, "Qual é o navegador?")
    said = told.say("e agora?", "start check_ticket_status", f"set ticket: {number}")
    assert "parado até a sua resposta" in said
    desk.resolve(number, "Corrigido.")
    said = told.say("e agora?", "start check_ticket_status", f"set ticket: {number}")
    assert "Prazo" not in said
    assert "Equipe" not in said


def opened(told: Told, text: str, service: str) -> str:
    told.say(text, "start open_ticket", f"set service: {service}", f"set description: {text}", TO_ANA)
    told.say("sim", "affirm")
    return told.tickets()[-1].number


def test_what_was_opened_in_this_conversation_is_complemented_without_a_code(told: Told, desk: Desk) -> None:
    number = opened(told, "a guia não sai", "siafi")
    adds = ("start add_ticket_information", "choose that", "set information: o ramal é 3312")
    assert "Acrescentei" in told.say("põe aí que o ramal é 3312", *adds)
    assert told.written(number) == ["o ramal é 3312"]


def test_what_was_opened_elsewhere_is_not(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.say(
        "põe no meu",
        "start add_ticket_information",
        f"set ticket: {number}",
        "set information: o ramal é 3312",
        TO_ANA,
    )
    assert told.pending == "code"
    assert told.written(number) == []


def test_both_that_were_registered_here_can_be_pointed_at(told: Told) -> None:
    first, second = opened(told, "a guia não sai", "siafi"), opened(told, "a vpn cai toda hora", "vpn")
    assert told.state
    assert [t["number"] for t in told.state["listed"]] == [first, second]


def test_a_general_question_is_answered_of_the_ticket_spoken_of(told: Told) -> None:
    number = opened(told, "a guia não sai", "siafi")
    assert f"acionamento {number}" in told.say("e demora quanto?", "ask faq_resolution_deadline")
    assert number in told.say("qual é o protocolo?", "ask faq_registration_number")


def test_it_is_answered_in_general_where_none_is_spoken_of(told: Told) -> None:
    told.say("quanto demora?", "ask faq_resolution_deadline")
    assert (
        told.responses == ["utter_greet_first_aside", "utter_faq_resolution_deadline"][-len(told.responses) :]
    )


def test_a_question_beside_the_yes_is_of_what_is_registered(told: Told) -> None:
    told.say("a guia não sai no siafi", *OPENS, TO_ANA)
    said = told.say("pode. qual vai ser o número?", "affirm", "ask faq_registration_number")
    assert told.responses[0].startswith("utter_ticket_opened")
    assert said.count(told.tickets()[-1].number) == 2


def test_a_question_in_the_words_of_another_ticket_is_of_that_one(told: Told) -> None:
    first = opened(told, "o ponto marca a hora errada", "sisref")
    opened(told, "a impressora engasga no papel", "estacao-de-trabalho")
    said = told.say("quando fica pronto o do ponto?", "ask ticket deadline")
    assert first in said


def test_what_is_told_where_a_ticket_is_offered_is_no_refusal(told: Told) -> None:
    told.say("como vejo a fila do siafi?", "ask other")
    assert told.pending == "draft"
    told.say(
        "aqui ninguém consegue, tela branca", "deny", "set description: aqui ninguém consegue, tela branca"
    )
    assert told.state
    [frame] = [f for f in told.state["frames"] if f["flow"] == "open_ticket"]
    assert frame["values"]["service"] == "siafi"
    assert "tela branca" in frame["values"]["description"]


def test_a_wish_for_a_ticket_takes_up_what_was_offered(told: Told) -> None:
    told.say("como vejo a fila do siafi?", "ask other")
    told.say("então abre um", "start open_ticket")
    assert told.state
    [frame] = [f for f in told.state["frames"] if f["flow"] == "open_ticket"]
    assert frame["values"]["service"] == "siafi"


def test_two_problems_that_can_be_parted_are_not_asked_for_again(told: Told) -> None:
    told.say(
        "a guia não sai no siafi e a vpn cai toda hora",
        "start open_ticket",
        "set service: siafi",
        "set description: a guia não sai no siafi e a vpn cai toda hora",
        TO_ANA,
    )
    halves = (
        {"description": "a guia não sai no siafi"},
        {"description": "a vpn cai toda hora", "service": "vpn"},
    )
    said = told.say("um para cada", "correct description", "start open_ticket", halves=halves)
    assert "Problema: a guia não sai no siafi\n" in said
    said = told.say("sim", "affirm")
    assert "Problema: a vpn cai toda hora\n" in said
    told.say("sim", "affirm")
    assert [t.description for t in told.tickets()] == ["a guia não sai no siafi", "a vpn cai toda hora"]


def test_neither_and_one_for_each_leaves_what_was_told_out(told: Told) -> None:
    told.say("a guia não sai no siafi e a vpn cai", "start open_ticket", "set service: siafi",
             "set description: a guia não sai no siafi e a vpn cai", TO_ANA)  # fmt: skip
    told.say("melhor abrir separado, primeiro a guia", "unclear")
    assert told.pending == "draft"
    halves = ({"description": "a guia não sai no siafi"}, {"description": "a vpn cai", "service": "vpn"})
    asked = ["deny", "correct description", "start open_ticket"]
    said = told.say("nenhum dos dois, um da guia e outro da vpn", *asked, halves=halves)
    assert "Problema: a guia não sai no siafi\n" in said
    assert "Problema: a vpn cai\n" in told.say("sim", "affirm")


MORE = ["start add_ticket_information", "choose that", "set information: agora parou também no anexo"]
NEW = ["start open_ticket", "set description: agora parou também no anexo"]


@pytest.mark.parametrize("more", [True, False])
def test_what_may_be_more_of_the_ticket_is_asked_about_first(told: Told, more: bool) -> None:
    number = opened(told, "a guia não sai", "siafi")
    said = told.say("agora parou também no anexo", *MORE, unsure=True, or_else=[MORE, NEW])
    assert number in said
    assert told.pending == "similar"
    assert told.written(number) == []
    told.say("isso" if more else "não, é outra coisa", "affirm" if more else "deny")
    assert told.written(number) == (["agora parou também no anexo"] if more else [])
    assert told.pending == ("none" if more else "service")


def test_what_is_said_to_be_added_is_added_unasked(told: Told) -> None:
    number = opened(told, "a guia não sai", "siafi")
    told.say("põe aí que agora parou também no anexo", *MORE)
    assert told.written(number) == ["agora parou também no anexo"]


def test_the_system_of_the_second_is_not_the_first_ones(told: Told) -> None:
    text = "o projetor da sala não liga e o sei não abre"
    told.say(text, "start open_ticket", "set service: sei", f"set description: {text}")
    halves = (
        {"description": "o projetor da sala não liga"},
        {"description": "o sei não abre", "service": "sei"},
    )
    told.say(f"{ANA}, um para cada", TO_ANA, "correct description", "start open_ticket", halves=halves)
    assert told.pending == "service"
    said = told.say("equipamento", "set service: estacao-de-trabalho")
    assert "Problema: o projetor da sala não liga\n" in said
    assert "Serviço: SEI" in told.say("sim", "affirm")


def test_a_number_assumed_that_stands_in_what_is_told_is_no_ticket(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    told.proved(ANA).say(
        "o erro é o 809 só em casa",
        "start add_ticket_information",
        {"command": "set", "slot": "ticket", "value": "809", "sure": False},
        "set information: o erro é o 809 só em casa",
    )
    assert told.written(number) == ["o erro é o 809 só em casa"]


SCREEN, NETWORK = "o monitor da minha mesa pisca", "o wifi da sala de reunião cai"
ADDS, THAT = "start add_ticket_information", "choose that"
MOVES = "start add_ticket_information which=told"


def shown(told: Told, desk: Desk) -> tuple[str, str]:
    """The screen's and the network's tickets; the network's was just looked at."""
    screen = desk.open(ANA, SCREEN, "estacao-de-trabalho")
    network = desk.open(ANA, NETWORK, "rede")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {network}")
    return screen, network


def test_what_was_added_to_the_wrong_ticket_goes_to_the_other_and_the_wrong_one_hears_of_it(
    told: Told, desk: Desk
) -> None:
    screen, network = shown(told, desk)
    told.say("põe que pode ser na quinta", ADDS, THAT, "set information: pode ser na quinta")
    said = told.say("isso era no do monitor!", MOVES, "choose service: estacao-de-trabalho")
    assert told.written(screen) == ["pode ser na quinta"]
    first, note = told.written(network)
    assert first == "pode ser na quinta"
    assert screen in note
    assert "não pode ser retirado" in said
    assert "monitor!" not in note


def test_without_a_name_it_goes_to_the_only_other_one_or_it_is_asked(told: Told, desk: Desk) -> None:
    screen, _ = shown(told, desk)
    told.say("põe que pode ser na quinta", ADDS, THAT, "set information: pode ser na quinta")
    told.say("foi no chamado errado", MOVES)
    assert told.written(screen) == ["pode ser na quinta"]


def test_what_is_in_the_ticket_that_is_named_stays_there_and_is_put_nowhere_else(
    told: Told, desk: Desk
) -> None:
    _, network = shown(told, desk)
    told.say("põe que pode ser na quinta", ADDS, THAT, "set information: pode ser na quinta")
    said = told.say("isso era no do wifi", MOVES, "choose service: rede")
    assert "Já está" in said
    assert told.written(network) == ["pode ser na quinta"]
    assert told.pending == "none"


def test_where_nothing_was_added_what_to_add_is_asked(told: Told, desk: Desk) -> None:
    screen, _ = shown(told, desk)
    told.say("isso era no do monitor", MOVES, "choose service: estacao-de-trabalho")
    assert told.pending == "information"
    assert told.written(screen) == []


def test_a_text_that_tells_of_another_ticket_is_not_put_into_the_one_touched_last(
    told: Told, desk: Desk
) -> None:
    screen, network = shown(told, desk)
    text = "o técnico pode vir trocar o monitor"
    told.say(f"leva o recado: {text}", ADDS, THAT, f"set information: {text}")
    assert told.pending == "number"
    told.say("o primeiro", "choose ordinal: 2")
    assert (told.written(screen), told.written(network)) == ([text], [])


def test_its_system_and_two_of_its_words_are_enough(told: Told, desk: Desk) -> None:
    screen, network = shown(told, desk)
    text = "o monitor da mesa agora apagou"
    told.say(text, ADDS, THAT, f"set information: {text}")
    assert (told.written(screen), told.written(network)) == ([text], [])


def test_words_of_both_tickets_or_of_none_leave_it_with_the_one_spoken_of(told: Told, desk: Desk) -> None:
    _, network = shown(told, desk)
    for text in ("a sala é a 12", "o wifi cai e o monitor avisa"):
        told.say(text, ADDS, THAT, f"set information: {text}")
    assert told.written(network) == ["a sala é a 12", "o wifi cai e o monitor avisa"]


def test_what_went_to_the_team_stays_and_that_is_said(told: Told, desk: Desk) -> None:
    _, network = shown(told, desk)
    told.say("põe que é no térreo", ADDS, THAT, "set information: é no térreo")
    out = {"command": "edit", "slot": "information", "how": "remove", "old": ""}
    assert "eu não apago" in told.say("dá pra tirar a frase?", out, asked=True)
    assert told.written(network) == ["é no térreo"]


LIKE_IT = {"command": "choose", "by": "newest", "old": "4410", "text": "4411"}


def test_a_copy_carries_the_number_that_differs_and_is_no_likeness(told: Told, desk: Desk) -> None:
    desk.open(ANA, "o telefone do ramal 4410 ficou mudo", None)
    desk.open(ANA, "a vpn não conecta", "vpn")
    told.say("o 4411 ficou mudo, abre outro igual ao do 4410", "start open_ticket", LIKE_IT)
    told.say(ANA, f"set email: {ANA}")
    said = told.say("o código", f"set code: {told.code(ANA)}")
    assert "o telefone do ramal 4411 ficou mudo" in said
    assert told.pending == "confirm_open"


@pytest.mark.parametrize(
    ("text", "became"),
    [
        ("o ramal 4410 ficou mudo", "o ramal 4411 ficou mudo"),
        ("sala 12, ramal 4410 mudo", "sala 12, ramal 4411 mudo"),
        ("ramais 4410 e 4409 mudos", "ramais 4410 e 4409 mudos\n4411"),
    ],
)
def test_where_it_is_not_said_which_number_gives_way_the_only_one_does(
    told: Told, desk: Desk, text: str, became: str
) -> None:
    number = desk.open(ANA, text, "rede")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    told.say(
        "abre um igual pro ramal 4411",
        "start open_ticket",
        {"command": "choose", "by": "that", "text": "4411"},
    )
    assert told.state
    assert told.state["frames"][0]["values"]["description"] == became


ASKED = "Qual é a mensagem? Ocorre em outro computador?"


def answered(told: Told, desk: Desk) -> str:
    number = desk.open(ANA, "a guia não sai")
    desk.ask(number, ASKED)
    told.proved(ANA).say("o que pediram?", "start check_ticket_status", f"set ticket: {number}")
    told.say("aparece violação de acesso", "set answer: aparece violação de acesso")
    assert told.written(number) == ["aparece violação de acesso"]
    return number


def test_what_is_told_on_after_an_answer_is_offered_to_be_passed_on(told: Told, desk: Desk) -> None:
    number = answered(told, desk)
    text = "só testei no meu mesmo"
    told.say(text, "unclear", or_else=[["start add_ticket_information"], ["start open_ticket"]])
    assert told.written(number)[1:] == []
    told.say("sim", "affirm")
    assert told.written(number)[1:] == [text]


def test_a_new_problem_with_a_word_of_the_question_is_asked_about(told: Told, desk: Desk) -> None:
    number = answered(told, desk)
    text = "e no outro computador funciona"
    told.say(text, "start open_ticket", f"set description: {text}")
    assert told.pending == "similar"
    told.say("é desse", "affirm")
    assert told.written(number)[1:] == [text]


def test_what_is_not_understood_later_is_no_answer(told: Told, desk: Desk) -> None:
    number = answered(told, desk)
    told.say("obrigada", "social thank")
    told.say("em outro computador não testei", "unclear")
    assert told.written(number)[1:] == []


def test_what_was_added_by_mistake_is_passed_over_where_that_is_asked(told: Told, desk: Desk) -> None:
    _, network = shown(told, desk)
    told.say("dá pra falarem no meu celular?", ADDS, THAT, "set information: dá pra falarem no meu celular")
    mistake = {"command": "ask", "about": "other", "which": "told_by_mistake"}
    assert "não sai mais" in told.say("era só uma pergunta", mistake)
    assert len(told.written(network)) == 1
    told.say("tira isso do chamado", {"command": "edit", "slot": "information", "how": "remove"})
    asked = ['Por favor, não levem em conta: "dá pra falarem no meu celular"']
    assert told.written(network)[1:] == asked
    told.say("tira isso do chamado", {"command": "edit", "slot": "information", "how": "remove"})
    assert told.written(network)[1:] == asked


def test_nothing_was_added_by_mistake_where_nothing_was(told: Told, desk: Desk) -> None:
    _, network = shown(told, desk)
    told.say("acrescenta", ADDS, THAT)
    told.say("deixa pra lá", "stop")
    said = told.say("não era pra pôr nada", {"command": "ask", "about": "other", "which": "told_by_mistake"})
    assert "não acrescentei nada" in said
    assert told.written(network) == []


def test_a_message_for_the_team_beside_a_question_is_told_to_it(told: Told, desk: Desk) -> None:
    _, network = shown(told, desk)
    beside = [do(c) for c in (ADDS, THAT, "set information: estou na sala 9")]
    asked = [{"text": "como ele está?", "commands": [do("ask ticket status")]}]
    text = "como ele está? estou na sala 9, avisa eles"
    said = told.say(text, "ask ticket status", beside=beside, questions=asked, asked=True)
    assert told.written(network) == ["estou na sala 9"]
    assert "aguardando atendimento" in said
