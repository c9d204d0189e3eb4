"""What was given up by mistake is gone on with; no sentence here trains."""

from __future__ import annotations

import pytest

from nlu.not_given_up import not_given_up
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

DRAFT = {"command": "start", "flow": "open_ticket", "which": "draft"}
OFF = {"command": "correct", "slot": "service", "value": None}
LAST = {"number": "2026-0000012", "service": "sei", "status": "cancelled"}


@pytest.mark.parametrize(
    "text", ["eu não desisti", "não era pra parar", "não mandei cancelar nada", "quero continuar o registro"]
)
def test_the_draft_comes_back(text: str) -> None:
    assert not_given_up(Reading(text, {}, Finder())) == [DRAFT]


def test_the_service_that_is_to_be_put_right_comes_off() -> None:
    said = "não desisti, era só pra corrigir o sistema"
    assert not_given_up(Reading(said, {}, Finder())) == [DRAFT, OFF]


@pytest.mark.parametrize("text", ["desisti", "não quero mais", "não desisti?", "cancela o registro"])
def test_what_is_given_up_stays_so(text: str) -> None:
    assert not not_given_up(Reading(text, {}, Finder()))


def test_a_ticket_spoken_of_is_no_draft() -> None:
    assert not not_given_up(Reading("não era pra cancelar", {"last": LAST}, Finder()))
    summary = {"pending": "confirm_open", "known": {"service": "sei", "description": "a tela pisca"}}
    assert not not_given_up(Reading("não desisti", summary, Finder()))
