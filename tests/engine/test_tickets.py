"""Tickets that exist: which is meant, what is asked of them, what is changed, the news, and a person."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.engine.told import Desk, Told
from ticket_store import operations

ANA = "ana@fazenda.gov.br"


@pytest.fixture
def ana(told: Told, desk: Desk) -> Told:
    """1: printer, 2: VPN, 3: SIAPE, resolved; the list was just shown."""
    desk.open(ANA, "a impressora não imprime", None)
    desk.open(ANA, "a vpn não conecta", "vpn")
    desk.resolve(desk.open(ANA, "a senha do siape expirou", "siape"))
    told.proved(ANA).say("quais são os meus?", "start list_my_tickets")
    return told


@pytest.mark.parametrize(
    ("which", "number"),
    [
        ("choose service: vpn", "2026-0000002"),
        ("choose status: resolved", "2026-0000003"),
        ("choose number: 2026-0000001", "2026-0000001"),
        ("choose newest", "2026-0000003"),
        ("choose oldest", "2026-0000001"),
        ("set ticket: 2", "2026-0000002"),
    ],
)
def test_a_ticket_is_chosen_by_what_it_is_called(ana: Told, which: str, number: str) -> None:
    assert number in ana.say("como está esse?", "start check_ticket_status", which)


def test_a_ticket_is_chosen_by_its_place_in_the_list(ana: Told) -> None:
    assert ana.state
    for place, listed in enumerate(ana.state["listed"], 1):
        assert listed["number"] in ana.say(
            "o segundo", {"command": "choose", "by": "ordinal", "value": place}
        )


def test_that_one_and_the_other_one_are_understood_from_what_was_told(ana: Told) -> None:
    ana.say("cancela o da impressora", "start cancel_ticket", "set ticket: 1")
    ana.say("não", "deny")
    assert "2026-0000002" in ana.say("o outro então", "start cancel_ticket", "choose other")
    assert "2026-0000002" in ana.say("não, qual o número dele?", "deny", "ask ticket number")


def test_both_are_cancelled_one_after_the_other(ana: Told) -> None:
    ana.say("cancela os dois", "start cancel_ticket", "choose all")
    ana.say("o primeiro", "choose number: 1")
    assert "foi cancelado" in ana.say("sim", "affirm")
    assert ana.pending == "confirm_cancel"
    ana.say("sim", "affirm")
    assert [ana.ticket(f"2026-000000{i}").status for i in (1, 2)] == ["cancelled", "cancelled"]


def test_what_is_not_among_them_is_said(ana: Told) -> None:
    assert "Não encontrei acionamento de SIAFI" in ana.say(
        "o do siafi", "start cancel_ticket", "choose service: siafi"
    )
    assert "2026-0009999" in ana.say("o 9999", "set ticket: 9999")


@pytest.mark.parametrize("said", ["deny", "stop", "unclear", "wait", "skip"])
def test_only_a_sure_yes_cancels(ana: Told, said: str) -> None:
    ana.say("cancela o da vpn", "start cancel_ticket", "choose service: vpn")
    ana.say("qualquer coisa", said)
    assert ana.ticket("2026-0000002").status == "new"


def test_another_ticket_named_at_the_confirmation_is_asked_about_anew(ana: Told) -> None:
    ana.say("cancela o da vpn", "start cancel_ticket", "choose service: vpn")
    assert "2026-0000001" in ana.say("não esse, o 1", "affirm", "set ticket: 1")
    assert ana.ticket("2026-0000001").status == "new"


def test_a_complement_says_what_was_written_and_can_be_corrected(ana: Told) -> None:
    ana.say("complementa o da vpn", "start add_ticket_information", "choose service: vpn")
    assert "agora dá erro 691" in ana.say("agora dá erro 691", "set information: agora dá erro 691")
    ana.say("é 961", "edit information replace: 691 => 961")
    assert ana.written("2026-0000002")[-1] == "Correção: onde está “691”, o certo é “961”."


def test_a_reason_is_worked_on_at_the_confirmation(ana: Told) -> None:
    ana.say("reabre", "start reopen_ticket", "set reason: o erro 504 voltou hoje")
    assert "o erro 502 voltou" in ana.say("é 502", "edit reason replace: 504 => 502")
    assert "e o prazo é dia 30" in ana.say("põe o prazo", "edit reason add: e o prazo é dia 30")
    ana.say("sim", "affirm")
    assert ana.ticket("2026-0000003").status == "in_progress" or ana.ticket("2026-0000003").status == "new"


def test_a_grade_is_kept_at_once_and_changed_in_words(ana: Told) -> None:
    ana.say("dou 3", "start rate_service", "set score: 3")
    ana.say("pensando bem 5", "correct score: 5")
    ana.say("não", "deny")
    assert ana.grades() == [(5, None)]
    ana.say("não, 4", "correct score: 4")
    ana.say("sem", "skip")
    assert ana.grades()[-1][0] == 4


@pytest.mark.parametrize("asked", [True, False])
def test_two_tickets_are_rated_in_one_message(ana: Told, desk: Desk, asked: bool) -> None:
    desk.resolve("2026-0000002")
    first = ("set score: 4",)
    if asked:
        ana.say("quero avaliar o do siape", "start rate_service", "choose service: siape")
    else:
        first = ("start rate_service", "choose service: siape", "set score: 4")
    said = ana.say(
        "4 pro do siape, 2 pro da vpn", *first, "start rate_service", "choose service: vpn", "set score: 2"
    )
    for _ in range(2):  # a comment on each is asked for
        said += ana.say("sem comentário", "skip")
    grades = {n: ana.ticket(n).score for n in ("2026-0000003", "2026-0000002")}
    assert grades == {"2026-0000003": 4, "2026-0000002": 2}, said


def test_a_bad_grade_number_is_asked_again(ana: Told) -> None:
    ana.say("avaliar", "start rate_service")
    assert "de 1" in ana.say("11", "set score: 11")
    assert ana.grades() == []


def test_a_grade_with_a_broken_thing_asks_about_reopening(ana: Told) -> None:
    ana.say("dou 2, continua quebrado", "start rate_service", "set score: 2", "set reason: continua quebrado")
    assert ana.pending == "confirm_reopen"
    answer = ana.say("sim", "affirm")
    assert ana.pending == "confirm_reopen"
    assert "continua quebrado" in answer
    ana.say("sim", "affirm")
    assert ana.ticket("2026-0000003").status != "resolved"


def test_a_question_of_a_ticket_is_answered_from_the_store(ana: Told, desk: Desk) -> None:
    desk.answer("2026-0000002", "Trocamos o certificado.")
    answer = ana.say("o que disseram do da vpn?", "ask ticket history", "choose service: vpn")
    assert "Trocamos o certificado." in answer
    assert ANA in ana.say("vai pra qual e-mail?", "ask ticket mail")
    assert "2026-0000002" in ana.say("qual o número?", "ask ticket number")


def test_where_a_ticket_stands_is_told_as_a_card_too(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o siafi não abre desde ontem")
    answer = told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    [card] = told.cards
    assert (card["kind"], card["number"], card["status"], card["late"]) == ("ticket", number, "new", False)
    assert number in answer  # for the channels that draw none
    told.say("oi", "social greet")
    assert told.cards == []


def test_a_ticket_of_somebody_else_is_not_shown(told: Told, desk: Desk) -> None:
    number = desk.open("carla@prefeitura.sp.gov.br", "não é da ana")
    answer = told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    assert "não é da ana" not in answer
    assert "Não encontrei" in answer


# ---------------------------------------------------------------- the code


def test_a_list_needs_the_code_and_a_wrong_one_counts_down(told: Told, desk: Desk) -> None:
    desk.open(ANA, "a vpn não conecta", "vpn")
    told.say("meus chamados", "start list_my_tickets", f"set email: {ANA}")
    assert "não confere" in told.say("000000", "set code: 000000")
    assert told.pending == "code"
    assert "a vpn não conecta" in told.say("o certo", f"set code: {told.code(ANA)}")


def test_another_address_at_the_code_sends_another_code(told: Told) -> None:
    told.say("meus chamados", "start list_my_tickets", "set email: errado@x.gov.br")
    assert ANA in told.say("errei", f"correct email: {ANA}")
    assert told.code(ANA)


def test_the_code_is_sent_again(told: Told) -> None:
    told.say("meus chamados", "start list_my_tickets", f"set email: {ANA}")
    first = told.code(ANA)
    assert "novo código" in told.say("não chegou", "resend_code")
    assert told.pending == "code"
    assert first


# ---------------------------------------------------------------- the news


@pytest.fixture
def opened(told: Told) -> Told:
    told.proved(ANA).say(
        "vpn",
        "start open_ticket",
        "set service: vpn",
        "set description: a vpn não conecta",
        f"set email: {ANA}",
    )
    told.say("sim", "affirm")
    return told


def test_news_answered_with_still_broken_ask_about_reopening(opened: Told, desk: Desk) -> None:
    desk.resolve(opened.tickets()[0].number)
    assert "O problema foi mesmo resolvido?" in opened.say("EXTERNAL_ticket_moved")
    assert opened.pending == "news_resolved"
    assert "Confirma a reabertura" in opened.say("continua sem chegar", "set reason: continua sem chegar")
    opened.say("sim", "affirm")
    assert opened.tickets()[0].status != "resolved"


def test_news_answered_with_yes_ask_for_a_grade(opened: Told, desk: Desk) -> None:
    desk.resolve(opened.tickets()[0].number)
    opened.say("EXTERNAL_ticket_moved")
    opened.say("sim", "affirm")
    assert opened.pending == "score"


@pytest.mark.parametrize(
    "said", ["set answer: é o 10.0.0.7", "affirm", "unclear", "set information: é o 10.0.0.7"]
)
def test_the_teams_question_is_answered_in_any_words(opened: Told, desk: Desk, said: str) -> None:
    [ticket] = opened.tickets()
    desk.ask(ticket.number, "Qual é o IP?")
    assert "Qual é o IP?" in opened.say("EXTERNAL_ticket_moved")
    assert opened.pending == "news_question"
    assert "Acrescentei" in opened.say("é o 10.0.0.7", said)
    assert opened.written(ticket.number) == ["é o 10.0.0.7"]


def test_a_question_about_the_teams_question_is_no_answer_to_it(opened: Told, desk: Desk) -> None:
    [ticket] = opened.tickets()
    desk.ask(ticket.number, "Qual é o IP?")
    opened.say("EXTERNAL_ticket_moved")
    assert "0800 728 2323" in opened.say("e o que vem a ser isso?", "unclear")
    assert opened.written(ticket.number) == []
    assert opened.pending == "news_question"


def test_a_plain_answer_to_the_team_is_kept_whatever_short_answer_is_like_it(
    opened: Told, desk: Desk
) -> None:
    [ticket] = opened.tickets()
    desk.ask(ticket.number, "Qual é o IP?")
    opened.say("EXTERNAL_ticket_moved")
    told = "não sei responder isso, não fui eu que mexi no dia"
    opened.say(told, f"set answer: {told}")
    assert opened.written(ticket.number) == [told]


def test_news_in_the_middle_of_a_question_do_not_take_its_answer(opened: Told, desk: Desk) -> None:
    [ticket] = opened.tickets()
    opened.say("abrir outro", "start open_ticket", "set service: sei")
    desk.ask(ticket.number, "Qual é o IP?")
    opened.say("EXTERNAL_ticket_moved")
    assert opened.pending == "description"
    opened.say("o sei não assina nada", "set description: o sei não assina nada")
    assert opened.written(ticket.number) == []


# ---------------------------------------------------------------- a person


def test_nobody_on_duty_is_said_and_nobody_is_called(told: Told, desk: Desk) -> None:
    assert "não há ninguém" in told.say("quero uma pessoa", "start talk_to_human")
    assert desk.waiting(told.id) is None


def test_while_a_person_is_awaited_words_are_kept_and_questions_answered(told: Told, desk: Desk) -> None:
    desk.agent()
    assert "Chamei uma pessoa" in told.say("quero uma pessoa", "start talk_to_human")
    waiting = desk.waiting(told.id)
    assert told.pending == "waiting"
    told.say("meu siafi não abre", "set information: meu siafi não abre")
    assert desk.heard(waiting.id) == ["meu siafi não abre"]
    assert "24 horas" in told.say("horário?", "ask faq_opening_hours")
    assert told.pending == "waiting"
    assert "Qual é o sistema" in told.say("enquanto isso abre um", "start open_ticket")


def test_the_wait_is_given_up(told: Told, desk: Desk) -> None:
    desk.agent()
    told.say("quero uma pessoa", "start talk_to_human")
    assert "cancelei o pedido" in told.say("deixa", "stop")
    assert desk.waiting(told.id) is None
    assert told.pending == "none"


def test_the_assistant_is_silent_while_a_person_has_it(told: Told, desk: Desk) -> None:
    agent = desk.agent()
    told.say("quero uma pessoa", "start talk_to_human")
    waiting = desk.waiting(told.id)
    desk.do(operations.take_handoff, handoff_id=waiting.id, agent_id=agent)
    assert told.say("oi", "social greet") == ""
    assert desk.heard(waiting.id) == ["oi"]
    desk.do(operations.give_back_handoff, handoff_id=waiting.id, agent_id=agent)
    assert told.say("oi", "social greet")


def test_the_second_in_the_queue_is_told_so(told: Told, another: Callable[[], Told], desk: Desk) -> None:
    desk.agent()
    told.say("quero uma pessoa", "start talk_to_human")
    assert "número 2 da fila" in another().say("quero uma pessoa", "start talk_to_human")


def test_a_deadline_that_has_passed_is_told_as_passed(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o siafi não emite", "siafi", now=datetime.now(timezone.utc) - timedelta(days=40))
    told.proved(ANA)
    assert "(vencido)" in told.say("como está?", "start check_ticket_status", f"set ticket: {number}")
    answer = told.say("e o prazo?", "ask ticket deadline")
    assert "venceu em" in answer
    assert told.buttons == ["/talk_to_human"]


def test_what_the_team_wrote_is_told_where_it_asks_nothing(ana: Told, desk: Desk) -> None:
    desk.answer("2026-0000002", "Trocamos o concentrador.")
    ana.say("o da vpn", "choose service: vpn")
    assert "Trocamos o concentrador." in ana.say("o que a equipe disse?", "ask ticket question")


def test_a_text_without_a_ticket_goes_to_the_one_that_was_just_spoken_of(ana: Told) -> None:
    ana.say("cancela o da vpn", "start cancel_ticket", "choose service: vpn")
    ana.say("não, deixa", "deny")
    text = "agora cai a cada minuto"
    assert "2026-0000002" in ana.say(
        f"põe lá que {text}", "start add_ticket_information", f"set information: {text}"
    )
    assert ana.written("2026-0000002") == [text]


def test_a_bare_wish_to_complement_asks_which_ticket(ana: Told) -> None:
    ana.say("cancela o da vpn", "start cancel_ticket", "choose service: vpn")
    ana.say("não, deixa", "deny")
    ana.say("quero complementar", "start add_ticket_information")
    assert ana.pending == "number"


def test_a_new_ticket_told_for_a_trouble_that_is_back_becomes_its_reopening(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "não assino documento no sei", "sei")
    desk.resolve(number)
    text = "o problema de assinar no sei voltou"
    told.proved(ANA).say(text, "start open_ticket", "set service: sei", f"set description: {text}")
    said = told.say("não é novo, quero reabrir o antigo", "start reopen_ticket", f"set ticket: {number}")
    assert "não abro um novo" in said
    assert text in said
    assert told.pending == "confirm_reopen"
    said = told.say("isso", "affirm")
    assert told.ticket(number).status == "in_progress"
    assert not told.tickets()
    assert told.pending == "none"


def test_a_closed_ticket_is_said_to_take_no_grade(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    desk.resolve(number)
    desk.do(operations.close_due, now=datetime.now(timezone.utc) + timedelta(days=60))
    said = told.proved(ANA).say(
        "nota 4 para o da vpn", "start rate_service", f"set ticket: {number}", "set score: 4"
    )
    assert "não recebe mais avaliação" in said
    assert "depois que a solução" not in said


def test_what_was_added_can_be_seen_again(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o siafi trava na tela de empenho", "siafi")
    told.proved(ANA).say(
        "põe lá", "start add_ticket_information", f"set ticket: {number}", "set information: só na sala dois"
    )
    assert "só na sala dois" in told.say("o que eu escrevi lá?", "ask ticket history which=texts")


def test_who_asks_for_a_person_again_does_not_hear_the_same_words(told: Told) -> None:
    first = told.say("quero uma pessoa", "start talk_to_human")
    again = told.say("não quero telefone, ninguém atende lá", "start talk_to_human")
    assert "css.serpro@serpro.gov.br" in again
    assert again != first


# ---------------------------------------------------------------- told by its words, before any was shown


@pytest.fixture
def ana_comes(told: Told, desk: Desk) -> Told:
    """The same three tickets, in a conversation that has shown none and proved nothing yet."""
    desk.open(ANA, "a impressora da sala 3 não imprime", None)
    desk.open(ANA, "a nota de empenho sai em branco", "siafi")
    desk.open(ANA, "a vpn não conecta", "vpn")
    return told


THAT = {"command": "set", "slot": "ticket", "value": {"by": "that"}}
OF_SIAPE = {"command": "set", "slot": "ticket", "value": {"by": "service", "value": "siape"}}


@pytest.mark.parametrize("which", [THAT, OF_SIAPE, None])
def test_the_first_message_tells_which_one_by_its_words(
    ana_comes: Told, which: dict[str, Any] | None
) -> None:
    """After the proof it was said that no such ticket was found."""
    pointed = [which] if which else []
    wish = ["start check_ticket_status", *pointed, f"set email: {ANA}"]
    ana_comes.say("a quantas anda aquele do empenho que sai em branco?", *wish)
    answer = ana_comes.say("123456", f"set code: {ana_comes.code(ANA)}")
    assert "2026-0000002" in answer
    assert "Não encontrei" not in answer
    assert ana_comes.pending == "none"


def test_words_that_tell_none_claim_nothing_and_ask_which(ana_comes: Told) -> None:
    ana_comes.say("como anda aquele meu?", "start check_ticket_status", THAT, f"set email: {ANA}")
    answer = ana_comes.say("123456", f"set code: {ana_comes.code(ANA)}")
    assert "Não encontrei" not in answer
    assert ana_comes.pending == "number"


def test_words_of_two_tickets_choose_neither(ana_comes: Told, desk: Desk) -> None:
    desk.open(ANA, "a nota de empenho não fecha", "siafi")
    ana_comes.say("aquele do empenho", "start cancel_ticket", THAT, f"set email: {ANA}")
    ana_comes.say("123456", f"set code: {ana_comes.code(ANA)}")
    assert ana_comes.pending == "number"


@pytest.mark.parametrize("named", ["choose service: estacao-de-trabalho", "choose status: resolved"])
def test_an_answer_tells_which_one_by_its_words(ana_comes: Told, desk: Desk, named: str) -> None:
    for text in ("o scanner do protocolo não funciona", "a impressora do protocolo não puxa papel"):
        desk.open(ANA, text, "estacao-de-trabalho")
    ana_comes.proved(ANA).say("quero cancelar um", "start cancel_ticket")
    said = ana_comes.say("o do scanner, era só um cabo solto", named, why="era só um cabo solto")
    assert "o scanner do protocolo" in said
    assert "era só um cabo solto" in said
    assert ana_comes.pending == "confirm_cancel"


def test_another_mailbox_proves_nothing_about_a_ticket_opened_in_the_same_conversation(told: Told) -> None:
    """Somebody else's code cancelled it."""
    told.say(
        "a vpn caiu",
        "start open_ticket",
        "set service: vpn",
        "set description: a vpn caiu de novo",
        f"set email: {ANA}",
    )
    told.say("sim", "affirm")
    [ticket] = told.tickets()
    other = "bia@orgao.gov.br"
    told.proved(other).say(
        "cancela", "start cancel_ticket", f"set ticket: {ticket.number}", f"set email: {other}"
    )
    assert told.pending == "code"
    told.say("123456", f"set code: {told.code(ANA)}")
    assert told.pending == "confirm_cancel"


