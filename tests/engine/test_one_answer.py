"""What one turn says is one answer: a value once, nothing that was just shown, no answer twice in a row."""

import pytest

from .told import Desk, Told

ANA = "ana@orgao.gov.br"
OPENS = ("start open_ticket", "set service: siafi", "set description: o siafi não abre desde ontem")
DEADLINE = "ask ticket deadline"


@pytest.fixture
def summary(told: Told) -> Told:
    told.say("o siafi não abre", *OPENS, f"set email: {ANA}")
    return told


def test_of_two_addresses_the_second_is_used_and_told_once(told: Told) -> None:
    told.say("o siafi não abre", *OPENS)
    both = ("set email: rui@orgao.gov.br", f"set email: {ANA}")
    told.say(f"é rui@orgao.gov.br, mas manda em {ANA}", *both)
    assert told.responses == ["utter_email_one_only", "utter_request_open_ticket_confirmation"]


def test_what_is_not_known_is_a_short_remark_beside_what_was_done(summary: Told) -> None:
    answer = summary.say("sim. e o wi-fi da copa?", "affirm", "ask other")
    assert "registrado com o número" in answer
    assert "utter_question_beside" in summary.responses
    assert "utter_question_aside" not in summary.responses


def test_the_deadline_of_what_was_just_registered_is_told_once(told: Told) -> None:
    told.say("o siafi não abre", *OPENS, "set email: ana@rfb.gov.br")
    answer = told.say("isso, pode registrar. demora muito?", "affirm", DEADLINE)
    assert "registrado com o número" in answer
    assert answer.lower().count("o prazo para a solução") == 1


def test_the_summary_is_not_shown_whole_again_after_a_question(summary: Told) -> None:
    answer = summary.say("qual o telefone?", "ask faq_phone_number")
    assert "Confira" not in answer
    assert summary.pending == "confirm_open"
    assert "/affirm" in summary.buttons
    assert "Confira" in summary.say("mostra o resumo", "repeat")


def test_a_summary_that_changed_is_shown(summary: Told) -> None:
    assert "Confira" in summary.say("é o siape", "correct service: siape")


def test_an_answer_does_not_come_twice_in_a_row(told: Told) -> None:
    told.say("oi", "social greet")
    first = told.say("horário?", "ask faq_opening_hours")
    assert first not in told.say("e de madrugada?", "ask faq_opening_hours")


def test_who_asked_something_else_hears_that_it_is_not_known(told: Told) -> None:
    told.say("horário?", "ask faq_opening_hours")
    told.say(
        "não foi isso que perguntei, e o prazo?", "ask faq_opening_hours", beside=[{"command": "unclear"}]
    )
    assert told.responses == ["utter_question_aside"]


def test_a_deadline_is_told_again_but_not_to_who_asked_something_else(summary: Told) -> None:
    first = summary.say("sim. e o prazo?", "affirm", DEADLINE).splitlines()[-1]
    assert summary.say("me diz o prazo de novo", DEADLINE) == first
    summary.say("não era isso, e o prazo?", DEADLINE, beside=[{"command": "deny"}])
    assert summary.responses == ["utter_question_aside"]


def test_a_card_that_was_just_shown_is_not_shown_whole(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    looks = ("start check_ticket_status", f"set ticket: {number}")
    told.proved(ANA).say("como está?", *looks)
    assert told.responses[-1] == "utter_ticket_status_open"
    told.say("e agora?", *looks)
    assert told.responses == ["utter_ticket_stands_still"]
    for _ in range(3):
        told.say("obrigado", "social thank")
    told.say("como está?", *looks)
    assert told.responses == ["utter_ticket_status_open"]


def test_what_the_card_says_is_not_said_beside_it(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say(f"o {number}", "start check_ticket_status", f"set ticket: {number}")
    for _ in range(4):
        told.say("obrigado", "social thank")
    told.say("onde está, e já tem alguém olhando?", "ask ticket status", "ask ticket history", DEADLINE)
    assert told.responses == ["utter_ticket_status_open", "utter_ticket_no_answer"]
