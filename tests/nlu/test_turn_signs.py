"""Where one message holds two questions."""

import pytest

from nlu.turn_signs import questions


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