def test_what_was_opened_with_another_address_is_shown_once_that_one_is_proved(
    told: Told, desk: Desk
) -> None:
    """The address that is told is the one to prove; what was opened here is not shown in its place."""
    told.proved(ANA)
    own = desk.open(ANA, "O SIAFI não grava")
    other = desk.open("setor@mec.gov.br", "A ata do pregão não abre", service="sei")
    assert own in told.say("meu chamado", "start check_ticket_status")
    told.say("abri com o do setor", "start check_ticket_status", "set email: setor@mec.gov.br")
    assert told.pending == "code"
    code = told.code("setor@mec.gov.br")
    said = told.say(code, f"set code: {code}")
    assert other in said
    assert own not in said


def test_what_was_opened_here_is_not_shown_for_another_address(told: Told) -> None:
    told.say("abrir", "start open_ticket", "set service: siafi", "set description: o SIAFI não grava a nota")
    told.say(ANA, f"set email: {ANA}")
    told.say("sim", "affirm")
    told.say("abri com outro", "start check_ticket_status", "set email: setor@mec.gov.br")
    assert told.pending == "code"


def test_another_address_that_is_not_told_is_asked_for(told: Told, desk: Desk) -> None:
    told.proved(ANA)
    desk.open(ANA, "O SIAFI não grava")
    told.say("o e-mail que usei foi outro", "start check_ticket_status", "correct email")
    assert told.pending == "email"


