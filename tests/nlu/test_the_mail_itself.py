"""What happens to the mail, where a ticket on it is shown, is its text and no word of an address."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.edits import written_anew
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.the_mail_itself import is_text

FINDER = Finder()
ADDRESS = {"command": "correct", "slot": "email", "value": None}


def at(text: str, service: str = "email", pending: str = "change") -> Reading:
    known = {"email": "ana@x.gov.br", "service": service, "description": "o email sumiu com tudo da Ana"}
    return Reading(text, {"pending": pending, "known": known}, FINDER)


def written(commands: list[dict[str, Any]]) -> list[str]:
    return [write(command) for command in commands]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("o email sumiu hoje", "edit description replace: => o email sumiu hoje"),
        ("meu e-mail trava com anexo grande", "edit description add: meu e-mail trava com anexo grande"),
        ("o texto. é só que o email trava, tira o resto", "edit description replace: => o email trava"),
    ],
)
def test_what_happens_to_it_is_text(text: str, said: str) -> None:
    assert written(is_text(at(text), [ADDRESS])) == [said]


@pytest.mark.parametrize(
    "text", ["o e-mail", "o email que eu dei travou", "esse email travou, usa outro", "o email não travou"]
)
def test_the_address_stays_an_address(text: str) -> None:
    assert is_text(at(text), [ADDRESS]) == [ADDRESS]


def test_beside_another_system_it_is_the_address() -> None:
    assert is_text(at("o email sumiu", "siafi"), [ADDRESS]) == [ADDRESS]


def test_a_field_that_is_to_change_and_a_colon_lead_to_its_text() -> None:
    said = written_anew(at("muda o problema para: não chega email de fora", pending="confirm_open"))
    assert said
    assert write(said) == "edit description replace: => não chega email de fora"
