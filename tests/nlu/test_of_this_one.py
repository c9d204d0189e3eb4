"""More of the ticket that is shown, said to be of this one; and no to what would become of what was told."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.in_place import ADDS, CONSULTS, OPENS
from nlu.interpretation import UNCLEAR
from nlu.of_this_one import denies_another, of_this_one, there_is_one
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


@pytest.mark.parametrize(
    ("text", "pending", "read", "left"),
    [
        ("esse já tem, quero ver como anda", "email", [CONSULTS], ["stop", "start check_ticket_status"]),
        ("não, sem abrir outro. põe no 14: é na sala 2", "confirm_open", [{"command": "deny"}, ADDS],
         ["stop", "start add_ticket_information"]),
        ("não é pra abrir outro, era só um recado", "service", [NOT_HEARD], ["stop"]),
        ("já tenho chamado disso, eu perguntei da senha", "confirm_open", [NOT_HEARD], ["stop", "ask other"]),
        ("quero ver como anda", "email", [CONSULTS], ["start check_ticket_status"]),
    ],
)  # fmt: skip
def test_a_new_one_that_there_is_already_is_given_up(
    text: str, pending: str, read: list[dict[str, Any]], left: list[str]
) -> None:
    assert written(there_is_one(at(text, pending), read)) == left


@pytest.mark.parametrize(
    ("text", "pending", "read"),
    [
        ("registra, que meu ramal já está registrado aí", "confirm_open", {"command": "affirm"}),
        ("vocês já têm o meu contato", "email", NOT_HEARD),
        ("já registrei antes", "email", NOT_HEARD),
        ("sim, já tenho chamado do outro", "confirm_open", {"command": "affirm"}),
    ],
)
def test_what_names_no_ticket_stops_nothing(text: str, pending: str, read: dict[str, Any]) -> None:
    assert there_is_one(at(text, pending), [read]) == [read]


def test_what_was_offered_as_a_ticket_goes_to_the_one_there_is() -> None:
    offered = Reading("pode, mas no mesmo chamado", {"pending": "draft"}, FINDER)
    into_it = written(there_is_one(offered, [{"command": "affirm"}]))
    assert into_it == ["start add_ticket_information which=offered", "choose that"]
    told = Reading("pode sim, abri o navegador de novo e caiu", {"pending": "draft"}, FINDER)
    assert there_is_one(told, [{"command": "affirm"}]) == [{"command": "affirm"}]
    more = Reading("pode, no mesmo chamado, e o erro é o 4", {"pending": "draft"}, FINDER)
    assert there_is_one(more, [{"command": "affirm"}]) == [{"command": "affirm"}]
