"""What is said at a new ticket and is of another one goes there, whole; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.for_another import for_another, only_the_other
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.told_problem import with_its_thing

LAST = {"number": "2026-0000021", "service": "scdp", "status": "new", "description": "scdp sem perfil"}
TEXT = "o scanner da sala não liga"


def at(text: str, pending: str = "confirm_open", description: str = TEXT) -> Reading:
    known = {"service": "estacao-de-trabalho", "description": description}
    state: dict[str, Any] = {"pending": pending, "known": known if pending != "none" else {}, "last": LAST}
    return Reading(text, state, Finder())


ADDED = ["start add_ticket_information", "choose service: scdp", "set information: a viagem é na quinta"]


@pytest.mark.parametrize(
    ("text", "pending", "told"),
    [
        ("isso. e no do scdp põe que a viagem é na quinta", "confirm_open", ["affirm", *ADDED]),
        ("no do scdp coloca que a viagem é na quinta", "none", ADDED),
        ("acrescenta no do scdp: a viagem é na quinta", "confirm_open", ADDED),
    ],
)
def test_the_ticket_that_is_named_gets_it(text: str, pending: str, told: list[str]) -> None:
    assert [write(c) for c in for_another(at(text, pending))] == told


@pytest.mark.parametrize("text", ["isso é do scdp, põe lá", "não, essa linha é pro 2026-0000021. tira daí"])
def test_the_line_that_went_astray_goes_there(text: str) -> None:
    line = "no do scdp põe que a viagem é na quinta"
    told = [write(c) for c in for_another(at(text, description=f"{TEXT}\n{line}"))]
    assert told[0] == f"edit description remove: {line}"
    assert told[-1] == "set information: a viagem é na quinta"


@pytest.mark.parametrize(
    "text", ["põe que no do scdp também dá isso?", "o scanner é o do segundo andar", "no scdp põe que trava"]
)
def test_what_is_told_of_this_one_stays(text: str) -> None:
    assert for_another(at(text)) == []


@pytest.mark.parametrize(
    "text", ["no scdp avisa que o prazo venceu", "ao incluir no scdp: a tela some e volta"]
)
def test_where_a_system_is_named_as_a_place_no_ticket_is_told(text: str) -> None:
    assert for_another(at(text, "none")) == []


@pytest.mark.parametrize(
    "text",
    ["pode anotar no do scdp que a viagem é na quinta", "por favor, bota no do scdp: a viagem é na quinta"],
)
def test_a_request_for_another_ticket_is_no_yes_to_the_one_shown(text: str) -> None:
    assert write(for_another(at(text))[0]) == ADDED[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [("na verdade isso é do scdp", []), ("registra isso no scdp", ["correct service: scdp"])],
)
def test_the_right_system_moves_no_line(text: str, told: list[str]) -> None:
    assert [write(c) for c in for_another(at(text, description=f"{TEXT}\na tela some"))] == told


@pytest.mark.parametrize(
    ("text", "pending", "read"),
    [
        (
            "não grava, avisa que o cadastro já existe",
            "description",
            {"command": "set", "slot": "description", "value": "não grava"},
        ),
        (
            "o aviso do scdp: perfil ausente",
            "confirm_open",
            {"command": "edit", "slot": "description", "how": "add", "text": "perfil ausente"},
        ),
        ("isso, só no scdp", "confirm_open", {"command": "affirm"}),
    ],
)
def test_what_refuses_nothing_gives_nothing_up(text: str, pending: str, read: dict[str, Any]) -> None:
    assert only_the_other(at(text, pending), [read]) == [read]


def test_one_that_is_open_already_is_given_up() -> None:
    looks = [
        {"command": "start", "flow": "check_ticket_status"},
        {"command": "set", "slot": "ticket", "value": {"by": "service", "value": "estacao-de-trabalho"}},
    ]
    stop = {"command": "stop"}
    told = at("o do scanner já tem chamado aberto, só quero saber como está")
    assert only_the_other(told, [{"command": "deny"}, *looks]) == [stop, *looks]
    assert only_the_other(at("e o meu outro, como está?"), looks) == looks
    other = [
        {"command": "start", "flow": "open_ticket"},
        {"command": "set", "slot": "service", "value": "scdp"},
    ]
    assert only_the_other(at("esse não, só o do scdp"), [{"command": "deny"}]) == [stop, *other]


def test_the_thing_that_it_is_about_stands_in_the_text() -> None:
    told = {"command": "set", "slot": "description", "value": "não liga, fica no 2º andar"}
    assert with_its_thing(at("o do scanner: não liga, fica no 2º andar", "none"), [told]) == [
        {**told, "value": "scanner: não liga, fica no 2º andar"}
    ]
