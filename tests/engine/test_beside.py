"""What stands beside something else in a message, and what cannot be done as it was said."""

import pytest

from tests.engine.told import Desk, Told
from tests.engine.told import do as raw

ANA, BETO = "ana@fazenda.gov.br", "beto@fazenda.gov.br"
PROBLEM = "aparece erro 504 quando tento emitir um empenho"
OPEN = ("start open_ticket", "set service: siafi", f"set description: {PROBLEM}")


def test_a_yes_before_a_question_answers_nothing(told: Told) -> None:
    told.say("tá, e até que horas vocês ficam?", "affirm", "ask faq_opening_hours")
    assert told.responses == ["utter_faq_opening_hours"]


def test_an_address_in_a_question_moves_no_ticket(told: Told) -> None:
    told.say("erro no siafi", *OPEN, f"set email: {ANA}")
    told.say("/affirm")
    told.say(f"o Beto recebe também? {BETO}", f"set email: {BETO}", "ask other")
    assert told.state
    assert not told.state.get("frames")
    assert told.pending == "none"


def test_a_second_ticket_that_waits_is_not_noted_twice(told: Told) -> None:
    told.say(
        "duas coisas",
        *OPEN,
        "start open_ticket",
        "set service: sei",
        "set description: o sei não assina nada",
    )
    said = told.say("um chamado para cada, hein", "start open_ticket", "correct description")
    assert "um de cada vez" in said
    assert "e-mail" in said
    assert told.state
    assert len(told.state["queue"]) == 1
    assert told.state["frames"][0]["values"]["description"] == PROBLEM


SEI = ("start open_ticket", "set service: sei", "set description: o sei não assina nada")


def test_what_is_asked_of_the_one_that_waits_changes_nothing_of_this_one(told: Told) -> None:
    told.say("duas coisas", *OPEN, *SEI)
    told.say(ANA, f"set email: {ANA}")
    for text, read in (("e o sei?", "correct service: sei"), ("e o outro?", "ask other")):
        said = told.say(text, read)
        assert "outro" in said.splitlines()[0]
        assert told.pending == "confirm_open"
    told.say("o sei é o outro", "start open_ticket", "set service: sei")
    told.say("/affirm")
    told.say("/affirm")
    assert [t.service_code for t in told.tickets()] == ["siafi", "sei"]
    assert told.pending == "none"


def test_two_that_were_announced_are_told_afterwards(told: Told) -> None:
    assert "um de cada vez" in told.say("quero abrir dois chamados", "start open_ticket", "start open_ticket")
    told.say("o primeiro é …, o outro é …", *OPEN[1:], *SEI)
    told.say(ANA, f"set email: {ANA}")
    told.say("/affirm")
    told.say("/affirm")
    assert [t.description for t in told.tickets()] == [PROBLEM, "o sei não assina nada"]
    assert told.pending == "none"


def test_nothing_is_changed_in_a_text_that_is_not_told_yet(told: Told) -> None:
    told.say("erro no siafi", *OPEN, f"set email: {ANA}")
    told.say(
        "o sei é outro",
        "start open_ticket",
        "set service: sei",
        "set description: x y z",
        "edit description remove: a",
    )
    said = told.say("/affirm")
    assert "Não achei" not in said


def test_of_two_addresses_the_one_that_is_used_is_said(told: Told) -> None:
    told.say("erro no siafi", *OPEN)
    assert ANA in told.say(f"pode ser {ANA} e {BETO}?", f"set email: {ANA}").split("Confira")[0]
    assert "utter_email_one_only" in told.responses


def test_one_address_is_taken_without_more_words(told: Told) -> None:
    told.say("erro no siafi", *OPEN)
    told.say(f"é {ANA}, repito, {ANA}.", f"set email: {ANA}")
    assert "utter_email_one_only" not in told.responses


def test_a_sentence_where_the_system_is_asked_is_no_unknown_system(told: Told) -> None:
    told.say("quero abrir um chamado", "start open_ticket")
    said = told.say("calma lá que eu nem sei direito explicar isso pra você", "unclear")
    assert "desistir" in said
    assert "utter_service_unknown" not in told.responses
    told.say("trombeta", "unclear")
    assert "utter_service_unknown" in told.responses


