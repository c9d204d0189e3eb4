"""More of the ticket that is shown, said to be of this one; and no to what would become of what was told."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.in_place import OPENS
from nlu.interpretation import UNCLEAR
from nlu.of_this_one import denies_another, of_this_one
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
NOT_HEARD = {"command": UNCLEAR}


def at(text: str, pending: str = "confirm_open", **more: str) -> Reading:
    known = {"service": "siafi", "description": "a nota não fecha", **more}
    return Reading(text, {"pending": pending, "known": known}, FINDER)


def written(commands: list[dict[str, Any]]) -> list[str]:
    return [write(command) for command in commands]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("faltou dizer que dá CPF já vinculado a outra UG", "dá CPF já vinculado a outra UG"),
        ("faltou pôr que cai da outra vez", "cai da outra vez"),
        ("não é outro pedido, é desse mesmo. dá erro 4 na VPN", "dá erro 4 na VPN"),
        ("isso não é outro problema! é desse aqui: dá erro 4", "dá erro 4"),
    ],
)
def test_what_is_said_to_be_of_this_one_is_added(text: str, told: str) -> None:
    for read in (OPENS, NOT_HEARD):
        assert written(of_this_one(at(text), [read])) == [f"edit description add: {told}"]


@pytest.mark.parametrize(
    "text",
    [
        "esqueci de dizer que tenho outro problema, a VPN caiu",
        "faltou dizer que a VPN caiu, abre um chamado dela",
        "não é outro pedido",
        "a VPN caiu",
    ],
)
def test_what_is_of_another_is_left(text: str) -> None:
    assert of_this_one(at(text), [OPENS]) == [OPENS]


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        (
            "não abre outro não, põe que o erro é 4",
            [OPENS, {"command": "set", "slot": "description", "value": "o erro é 4"}],
            "o erro é 4",
        ),
        ("é tudo o mesmo problema, dá erro 4", [NOT_HEARD], "dá erro 4"),
        ("não são dois. o erro é o 4", [{"command": "deny"}], "o erro é o 4"),
    ],
)
def test_what_denies_another_is_no_text(text: str, read: list[dict[str, Any]], told: str) -> None:
    assert denies_another(at(text))
    assert written(of_this_one(at(text), read)) == [f"edit description add: {told}"]


def test_only_that_it_is_of_this_one_is_no_text() -> None:
    assert of_this_one(at("isso não é outro acionamento não, faz parte desse"), [NOT_HEARD]) == [NOT_HEARD]
    assert denies_another(at("o outro não precisa"))
    assert not denies_another(at("o outro não abre"))
