"""A service put right in words at the summary; no sentence here trains."""

from __future__ import annotations

import pytest

from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.right_service import put_right, with_it


def at(text: str, service: str = "siape") -> Reading:
    known = {"service": service, "description": "a tela pisca"}
    return Reading(text, {"pending": "confirm_open", "known": known}, Finder())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("serviço: estação de trabalho", "estacao-de-trabalho"),
        ("falta o serviço, SICAF", "sicaf"),
        ("o serviço não seria o SICAF? no SEI eu entro", "sicaf"),
        ("acerta o serviço. tipo o do processo eletrônico", "sei"),
        ("não é SIAPE, é computador", "estacao-de-trabalho"),
        ("sistema errado, é impressora/computador", "estacao-de-trabalho"),
        ("não é SIAPE, eu errei, é o SICAF, o de fornecedor. e o texto é outro", "sicaf"),
        ("o serviço ainda tá errado, é SICAF e não o siape", "sicaf"),
        ("é o SICAF, não o SIAPE", "sicaf"),
    ],
)
def test_the_service_that_is_told_to_be_right(text: str, code: str) -> None:
    found = put_right(at(text))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "o sistema SICAF não abre",
        "o sistema é lento",
        "serviço: SIAPE",
        "o sistema é o SEI que não abre",
        "o serviço continua errado",
        "o SICAF não abre e não o SIAPE",
    ],
)
def test_a_service_that_is_only_named_puts_nothing_right(text: str) -> None:
    assert put_right(at(text)) is None


def test_the_words_for_it_fall_away_from_the_text_and_the_rest_is_kept() -> None:
    reading = at("é só a tela que pisca, não é SIAPE, é computador")
    told = {"command": "edit", "slot": "description", "how": "replace"}
    commands = with_it(reading, [{**told, "text": "a tela que pisca, não é SIAPE, é computador"}])
    service = {"command": "correct", "slot": "service", "value": "estacao-de-trabalho"}
    assert commands == [service, {**told, "text": "a tela que pisca"}]


def test_what_is_told_behind_the_service_that_is_put_right_is_added_without_its_verb() -> None:
    here = at("tá errado o sistema, não é SIAPE, é computador. e bota que a tela queimou")
    service = {"command": "correct", "slot": "service", "value": "estacao-de-trabalho"}
    more = {"command": "edit", "slot": "description", "how": "add", "text": "a tela queimou"}
    assert with_it(here, [{"command": "unclear"}]) == [service, more]
    other = at("a impressora parou ontem, não é SIAPE, é computador. e bota que a tela queimou")
    assert with_it(other, [{"command": "unclear"}]) == [service]


@pytest.mark.parametrize(
    "text",
    [
        "muda o serviço pra SICAF e o texto pra a certidão venceu",
        "o serviço é SICAF e o problema é: a certidão venceu",
    ],
)
def test_the_service_and_the_text_are_both_put_right(text: str) -> None:
    service = {"command": "correct", "slot": "service", "value": "sicaf"}
    anew = {"command": "edit", "slot": "description", "how": "replace", "text": "a certidão venceu"}
    assert with_it(at(text), [{"command": "unclear"}]) == [service, anew]
    assert with_it(at(text), [anew]) == [service, anew]


@pytest.mark.parametrize("text", ["não, deixa siape mesmo", "ahh SIAPE! é esse mesmo kkkk", "é o siape"])
def test_one_system_and_nothing_else_is_the_right_one(text: str) -> None:
    here = at(text, service="siafi")
    assert with_it(here, [{"command": "deny"}]) == [
        {"command": "correct", "slot": "service", "value": "siape"}
    ]


@pytest.mark.parametrize("text", ["o siape também trava", "é o siape?", "não é o siape"])
def test_a_system_beside_what_is_told_or_asked_is_left(text: str) -> None:
    here = at(text, service="siafi")
    assert with_it(here, [{"command": "deny"}]) == [{"command": "deny"}]
