"""Of what is told for a ticket only the information itself is kept, and a number told of something else is no
ticket's. No sentence here trains.
"""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.services import Finder
from nlu.reading.turn import Reading

LAST = {
    "number": "2026-0007003",
    "service": "vpn",
    "status": "in_progress",
    "description": "a vpn não conecta de casa",
}
ADDS: dict[str, Any] = {"command": "start", "flow": "add_ticket_information"}


@pytest.mark.parametrize("text", ["o erro é o 809", "o ramal é o 3343", "fica na sala 140", "deu erro 51"])
def test_the_number_of_a_thing_is_no_ticket(text: str) -> None:
    assert not [r for r in Reading(text, {"last": LAST}, Finder()).references if r.by == "number"]


@pytest.mark.parametrize("text", ["o número é o 809", "é o 809", "quero ver o 809"])
def test_a_number_that_is_pointed_at_is_one(text: str) -> None:
    assert [r.value for r in Reading(text, {"last": LAST}, Finder()).references if r.by == "number"]