def test_a_resolved_ticket_needs_no_cancelling(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    desk.resolve(number)
    said = told.proved(ANA).say("pode encerrar", "start cancel_ticket", f"set ticket: {number}")
    assert "se encerra sozinho" in said
    assert "reabrir" in said


def test_what_may_be_another_wish_is_offered_where_an_answer_was_asked(told: Told) -> None:
    told.say("erro no siafi", *OPEN, f"set email: {ANA}")
    other = ("start open_ticket", "set service: sicaf", "set description: o sicaf recusa meu certificado")
    said = told.say("é outra coisa junto: o sicaf recusa meu certificado", "unclear", or_else=[other])
    assert "/open_ticket" in told.buttons
    assert "Posso registrar" in said or "sim" in said
    told.say("/open_ticket")
    assert told.state
    assert told.state["queue"][0][2]["value"] == "o sicaf recusa meu certificado"
    assert told.state["frames"][0]["values"]["description"] == PROBLEM


def test_the_wish_under_way_is_not_offered_as_another(told: Told) -> None:
    told.say("erro no siafi", *OPEN)
    told.say("hã?", "unclear", or_else=[("start open_ticket",)])
    assert "/open_ticket" not in told.buttons


def test_a_question_about_a_ticket_that_is_pointed_at_says_where_it_stands(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    told.proved(ANA).say("lista", "start list_my_tickets")
    told.say("abre um do sei", "start open_ticket")
    said = told.say("e o primeiro, já pegaram?", "choose ordinal: 1", "ask other")
    assert number in said
    assert told.pending == "service"
    assert told.state
    assert "description" not in told.state["frames"][0]["values"]


def test_a_system_that_only_sounds_like_the_one_taken_back_is_another(told: Told) -> None:
    told.say("a regulação caiu", "start open_ticket", f"set description: {PROBLEM}", "set service: sisref")
    told.say("sisref não, é sisreg", "correct service")
    assert told.pending == "service"
    told.say("é o sisreg", "set service: sisref")
    said = told.say(ANA, f"set email: {ANA}")
    assert "Serviço: é o sisreg" in said


def test_a_question_is_offered_to_the_team_once(told: Told) -> None:
    told.say("como estorno um empenho no siafi?", "ask other")
    assert told.responses == ["utter_question_offer"]
    told.say("precisa não", "deny")
    said = told.say("mas é no siafi que estorno?", "ask other")
    assert told.responses == ["utter_question_without_answer"]
    assert "0800" in said


def test_a_detail_beside_the_yes_goes_into_the_ticket_offered(told: Told) -> None:
    asked = "como estorno um empenho no siafi?"
    told.say(asked, "ask other")
    told.say("pode, mas já li o manual", "affirm", "set description: já li o manual")
    said = told.say(ANA, f"set email: {ANA}")
    assert asked in said
    assert "já li o manual" in said


def test_an_offer_is_not_repeated_after_another_question(told: Told) -> None:
    told.say("como estorno um empenho no siafi?", "ask other")
    told.say("qual o telefone?", "ask faq_phone_number")
    assert told.responses == ["utter_faq_phone_number"]


def test_what_was_told_to_the_wish_before_goes_along(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    desk.open(ANA, "a vpn não conecta", "vpn")
    told.say("como tá o meu?", "start check_ticket_status", f"set ticket: {number}")
    told.say(f"{ANA}, mas quero é complementar", f"set email: {ANA}", "start add_ticket_information")
    assert told.pending == "code"
    said = told.say("pronto", f"set code: {told.code(ANA)}")
    assert told.pending == "information"
    assert number in said


def test_a_wish_that_waits_with_more_told_is_begun_with_it(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    desk.open(ANA, "a vpn não conecta", "vpn")
    told.say(
        "vê e complementa",
        "start list_my_tickets",
        "start add_ticket_information",
        f"set ticket: {number}",
    )
    told.proved(ANA).say("só complementar", "start add_ticket_information")
    assert told.pending == "information"
    assert told.state
    assert told.state["queue"] == []


def test_the_first_of_those_that_were_not_listed_is_the_one_opened_first(told: Told) -> None:
    for service, text in (("siafi", PROBLEM), ("sei", "o documento não abre para assinatura")):
        values = (f"set service: {service}", f"set description: {text}", f"set email: {ANA}")
        told.say("mais um", "start open_ticket", *values)
        told.say("/affirm")
    first, second = (t.number for t in told.tickets())
    assert first in told.say("e o meu? o primeiro", "choose ordinal: 1")
    said = told.say("qual o número dele?", "ask ticket number")
    assert said.index(first) < said.index(second)


def test_who_has_a_ticket_is_told_by_the_name_of_the_team(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    said = told.proved(ANA).say("quem cuida?", "ask ticket history", "choose newest")
    assert f"equipe {told.ticket(number).team_name}" in said


def test_one_message_may_complement_a_ticket_twice(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    start = ("start add_ticket_information", f"set ticket: {number}")
    told.proved(ANA).say(
        "põe que vence em dezembro e que já troquei a senha",
        *(*start, "set information: vence em dezembro"),
        *(*start, "set information: já troquei a senha"),
    )
    assert told.written(number) == ["vence em dezembro", "já troquei a senha"]


def test_who_wants_none_of_the_tickets_is_let_go(told: Told, desk: Desk) -> None:
    for text, service in (("a senha do siape expirou", "siape"), ("a vpn não conecta", "vpn")):
        desk.open(ANA, text, service)
    told.proved(ANA).say("como está?", "start check_ticket_status")
    assert told.pending == "number"
    told.say("não quero ver nenhum, era só isso", "unclear", or_else=[("stop",), ("deny",)])
    assert told.pending == "none"


def test_a_question_about_a_ticket_copies_no_text_of_it(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a vpn cai toda hora", "vpn")
    told.proved(ANA).say("lista", "start list_my_tickets")
    told.say("abre um do siafi", "start open_ticket", "set service: siafi")
    said = told.say("e aquele da vpn, encerrou por quê?", "choose service: vpn")
    assert number in said
    assert told.pending == "description"


def test_what_is_asked_after_something_was_done_to_a_ticket_is_of_that_one(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    desk.open(ANA, "a vpn não conecta", "vpn")
    start = ("start add_ticket_information", f"set ticket: {number}", "set information: piorou hoje cedo")
    told.proved(ANA).say("piorou hoje cedo", *start)
    assert number in told.say("e quando me respondem?", "start check_ticket_status")
    assert told.pending == "none"


def _registered(told: Told, *more: str) -> str:
    told.say("erro no siafi", *OPEN, f"set email: {ANA}", *more)
    told.say("/affirm")
    return str(told.tickets()[0].number)


def test_the_priority_asked_about_is_the_one_that_the_store_holds(told: Told) -> None:
    number = _registered(told, "set urgency: high")
    said = told.say("a prioridade ficou alta mesmo?", "ask ticket status which=priority")
    assert said == f"O acionamento {number} está com prioridade Alta."


def test_who_raises_a_priority_is_told_where_it_is_not_raised(told: Told) -> None:
    _registered(told)
    said = told.say("ficou como urgente?", "ask ticket status which=priority")
    assert "prioridade Normal" in said
    assert told.responses == ["utter_ticket_priority", "utter_ticket_priority_raised"]


def test_who_looks_at_it_is_a_team_and_has_a_telephone(told: Told) -> None:
    _registered(told)
    told.say("quem vê isso, tem telefone?", "ask ticket status which=team", "ask faq_phone_number")
    assert told.responses == ["utter_ticket_team", "utter_faq_phone_number"]


def test_courtesy_comes_before_an_answer(told: Told) -> None:
    told.say("bom dia, que horas atendem?", "ask faq_opening_hours", "social greet")
    assert told.responses == ["utter_greet_first_aside", "utter_faq_opening_hours"]
    told.say("qual o telefone? obrigada", "ask faq_phone_number", "social thank")
    assert told.responses[:2] == ["utter_thank", "utter_faq_phone_number"]


def test_more_that_comes_later_is_told_here_to_the_ticket_spoken_of(told: Told) -> None:
    number = _registered(told)
    said = told.say("se eu lembrar de algo falo aqui?", "ask faq_how_to_add_information")
    assert told.responses == ["utter_more_told_here"]
    assert number in said


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("e se eu quiser trocar o email do chamado depois?", "confirmado por um código"),
        ("vem alguém aqui ou resolvem de longe?", "Isso quem decide é a equipe"),
        ("minha colega consegue acompanhar também?", "Só com o número ninguém consulta"),
        ("a resposta vem por telefone ou só por correio eletrônico?", "A equipe responde por escrito"),
    ],
)
def test_what_is_asked_beside_a_ticket_has_an_article(told: Told, question: str, part: str) -> None:
    _registered(told)
    assert part in told.say(question, "ask other")


def test_a_question_right_after_a_ticket_was_registered_goes_into_it(told: Told) -> None:
    wish = ("start open_ticket", "set service: siape", f"set description: {PROBLEM}", f"set email: {ANA}")
    told.say("o siape não abre", *wish)
    text = "agora sim, registra. e como estorno um empenho no siafi?"
    alone = {"text": "como estorno um empenho no siafi?", "commands": [{"command": "ask", "about": "other"}]}
    told.say(text, "affirm", "ask other", questions=[alone])
    assert told.responses[-1] == "utter_question_offer"
    number = told.tickets()[0].number
    said = told.say("sim", "affirm")
    assert told.pending == "none"
    assert len(told.tickets()) == 1
    assert told.written(number) == ["como estorno um empenho no siafi?"]
    assert number in said
    told.say("como estorno um empenho no siafi?", "ask other")
    assert told.pending == "none"


def test_a_question_of_another_system_asked_later_is_a_ticket_of_its_own(told: Told) -> None:
    wish = ("start open_ticket", "set service: siape", f"set description: {PROBLEM}", f"set email: {ANA}")
    told.say("o siape não abre", *wish)
    told.say("sim", "affirm")
    told.say("como estorno um empenho no siafi?", "ask other")
    told.say("sim", "affirm")
    assert told.pending == "confirm_open"


def test_what_was_offered_goes_into_the_ticket_there_is(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o siape não abre", "siape")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    told.say("como estorno um empenho no siafi?", "ask other")
    assert told.pending == "draft"
    told.say(
        "sim, mas põe no chamado 1", "start add_ticket_information which=offered", f"set ticket: {number}"
    )
    assert told.written(number) == ["como estorno um empenho no siafi?"]
    assert told.pending == "none"


def test_who_means_his_ticket_at_an_offer_is_told_of_it_and_no_new_one_begins(told: Told, desk: Desk) -> None:
    first, second = desk.open(ANA, "o siape não abre", "siape"), desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {second}")
    told.say("como estorno um empenho no siafi?", "ask other")
    short = str(int(first.rpartition("-")[2]))
    said = told.say(
        "não, falo do meu chamado, tem previsão?", "deny", f"choose number: {short}", "ask ticket deadline"
    )
    assert first in said
    assert second not in said
    assert told.pending == "none"


def test_a_short_number_of_no_ticket_of_his_is_not_taken_for_another(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("quais são os meus?", "start list_my_tickets")
    said = told.say("e o 73, tem previsão?", "choose number: 73", "ask ticket deadline")
    assert number not in said
    assert "0000073" in said


def test_what_is_told_beside_which_ticket_takes_the_place_of_the_text(told: Told, desk: Desk) -> None:
    first, second = desk.open(ANA, "o siape não abre", "siape"), desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("põe: agora sim", "start add_ticket_information", "set information: agora sim")
    assert told.pending == "number"
    told.say("o do siape. põe lá: é a guia 12", f"set ticket: {first}", "correct information: é a guia 12")
    assert told.written(first) == ["é a guia 12"]
    assert told.written(second) == []


def test_what_the_team_wrote_before_a_reopening_is_told_as_such(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number, "Guia liberada.")
    told.proved(ANA).say(
        "reabre", "start reopen_ticket", f"choose number: {number}", "set reason: não saiu ainda"
    )
    told.say("sim", "affirm")
    told.say("como está?", "start check_ticket_status", f"set ticket: {number}")
    shown = [r for r in told.responses if r.startswith("utter_ticket_answer")]
    assert shown in ([], ["utter_ticket_answer_before"])
    told.say("o que fizeram?", f"choose number: {number}", "ask ticket history")
    assert "utter_ticket_answer_before" in told.responses
    desk.answer(number, "Estamos vendo de novo.")
    told.say("e agora?", f"choose number: {number}", "ask ticket history")
    assert "utter_ticket_answer" in told.responses


def test_a_question_that_is_put_as_one_is_offered_in_its_own_words(told: Told) -> None:
    told.say("como estorno um empenho no siafi?", "ask other", asked=True)
    assert told.pending == "draft"
    told.say("sim", "affirm")
    assert told.say("ana@orgao.gov.br", "set email: ana@orgao.gov.br").count("como estorno um empenho") == 1


def test_an_order_put_as_a_question_is_the_text_that_is_added(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    text = "dá pra pôr que a chave do 302 fica na portaria?"
    adds = ("start add_ticket_information", "choose that", f"set information: {text}")
    alone = {"text": text, "commands": [raw(one) for one in adds]}
    told.say(text, *adds, asked=True, questions=[alone])
    assert told.written(number) == [text]
