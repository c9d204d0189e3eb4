"""What is said at a new ticket and is of another one gives up this one; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.for_another import only_the_other
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

LAST = {"number": "2026-0000021", "service": "scdp", "status": "new", "description": "scdp sem perfil"}
TEXT = "o scanner da sala não liga"


def at(text: str, pending: str = "confirm_open", description: str = TEXT) -> Reading:
    known = {"service": "estacao-de-trabalho", "description": description}
    state: dict[str, Any] = {"pending": pending, "known": known if pending != "none" else {}, "last": LAST}
    return Reading(text, state, Finder())


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
