"""Where the system is asked and an address is said, the address is taken and no system is made of it; no
sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.in_place import an_address_is_no_system
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

READ = [
    {"command": "set", "slot": "service", "value": "outro"},
    {"command": "set", "slot": "email", "value": "lia@ibge.gov.br"},
]


def kept(text: str, **state: Any) -> list[str]:
    reading = Reading(text, {"pending": "service", **state}, Finder())
    return [write(command) for command in an_address_is_no_system(reading, READ)]


@pytest.mark.parametrize(
    "text", ["lia@ibge.gov.br", "meu e-mail é lia@ibge.gov.br", "é lia@ibge.gov.br, obrigada"]
)
def test_an_address_alone_names_no_system(text: str) -> None:
    assert kept(text) == ["set email: lia@ibge.gov.br"]


@pytest.mark.parametrize(
    "text", ["SISFAX, lia@ibge.gov.br", "sistema de folhas, lia@ibge.gov.br", "lia@ibge.gov.br, e o sistema?"]
)
def test_a_system_beside_it_stays(text: str) -> None:
    assert kept(text) == [write(command) for command in READ]


def test_elsewhere_nothing_changes() -> None:
    assert len(kept("lia@ibge.gov.br", pending="description")) == len(READ)
