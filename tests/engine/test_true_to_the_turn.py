"""An answer is of the ticket that is meant, as it stands now, and true to what the same turn does."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.engine.told import Desk, Told
from ticket_store import operations

ANA = "ana@fazenda.gov.br"


def shown(told: Told, number: str) -> None:
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")


def test_the_deadline_asked_after_a_reopening_is_that_of_the_ticket(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    shown(told, number)
    told.say("reabre, continua igual", "start reopen_ticket", "set reason: continua igual")
    told.say("sim", "affirm")
    assert number in told.say("demoram para pegar outra vez?", "ask faq_resolution_deadline")


def test_how_long_a_solution_may_be_refused_is_told_in_days_and_then_by_its_date(
    told: Told, desk: Desk
) -> None:
    number = desk.open(ANA, "a guia não sai")
    shown(told, number)
    asks = "ask other which=closing"
    assert "10 dias" in told.say("quantos dias tenho para contestar?", asks)
    desk.resolve(number)
    assert told.say("e agora, até quando?", asks).startswith("Até ")


def test_a_closed_ticket_told_by_its_system_takes_no_grade_and_is_spoken_of(told: Told, desk: Desk) -> None:
    desk.open(ANA, "a guia não sai")
    closed = desk.open(ANA, "caixa postal cheia", service="email")
    desk.resolve(closed)
    desk.do(operations.close_due, now=datetime.now(timezone.utc) + timedelta(days=15))
    told.proved(ANA)
    said = told.say("quero avaliar o do e-mail", "start rate_service")
    assert f"{closed} já foi encerrado" in said
    assert "encerrado" in told.say("ainda dá para dar nota?", "ask other which=grade_change")


def test_what_is_added_in_the_same_turn_is_not_offered(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    shown(told, number)
    said = told.say(
        "dá pra agilizar? a folha fecha amanhã",
        "ask other which=hurry",
        "start add_ticket_information",
        "set information: a folha fecha amanhã",
    )
    assert "quem decide é a equipe" in said
    assert '"complementar"' not in said
    assert told.written(number) == ["a folha fecha amanhã"]


def test_a_phone_that_was_told_is_not_asked_for(told: Told, desk: Desk) -> None:
    shown(told, desk.open(ANA, "a guia não sai, meu celular é 61 99911 2233"))
    assert "deixar um telefone" not in told.say("vão me ligar?", "ask ticket mail which=call")
    shown(told, desk.open(ANA, "o relatório trava"))
    assert "deixar um telefone" in told.say("vão me ligar?", "ask ticket mail which=call")


def test_why_an_address_is_asked_where_tickets_are_looked_at(told: Told) -> None:
    told.say("como está o meu?", "start check_ticket_status")
    assert "confirmar que é você" in told.say("pra que precisa disso?", "ask why")
    assert told.pending == "email"


def test_a_draft_given_up_beside_a_ticket_is_only_this_one(told: Told, desk: Desk) -> None:
    shown(told, desk.open(ANA, "a guia não sai"))
    told.say("a impressora parou", "start open_ticket", "set description: a impressora parou")
    said = told.say("deixa", "stop")
    assert "este eu não registrei" in said
    assert "abrir um acionamento" not in said


def test_a_greeting_before_what_is_told_is_not_greeted_again(told: Told) -> None:
    told.say("bom dia", "social greet")
    read = ("social greet", "start open_ticket", "set service: sei", "set description: o SEI trava")
    assert told.say("bom dia, o SEI trava", *read).startswith(("Anotei", "Entendi", "Certo"))
    assert "Vamos" in told.say("bom dia", "social greet")


@pytest.mark.parametrize("read", ["unclear", "social remark"])
def test_a_question_taken_for_a_remark_is_answered(told: Told, read: str) -> None:
    told.say("o outlook não envia", "start open_ticket", "set service: email", "set description: não envia")
    question = "mas com o e-mail parado, como que a resposta chega em mim?"
    alone = {"text": question, "commands": [{"command": "ask", "about": "other"}]}
    said = told.say(question, read, questions=[alone], asked=True)
    assert "dê outro e-mail" in said
    assert told.pending == "email"


def test_the_steps_come_before_a_ticket_that_nobody_asked_for(told: Told) -> None:
    problem, question = "minha tia perdeu a senha do gov.br e está sem celular", "como recupera?"
    said = told.say(
        f"{problem}. {question}",
        "start open_ticket",
        "set service: govbr",
        f"set description: {problem}",
        "ask other",
        questions=[{"text": question, "commands": [{"command": "ask", "about": "other"}]}],
        beside=[{"command": "set", "slot": "description", "value": problem}],
        asked=True,
    )
    assert said.startswith(("Olá", "Antes de registrar"))
    assert "Como recuperar a senha da conta gov.br" in said
    assert told.pending == "news_resolved"
    told.say("não", "deny")
    assert problem in told.state["known"]["description"]


def test_a_few_words_behind_the_steps_are_asked_of_their_system(told: Told) -> None:
    told.say("como faço para entrar no SouGov?", "ask other")
    assert "versão da internet" in told.say("e no computador ele abre?", "ask other", asked=True)
