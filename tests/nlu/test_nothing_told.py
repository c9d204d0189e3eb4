"""What only says that something is wrong is no description; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.meant_service import in_passing
from nlu.nothing_told import only_the_system, only_trouble
from nlu.reading.services import Finder
from nlu.reading.turn import Reading


def at(text: str, **state: Any) -> Reading:
    return Reading(text, {"pending": "none", **state}, Finder())


def test_a_symptom_is_more_than_trouble() -> None:
    assert only_trouble(at("é um problema desde ontem"))
    assert not only_trouble(at("não abre"))


@pytest.mark.parametrize(
    "text",
    [
        "baixei no notebook e não conecta",
        "desliguei o computador e continua caindo",
        "não conecta no meu computador",
        "tá caindo aqui nesse pc",
    ],
)
def test_a_thing_may_be_named_in_passing(text: str) -> None:
    assert in_passing(at(text))


@pytest.mark.parametrize(
    "text",
    [
        "o notebook não liga",
        "minha impressora parou, e não imprime nada",
        "preciso de um computador novo",
        "no notebook o sicaf não abre",
        "não conecta",
    ],
)
def test_a_thing_that_fails_or_a_system_is_not(text: str) -> None:
    assert not in_passing(at(text))


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("Bom dia. Meu nome é Ivo Matos, sou servidor há 12 anos e preciso de ajuda com o siape", True),
        ("sou a Rosa da prefeitura, estou com um problema no sei", True),
        ("vim reclamar de um negócio da impressora lá do posto", True),
        ("meu nome saiu errado no siape", False),
        ("sou servidora e não consigo entrar no sei", False),
        ("me chamo Leo e o siape tá com erro 404", False),
    ],
)
def test_who_one_is_describes_no_problem(text: str, nothing: bool) -> None:
    opens: list[Any] = [{"command": "start", "flow": "open_ticket"}]
    told = {"command": "set", "slot": "description", "value": text}
    assert (only_the_system(at(text), [*opens, told]) == opens) is nothing
