"""Of what is told for a ticket only the information itself is kept, and a number told of something else is no
ticket's. No sentence here trains.
"""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.the_information import only_the_information

LAST = {
    "number": "2026-0007003",
    "service": "vpn",
    "status": "in_progress",
    "description": "a vpn não conecta de casa",
}
ADDS: dict[str, Any] = {"command": "start", "flow": "add_ticket_information"}


def kept(text: str, value: str | None = None, pending: str = "none", **state: Any) -> list[str]:
    reading = Reading(text, {"pending": pending, **state}, Finder())
    told: dict[str, Any] = {"command": "set", "slot": "information", "value": value or text}
    return [write(c) for c in only_the_information(reading, [ADDS, told])]


@pytest.mark.parametrize(
    "text",
    [
        "fiz um chamado da vpn semana passada e esqueci de dizer uma coisa",
        "esqueci de mencionar um detalhe importante no acionamento 2026-0007003",
        "faltou eu contar um negócio no chamado da impressora",
        "é pra juntar na resposta que te dei agora",
        "é complemento do que eu falei antes",
        "te mandei agora",
    ],
)
def test_what_only_announces_or_points_is_no_information(text: str) -> None:
    assert kept(text) == ["start add_ticket_information"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("não era isso, eu ia dizer ainda. a mensagem é tempo esgotado", "a mensagem é tempo esgotado"),
        ("sim. cai só de tarde", "cai só de tarde"),
        ("o que eu queria dizer é que só falha de manhã", "só falha de manhã"),
        ("é o que te falei agora: cai depois de dez minutos", "cai depois de dez minutos"),
        ("a tela é a 12 e não a 11, corrige aí", "a tela é a 12 e não a 11"),
        ("só falha no Edge, anota aí por favor", "só falha no Edge"),
        ("só no 4g funciona. é pra juntar no que já mandei", "só no 4g funciona."),
    ],
)
def test_what_protests_agrees_or_points_is_left_out(text: str, left: str) -> None:
    assert kept(text) == ["start add_ticket_information", f"set information: {left}"]


@pytest.mark.parametrize(
    "text",
    [
        "esqueci de falar que é só no wifi de casa",
        "ainda não falei com o chefe",
        "lembrei da senha e mesmo assim não entra",
        "não sei dizer, só no notebook novo",
        "o erro é o 809",
    ],
)
def test_what_tells_something_stays_as_it_is(text: str) -> None:
    assert kept(text) == ["start add_ticket_information", f"set information: {text}"]


def test_where_the_text_that_was_found_is_none_the_rest_of_the_message_is_looked_at() -> None:
    text = "não era isso que eu queria que anotasse. o que eu queria dizer é que só falha de manhã"
    assert kept(text, "eu queria que anotasse.")[1:] == ["set information: só falha de manhã"]


def test_what_was_still_to_come_is_more_of_the_ticket_spoken_of() -> None:
    reading = Reading("calma, ainda não tinha falado. é o da recepção", {"last": LAST}, Finder())
    new = [{"command": "start", "flow": "open_ticket"}]
    assert [write(c) for c in only_the_information(reading, new)] == [
        "start add_ticket_information",
        "choose that",
        "set information: é o da recepção",
    ]


def test_what_only_announces_and_is_not_understood_asks_what_is_to_be_added() -> None:
    unclear = [{"command": "unclear"}]
    after = Reading("faltou falar um negócio", {"last": LAST}, Finder())
    assert [write(c) for c in only_the_information(after, unclear)] == [
        "start add_ticket_information",
        "choose that",
    ]
    anywhere = Reading("faltou falar um negócio", {}, Finder())
    assert only_the_information(anywhere, unclear) == unclear


@pytest.mark.parametrize("text", ["o erro é o 809", "o ramal é o 3343", "fica na sala 140", "deu erro 51"])
def test_the_number_of_a_thing_is_no_ticket(text: str) -> None:
    assert not [r for r in Reading(text, {"last": LAST}, Finder()).references if r.by == "number"]


@pytest.mark.parametrize("text", ["o número é o 809", "é o 809", "quero ver o 809"])
def test_a_number_that_is_pointed_at_is_one(text: str) -> None:
    assert [r.value for r in Reading(text, {"last": LAST}, Finder()).references if r.by == "number"]


def test_a_word_that_was_left_out_is_told_with_what_stands_beside_it() -> None:
    text = "faltou o só. e funciona no outro"
    assert kept(text, "e funciona no outro") == ["start add_ticket_information", f"set information: {text}"]


@pytest.mark.parametrize("text", ["é da vpn, sim", "é desse mesmo ué", "é do mesmo chamado"])
def test_which_ticket_it_is_of_is_no_information(text: str) -> None:
    assert kept(text, last=LAST) == ["start add_ticket_information"]


def test_what_it_is_of_is_one() -> None:
    text = "é do setor de compras"
    assert kept(text, last=LAST) == ["start add_ticket_information", f"set information: {text}"]