def test_a_mail_that_was_received_is_no_ticket_of_the_mail(told: Told, desk: Desk) -> None:
    desk.open(ANA, "a caixa postal encheu", "email")
    number = desk.open(ANA, "senha bloqueada", "siafi")
    desk.resolve(number)
    told.proved(ANA)
    assert number in told.say("recebi um e-mail pedindo a nota, quero avaliar", "start rate_service")
    assert told.pending == "score"


def test_a_system_that_is_named_and_has_a_ticket_is_the_one_that_is_meant(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "não consigo entrar na conta", "govbr")
    desk.open(ANA, "senha bloqueada", "siafi")
    asked = ("start check_ticket_status", "choose service: govbr")
    assert number in told.proved(ANA).say("como está o do gov.br, o da senha?", *asked)
    assert told.pending == "none"


def test_whether_a_mail_will_come_is_asked_of_the_ticket_spoken_of(told: Told, desk: Desk) -> None:
    desk.open(ANA, "a caixa postal encheu", "email")
    number = desk.open(ANA, "senha bloqueada", "siafi")
    told.proved(ANA).say("e o do siafi?", "start check_ticket_status", f"set ticket: {number}")
    assert number in told.say("vai chegar e-mail quando resolverem?", "ask ticket mail")


def test_one_that_is_not_there_leaves_the_one_that_was_refused(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o sei não assina", "sei")
    told.proved(ANA).say("cancela", "start cancel_ticket")
    said = told.say("esse não, o da rede", "choose service: rede")
    assert "Não encontrei" in said
    assert "não mudei nada" in said
    assert "Qual deles" not in said
    assert (told.pending, told.ticket(number).status) == ("none", "new")


def test_a_fault_told_for_a_grade_asks_about_reopening_and_for_no_grade(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a senha do siape expirou", "siape")
    desk.resolve(number)
    told.proved(ANA).say("quero avaliar", "start rate_service")
    likely = (["start reopen_ticket", "set reason: expirou outra vez"],)
    assert "Confirma a reabertura" in told.say("que nota? expirou outra vez", "unclear", or_else=likely)
    assert "nota" not in told.say("sim", "affirm")
    assert told.ticket(number).status == "in_progress"
    assert (told.pending, told.grades()) == ("none", [])


def test_what_still_fails_beside_the_no_is_offered_to_the_team(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o sei não assina", "sei")
    told.proved(ANA).say("cancela", "start cancel_ticket")
    offered = told.say("não, travou outra vez", "deny", why="travou outra vez")
    assert number in offered
    told.say("acrescenta isso", "start add_ticket_information", "choose that")
    assert "travou outra vez" in told.written(number)


def test_the_first_question_is_offered_as_the_first_one(told: Told) -> None:
    assert "eu não tenho" in told.say("como estorno no siafi?", "ask other")
    told.say("qual a diferença de pedir por aqui e por telefone?", "ask other")
    assert "utter_question_offer_again" in told.responses


def test_the_one_refused_is_not_asked_about_again_where_the_wish_named_it(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o sei não assina", "sei")
    told.proved(ANA).say("cancela o do sei", "start cancel_ticket", "choose service: sei")
    said = told.say("esse não, o da rede", "choose service: rede")
    assert "não mudei nada" in said
    assert "Qual deles" not in said
    assert told.ticket(number).status == "new"


def test_a_mistyped_number_refuses_none(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o sei não assina", "sei")
    told.proved(ANA).say("cancela", "start cancel_ticket")
    told.say("não, o 2026-0000091", "set ticket: 2026-0000091")
    assert number in told.say("o da rede", "choose service: rede")


def test_a_reopening_that_names_another_ticket_is_of_that_one(told: Told, desk: Desk) -> None:
    other, number = (
        desk.open(ANA, "a vpn cai toda hora", "vpn"),
        desk.open(ANA, "a senha do siape expirou", "siape"),
    )
    desk.resolve(other)
    desk.resolve(number)
    told.proved(ANA).say("avalia o do siape", "start rate_service", "choose service: siape")
    likely = (["start reopen_ticket", "choose service: vpn", "set reason: voltou a cair"],)
    said = told.say("nota? o da vpn voltou a cair", "unclear", or_else=likely)
    assert "Confirma a reabertura" in said
    assert other in said


def test_a_grade_not_known_is_asked_again(told: Told, desk: Desk) -> None:
    desk.resolve(desk.open(ANA, "a senha do siape expirou", "siape"))
    told.proved(ANA).say("quero avaliar", "start rate_service")
    told.say("não sei que nota", "skip")
    assert told.pending == "score"


def test_an_address_only_doubted_was_never_there(told: Told) -> None:
    told.say("a vpn cai", "start open_ticket", "set service: vpn", "set description: a vpn cai toda hora")
    told.say("ana@gmail.con", "set email: ana@gmail.con")
    assert "era" not in told.say("ana@gmail.com", "set email: ana@gmail.com").split("Resumo")[0]
    assert "utter_email_replaced" not in told.responses
