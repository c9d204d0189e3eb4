"""Another address for a registered ticket, said in any order; what is wanted later is none of it."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.ticket_address import moves_address

SHOWN = {
    "number": "2026-0000041",
    "service": "vpn",
    "service_name": "VPN",
    "status": "new",
    "description": "cai",
}
FINDER = Finder()


def at(text: str, **state: Any) -> list[str]:
    return [write(c) for c in moves_address(Reading(text, {"pending": "none", **state}, FINDER))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "preciso mudar o e-mail do 2026-0000041 para rui@x.gov.br",
            ["set ticket: 2026-0000041", "correct email: rui@x.gov.br"],
        ),
        ("altera o email do meu chamado, o rui@x.gov.br foi desativado", ["correct email"]),
        (
            "passem os avisos do acionamento da vpn pra rui@x.gov.br",
            ["set ticket by service: vpn", "correct email: rui@x.gov.br"],
        ),
        ("dá pra atualizar o endereço do chamado?", ["correct email"]),
        (
            "o 2026-0000041 está com o e-mail errado, queria mudar",
            ["set ticket: 2026-0000041", "correct email"],
        ),
    ],
)
def test_the_address_of_a_ticket_is_changed(text: str, told: list[str]) -> None:
    assert at(text) == told


def test_the_one_shown_is_pointed_at() -> None:
    assert at("troca o e-mail desse chamado", last=SHOWN) == ["choose that", "correct email"]


@pytest.mark.parametrize(
    "text",
    [
        "se eu quiser trocar o e-mail do chamado depois?",
        "me manda o e-mail do chamado",
        "abre um chamado novo, o e-mail mudou",
        "troca a senha do meu e-mail",
        "consigo mudar o e-mail cadastrado no gov.br por onde?",
    ],
)
def test_something_else_is_none_of_it(text: str) -> None:
    assert at(text) == []
