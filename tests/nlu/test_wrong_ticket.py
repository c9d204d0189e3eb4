"""What was added and belongs to another ticket, and whether it can be taken out. No sentence here trains."""

from __future__ import annotations

import pytest

from ground.notation import write
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.wrong_ticket import of_another

SCREEN = {
    "number": "2026-0007005",
    "service": "estacao-de-trabalho",
    "status": "new",
    "description": "o monitor da minha mesa pisca",
}
NETWORK = {
    "number": "2026-0007006",
    "service": "rede",
    "status": "new",
    "description": "o wifi da sala de reunião cai",
}
MOVES = "start add_ticket_information which=told"
TO_THE_SCREEN = [MOVES, "choose service: estacao-de-trabalho"]


def read(text: str, **state: object) -> list[str]:
    known = {"last": NETWORK, "listed": [SCREEN, NETWORK], **state}
    return [write(c) for c in of_another(Reading(text, known, Finder()))]


@pytest.mark.parametrize(
    "text",
    [
        "isso era no do monitor, não no do wifi!",
        "não, era pro do monitor",
        "errado, essa informação é do monitor",
        "ué mas era pra ir no do monitor",
        "não, era no outro chamado, o do monitor",
    ],
)
def test_what_was_added_goes_to_the_ticket_that_is_named(text: str) -> None:
    assert read(text) == TO_THE_SCREEN


@pytest.mark.parametrize(
    "text", ["foi no chamado errado", "isso era no do crachá", "isso era no outro chamado"]
)
def test_where_nothing_shown_is_named_it_is_left_open_which(text: str) -> None:
    assert read(text) == [MOVES]


@pytest.mark.parametrize(
    "text",
    [
        "isso era ontem",
        "isso é do técnico",
        "isso foi na sala do chefe",
        "era no terceiro andar",
        "isso era tudo",
    ],
)
def test_what_only_tells_moves_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "tem como tirar do wifi?",
        "pode apagar aquela primeira frase? foi sem querer",
        "dá pra excluir essa informação que mandei?",
        "remove isso que você colocou no chamado",
        "dá pra tirar a parte do ramal?",
        "desconsidera o que mandei por último",
    ],
)
def test_whether_what_was_told_can_be_taken_out(text: str) -> None:
    command = of_another(Reading(text, {"last": NETWORK}, Finder()))
    assert command == [{"command": "edit", "slot": "information", "how": "remove", "old": ""}]


@pytest.mark.parametrize(
    "text",
    [
        "pode apagar o chamado?",
        "quero tirar uma dúvida",
        "apagar o histórico do navegador",
        "o excel apaga a linha",
    ],
)
def test_other_things_that_are_taken_out_are_left(text: str) -> None:
    assert read(text) == []
