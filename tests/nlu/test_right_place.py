"""Whether this is the place, asked beside a trouble. No sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.in_place import OPENS
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.right_place import without_right_place

FINDER = Finder()
UNCLEAR: list[dict[str, Any]] = [{"command": "unclear"}]


def read(text: str, commands: list[dict[str, Any]] = UNCLEAR) -> list[dict[str, Any]]:
    return without_right_place(Reading(text, {}, FINDER), commands)


@pytest.mark.parametrize(
    "asked", ["Falo disso com os senhores?", "É aqui que resolve?", "Vocês cuidam disso?", "É o canal certo?"]
)
def test_the_trouble_is_told_and_the_question_is_no_text(asked: str) -> None:
    trouble = "O relatório de bens não abre desde ontem."
    told = read(f"Bom dia. {trouble} {asked}")
    assert told[0] == OPENS
    assert [c["value"] for c in told if c.get("slot") == "description"] == [trouble]


def test_it_is_taken_out_of_a_text_that_was_read() -> None:
    text = "O leitor não mostra a tela. É com vocês mesmo?"
    said = read(text, [OPENS, {"command": "set", "slot": "description", "value": text}])
    assert said[1]["value"] == "O leitor não mostra a tela."


@pytest.mark.parametrize(
    "text",
    [
        "É com os senhores que devo tratar?",
        "Bom dia. É com os senhores que devo tratar?",
        "Preciso saber da portaria nova. É com vocês mesmo?",
        "Qual é o prazo? É com vocês mesmo?",
    ],
)
def test_where_no_trouble_is_told_nothing_begins(text: str) -> None:
    assert read(text) == UNCLEAR
