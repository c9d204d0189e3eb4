"""A service put right in words where it is shown or was heard; no sentence here trains."""

from __future__ import annotations

import pytest

from ground.notation import write
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.right_service import in_its_place, put_right, with_it


def at(text: str, service: str = "siape") -> Reading:
    known = {"service": service, "description": "a tela pisca"}
    return Reading(text, {"pending": "confirm_open", "known": known}, Finder())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("serviço: estação de trabalho", "estacao-de-trabalho"),
        ("falta o serviço, SICAF", "sicaf"),
        ("o serviço não seria o SICAF? no SEI eu entro", "sicaf"),
        ("não é SIAPE, é computador", "estacao-de-trabalho"),
        ("não é SIAPE, eu errei, é o SICAF, o de fornecedor. e o texto é outro", "sicaf"),
        ("o serviço ainda tá errado, é SICAF e não o siape", "sicaf"),
        ("é o SICAF, não o SIAPE", "sicaf"),
        ("é o SICAF na verdade, não o SIAPE. e tira a última frase", "sicaf"),
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


@pytest.mark.parametrize("text", ["o siape também trava", "é o siape?", "não é o siape"])
def test_a_system_beside_what_is_told_or_asked_is_left(text: str) -> None:
    here = at(text, service="siafi")
    assert with_it(here, [{"command": "deny"}]) == [{"command": "deny"}]


def told(text: str, pending: str, service: str) -> Reading:
    known = {"service": service, "description": "a tela pisca"}
    return Reading(text, {"pending": pending, "known": known}, Finder())


@pytest.mark.parametrize(
    ("text", "pending", "service", "code"),
    [
        ("era o token, nao o computador", "email", "estacao-de-trabalho", "certificado-digital"),
        ("o sistema é o sicaf viu, num é siape", "email", "siape", "sicaf"),
        ("o sistema tb tá errado, é SIAPE (sicaf) e nao siape", "confirm_open", "siape", "sicaf"),
        ("aqui é o scanner nao sei", "confirm_open", "sei", "estacao-de-trabalho"),
        ("é scanner no lugar de sei", "change", "sei", "estacao-de-trabalho"),
    ],
)
def test_what_was_heard_is_denied_and_another_one_told(
    text: str, pending: str, service: str, code: str
) -> None:
    found = put_right(told(text, pending, service))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "pending", "service"),
    [
        ("acho que é o scanner, nao sei", "confirm_open", "sei"),
        ("é o scanner, eu nao sei", "confirm_open", "sei"),
        ("é o outlook", "email", "siape"),
        ("esse é o do sicaf", "similar", "siape"),
        ("o scanner", "email", "sei"),
        ("o e-mail tá errado", "confirm_open", "siape"),
        ("o sicaf tá errado", "confirm_open", "siape"),
        ("não anexa no siape, o documento é do sicaf", "confirm_open", "siape"),
    ],
)
def test_in_doubt_or_about_something_else_nothing_is_put_right(text: str, pending: str, service: str) -> None:
    assert put_right(told(text, pending, service)) is None


def test_that_the_system_is_wrong_is_no_text() -> None:
    text = "e o sistema tb ta errado, é siape (sicaf) nao siape"
    heard = [{"command": "edit", "slot": "description", "how": "add", "text": text[2:]}]
    assert with_it(told(text, "confirm_open", "siape"), heard) == [
        {"command": "correct", "slot": "service", "value": "sicaf"}
    ]


def test_that_all_else_is_right_is_no_text() -> None:
    reading = told("o sistema é o sicaf, não o siape. o resto tá ok", "confirm_open", "siape")
    assert with_it(reading, [{"command": "unclear"}]) == [
        {"command": "correct", "slot": "service", "value": "sicaf"}
    ]


def after_one(text: str, service: str) -> Reading:
    last = {"number": "2026-0000017", "service": service, "status": "new"}
    return Reading(text, {"pending": "none", "last": last}, Finder())


@pytest.mark.parametrize("text", ["o sistema saiu errado, é o sicaf", "mas é o sicaf e não o siape"])
def test_after_a_ticket_its_service_is_put_right_and_no_new_one_is_opened(text: str) -> None:
    heard = [
        {"command": "start", "flow": "open_ticket"},
        {"command": "set", "slot": "service", "value": "sicaf"},
    ]
    assert with_it(after_one(text, "siape"), heard) == [
        {"command": "correct", "slot": "service", "value": "sicaf"}
    ]


@pytest.mark.parametrize(
    "text", ["o sistema é o sicaf", "não é o siape, é o sicaf que não abre", "agora é o sicaf"]
)
def test_after_a_ticket_another_system_that_fails_is_no_correction(text: str) -> None:
    assert put_right(after_one(text, "siape")) is None


LAST = {"number": "2026-0007001", "service": "siape", "status": "new", "description": "a tela pisca"}


@pytest.mark.parametrize(
    "text",
    [
        "xi, não é o SIAPE, era o SICAF. cancela esse e abre o certo",
        "registrei errado, dá pra encerrar esse e registrar no SICAF?",
        "cancela e abre um igual no SICAF",
        "troquei as bolas, não era SIAPE. cancela esse e faz outro no SICAF",
    ],
)
def test_the_right_one_comes_in_the_place_of_the_one_that_goes(text: str) -> None:
    told = in_its_place(Reading(text, {"last": LAST}, Finder()))
    assert [write(command) for command in told] == [
        "start cancel_ticket",
        "choose that",
        "start open_ticket",
        "choose that",
        "set service: sicaf",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "cancela esse e abre um do SICAF",
        "não é o SIAPE, é o SICAF",
        "errei, cancela esse. abre um do SICAF: a certidão não abre",
        "cancela esse e abre o certo",
    ],
)
def test_another_problem_is_no_copy(text: str) -> None:
    assert in_its_place(Reading(text, {"last": LAST}, Finder())) == []
