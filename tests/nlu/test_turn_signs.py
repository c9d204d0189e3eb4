"""What the words alone say: two questions in one message, a known ticket, a bare number."""

import pytest

from nlu.turn_signs import (
    asks_for_a_known_ticket,
    cancels_a_known_ticket,
    is_a_bare_number,
    questions,
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


def test_a_bare_number_is_shorter_than_a_tickets() -> None:
    assert is_a_bare_number("153080.")
    assert not is_a_bare_number("2026-0001234")
    assert not is_a_bare_number("são 15")


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
