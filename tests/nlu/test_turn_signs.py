"""What the words alone say: two questions in one message, a known ticket, a bare number."""

import pytest

from nlu.turn_signs import (
    asks_for_a_known_ticket,
    cancels_a_known_ticket,
    is_it_solved,
    questions,
    speaks_of_a_ticket,
    tells_a_problem,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("qual o horário e como acompanho?", ["qual o horário", "como acompanho?"]),
        ("o que é a css é qual o telefone", ["o que é a css", "qual o telefone"]),
        ("o que é a css? qual o telefone?", ["o que é a css", "qual o telefone?"]),
        ("como avalio o atendimento", ["como avalio o atendimento"]),
        ("e como eu acompanho?", ["e como eu acompanho?"]),
        ("registro e acompanhamento", ["registro e acompanhamento"]),
    ],
)
def test_a_message_is_cut_where_the_next_question_begins(text: str, parts: list[str]) -> None:
    assert questions(text) == parts


@pytest.mark.parametrize(
    "text", ["cancela ele", "pode cancelar esse", "cancela os dois", "cancelar o primeiro chamado"]
)
def test_cancelling_what_was_told_before(text: str) -> None:
    assert cancels_a_known_ticket(text)


@pytest.mark.parametrize(
    "text", ["cancela", "cancela tudo", "cancela o chamado 2026-0000001 e abre outro", "ele"]
)
def test_other_cancelling_is_left_to_the_classifier(text: str) -> None:
    assert not cancels_a_known_ticket(text)


def test_a_message_that_speaks_of_a_ticket() -> None:
    assert speaks_of_a_ticket("como está o 2026-0001234")
    assert speaks_of_a_ticket("quero abrir outro chamado")
    assert speaks_of_a_ticket("quero complementar o chamado")
    assert not speaks_of_a_ticket("153080")
    assert not speaks_of_a_ticket("aparece acesso negado ao processo")


@pytest.mark.parametrize(
    "text",
    [
        "qual o número mesmo?",
        "qual é o número dele?",
        "e o número?",
        "e o prazo?",
        "e o outro?",
        "quando fica pronto?",
    ],
)
def test_a_question_about_the_ticket_told_last(text: str) -> None:
    assert asks_for_a_known_ticket(text)


@pytest.mark.parametrize(
    "text", ["qual o número?", "qual o número da css?", "qual o prazo?", "o número do meu chamado"]
)
def test_other_questions_are_left_to_the_classifier(text: str) -> None:
    assert not asks_for_a_known_ticket(text)


def test_an_outburst_may_tell_a_problem() -> None:
    assert tells_a_problem("esse siafi é uma merda, não funciona nada")
    assert not tells_a_problem("esse siafi é uma merda")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("não", "reopen_ticket_form"),
        ("o processo continua sem abrir", "reopen_ticket_form"),
        ("não resolveu, continua dando erro 809 no notebook", "reopen_ticket_form"),
        ("mais ou menos", "reopen_ticket_form"),
        ("sim", "rate_service_form"),
        ("resolveu sim, obrigado", "rate_service_form"),
        ("5", "rate_service_form"),
        ("qual o telefone?", None),
        ("obrigada", None),
    ],
)
def test_the_answer_to_whether_it_is_solved(text: str, form: str | None) -> None:
    assert is_it_solved(text) == form
